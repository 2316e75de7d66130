//! Regions: the shape of their ids, those that are known, and what an image id says of its region.
//!
//! The cloud opens and closes regions, so nothing here decides whether an image is served: an id that is not in the
//! table is a region like any other, and only worth a warning.

use super::Text;
use crate::diagnostic::Diagnostic;

/// A region that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id.
    pub id: &'static str,
    /// The three characters behind `m-` of an image of this region, where they are known.
    pub image_prefix: Option<&'static str>,
}

const fn region(id: &'static str) -> Region {
    Region { id, image_prefix: None }
}

const fn prefixed(id: &'static str, image_prefix: &'static str) -> Region {
    Region { id, image_prefix: Some(image_prefix) }
}

/// Every region that is known, by id. Sources: ECS metadata and the ROS SDK; the images of seven public projects (the
/// prefixes, observed and nowhere documented).
pub const KNOWN: &[Region] = &[
    prefixed("ap-northeast-1", "6we"),
    prefixed("ap-northeast-2", "mj7"),
    prefixed("ap-south-1", "a2d"),
    prefixed("ap-southeast-1", "t4n"),
    prefixed("ap-southeast-2", "p0w"),
    prefixed("ap-southeast-3", "8ps"),
    prefixed("ap-southeast-5", "k1a"),
    prefixed("ap-southeast-6", "5ts"),
    prefixed("ap-southeast-7", "0jo"),
    region("ap-southeast-8"),
    prefixed("cn-beijing", "2ze"),
    region("cn-beijing-finance-1"),
    prefixed("cn-chengdu", "2vc"),
    prefixed("cn-fuzhou", "gw0"),
    prefixed("cn-guangzhou", "7xv"),
    prefixed("cn-hangzhou", "bp1"),
    region("cn-hangzhou-finance"),
    prefixed("cn-heyuan", "f8z"),
    region("cn-heyuan-acdr-1"),
    prefixed("cn-hongkong", "j6c"),
    prefixed("cn-huhehaote", "hp3"),
    prefixed("cn-nanjing", "gc7"),
    region("cn-north-2-gov-1"),
    prefixed("cn-qingdao", "m5e"),
    prefixed("cn-shanghai", "uf6"),
    region("cn-shanghai-finance-1"),
    prefixed("cn-shenzhen", "wz9"),
    region("cn-shenzhen-finance-1"),
    prefixed("cn-wuhan-lr", "n4a"),
    prefixed("cn-wulanchabu", "0jl"),
    region("cn-wulanchabu-gic-1"),
    prefixed("cn-zhangjiakou", "8vb"),
    region("cn-zhengzhou-jva"),
    region("cn-zhongwei"),
    prefixed("eu-central-1", "gw8"),
    prefixed("eu-west-1", "d7o"),
    region("eu-west-2"),
    prefixed("me-central-1", "l4v"),
    prefixed("me-east-1", "eb3"),
    prefixed("na-south-1", "4hf"),
    region("sa-east-1"),
    prefixed("us-east-1", "0xi"),
    region("us-southeast-1"),
    prefixed("us-west-1", "rj9"),
];

/// The regions that are known: the table, and those that a caller adds because the cloud has opened them since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    more: Vec<Text>,
}

impl Regions {
    /// The table and `more`.
    pub fn new(more: Vec<Text>) -> Self {
        Regions { more }
    }

    /// Whether `id` is one of them.
    pub fn is_known(&self, id: &str) -> bool {
        is_known(id) || self.more.iter().any(|region| **region == *id)
    }

    /// The region that `id` would be a zone of: its id with a letter behind it, with or without a `-` between them.
    pub fn of_zone<'i>(&self, id: &'i str) -> Option<&'i str> {
        let rest = id.strip_suffix(|letter: char| letter.is_ascii_lowercase()).filter(|_| !self.is_known(id))?;
        [rest, rest.strip_suffix('-').unwrap_or(rest)].into_iter().find(|region| self.is_known(region))
    }

    /// The known region that `id` most likely means: its region if it is a zone, else the one that takes the fewest edits,
    /// at most three; the first of equals. `None` for a region that is known, and where none is near.
    pub fn nearest<'r>(&'r self, id: &'r str) -> Option<&'r str> {
        if self.is_known(id) || id.len() > 64 {
            return None;
        }
        if let Some(region) = self.of_zone(id) {
            return Some(region);
        }
        let plain: String = id.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let known = near(&plain, &mut self.all().into_iter())?;
        (edits(plain.as_bytes(), known.as_bytes()) * 2 < known.len()).then_some(known)
    }

    /// Each of them: those of the table by id, then the others.
    pub fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = KNOWN.iter().map(|region| region.id).collect();
        all.extend(self.more.iter().map(|region| &**region));
        all
    }
}

/// Whether `id` is in the table.
pub fn is_known(id: &str) -> bool {
    KNOWN.binary_search_by(|region| region.id.cmp(id)).is_ok()
}

/// Whether `id` has the shape of a region id: two or more words of lowercase letters and digits, joined by `-`, the
/// first of two letters.
pub fn is_well_formed(id: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let mut words = id.split('-');
    words.next().is_some_and(|area| area.len() == 2 && area.bytes().all(|byte| byte.is_ascii_lowercase()))
        && id.contains('-')
        && words.all(word)
}

/// The region of the table that `id` would be a zone of: `cn-beijing` for `cn-beijing-a`, `na-south-1` for `na-south-1a`.
pub fn of_zone(id: &str) -> Option<&str> {
    Regions::default().of_zone(id)
}

