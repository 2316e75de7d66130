//! The relation that an unrelated literal was probably meant to name.

use std::collections::BTreeMap;

use crate::manifest::shape::folded;
use crate::manifest::{Keyed, Relation};

/// Beyond so many relations only case and blanks are forgiven: comparing letter by letter would take too long.
const COMPARED: usize = 64;

/// Beyond so many questions nothing is compared any more.
const QUESTIONS: usize = 100;

/// Finds near-misses among a service's relations.
pub(crate) struct Near<'a> {
    relations: &'a Keyed<Relation>,
    folded: Option<BTreeMap<String, usize>>,
    questions: usize,
}

impl<'a> Near<'a> {
    pub(crate) fn new(relations: &'a Keyed<Relation>) -> Self {
        Near { relations, folded: None, questions: 0 }
    }

    /// The relation whose key differs from `literal` in case, blanks, or a few letters.
    pub(crate) fn to(&mut self, literal: &str) -> Option<&'a Relation> {
        self.questions += 1;
        if self.questions > QUESTIONS {
            return None;
        }
        let relations = self.relations;
        let known = self.folded.get_or_insert_with(|| {
            // Of several that fold alike the first is named: a map keeps the last that it is given.
            let mut known = BTreeMap::new();
            for (at, relation) in relations.iter().enumerate().rev() {
                known.insert(folded(&relation.literal), at);
            }
            known
        });
        if let Some(&at) = known.get(&folded(literal)) {
            return Some(&relations[at]);
        }
        if relations.len() > COMPARED {
            return None;
        }
        let few = if literal.chars().count() < 8 { 1 } else { 2 };
        let distances = relations.iter().map(|relation| (distance(&relation.literal, literal, few), relation));
        distances.filter(|(distance, _)| *distance <= few).min_by_key(|(distance, _)| *distance).map(|(_, near)| near)
    }
}

/// The number of characters to insert, delete or replace, or more than `most` where it is more than that.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most || one.len() > 256 {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::manifest::Manifest;

    /// What is near to each of `literals` among `count` relations and `centos_7`, `centos_79`.
    fn nearest(count: usize, literals: &[&str]) -> Vec<Option<String>> {
        let more: String = (0..count).map(|at| format!("\"filling {at}\": {{\"artifactId\": \"a\"}},")).collect();
        let text = format!(
            r#"{{"services": [{{"serviceId": "s", "relations": {{{more}
            "centos7": {{"artifactId": "a"}}, "centos_79": {{"artifactId": "a"}}}}}}]}}"#
        );
        let (manifest, _) = Manifest::read(text.as_bytes(), &Limits::default());
        let relations = &manifest.services[0].relations;
        assert_eq!(relations.len(), count + 2);
        let mut near = Near::new(relations);
        literals.iter().map(|literal| near.to(literal).map(|relation| relation.literal.to_string())).collect()
    }

    #[test]
    fn few_letters_are_fewer_in_a_short_literal() {
        let found = nearest(0, &["Centos7 ", "cxntos7", "cxnxos7", "cxnxos_79", "cxnxxs_79", "centos_7x"]);
        let expected = [Some("centos7"), Some("centos7"), None, Some("centos_79"), None, Some("centos_79")];
        assert_eq!(found, expected.map(|literal| literal.map(str::to_owned)));
        // Seven characters are short, eight are not: `xxtos_79` lacks one and has another one.
        assert_eq!(nearest(0, &["xtos_79", "xntos_79"]), [None, Some("centos_79".to_owned())]);
    }

    #[test]
    fn among_many_relations_only_case_and_blanks_are_forgiven() {
        let known = Some("centos7".to_owned());
        assert_eq!(nearest(COMPARED - 2, &["cxntos7", "CENTOS7"]), [known.clone(), known.clone()]);
        assert_eq!(nearest(COMPARED - 1, &["cxntos7", "CENTOS7"]), [None, known]);
    }

    #[test]
    fn after_many_questions_nothing_is_compared() {
        let found = nearest(0, &["CENTOS7"; QUESTIONS + 1]);
        assert_eq!(found.iter().filter(|near| near.is_some()).count(), QUESTIONS);
        assert_eq!(found[QUESTIONS], None);
    }

    #[test]
    fn distances() {
        let long = "x".repeat(257);
        for (one, other, expected) in [
            ("centos_7", "centos_7", 0),
            ("centos_7", "centos-7", 1),
            ("abc", "bca", 2),
            ("abc", "bc", 1),
            ("bc", "abc", 1),
            ("abc", "c", 2),
            ("ab", "abcd", 2),
            ("abcd", "ab", 2),
            ("abcd", "bcde", 2),
            ("abc", "xyz", 3),
            ("a", "abcd", 3),
            ("", "a", 1),
            ("a", "abcdefgh", 3),
            (&long[1..], &long[1..], 0),
            (&long, &long, 3),
        ] {
            assert_eq!(distance(one, other, 2), expected, "{one} {other}");
        }
    }
}
