//! Writing a manifest: nothing is lost, and the order depends on nothing but what it says.

use std::fs;
use std::path::Path;

use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Findings, Manifest};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn read(text: &str) -> (Manifest, Findings) {
    Manifest::read(text.as_bytes(), &Limits::default())
}

/// read∘write∘read = read, and write∘read∘write = write.
fn assert_kept(text: &str) -> String {
    let (manifest, findings) = read(text);
    assert!(findings.is_whole(), "{text}");
    let written = manifest.write();
    let (again, found) = read(&written);
    assert!(found.is_whole(), "{written}");
    assert_eq!(again, manifest, "{text}\n{written}");
    assert_eq!(again.write(), written);
    written
}

#[test]
fn the_manifest_of_the_design_is_written_as_its_schema_lists_it() {
    let text = fs::read_to_string(fixtures().join("design.json")).unwrap();
    let written = assert_kept(&text);
    // The fixture is in the schema's order, so the layout is that of `JSON.stringify(…, null, 2)`.
    let keys = |text: &str| {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('"') {
            let (word, after) = after.split_once('"').unwrap();
            keys.push(word.to_owned());
            rest = after;
        }
        keys
    };
    assert_eq!(keys(&written), keys(&text));
    assert!(written.starts_with("{\n  \"$schema\": \"./manifest.schema.json\",\n  \"manifestVersion\": 1,\n"));
    assert!(written.ends_with("\n  ]\n}\n"));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
}

#[test]
fn every_fixture_that_can_be_read_whole_is_kept() {
    let mut whole = 0;
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if read(&text).1.is_whole() {
            assert_kept(&text);
            whole += 1;
        }
    }
    assert!(whole >= 4, "{whole} fixtures");
    for other in ["tests/fixtures/resolve/manifest.json", "www/sample/manifest.json"] {
        assert_kept(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(other)).unwrap());
    }
}

#[test]
fn what_is_not_understood_stays_behind_what_is() {
    let text = r#"{
      "note": {"b": [1.50, 1e3],   "a": "\u00e9"}, "manifestVersion": 1, "$schema": "s",
      "artifacts": [{"extra": null, "artifactId": "a", "versions": [
        {"version": "1", "status": "Novel", "images": {"cn-beijing": {"progress": 1.5, "imageId": "m"}}}]}]
    }"#;
    let expected = r#"{
  "$schema": "s",
  "manifestVersion": 1,
  "artifacts": [
    {
      "artifactId": "a",
      "versions": [
        {
          "version": "1",
          "status": "Novel",
          "images": {
            "cn-beijing": {
              "imageId": "m",
              "progress": 1.5
            }
          }
        }
      ],
      "extra": null
    }
  ],
  "note": {"b": [1.50, 1e3],   "a": "\u00e9"}
}
"#;
    assert_eq!(assert_kept(text), expected);
}

#[test]
fn a_manifest_that_lost_something_says_so() {
    for text in ["", "[]", "{}", r#"{"manifestVersion": 2}"#, r#"{"manifestVersion": 1, "services": [{}]}"#] {
        assert!(!read(text).1.is_whole(), "{text}");
    }
    // What only refers to nothing is all there.
    let dangling =
        r#"{"manifestVersion": 1, "services": [{"serviceId": "s", "relations": {"x": {"artifactId": "a"}}}]}"#;
    let (_, findings) = read(dangling);
    assert!(findings.is_whole() && !findings.ok());
    assert_eq!(Manifest::default().write(), "{\n  \"manifestVersion\": 1\n}\n");
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/manifest")
}

