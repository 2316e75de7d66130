//! Tables of images: the text, that an independent parser reads it, and that importing it gives the images back.

use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::manifest::Manifest;
use ecs_image_resolver::manifest::export::{Format, Scope, export};
use serde_json::json;

use crate::import;

fn manifest() -> Manifest {
    let available = |image: &str| json!({"imageId": image, "status": "Available"});
    let text = json!({
        "manifestVersion": 1,
        "artifacts": [
            {"artifactId": "artifact-1", "versions": [
                {"version": "1", "status": "Available",
                 "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                 "images": {
                    "cn-shanghai": {"imageId": "m-uf6aaaaaaaaaaaaaaaaa", "status": "Delivering"},
                    "cn-beijing": available("m-2zeaaaaaaaaaaaaaaaaa"),
                 }},
                {"version": "draft", "status": "Created",
                 "source": {"type": "custom", "imageId": "m-bp1ddddddddddddddddd", "regionId": "cn-hangzhou"}},
            ]},
            {"artifactId": "artifact-2", "versions": [{"version": "1", "images": {"cn-beijing": available("m-2zebbbbbbbbbbbbbbbbb")}}]},
        ],
        "services": [{"serviceId": "service-1", "relations": {
            "centos_7": {"artifactId": "artifact-1"},
            "it's ${x} \"q\" %{y}": {"artifactId": "artifact-1", "version": "draft"},
            "none": {"artifactId": "artifact-2", "version": "1"},
        }}],
    });
    let (manifest, findings) = Manifest::read(text.to_string().as_bytes(), &Default::default());
    assert!(findings.ok());
    manifest
}

fn text(scope: Scope<'_>, format: Format) -> (Option<String>, Vec<String>) {
    let mut diagnostics = Diagnostics::new(100, &[]);
    let text = export(&manifest(), scope, format, format.table(), &mut diagnostics);
    (text, diagnostics.kept().iter().map(ToString::to_string).collect())
}

#[test]
fn one_artifact() {
    let (yaml, said) = text(Scope::Artifact("artifact-1", None), Format::RosMappings);
    assert_eq!(
        yaml.unwrap(),
        "Mappings:\n  Images:\n    cn-beijing:\n      ImageId: m-2zeaaaaaaaaaaaaaaaaa\n    cn-hangzhou:\n      ImageId: m-bp1aaaaaaaaaaaaaaaaa\n"
    );
    assert!(said.is_empty());
    let (hcl, _) = text(Scope::Artifact("artifact-1", Some("1")), Format::HclLocals);
    let hcl = hcl.unwrap();
    assert_eq!(
        hcl,
        "locals {\n  images = {\n    \"cn-beijing\"  = \"m-2zeaaaaaaaaaaaaaaaaa\"\n    \"cn-hangzhou\" = \"m-bp1aaaaaaaaaaaaaaaaa\"\n  }\n}\n"
    );
    hcl.parse::<hcl_edit::structure::Body>().unwrap();
    let (draft, _) = text(Scope::Artifact("artifact-1", Some("draft")), Format::RosMappings);
    assert_eq!(draft.unwrap(), "Mappings:\n  Images:\n    cn-hangzhou:\n      ImageId: m-bp1ddddddddddddddddd\n");
}

#[test]
fn all_relations_of_a_service() {
    let (yaml, said) = text(Scope::Service("service-1"), Format::RosMappings);
    let yaml = yaml.unwrap();
    assert_eq!(
        yaml,
        "Mappings:\n  Images:\n    cn-beijing:\n      centos_7: m-2zeaaaaaaaaaaaaaaaaa\n    cn-hangzhou:\n      centos_7: m-bp1aaaaaaaaaaaaaaaaa\n      'it''s ${x} \"q\" %{y}': m-bp1ddddddddddddddddd\n"
    );
    assert_eq!(
        said,
        ["warning[export-no-images]: artifact `artifact-2`, version `1`, has an image for no region: it is left out"]
    );
    let (hcl, _) = text(Scope::Service("service-1"), Format::HclLocals);
    let hcl = hcl.unwrap();
    assert!(hcl.contains("\"it's $${x} \\\"q\\\" %%{y}\" = \"m-bp1ddddddddddddddddd\""), "{hcl}");
    hcl.parse::<hcl_edit::structure::Body>().unwrap();
    // Importing the table gives the images back.
    let again = import::run(&[("t.yaml", &yaml)]).manifest.unwrap();
    let artifact = again.artifact("t.yaml#Mappings.Images.centos_7").unwrap();
    let images = &artifact.versions.get("1").unwrap().images;
    assert_eq!(images.get("cn-beijing").unwrap().image_id.as_deref(), Some("m-2zeaaaaaaaaaaaaaaaaa"));
    assert_eq!(images.len(), 2);
}

#[test]
fn what_there_is_not() {
    for (scope, code) in [
        (Scope::Artifact("x", None), "artifact-unknown"),
        (Scope::Artifact("artifact-1", Some("9")), "version-unknown"),
        (Scope::Service("x"), "service-unknown"),
    ] {
        let (text, said) = text(scope, Format::HclLocals);
        assert_eq!(text, None);
        assert!(said[0].contains(code), "{said:?}");
    }
    let (empty, said) = text(Scope::Artifact("artifact-2", None), Format::RosMappings);
    assert_eq!((empty.as_deref(), said.len()), (Some("Mappings:\n  Images: {}\n"), 1));
    assert!(Format::HclLocals.takes("web_images") && !Format::HclLocals.takes("1x") && !Format::HclLocals.takes("a b"));
}
