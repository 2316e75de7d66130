//! From the release of a draft to the last region that has its image.
//!
//! Compute Nest checks a draft on its way from `Created` to `Delivering`; a manifest has nothing to check it with, so here
//! a release leads to `Delivering` at once, and to `Available` where there is nothing to deliver.

use std::collections::BTreeSet;

use super::content::{draft_at, edit, highest, incomplete, is_nowhere, no_region, of_draft};
use super::{Refusal, accepted_at, missing, note, reason, version_at, version_place};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::serve::{DRAFT, compare_numbers, listed};
use crate::manifest::{Image, Keyed, Manifest, Regions, Relation, Shared, SupportRegions, Version, VersionStatus};

/// What is said of a delivery.
pub(super) struct Mark<'a> {
    pub(super) status: &'a VersionStatus,
    pub(super) image_id: Option<&'a str>,
    pub(super) progress: Option<u8>,
    pub(super) shared: Option<&'a Shared>,
    pub(super) lost: bool,
}

/// The draft becomes the version after the highest number that was ever given.
///
/// Each region that it is meant for is announced, but the source's own, where the source is the image. "All regions" is
/// a choice that stays one: which these are is known once they are marked. Relations to the draft follow it: it is the
/// same version under its number, and the name `draft` leads nowhere any more.
pub(super) fn release(manifest: &mut Manifest, id: &str, known: &Regions) -> Result<(), Refusal> {
    let (at, draft) = draft_at(manifest, id)?;
    let artifact = &manifest.artifacts[at];
    let version = &artifact.versions[draft];
    let mut refusal: Refusal = Vec::new();
    if version.status != Some(VersionStatus::Created) {
        refusal.push(of_draft(Code::DraftNotReleasable, id, version.status.as_ref()));
    }
    match &version.source {
        Some(source) => note(&mut refusal, incomplete(source, "/artifactId")),
        None => refusal.push(reason(Code::ManifestMissingField, "/artifactId").arg("field", "source")),
    }
    match &version.support_region_ids {
        Some(regions) if !is_nowhere(regions) => {
            let listed = match regions {
                SupportRegions::Listed(regions) => &regions[..],
                SupportRegions::All => &[],
            };
            let home = version.source.as_ref().and_then(|source| source.region_id.as_ref());
            for region in listed.iter().chain(home.filter(|region| !region.is_empty())) {
                let found = no_region(region, "/artifactId", known);
                refusal.extend(found.filter(|found| !refusal.contains(found)).into_iter().collect::<Refusal>());
            }
        }
        _ => refusal.push(reason(Code::ManifestNoRegions, "/artifactId")),
    }
    accepted_at(refusal, &|| version_place(manifest, at, draft))?;

    let highest = highest(&artifact.versions).map(|version| &*version.version);
    let used = artifact.max_version.as_deref().into_iter().chain(highest).filter(|number| is_number(number));
    let number = after(used.max_by(|one, other| compare_numbers(one, other)).unwrap_or("0"));
    let observed = artifact.versions.observed();
    edit(manifest, at, &mut |_, versions| {
        let version = &mut versions[draft];
        version.version = number.as_str().into();
        // Only at home is what a draft has the image that is released: everywhere else it is delivered anew.
        let home = version.home().map(String::from);
        let at_home = |image: &Image| home.as_deref() == Some(&*image.region);
        let anew = |image: &Image| match at_home(image) {
            true => image.clone(),
            false => Image { region: image.region.clone(), ..Image::default() },
        };
        version.images = Keyed::new(version.images.iter().map(anew).collect());
        let mut images: Vec<Image> = version.images.iter().filter(|image| at_home(image)).cloned().collect();
        images.extend(outstanding(version).into_iter().map(|region| Image {
            region: region.into(),
            status: Some(VersionStatus::Delivering),
            progress: Some(0),
            ..Image::default()
        }));
        version.images = Keyed::new(images);
        let chosen = matches!(version.support_region_ids, Some(SupportRegions::Listed(_)));
        let done = chosen && outstanding(version).is_empty();
        version.status = Some(if done { VersionStatus::Available } else { VersionStatus::Delivering });
        // The source region serves from now on. Where shares are recorded, nobody was confirmed here so far.
        if let Some(source) = version.source.as_mut().filter(|source| observed && !source.is_shared_known()) {
            source.shared = Some(Shared::Accounts(Vec::new()));
        }
    });
    follow(manifest, id, &number);
    Ok(())
}

