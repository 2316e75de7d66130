//! Real templates, and an independent oracle of where their image ids stand.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ecs_image_resolver::template::site::{Site, Step};
use ecs_image_resolver::template::{Options, SiteOptions, Template};
use serde_json::Value;

/// Files in which the oracle's own parser failed, so that it knows less than there is.
const ORACLE_FAILED: [&str; 3] = [
    "alicloud-autoscale/alicloud_terraform/main.tf",
    "alibabacloud-ros-tool-transformer/tests/e2e/ros/resources/ecs_runcommand/main.tf",
    "terraform-aliyun-template/modules/ecs/main.tf",
];

/// The corpus, or `None` in a clone that has none. CI always has it.
pub fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.join("oracle.jsonl").is_file() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpus of real templates is missing in CI");
    println!("left out: there is no ../shared/corpus here");
    None
}

/// The rows of the oracle.
pub fn oracle() -> Vec<Value> {
    let Some(folder) = folder() else { return Vec::new() };
    let text = fs::read_to_string(folder.join("oracle.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Reads a file of the corpus as `analyze` does.
pub fn read(file: &str, any_type: bool) -> (Vec<u8>, Template) {
    let bytes = fs::read(folder().unwrap().join("templates").join(file)).unwrap();
    let options = Options {
        filename: Some(file.to_owned()),
        sites: SiteOptions { any_type, ..SiteOptions::default() },
        ..Options::default()
    };
    let template = Template::read(&bytes, options);
    (bytes, template)
}

/// Resource, path, span of the token, span of the text in it, and the literal.
type Row = (String, Vec<String>, (u64, u64), Option<(u64, u64)>, Option<String>);

fn expected(row: &Value) -> Vec<Row> {
    let pair = |value: &Value| Some((value.get(0)?.as_u64()?, value.get(1)?.as_u64()?));
    let sites = row["sites"].as_array().unwrap().iter().map(|site| {
        let path = site["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap().to_owned()).collect();
        let literal = (site["value_kind"] == "literal").then(|| site["value"].as_str().unwrap().to_owned());
        let span = (site["start"].as_u64().unwrap(), site["end"].as_u64().unwrap());
        (site["resource"].as_str().unwrap().to_owned(), path, span, pair(&site["inner"]), literal)
    });
    let mut sites: Vec<Row> = sites.collect();
    sites.sort_by_key(|site| site.2);
    sites
}

/// What was found by the oracle's definition: `ImageId` directly under `Properties`, `image_id` at any depth.
fn found(template: &Template) -> Vec<Row> {
    let by_definition = |site: &&Site| match site.path.as_slice() {
        [Step::Name(properties), Step::Name(name)] if properties == "Properties" => name == "ImageId",
        path => path.last() == Some(&Step::from("image_id")),
    };
    let sites = template.sites.iter().filter(by_definition).map(|site| {
        let path = site.path.iter().map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        });
        let literal = site.value.kind.is_literal().then(|| site.value.literal.clone().unwrap());
        let pair = |span: ecs_image_resolver::source::Span| (u64::from(span.start), u64::from(span.end));
        (site.resource.clone(), path.collect(), pair(site.span), Some(pair(site.inner)), literal)
    });
    sites.collect()
}

#[test]
fn sites_are_where_the_oracle_says() {
    let rows = oracle();
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let (_, template) = read(file, true);
        let (expected, mut found) = (expected(row), found(&template));
        // The oracle says where a text in a token is only for quoted ones.
        for (found, expected) in found.iter_mut().zip(&expected) {
            if expected.3.is_none() {
                found.3 = None;
            }
        }
        let agrees = if ORACLE_FAILED.contains(&file) {
            expected.iter().all(|site| found.contains(site))
        } else {
            expected == found
        };
        if !agrees {
            wrong.push(format!("{file}\n  oracle {expected:?}\n  found  {found:?}"));
        }
        let count = counts.entry(row["kind"].as_str().unwrap().to_owned()).or_default();
        count.0 += 1;
        count.1 += expected.len();
    }
    println!("files and sites: {counts:?}");
    assert!(wrong.is_empty(), "{} files differ:\n{}", wrong.len(), wrong.join("\n"));
}
