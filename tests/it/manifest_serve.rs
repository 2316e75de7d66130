//! Which image a region gets: every combination of version, status, source and delivery against the rule as written.

use ecs_image_resolver::diagnostic::Place;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::serve::{Reason, Served, image_for};
use ecs_image_resolver::manifest::{
    Artifact, Image, Keyed, Manifest, Source, SourceType, Version, VersionStatus, Versions,
};

const HOME: &str = "cn-hangzhou";
const AWAY: &str = "cn-beijing";
const STATUSES: [&str; 9] =
    ["Created", "Scanning", "ScanFailed", "Delivering", "Available", "CreateFailed", "Deleted", "available", "Neu"];

fn words() -> impl Iterator<Item = Option<VersionStatus>> + Clone {
    STATUSES.into_iter().map(|word| Some(word.into())).chain([None])
}

fn source(source_type: Option<&str>, image_id: Option<&str>, region_id: Option<&str>) -> Source {
    Source {
        source_type: source_type.map(SourceType::from),
        image_id: image_id.map(Into::into),
        region_id: region_id.map(Into::into),
        ..Source::default()
    }
}

fn artifact(versions: Vec<Version>) -> Artifact {
    Artifact { id: "artifact-1".into(), versions: Versions::new(versions), ..Artifact::default() }
}

/// Design §3.4, sentence by sentence, with what an empty id means. An empty region is none.
fn expected(version: &Version, region: &str) -> Option<String> {
    let status = version.status.as_ref().map_or("", VersionStatus::as_str);
    let source = version.source.clone().unwrap_or_default();
    let custom = source.source_type == Some(SourceType::Custom);
    let home = custom && !region.is_empty() && source.region_id.as_deref() == Some(region);
    let of_source = if home { source.image_id.as_deref().filter(|id| !id.is_empty()) } else { None };
    let entry = version.images.iter().find(|image| *image.region == *region);
    let of_images = entry
        .filter(|image| image.status.as_ref().is_some_and(|status| status.as_str() == "Available"))
        .and_then(|image| image.image_id.as_deref())
        .filter(|id| !id.is_empty());
    let image = of_images.or(of_source);
    let may = match &*version.version {
        "draft" => status == "Created" && home,
        "1" => status == "Available" || status == "Delivering",
        _ => false,
    };
    image.filter(|_| may).map(str::to_owned)
}