fn follow(manifest: &mut Manifest, id: &str, number: &str) {
    let follows = |relation: &Relation| *relation.artifact_id == *id && relation.version.as_deref() == Some(DRAFT);
    for at in 0..manifest.services.len() {
        let Some(service) = manifest.services.at_mut(at) else { continue };
        for at in 0..service.relations.len() {
            if let Some(relation) = service.relations.at_mut(at).filter(|relation| follows(relation)) {
                relation.version = Some(number.into());
            }
        }
    }
}

/// How far the image of one region has come: on its way, there, or failed, after which it may be tried again. Once it is
/// there it stays what it is; only the record of its shares is written anew. Once it is said to be lost the region has
/// none, and another one may come.
pub(super) fn mark(
    manifest: &mut Manifest,
    id: &str,
    number: &str,
    region: &str,
    mark: &Mark<'_>,
) -> Result<(), Refusal> {
    use VersionStatus::{Available, CreateFailed, Delivering};
    let (at, found) = version_at(manifest, id, number, "/version")?;
    let version = &manifest.artifacts[at].versions[found];
    if let (Some(shared), Ok(served)) = (mark.shared, version.image_in(region))
        && *mark.status == Available
        && mark.image_id.is_none_or(|image_id| image_id == served)
        && mark.progress.is_none_or(|progress| progress == 100)
    {
        edit(manifest, at, &mut |_, versions| versions[found].record(region, shared));
        return Ok(());
    }
    let mut refusal: Refusal = Vec::new();
    if !version.is_numbered() || !matches!(version.status, Some(Delivering | Available)) {
        refusal.push(of_version(Code::DeliveryNotOpen, id, version, "/version"));
    }
    if region.is_empty() {
        refusal.push(reason(Code::ManifestEmptyId, "/regionId").arg("field", "regionId"));
    } else if let Some(SupportRegions::Listed(regions)) = &version.support_region_ids
        && !regions.iter().any(|meant| **meant == *region)
    {
        let meant = listed(regions.iter().map(|region| &**region));
        let finding = of_version(Code::RegionNotMeant, id, version, "/regionId");
        refusal.push(finding.arg("region", region).arg("regions", meant));
    } else if version.image_in(region).is_ok_and(|image_id| !is_lost(version, region, image_id, mark)) {
        refusal.push(of_version(Code::DeliveryFinal, id, version, "/regionId").arg("region", region));
    }
    if !matches!(mark.status, Delivering | Available | CreateFailed) {
        let known = [Delivering, Available, CreateFailed];
        let known: Vec<&str> = known.iter().map(VersionStatus::as_str).collect();
        let finding = reason(Code::ManifestUnknownWord, "/status").arg("word", mark.status.as_str());
        refusal.push(finding.arg("known", known.join(", ")));
    }
    if mark.progress.is_some_and(|progress| progress > 100 || (*mark.status == Available && progress < 100)) {
        let progress = u32::from(mark.progress.unwrap_or_default());
        let finding = reason(Code::DeliveryProgress, "/progress").arg("status", mark.status.as_str());
        refusal.push(finding.arg("progress", progress));
    }
    let before = version.images.position(region);
    let known = before.and_then(|entry| version.images[entry].image_id.as_deref());
    let image_id = mark.image_id.or(known).filter(|image_id| !image_id.is_empty());
    if *mark.status == Available && image_id.is_none() {
        refusal.push(missing("imageId"));
    }
    accepted_at(refusal, &|| version_place(manifest, at, found))?;

    let image_id = image_id.map(Into::into);
    edit(manifest, at, &mut |_, versions| {
        let version = &mut versions[found];
        let mut images = std::mem::take(&mut version.images).into_items();
        let entry = before.unwrap_or_else(|| {
            images.push(Image { region: region.into(), ..Image::default() });
            images.len() - 1
        });
        let image = &mut images[entry];
        image.status = Some(mark.status.clone());
        // Of another image nothing is known.
        let known = image.shared.take().filter(|_| image.image_id == image_id);
        image.shared = mark.shared.cloned().or(known);
        image.image_id = image_id.clone();
        image.progress = if *mark.status == Available { Some(100) } else { mark.progress.or(image.progress) };
        // A progress that was no percentage was kept there.
        image.unknown.retain(|field| &*field.name != "progress");
        version.images = Keyed::new(images);
        let chosen = matches!(version.support_region_ids, Some(SupportRegions::Listed(_)));
        if !outstanding(version).is_empty() {
            version.status = Some(Delivering);
        } else if chosen {
            version.status = Some(Available);
        }
    });
    Ok(())
}

