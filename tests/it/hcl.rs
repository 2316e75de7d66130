//! The HCL front end: what each construct becomes, what is reported where, and what holds for any text at all.

use std::fs;
use std::path::{Path, PathBuf};

use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::syntax::hcl::{self, Document};

pub fn parse(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new(1_000, &[]);
    let document = hcl::parse(text, &Limits::default(), &mut diagnostics);
    (document, diagnostics)
}

/// The folder of real templates and test suites, where it is there.
pub fn read_corpus() -> Option<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
    eprintln!("left out: the corpus is missing");
    None
}

/// Every file under `folder` whose name ends in `.extension`, in the order of their names.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
