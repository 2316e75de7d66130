//! hcl-edit beside the HCL front end, over every real file.

use std::fs;
use std::path::Path;

use crate::hcl::{files, read_corpus};
use crate::oracle::Verdict;
use crate::oracle::hcl::{KNOWN, compare, parse};

/// Files of the corpus that hcl-edit does not read, or reads otherwise, and why the front end does well to differ.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Files of the corpus that are not HCL, and what is wrong with them.
const INVALID: &[(&str, &str)] = &[
    ("alibabacloud-ros-tool-transformer/tests/e2e/ros/resources/ecs_runcommand/main.tf", "`value = a,b.c`"),
    ("alicloud-autoscale/alicloud_terraform/main.tf", "arguments of a block end with commas"),
    ("terraform-aliyun-template/modules/ecs/main.tf", "a shell script is pasted in front"),
];

#[test]
fn every_file_of_the_corpus_has_the_same_tree() {
    let Some(corpus) = read_corpus() else { return };
    let mut wrong = Vec::new();
    let mut excused = 0;
    let mut count = 0;
    for file in files(&corpus.join("templates"), "tf") {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(corpus.join("templates")).unwrap_or(Path::new("?")).display().to_string();
        count += 1;
        let invalid = INVALID.iter().find(|(known, _)| *known == name);
        let exception = EXCEPTIONS.iter().find(|(known, _)| *known == name);
        // Not HCL at all: neither reads it.
        let both = || parse(&text).1.kept().first().map(|first| format!("invalid: {first} at {:?}", first.place));
        let difference = match compare(&text) {
            Verdict::OnlyTheirs(what) if KNOWN.iter().any(|(known, _)| what.contains(known)) => both(),
            Verdict::Agree => both(),
            other => Some(format!("{other:?}")),
        };
        match (difference, invalid.or(exception)) {
            (None, None) => {}
            (Some(_), Some(_)) => excused += 1,
            (Some(difference), None) => wrong.push(format!("{name}: {difference}")),
            (None, Some(_)) => wrong.push(format!("{name}: agrees now, take it off the list")),
        }
    }
    assert!(count > 2_000, "{count} files");
    assert_eq!(excused, EXCEPTIONS.len() + INVALID.len());
    assert!(wrong.is_empty(), "{} of {count} files differ:\n{}", wrong.len(), wrong.join("\n"));
}
