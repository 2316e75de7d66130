//! What the laws and the fuzz targets found: each with its cause.

use ecs_image_resolver::format::Format;
use ecs_image_resolver::template::Options;
use serde_json::{Value, json};

use crate::laws::answer::{Question, hold};
use crate::laws::manifest::Asked;

/// A manifest whose one service, open to everyone, relates these literals to an image in `cn-hangzhou`.
fn manifest(literals: &[&str]) -> Value {
    let relation = json!({"artifactId": "artifact-1", "version": "1"});
    let relations: Value = literals.iter().map(|literal| ((*literal).to_owned(), relation.clone())).collect();
    let image = json!({"cn-hangzhou": {"imageId": "m-0001cn-hangzhou", "status": "Available"}});
    json!({"manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-1", "versions": [{"version": "1", "status": "Available", "images": image}]}],
        "services": [{"serviceId": "service-0", "status": "Online", "shareType": "Public", "relations": relations}]})
}

/// Resolves `text`, which must have an output that holds what is `expected`.
#[track_caller]
fn resolves(format: Format, text: &str, literals: &[&str], expected: &str) {
    let asked = Asked {
        service: "service-0".into(),
        region: "cn-hangzhou".into(),
        account: "1000000000000002".into(),
        template: None,
    };
    let options = Options { format: Some(format), ..Options::default() };
    let question = Question { manifest: &manifest(literals), asked: &asked, options };
    assert!(hold(text.as_bytes(), &question).reread, "{text}");
    let output = question.answer(text.as_bytes()).resolution.output(text.as_bytes()).unwrap();
    assert_eq!(std::str::from_utf8(&output).unwrap(), expected);
}

/// The new id was put between the blanks that a block scalar had around its text, which then belonged to it.
#[test]
fn blanks_around_the_text_of_a_block_scalar_go_with_it() {
    let text = |scalar: &str| {
        format!("Resources:\n  R:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: {scalar}\n")
    };
    for (scalar, literal) in
        [("|2-\n          padded ", "  padded "), ("|-\n\n        web", "\nweb"), (">-\n\n        web", "\nweb")]
    {
        let trailing = if scalar.ends_with(' ') { " " } else { "" };
        let expected = text(&format!("'m-0001cn-hangzhou'{trailing}"));
        resolves(Format::RosYaml, &text(scalar), &[literal], &expected);
    }
}

/// Where a limit ended the reading behind an object without a key, the value that was made up stood before the key that was
/// made up.
#[test]
fn what_is_made_up_for_json_stands_in_the_order_of_the_text() {
    crate::oracle::json::assert_agrees(&format!("{}{{ {{", "[".repeat(127)));
}

/// Between brackets a line may end anywhere, and between the name of a function and its parenthesis, too.
#[test]
fn a_call_may_be_broken_before_its_parenthesis() {
    for call in ["f(g\n(1))", "[g # x\n(1)]", "f /* x */ (1)"] {
        let text = format!("a = {call}\n");
        assert!(crate::oracle::hcl::parse(&text).1.ok(), "{text}");
        assert_eq!(crate::oracle::hcl::compare(&text), crate::oracle::Verdict::Agree, "{text}");
    }
}

/// A pair in a list opens behind its colon: where that was one level too many, what was reported went on past the end of the text,
/// or into the middle of a character.
#[test]
fn a_limit_that_a_pair_reaches_is_reported_inside_the_text() {
    for end in ["", "é", " x"] {
        crate::oracle::yaml_tape::check(&format!("{{ a, [b {}c\n  :{end}", "[".repeat(10)));
    }
}
