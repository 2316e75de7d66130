//! The text of templates without interpolations: escapes and indentation undone, and put back.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Document, Kind, Node, NodeId, template};
use crate::source::Span;

/// The text of a [`Kind::Quoted`], [`Kind::Heredoc`] or [`Kind::Template`] in which nothing is filled in; `None` for any
/// other node. A heredoc's ends with its last line break; `<<-` takes away the indentation that its lines share.
///
/// An escape that does not exist stays as it is written.
pub fn decode<'a>(text: &'a str, document: &Document, id: NodeId) -> Option<Cow<'a, str>> {
    let node = document.node(id);
    if !node.kind.is_template() || !document.is_leaf(id) {
        return None;
    }
    let inner = inner_span(text, node).text(text);
    match node.kind {
        Kind::Quoted => Some(unescape(inner, true)),
        Kind::Heredoc if template::intro(text, node.start as usize)?.flush => Some(unescape_lines(inner)),
        _ => Some(unescape(inner, false)),
    }
}

/// The text in a template's token: between the quotes; the lines of a heredoc with their breaks. All of any other node.
pub fn inner_span(text: &str, node: Node) -> Span {
    let mut span = node.span();
    match node.kind {
        Kind::Quoted => {
            span.start += 1;
            span.end = (span.end - 1).max(span.start);
        }
        Kind::Heredoc => {
            if let Some(intro) = template::intro(text, node.start as usize) {
                span.start = intro.body as u32;
                let lines = span.text(text);
                span.end = span.start + lines.rfind('\n').map_or(0, |last| last as u32 + 1);
            }
        }
        _ => {}
    }
    span
}

fn unescape(text: &str, quoted: bool) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if memchr::memchr3(if quoted { b'\\' } else { b'$' }, b'$', b'%', bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut kept = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let (c, length) = match byte {
            b'\\' if quoted => match escape(rest) {
                Some(escape) => escape,
                None => {
                    at += 1;
                    continue;
                }
            },
            // `$${` is `${`: one sign goes.
            b'$' | b'%' if rest.get(1) == Some(&byte) && rest.get(2) == Some(&b'{') => {
                decoded.push_str(&text[kept..at]);
                kept = at + 1;
                at += 3;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        decoded.push_str(&text[kept..at]);
        decoded.push(c);
        at += length;
        kept = at;
    }
    decoded.push_str(&text[kept..]);
    Cow::Owned(decoded)
}

/// The character that an escape stands for, and the escape's length.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let c = match text.get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'"' => '"',
        b'\\' => '\\',
        b'u' => return Some((escaped(text, 4)?, 6)),
        b'U' => return Some((escaped(text, 8)?, 10)),
        _ => return None,
    };
    Some((c, 2))
}

/// The character of `\u` or `\U` with so many digits behind it.
pub(super) fn escaped(text: &[u8], digits: usize) -> Option<char> {
    let digits = text.get(2..2 + digits)?;
    let mut value = 0u32;
    for &digit in digits {
        value = value << 4 | char::from(digit).to_digit(16)?;
    }
    char::from_u32(value)
}

/// Takes away the blanks that all lines start with, lines that hold nothing else left out and untouched.
fn unescape_lines(lines: &str) -> Cow<'_, str> {
    let blanks = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
    let is_blank = |line: &str| line.trim_start().is_empty();
    let shared = lines.split_inclusive('\n').filter(|line| !is_blank(line)).map(blanks).min().unwrap_or(0);
    if shared == 0 {
        return unescape(lines, false);
    }
    let mut decoded = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        let cut = if is_blank(line) { 0 } else { line.char_indices().nth(shared).map_or(0, |(at, _)| at) };
        decoded.push_str(&unescape(&line[cut..], false));
    }
    Cow::Owned(decoded)
}

/// `text` as it stands between the quotes of a quoted template that says just that.
///
/// ```text
/// a "b" ${c}   →   a \"b\" $${c}
/// ```
pub fn encode_quoted(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 2);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => encoded.push_str("\\\""),
            '\\' => encoded.push_str("\\\\"),
            '\n' => encoded.push_str("\\n"),
            '\r' => encoded.push_str("\\r"),
            '\t' => encoded.push_str("\\t"),
            '$' | '%' => {
                encoded.push(c);
                match rest.peek() {
                    Some('{') => encoded.push(c),
                    // `$${` would be one escape, and `\u0024` before it is a `$` that takes no part in one.
                    Some(&next) if next == c => {
                        encoded.pop();
                        encode_unit(&mut encoded, c);
                    }
                    _ => {}
                }
            }
            _ if is_unprintable(c) => encode_unit(&mut encoded, c),
            _ => encoded.push(c),
        }
    }
    encoded
}

/// `text` as a template without quotes that says just that, as in Terraform's JSON syntax; `None` where none can: what
/// reads `$${` there takes it for the escape of `${`, and no other escape exists.
pub fn encode_template(text: &str) -> Option<String> {
    let writable = !text.contains("$${") && !text.contains("%%{");
    writable.then(|| text.replace("${", "$${").replace("%{", "%%{"))
}

fn encode_unit(encoded: &mut String, c: char) {
    let code = c as u32;
    let _infallible = if code > 0xFFFF { write!(encoded, "\\U{code:08x}") } else { write!(encoded, "\\u{code:04x}") };
}

/// Controls, line separators, what has no width or turns the direction of writing, and private use.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}')
        || matches!(c, '\u{F0000}'..)
}