#[test]
fn every_combination_serves_as_the_rule_says() {
    let sources = [
        None,
        Some(source(Some("custom"), Some("m-source"), Some(HOME))),
        Some(source(Some("custom"), Some(""), Some(HOME))),
        Some(source(Some("custom"), None, Some(HOME))),
        Some(source(Some("custom"), Some("m-source"), None)),
        Some(source(Some("custom"), Some("m-source"), Some(""))),
        // A source of another kind has no region, even where one is written.
        Some(source(Some("marketplace"), Some("m-source"), Some(HOME))),
        Some(source(Some("new"), Some("m-source"), Some(HOME))),
        Some(source(None, Some("m-source"), Some(HOME))),
    ];
    let mut combinations = 0;
    for name in ["draft", "1", "Draft", "v1", "1.0", "-1", " 1", ""] {
        for status in words() {
            for source in &sources {
                for delivered in [None, Some(None), Some(Some("")), Some(Some("m-image"))] {
                    for delivery in words() {
                        for at in [HOME, AWAY] {
                            let image = delivered.map(|image_id| Image {
                                region: at.into(),
                                image_id: image_id.map(Into::into),
                                status: delivery.clone(),
                                ..Image::default()
                            });
                            let version = Version {
                                version: name.into(),
                                status: status.clone(),
                                source: source.clone(),
                                images: Keyed::new(image.into_iter().collect()),
                                ..Version::default()
                            };
                            let expected = [HOME, AWAY, "us-west-1", ""].map(|region| expected(&version, region));
                            assert_serves(version, expected);
                            combinations += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(combinations, 8 * 10 * 9 * 4 * 10 * 2);
}

fn assert_serves(version: Version, expected: [Option<String>; 4]) {
    let artifact = artifact(vec![version]);
    let version = &artifact.versions[0];
    let mut regions = Vec::new();
    for (region, expected) in [HOME, AWAY, "us-west-1", ""].into_iter().zip(&expected) {
        match image_for(&artifact, Some(&version.version), region) {
            Ok(served) => {
                assert_eq!(Some(served.image_id), expected.as_deref(), "{region}: {version:?}");
                assert!(!served.image_id.is_empty());
                regions.push(region);
            }
            Err(unserved) => {
                assert_eq!(*expected, None, "{region}: {version:?}, {:?}", unserved.reason);
                let message = unserved.diagnostic(Place::Request("region")).message();
                assert!(!message.contains(['{', '[']), "{message}");
            }
        }
        // Without a version it is the same, if it is the newest that serves; a draft never is.
        let newest = image_for(&artifact, None, region).ok().map(|served| served.image_id.to_owned());
        assert_eq!(newest.as_ref(), expected.as_ref().filter(|_| &*version.version == "1"), "{version:?}");
    }
    assert_eq!(version.regions().collect::<Vec<_>>(), regions, "{version:?}");
}

fn numbered(number: &str, status: &str) -> Version {
    Version {
        version: number.into(),
        status: Some(status.into()),
        source: Some(source(Some("custom"), Some(&format!("m-{number}")), Some(HOME))),
        ..Version::default()
    }
}

#[test]
fn the_newest_is_the_highest_number_that_serves() {
    let newest = |versions: &[(&str, &str)]| {
        let artifact = artifact(versions.iter().map(|(number, status)| numbered(number, status)).collect());
        image_for(&artifact, None, HOME)
            .map(|Served { version, .. }| version.version.to_string())
            .map_err(|un| un.reason)
    };
    let huge = "9".repeat(400);
    let huger = format!("1{}", "0".repeat(400));
    for (versions, expected) in [
        (vec![("1", "Available"), ("2", "Available")], Ok("2")),
        (vec![("10", "Available"), ("9", "Available")], Ok("10")),
        (vec![("2", "Available"), ("3", "Scanning"), ("4", "Deleted")], Ok("2")),
        (vec![("2", "Available"), ("3", "Delivering")], Ok("3")),
        (vec![("009", "Available"), ("10", "Available")], Ok("10")),
        (vec![("01", "Available"), ("1", "Available")], Ok("01")),
        (vec![("1", "Available"), ("01", "Available")], Ok("1")),
        (vec![(&huge, "Available"), (&huger, "Available"), ("18446744073709551616", "Available")], Ok(&huger)),
        (vec![("draft", "Created"), ("1", "Available"), ("v9", "Available"), ("1e9", "Available")], Ok("1")),
        (vec![("draft", "Created")], Err(Reason::NoneServes)),
        (vec![("1", "Created"), ("2", "ScanFailed")], Err(Reason::NoneServes)),
        (vec![], Err(Reason::NoneServes)),
    ] {
        assert_eq!(newest(&versions), expected.map(str::to_owned), "{versions:?}");
    }
    // The newest is not asked whether it has the region: another version's image is not what was meant.
    let mut second = numbered("2", "Available");
    second.source = None;
    let artifact = artifact(vec![numbered("1", "Available"), second]);
    assert_eq!(image_for(&artifact, None, HOME).unwrap_err().reason, Reason::NotInRegion);
}

/// What a request hears: the region, the status, and the regions that would work.
#[test]
fn reasons_are_told() {
    let text = r#"{"manifestVersion": 1, "artifacts": [{"artifactId": "a", "versions": [
        {"version": "1", "status": "Available", "source": {"type": "custom", "imageId": "m-1", "regionId": "cn-hangzhou"},
         "images": {"cn-beijing": {"imageId": "m-2", "status": "Available"}, "cn-shanghai": {"imageId": "m-3", "status": "Delivering"},
                    "cn-shenzhen": {"status": "Available"}, "cn-qingdao": {"imageId": "m-4"}}},
        {"version": "2", "status": "ScanFailed"}, {"version": "v3", "status": "Available"},
        {"version": "draft", "status": "Created", "source": {"type": "custom", "imageId": "m-1", "regionId": "cn-hangzhou"},
         "supportRegionIds": "all"}
    ]}, {"artifactId": "b", "versions": [{"version": "draft", "status": "Created", "source": {"type": "marketplace"}}]}]}"#;
    let (manifest, findings) = Manifest::read(text.as_bytes(), &Limits::default());
    assert!(findings.ok());
    for (artifact, version, region, expected) in [
        (
            "a",
            Some("1"),
            "us-west-1",
            "region-not-served: version `1` of artifact `a` (status `Available`) has no image for `us-west-1`; it has for: cn-hangzhou, cn-beijing",
        ),
        (
            "a",
            Some("1"),
            "cn-shanghai",
            "region-not-ready: the image of version `1` of artifact `a` (status `Available`) for `cn-shanghai` has the status `Delivering`: the copy is under way (`Delivering`), wait for it; there are images for: cn-hangzhou, cn-beijing",
        ),
        (
            "a",
            Some("1"),
            "cn-shenzhen",
            "region-not-ready: the image of version `1` of artifact `a` (status `Available`) for `cn-shenzhen` has no id; there are images for: cn-hangzhou, cn-beijing",
        ),
        (
            "a",
            Some("1"),
            "cn-qingdao",
            "region-not-ready: the image of version `1` of artifact `a` (status `Available`) for `cn-qingdao` has no status; there are images for: cn-hangzhou, cn-beijing",
        ),
        (
            "a",
            Some("2"),
            "cn-beijing",
            "version-not-available: version `2` of artifact `a` has the status `ScanFailed` and serves no region, so not `cn-beijing`",
        ),
        (
            "a",
            Some("v3"),
            "cn-beijing",
            "version-not-a-number: version `v3` of artifact `a` is neither `draft` nor a number, and serves no region",
        ),
        ("a", Some("4"), "cn-beijing", "version-unknown: artifact `a` has no version `4`"),
        ("a", Some(""), "cn-beijing", "version-unknown: artifact `a` has no version ``"),
        (
            "a",
            Some("draft"),
            "cn-beijing",
            "draft-outside-source-region: the draft of artifact `a` (status `Created`) serves only cn-hangzhou, not `cn-beijing`",
        ),
        (
            "b",
            Some("draft"),
            "cn-beijing",
            "draft-without-source: the draft of artifact `b` has no custom image as its source, and serves no region",
        ),
        ("b", None, "cn-beijing", "version-none-serves: artifact `b` has no released version that can be deployed"),
    ] {
        let artifact = manifest.artifact(artifact).unwrap();
        let diagnostic = image_for(artifact, version, region).unwrap_err().diagnostic(Place::Request("region"));
        assert_eq!(format!("{}: {}", diagnostic.code, diagnostic.message()), expected);
    }
}

/// Failed, under way and never asked for are three things, and each has its own remedy.
#[test]
fn why_a_region_is_not_ready() {
    let entry = |status: &str, more: &str| {
        let text = format!(
            r#"{{"manifestVersion": 1, "artifacts": [{{"artifactId": "a", "versions": [{{"version": "1", "status": "Delivering",
                "images": {{"cn-beijing": {{"status": "{status}"{more}}}}}}}]}}]}}"#
        );
        let (manifest, _) = Manifest::read(text.as_bytes(), &Limits::default());
        let found = image_for(&manifest.artifacts[0], Some("1"), "cn-beijing").unwrap_err();
        found.diagnostic(Place::Request("region"))
    };
    let id = r#", "imageId": "m-2""#;
    for (status, more, state, said) in [
        ("CreateFailed", "", "failed", "the copy failed (`CreateFailed`), make it again"),
        ("CreateFailed", id, "failed", "make it again"),
        ("ScanFailed", id, "failed", "make it again"),
        ("Delivering", id, "waiting", "the copy is under way (`Delivering`), wait for it"),
        ("Delivering", r#", "progress": 1"#, "waiting", "wait for it"),
        ("Created", id, "waiting", "wait for it"),
        ("Scanning", id, "waiting", "wait for it"),
        ("Delivering", "", "announced", "nobody asked for the copy (`Delivering`), start it"),
        ("Delivering", r#", "progress": 0"#, "announced", "start it"),
        ("Delivering", r#", "progress": 0, "imageId": """#, "announced", "start it"),
        ("Deleted", id, "", "has the status `Deleted`; there are"),
        ("Neu", id, "", "has the status `Neu`; there are"),
        ("Available", "", "", "has no id; there are"),
    ] {
        let finding = entry(status, more);
        let states = ["failed", "waiting", "announced"];
        let found: Vec<&str> =
            finding.args.iter().map(|(name, _)| *name).filter(|name| states.contains(name)).collect();
        assert_eq!(found.join(" "), state, "{status} {more}");
        assert!(finding.message().contains(said), "{}", finding.message());
    }
}