/// Texts that need escapes, look like other things, or are nothing special; never empty.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9-]{1,12}",
        "[\\x00-\\x1f\"\\\\/~ \u{7f}\u{2028}é日😀]{1,6}",
        Just("all".to_owned()),
        Just("draft".to_owned()),
        Just("Online".to_owned()),
        Just("$schema".to_owned()),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text().prop_map(Value::from)
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..3).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An object with `required` and each of the other fields or not, in any order, and sometimes one that nobody knows.
fn object(
    required: Vec<(&'static str, BoxedStrategy<Value>)>,
    optional: Vec<(&'static str, BoxedStrategy<Value>)>,
) -> BoxedStrategy<Value> {
    let required =
        required.into_iter().map(|(name, value)| value.prop_map(move |value| Some((name.to_owned(), value))));
    let optional = optional
        .into_iter()
        .map(|(name, value)| prop::option::of(value.prop_map(move |value| (name.to_owned(), value))));
    let fields: Vec<BoxedStrategy<Option<(String, Value)>>> = required
        .map(Strategy::boxed)
        .chain(optional.map(Strategy::boxed))
        .chain([prop::option::of(("x-[a-z\"]{1,3}", anything())).boxed()])
        .collect();
    fields.prop_shuffle().prop_map(|fields| Value::Object(fields.into_iter().flatten().collect())).boxed()
}

fn map_of(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::vec((text(), value), 0..3)
        .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>()))
        .boxed()
}

fn list_of(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::vec(value, 0..3).prop_map(Value::from).boxed()
}

fn manifest() -> BoxedStrategy<Value> {
    let word = || text().prop_map(Value::from).boxed();
    let shared = || prop_oneof![Just(json!("unknown")), Just(json!("everyone")), list_of(word())].boxed();
    let source = object(
        vec![("type", word())],
        vec![
            ("imageId", word()),
            ("regionId", word()),
            ("commodityCode", word()),
            ("commodityVersion", word()),
            ("shared", shared()),
        ],
    );
    let progress = prop_oneof![(0..300_u32).prop_map(Value::from), Just(json!(1.5))].boxed();
    let image =
        object(vec![], vec![("imageId", word()), ("status", word()), ("progress", progress), ("shared", shared())]);
    let version = object(
        vec![("version", word())],
        vec![
            ("versionName", word()),
            ("status", word()),
            ("source", source),
            ("supportRegionIds", prop_oneof![Just(json!("all")), list_of(word())].boxed()),
            ("images", map_of(image)),
        ],
    );
    let artifact = object(
        vec![("artifactId", word())],
        vec![
            ("artifactType", word()),
            ("name", word()),
            ("description", word()),
            ("resourceGroupId", word()),
            ("maxVersion", word()),
            ("tags", map_of(word())),
            ("versions", list_of(version)),
        ],
    );
    let account = object(vec![("uid", word())], vec![("permission", word()), ("type", word())]);
    let template = object(vec![("name", word())], vec![("path", word()), ("allowedRegions", list_of(word()))]);
    let relation = object(vec![("artifactId", word())], vec![("version", word())]);
    let service = object(
        vec![("serviceId", word())],
        vec![
            ("name", word()),
            ("status", word()),
            ("shareType", word()),
            ("sharedAccounts", list_of(account)),
            ("templates", list_of(template)),
            ("relations", map_of(relation)),
        ],
    );
    object(
        vec![("manifestVersion", Just(json!(1)).boxed())],
        vec![
            ("$schema", word()),
            ("provider", word()),
            ("artifacts", list_of(artifact)),
            ("services", list_of(service)),
        ],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn writing_loses_nothing(manifest in manifest(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&manifest).unwrap() } else { manifest.to_string() };
        let written = assert_kept(&text);
        // What is left out says nothing: empty lists and maps of the model.
        prop_assert_eq!(strip(serde_json::from_str(&written).unwrap(), true), strip(manifest, true));
    }
}

/// Without the empty lists and maps that the model does not tell from none.
fn strip(value: Value, known: bool) -> Value {
    const LISTS: &[&str] = &[
        "artifacts",
        "services",
        "tags",
        "versions",
        "images",
        "sharedAccounts",
        "templates",
        "relations",
        "allowedRegions",
    ];
    match value {
        Value::Object(fields) => {
            let empty = |name: &str, value: &Value| {
                known
                    && LISTS.contains(&name)
                    && (value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty))
            };
            let kept = fields.into_iter().filter(|(name, value)| !empty(name, value));
            Value::Object(
                kept.map(|(name, value)| {
                    let inside = known && !name.starts_with("x-");
                    (name, strip(value, inside))
                })
                .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|item| strip(item, known)).collect()),
        other => other,
    }
}
