//! Templates that are made to hurt get the same findings natively as through wasm (`tests/js/adversarial.test.js`).

use std::collections::BTreeSet;

use ecs_image_resolver::template::{Options, Template};
use serde_json::Value;

/// The bytes of a case; the README beside the cases says what its parts mean.
fn bytes_of(parts: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts.as_array().expect("a list of parts") {
        let times = part["times"].as_u64().unwrap_or(1) as usize;
        if let Some(text) = part["text"].as_str() {
            bytes.extend(text.repeat(times).into_bytes());
        } else if let Some(text) = part["counted"].as_str() {
            (0..times).for_each(|at| bytes.extend(text.replace('%', &at.to_string()).into_bytes()));
        } else {
            let digits = part["hex"].as_str().expect("a part with a text or bytes");
            let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits");
            bytes.extend((0..digits.len()).step_by(2).map(byte));
        }
    }
    bytes
}

#[test]
fn every_case_gets_what_is_written_beside_it() {
    let cases = std::fs::read_to_string("tests/fixtures/adversarial/cases.json").unwrap();
    let cases: Vec<Value> = serde_json::from_str(&cases).unwrap();
    assert!(cases.len() > 50);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let filename = case["file"].as_str().map(Into::into);
        let template = Template::read(&bytes_of(&case["parts"]), Options { filename, ..Options::default() });
        let findings = template.validate();
        let found: BTreeSet<String> = findings
            .kept()
            .iter()
            .map(|finding| format!("{} {}", finding.severity.name(), finding.code.name()))
            .collect();
        let expected = case["findings"].as_array().unwrap().iter().map(|finding| finding.as_str().unwrap().to_owned());
        assert_eq!(found, expected.collect(), "{name}");
        assert_eq!(Some(findings.ok()), case["ok"].as_bool(), "{name}");
        assert_eq!(Some(template.sites.len() as u64), case["sites"].as_u64(), "{name}");
    }
}
