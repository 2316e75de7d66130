//! ARCHITECTURE.md against the code: its modules are the ones there are, and they use what it says they use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rows of the table: a module, and the modules it may use.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
        (names(cells[0]).into_iter().next().unwrap(), names(cells[1]))
    })
    .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `src/`, with the top-level module that it is part of.
fn files(folder: &Path, into: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let first = path.strip_prefix(root().join("src")).unwrap().iter().next().unwrap().to_str().unwrap();
            into.push((first.trim_end_matches(".rs").to_owned(), path));
        }
    }
}

/// The roots of the two crates are none.
fn is_module(file: &String) -> bool {
    file != "lib" && file != "reading"
}

#[test]
fn modules_and_arrows_are_as_written() {
    let table = table();
    let mut sources = Vec::new();
    files(&root().join("src"), &mut sources);
    let modules: BTreeSet<String> = sources.iter().map(|(module, _)| module.clone()).filter(is_module).collect();
    assert_eq!(modules, table.keys().cloned().collect(), "the modules of src/ and of ARCHITECTURE.md");
    for (module, path) in sources.iter().filter(|(module, _)| is_module(module)) {
        // Tests at the end of a file may use anything.
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                assert!(
                    used == *module || table[module].contains(&used),
                    "{} uses `{used}`, which ARCHITECTURE.md does not allow to `{module}`",
                    path.display()
                );
            }
        }
        let is_binding = module == "wasm";
        assert!(is_binding || !code.contains("wasm_bindgen"), "{} knows wasm-bindgen", path.display());
        assert!(code.lines().count() <= 600, "{} has more than 600 lines", path.display());
    }
}

#[test]
fn arrows_have_no_cycle() {
    let table = table();
    let mut rank: BTreeMap<&str, usize> = BTreeMap::new();
    while rank.len() < table.len() {
        let before = rank.len();
        for (module, uses) in &table {
            if uses.iter().all(|used| rank.contains_key(used.as_str())) {
                rank.entry(module).or_insert(before);
            }
        }
        assert!(rank.len() > before, "a cycle among those that are not in {rank:?}");
    }
}
