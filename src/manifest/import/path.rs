//! Paths of templates: a file names them from where it is, a manifest from where that is.

/// Whether `url` is the path of a file, not an address or a placeholder.
pub(super) fn is_file(url: &str) -> bool {
    !url.contains("://") && !url.contains("${") && !url.is_empty()
}

/// What `path`, as the file `named_by` names it, is called from `folder`. Both are from one place, with `/` or `\` between
/// their steps.
///
/// `from("out", "shop/.computenest/config.yaml", "ros/a.yaml")` is `../shop/.computenest/ros/a.yaml`.
pub(super) fn from(folder: &str, named_by: &str, path: &str) -> String {
    let is_absolute = |path: &str| path.starts_with('/') || path.get(1..3).is_some_and(|drive| drive.starts_with(':'));
    if is_absolute(path) || is_absolute(named_by) != is_absolute(folder) && is_absolute(named_by) {
        let dir = named_by.rsplit_once(['/', '\\']).map_or("", |(dir, _)| dir);
        return if is_absolute(path) { path.to_owned() } else { format!("{dir}/{path}") };
    }
    let mut steps = walk(Vec::new(), named_by);
    steps.pop();
    let steps = walk(steps, path);
    let folder = walk(Vec::new(), folder);
    let shared = steps.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    let up = folder[shared..].iter().map(|_| "..");
    let way: Vec<&str> = up.chain(steps[shared..].iter().copied()).collect();
    way.join("/")
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
        for (folder, named_by, path, expected) in [
            ("", "config.yaml", "ros/a.yaml", "ros/a.yaml"),
            ("", "./shop/.computenest/config.yaml", "./ros/a.yaml", "shop/.computenest/ros/a.yaml"),
            ("out", "shop/config.yaml", "../a.yaml", "../a.yaml"),
            ("shop/out", "shop/config.yaml", "a.yaml", "../a.yaml"),
            ("", "../shop/config.yaml", "a.yaml", "../shop/a.yaml"),
            ("", "shop\\config.yaml", "ros\\a.yaml", "shop/ros/a.yaml"),
            ("", "config.yaml", "/a.yaml", "/a.yaml"),
            ("", "/x/config.yaml", "a.yaml", "/x/a.yaml"),
        ] {
            assert_eq!(from(folder, named_by, path), expected, "{folder} {named_by} {path}");
        }
        assert!(is_file("ros/a.yaml") && !is_file("https://x/a.yaml") && !is_file("${Url}"));
    }
}
