//! Paths of templates: a file names them from where it is, a manifest from where that is.

/// Whether `url` is the path of a file, not an address or a placeholder.
pub(super) fn is_file(url: &str) -> bool {
    !url.contains("://") && !url.contains("${") && !url.is_empty()
}

/// What `path`, as the file `named_by` names it, is called from `folder`: always with `/` between its steps. Both start from
/// `root`, unless they are absolute. Where nothing leads from one to the other, such as between drives, it is absolute.
///
/// `from("/work", "../out", "shop/config.yaml", "ros/a.yaml")` is `../work/shop/ros/a.yaml`.
pub(super) fn from(root: &str, folder: &str, named_by: &str, path: &str) -> String {
    if is_absolute(path) {
        return path.to_owned();
    }
    let placed = |way: &str| if root.is_empty() || is_absolute(way) { way.to_owned() } else { format!("{root}/{way}") };
    let (named_by, folder) = (placed(named_by), placed(folder));
    let mut steps = walk(Vec::new(), &named_by);
    steps.pop();
    let steps = walk(steps, path);
    let from = walk(Vec::new(), &folder);
    let drive = |steps: &[&str]| steps.first().is_some_and(|first| first.ends_with(':'));
    let apart = (drive(&steps) || drive(&from)) && steps.first() != from.first();
    let shared = steps.iter().zip(&from).take_while(|(one, other)| one == other).count();
    // What is above the root has no name that is known here.
    if apart || is_absolute(&named_by) && !is_absolute(&folder) || from[shared..].contains(&"..") {
        let lead = if named_by.starts_with('/') && is_absolute(&named_by) && !drive(&steps) { "/" } else { "" };
        return format!("{lead}{}", steps.join("/"));
    }
    let up = from[shared..].iter().map(|_| "..");
    let way: Vec<&str> = up.chain(steps[shared..].iter().copied()).collect();
    way.join("/")
}

/// Whether a path starts at the root of a drive, or of all.
fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.get(1..3).is_some_and(|drive| matches!(drive, ":/" | ":\\"))
}

/// The steps of a path behind those of another one.
fn walk<'p>(mut steps: Vec<&'p str>, path: &'p str) -> Vec<&'p str> {
    for step in path.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            other => steps.push(other),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_named_from_the_manifest() {
        for (root, folder, named_by, path, expected) in [
            // Beside it, below, above, beside one another: relative to the folder that names start from.
            ("/w", "", "config.yaml", "ros/a.yaml", "ros/a.yaml"),
            ("/w", "", "./shop/.computenest/config.yaml", "./ros/a.yaml", "shop/.computenest/ros/a.yaml"),
            ("/w", "out", "shop/config.yaml", "../a.yaml", "../a.yaml"),
            ("/w", "shop/out", "shop/config.yaml", "a.yaml", "../a.yaml"),
            ("/w", "..", ".computenest/config.yaml", "ros/a.yaml", "w/.computenest/ros/a.yaml"),
            ("/x/w", "../../out", "config.yaml", "a.yaml", "../x/w/a.yaml"),
            ("/w", "", "../shop/config.yaml", "a.yaml", "../shop/a.yaml"),
            ("/x/w", "../shop", "../shop/config.yaml", "a.yaml", "a.yaml"),
            // Absolute on either side.
            ("/w", "/w/out", "config.yaml", "a.yaml", "../a.yaml"),
            ("/w", "/out", "/w/shop/config.yaml", "a.yaml", "../w/shop/a.yaml"),
            ("/w", "", "/x/config.yaml", "a.yaml", "../x/a.yaml"),
            ("/w", "", "config.yaml", "/a.yaml", "/a.yaml"),
            // Windows.
            ("C:/w", "", "shop\\config.yaml", "ros\\a.yaml", "shop/ros/a.yaml"),
            ("C:/w", "C:\\out", "config.yaml", "a.yaml", "../w/a.yaml"),
            ("C:/w", "D:/out", "config.yaml", "a.yaml", "C:/w/a.yaml"),
            ("C:/w", "", "config.yaml", "C:\\t\\a.yaml", "C:\\t\\a.yaml"),
            // Where nobody says what names start from.
            ("", "", "shop/config.yaml", "a.yaml", "shop/a.yaml"),
            ("", "", "/x/config.yaml", "a.yaml", "/x/a.yaml"),
            ("", "out", "../shop/config.yaml", "a.yaml", "../../shop/a.yaml"),
        ] {
            assert_eq!(from(root, folder, named_by, path), expected, "{root} {folder} {named_by} {path}");
        }
        assert!(is_file("ros/a.yaml") && !is_file("https://x/a.yaml") && !is_file("${Url}"));
    }
}