/// Whether a mark says that just this image is lost. The source image is none that could be made again.
fn is_lost(version: &Version, region: &str, image_id: &str, mark: &Mark<'_>) -> bool {
    mark.lost
        && *mark.status == VersionStatus::CreateFailed
        && mark.image_id == Some(image_id)
        && version.home() != Some(region)
}

/// Says that a version has reached all the regions that it is going to. Only of "all regions" it has to be said: where
/// they are listed, the last one tells.
pub(super) fn finish(manifest: &mut Manifest, id: &str, number: &str, mark: &Mark<'_>) -> Result<(), Refusal> {
    let (at, found) = version_at(manifest, id, number, "/version")?;
    let version = &manifest.artifacts[at].versions[found];
    let mut refusal: Refusal = Vec::new();
    if !version.is_numbered() || version.status != Some(VersionStatus::Delivering) {
        refusal.push(of_version(Code::DeliveryNotOpen, id, version, "/version"));
    }
    if *mark.status != VersionStatus::Available
        || mark.image_id.is_some()
        || mark.progress.is_some()
        || mark.shared.is_some()
    {
        refusal.push(missing("regionId"));
    }
    let outstanding = outstanding(version);
    if refusal.is_empty() && (!outstanding.is_empty() || version.regions().next().is_none()) {
        let finding = of_version(Code::DeliveryIncomplete, id, version, "/version");
        refusal.push(finding.arg("regions", listed(outstanding.into_iter())));
    }
    accepted_at(refusal, &|| version_place(manifest, at, found))?;
    edit(manifest, at, &mut |_, versions| versions[found].status = Some(VersionStatus::Available));
    Ok(())
}

/// The regions that a version is meant for and that have no image yet, each once: of those listed, and where they are
/// not listed of those announced.
#[inline(never)]
fn outstanding(version: &Version) -> Vec<&str> {
    let home = version.home();
    let mut regions: Vec<&str> = match &version.support_region_ids {
        Some(SupportRegions::Listed(regions)) => regions.iter().map(|region| &**region).collect(),
        _ => version.images.iter().map(|image| &*image.region).collect(),
    };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    regions.retain(|&region| {
        let image = version.images.get(region);
        let available = image.is_some_and(|image| image.status == Some(VersionStatus::Available));
        Some(region) != home && !available && seen.insert(region)
    });
    regions
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The next decimal number, however long it is.
fn after(number: &str) -> String {
    let digits = number.trim_start_matches('0').trim_end_matches('9');
    let nines = number.trim_start_matches('0').len() - digits.len();
    let (head, last) = digits.split_at(digits.len().saturating_sub(1));
    let last = last.bytes().next().map_or('1', |digit| char::from(digit + 1));
    format!("{head}{last}{}", "0".repeat(nines))
}

#[cold]
#[inline(never)]
fn of_version(code: Code, id: &str, version: &Version, field: &str) -> Diagnostic {
    let finding = reason(code, field).arg("artifact", id).arg("version", &*version.version);
    match &version.status {
        Some(status) => finding.arg("status", status.as_str()),
        None => finding.arg("missing", "status"),
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn numbers_go_on() {
        for (number, next) in [
            ("0", "1"),
            ("", "1"),
            ("1", "2"),
            ("9", "10"),
            ("007", "8"),
            ("19", "20"),
            ("1099", "1100"),
            ("99999999999999999999", "100000000000000000000"),
        ] {
            assert_eq!(after(number), next, "{number}");
        }
    }
}
