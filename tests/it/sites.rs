//! `tests/fixtures/sites/`: a template and, beside it, what is found in it. `UPDATE=1 cargo test` writes the latter.

use std::fs;
use std::path::PathBuf;

use crate::dump;

pub fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// Compares with the file, or writes it where `UPDATE` is set.
#[track_caller]
pub fn expect(path: &std::path::Path, found: &[u8]) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, found).unwrap();
    }
    let expected = fs::read(path).unwrap_or_default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(expected == found, "{}:\n--- expected\n{}\n--- found\n{}", path.display(), text(&expected), text(found));
}

#[test]
fn every_fixture_holds_the_sites_it_should() {
    for path in
        fixtures("sites").iter().filter(|path| path.extension().is_some_and(|extension| extension != "expected"))
    {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = dump::template(&fs::read(path).unwrap(), name, name.contains("any-type"));
        expect(&PathBuf::from(format!("{}.expected", path.display())), found.as_bytes());
    }
}