/// The region whose images start as `image_id` does. Only ever the ground for a warning.
pub fn of_image(image_id: &str) -> Option<&'static str> {
    let prefix = image_id.strip_prefix("m-")?.get(..3)?;
    KNOWN.iter().find(|region| region.image_prefix == Some(prefix)).map(|region| region.id)
}

/// The one of `names` that takes the fewest edits to become `name`, at most three; the first of equals.
pub fn near<'n>(name: &str, names: &mut dyn Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut nearest = (4, None);
    for known in names.filter(|known| known.len().abs_diff(name.len()) < 4 && name.len() <= 128) {
        let edits = edits(name.as_bytes(), known.as_bytes());
        if edits < nearest.0 {
            nearest = (edits, Some(known));
        }
    }
    nearest.1
}

/// A finding about a name that is none, with the one that is [`near`], if there is one, as `near`.
pub(crate) fn with_near(finding: Diagnostic, name: &str, names: &mut dyn Iterator<Item = &str>) -> Diagnostic {
    match near(name, names) {
        Some(near) => finding.arg("near", near),
        None => finding,
    }
}

/// How many characters to insert, remove, replace, or swap with the next (Damerau's distance, optimal alignment).
fn edits(one: &[u8], other: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for row in 1..=one.len() {
        let mut current = vec![row; other.len() + 1];
        for column in 1..=other.len() {
            let replaced = above[column - 1] + usize::from(one[row - 1] != other[column - 1]);
            let mut least = replaced.min(above[column] + 1).min(current[column - 1] + 1);
            let swapped =
                row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            current[column] = least;
        }
        before = std::mem::replace(&mut above, current);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_well_formed() {
        assert!(KNOWN.is_sorted_by(|one, other| one.id < other.id));
        let mut prefixes: Vec<_> = KNOWN.iter().filter_map(|region| region.image_prefix).collect();
        assert_eq!(prefixes.len(), 31);
        prefixes.sort_unstable();
        assert!(prefixes.is_sorted_by(|one, other| one < other && one.len() == 3), "no prefix stands for two regions");
        for region in KNOWN {
            assert!(is_known(region.id) && is_well_formed(region.id), "{}", region.id);
            let known = Regions::default();
            assert!(known.nearest(region.id).is_none() && known.of_zone(region.id).is_none(), "{}", region.id);
        }
    }

    #[test]
    fn near_misses_name_the_region_that_was_meant() {
        for (id, expected) in [
            ("cn-beijing-a", Some("cn-beijing")),
            ("na-south-1a", Some("na-south-1")),
            ("cn-hongkong-b", Some("cn-hongkong")),
            ("cn-hangzhoub", Some("cn-hangzhou")),
            ("cn-hangzhou-B", Some("cn-hangzhou")),
            ("cn-hangzou", Some("cn-hangzhou")),
            ("cn-hagnzhou", Some("cn-hangzhou")),
            ("CN-Shanghai", Some("cn-shanghai")),
            ("cn_shenzhen", Some("cn-shenzhen")),
            (" cn-qingdao ", Some("cn-qingdao")),
            ("ap-southeast1", Some("ap-southeast-1")),
            ("us-east-11", Some("us-east-1")),
            ("mars-1", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(Regions::default().nearest(id), expected, "{id}");
        }
        assert_eq!(Regions::default().nearest(&"cn-".repeat(10_000)), None);
        let more = Regions::new(vec!["zz-new-1".into()]);
        assert!(more.is_known("zz-new-1") && more.is_known("cn-hangzhou") && !more.is_known("zz-new-2"));
        assert_eq!((more.of_zone("zz-new-1a"), more.of_zone("zz-new-1-a")), (Some("zz-new-1"), Some("zz-new-1")));
        assert_eq!(more.nearest("zz-nwe-1"), Some("zz-new-1"));
        assert_eq!(more.all().last().copied(), Some("zz-new-1"));
    }

    #[test]
    fn a_letter_behind_a_region_is_a_zone_of_it() {
        for (id, region) in [
            ("cn-hangzhou-b", Some("cn-hangzhou")),
            ("cn-hangzhoub", Some("cn-hangzhou")),
            ("na-south-1a", Some("na-south-1")),
            ("ap-southeast-1-z", Some("ap-southeast-1")),
            ("cn-hangzhou", None),
            ("cn-hangzhou-finance", None),
            ("cn-hangzhou--b", None),
            ("cn-hangzhou-bb", None),
            ("cn-hangzhou-", None),
            ("-b", None),
            ("b", None),
            ("", None),
        ] {
            assert_eq!(Regions::default().of_zone(id), region, "{id}");
        }
    }

    #[test]
    fn shapes() {
        for id in ["cn-hangzhou", "ap-southeast-1", "cn-north-2-gov-1", "zz-new-99"] {
            assert!(is_well_formed(id), "{id}");
        }
        for id in ["", "cn", "cn-", "-cn", "CN-hangzhou", "cn--a", "cn-hang zhou", "cn_hangzhou", "c1-x", "all"] {
            assert!(!is_well_formed(id), "{id}");
        }
        assert_eq!(of_image("m-bp1abcdefghijklmnopq"), Some("cn-hangzhou"));
        assert_eq!(of_image("m-zzz"), None);
        assert_eq!(of_image("m-漢"), None);
        assert_eq!(of_image("centos.vhd"), None);
    }
}
