//! The images of a version: the shape of their ids, and the regions that they stand under.

use super::{at, check_region, finding};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::manifest::{Findings, Regions, Scope, Shared, SourceType, Version, pointer, region, shape};

pub(super) fn check(version: &Version, here: &str, known: &Regions, scope: Scope, findings: &mut Findings) {
    let custom = version.source.as_ref().filter(|source| source.source_type == Some(SourceType::Custom));
    if let Some(source) = custom {
        let region = source.region_id.as_deref().filter(|region| !region.is_empty());
        if let Some(region) = region {
            check_region(region, &|| format!("{here}/source/regionId"), known, scope, findings);
        }
        if let Some(image_id) = &source.image_id {
            let place = [here, "source", "imageId"];
            check_id(image_id, &place, scope, findings);
            if let Some(region) = region {
                check_home(image_id, region, &place, &[here, "source", "regionId"], scope, findings);
            }
        }
    }
    if let Some(source) = &version.source {
        check_shared(source.shared.as_ref(), &[here, "source", "shared"], scope, findings);
    }
    for image in &version.images {
        check_region(
            &image.region,
            &|| pointer::join(format!("{here}/images"), [(&*image.region).into()]),
            known,
            scope,
            findings,
        );
        if let Some(image_id) = &image.image_id {
            let place = [here, "images", &image.region, "imageId"];
            check_id(image_id, &place, scope, findings);
            check_home(image_id, &image.region, &place, &place[..3], scope, findings);
        }
        check_shared(image.shared.as_ref(), &[here, "images", &image.region, "shared"], scope, findings);
    }
}

fn check_shared(shared: Option<&Shared>, place: &[&str], scope: Scope, findings: &mut Findings) {
    let Some(Shared::Accounts(accounts)) = shared else { return };
    for (position, uid) in accounts.iter().enumerate().filter(|(_, uid)| !shape::is_account(uid)) {
        let code = Code::ManifestAccountShape;
        findings.push(scope, code, &|| {
            Diagnostic::new(code, at(&[place, &[&position.to_string()]].concat())).arg("account", &**uid)
        });
    }
}

fn check_id(image_id: &str, place: &[&str], scope: Scope, findings: &mut Findings) {
    match shape::image_id(image_id) {
        Ok(()) => {}
        Err(None) => {
            let code = Code::ManifestImageIdShape;
            findings.push(scope, code, &|| finding(code, place).arg("image", image_id));
        }
        Err(Some(length)) => {
            let code = Code::ManifestImageIdLength;
            findings.push(scope, code, &|| {
                let expected = shape::IMAGE_ID_LENGTH;
                finding(code, place).arg("image", image_id).arg("length", length).arg("expected", expected)
            });
        }
    }
}

/// The beginning of an image's id tells its region wherever both were seen, but nowhere is that promised.
fn check_home(image_id: &str, region: &str, place: &[&str], declared: &[&str], scope: Scope, findings: &mut Findings) {
    let Some(home) = region::of_image(image_id).filter(|home| *home != region) else { return };
    // Under a zone of its region it is no other region's.
    if region::of_zone(region) == Some(home) {
        return;
    }
    let code = Code::ManifestImageRegion;
    findings.push(scope, code, &|| {
        let diagnostic = finding(code, place).arg("image", image_id).arg("other", home).arg("region", region);
        diagnostic.related(at(declared), Role::Declared)
    });
}
