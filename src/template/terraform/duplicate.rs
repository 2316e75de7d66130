//! Attributes that are written twice in one block. HCL allows none; where no image depends on it, that is for Terraform
//! to say.

use super::File;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::order;
use crate::syntax::hcl::{Document, Kind, NodeId};
use crate::template::site::Site;

/// Two attributes of one name in one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) first: NodeId,
    pub(super) second: NodeId,
}

/// Every attribute that a later one of its block replaces, with that one; ascending.
pub(super) fn find(text: &str, document: &Document) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (id, node) in document.nodes.iter().enumerate() {
        if matches!(node.kind, Kind::Body | Kind::Block) && is_doubtful(text, document, id as NodeId) {
            let attributes = document.children(id as NodeId).filter(|&item| document.kind(item) == Kind::Attribute);
            let mut names: Vec<(&str, NodeId)> = attributes.map(|item| (document.name(text, item), item)).collect();
            order::sort(&mut names, Ord::cmp);
            let equal = names.windows(2).filter(|pair| pair[0].0 == pair[1].0);
            pairs.extend(equal.map(|pair| Pair { first: pair[0].1, second: pair[1].1 }));
        }
    }
    order::sort(&mut pairs, |one, other| one.first.cmp(&other.first));
    pairs
}

/// Whether two attributes of a block may have one name. Most blocks have few, which differ in length or in a letter: a
/// bit each tells them apart.
fn is_doubtful(text: &str, document: &Document, body: NodeId) -> bool {
    let mut seen = 0u128;
    for item in document.children(body) {
        if document.kind(item) == Kind::Attribute {
            let name = document.name_span(text, item).of(text.as_bytes());
            let bit = 1 << (fingerprint(name) & 127);
            if seen & bit != 0 {
                return true;
            }
            seen |= bit;
        }
    }
    false
}

fn fingerprint(name: &[u8]) -> usize {
    let (first, last) = (name.first().copied().unwrap_or(0), name.last().copied().unwrap_or(0));
    let middle = name.get(name.len() / 2).copied().unwrap_or(0);
    name.len() * 29 + usize::from(first) * 7 + usize::from(middle) * 3 + usize::from(last)
}

/// Reports the pairs: an error where a site's image depends on which one counts.
pub(super) fn report(
    file: &File<'_>,
    document: &Document,
    pairs: &[Pair],
    sites: &[Site],
    diagnostics: &mut Diagnostics,
) {
    for pair in pairs {
        let second = document.node(pair.second);
        let token = document.name_span(file.text, pair.second);
        let whole = file.place(second.span());
        let next = sites.partition_point(|site| site.span.start < whole.start);
        let decides = sites.get(next).is_some_and(|site| whole.contains(site.span));
        let code = if decides { Code::DuplicateSiteKey } else { Code::DuplicateKey };
        diagnostics.push(
            Diagnostic::new(code, file.place(token))
                .arg("key", token.text(file.text))
                .related(file.place(document.name_span(file.text, pair.first)), Role::First),
        );
    }
}
