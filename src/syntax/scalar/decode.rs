//! From the bytes of a scalar to its text.
//!
//! There is one reading of each style, over a [`Sink`] that takes either the text alone or the text with the place of
//! each byte; what needs no decoding is borrowed.

use std::borrow::Cow;

use crate::source::Span;
use crate::syntax::tape::{Document, Kind, NodeId};

/// The text of a scalar node: quotes, escapes, folding and indentation undone. Empty for a collection or an alias.
///
/// An escape that the language does not know stands for U+FFFD; its front end reports it.
pub fn decode<'a>(text: &'a str, document: &Document, id: NodeId) -> Cow<'a, str> {
    let node = document.node(id);
    if !node.kind.is_scalar() {
        return Cow::Borrowed("");
    }
    let written = super::inner(text, document, id).text(text);
    if node.verbatim {
        return Cow::Borrowed(written);
    }
    let mut decoded = String::with_capacity(written.len());
    read(text, document, id, &mut decoded);
    Cow::Owned(decoded)
}

/// The text of a scalar node, with the place of each of its bytes.
pub fn decode_mapped(text: &str, document: &Document, id: NodeId) -> Mapped {
    let origin = super::inner(text, document, id);
    let mut mapped = Mapped { text: String::with_capacity(origin.len() as usize), runs: Vec::new(), origin };
    read(text, document, id, &mut mapped);
    mapped
}

/// A decoded text that knows where each of its bytes is written.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The text.
    pub text: String,
    runs: Vec<Run>,
    origin: Span,
}

/// A stretch of decoded text. Where it is as long as its source, byte stands for byte; else the whole is one escape or
/// one line break.
///
/// `a\tb` in JSON becomes three runs: `a` at 0..1, a tab at 1..3, `b` at 3..4.
#[derive(Clone, Copy, Debug)]
struct Run {
    text: u32,
    source: Span,
}

impl Mapped {
    /// The bytes of the outer text that a range of this text's bytes is written with.
    ///
    /// The range must not cut a character. An empty range is the place before the byte at its start.
    pub fn source(&self, span: Span) -> Span {
        let start = match self.run(span.start) {
            Some((run, len)) if run.source.len() == len => run.source.start + (span.start - run.text).min(len),
            Some((run, _)) if span.start > run.text => run.source.end,
            Some((run, _)) => run.source.start,
            None => self.origin.start,
        };
        if span.is_empty() {
            return Span::at(start);
        }
        let end = match self.run(span.end - 1) {
            Some((run, len)) if run.source.len() == len => run.source.start + (span.end - run.text).min(len),
            Some((run, _)) => run.source.end,
            None => self.origin.start,
        };
        Span::new(start, end.max(start))
    }

    /// The run that the byte at `offset` is in, or the last one, with its length in the text.
    fn run(&self, offset: u32) -> Option<(Run, u32)> {
        let after = self.runs.partition_point(|run| run.text <= offset);
        let run = *self.runs.get(after.checked_sub(1)?)?;
        let end = self.runs.get(after).map_or(self.text.len() as u32, |next| next.text);
        Some((run, end - run.text))
    }
}

/// Takes decoded text as it is read.
trait Sink {
    /// The bytes of `span` stand for themselves.
    fn copy(&mut self, text: &str, span: Span);
    /// The bytes of `span` stand for `decoded`.
    fn put(&mut self, decoded: &str, span: Span);
}

impl Sink for String {
    fn copy(&mut self, text: &str, span: Span) {
        self.push_str(span.text(text));
    }

    fn put(&mut self, decoded: &str, _: Span) {
        self.push_str(decoded);
    }
}

impl Sink for Mapped {
    fn copy(&mut self, text: &str, span: Span) {
        self.put(span.text(text), span);
    }

    fn put(&mut self, decoded: &str, source: Span) {
        if !decoded.is_empty() {
            self.runs.push(Run { text: self.text.len() as u32, source });
            self.text.push_str(decoded);
        }
    }
}

fn read(text: &str, document: &Document, id: NodeId, sink: &mut impl Sink) {
    let node = document.node(id);
    let inner = super::inner(text, document, id);
    match node.kind {
        Kind::Plain => Flow { text, at: inner.start, end: inner.end, sink }.read(|_| None),
        Kind::SingleQuoted => Flow { text, at: inner.start, end: inner.end, sink }.read(single_quote),
        Kind::DoubleQuoted => Flow { text, at: inner.start, end: inner.end, sink }.read(yaml_escape),
        Kind::JsonString => json_string(text, inner, sink),
        Kind::Literal | Kind::Folded => Block::new(text, document, id).read(sink),
        _ => {}
    }
}

// ── Plain and quoted ─────────────────────────────────────────────────────────────────────────────────

/// A plain or quoted scalar of YAML: lines are folded, blanks around the breaks go.
struct Flow<'a, S> {
    text: &'a str,
    at: u32,
    end: u32,
    sink: &'a mut S,
}

/// What a special character stands for, and how many bytes it takes. An escaped line break stands for nothing.
type Escape = fn(&str) -> Option<(Cow<'static, str>, usize)>;

impl<S: Sink> Flow<'_, S> {
    fn read(&mut self, escape: Escape) {
        let bytes = self.text.as_bytes();
        // Text since the last special character, and where its trailing blanks start.
        let mut from = self.at;
        let mut solid = self.at;
        while self.at < self.end {
            match bytes[self.at as usize] {
                b'\n' | b'\r' => {
                    self.sink.copy(self.text, Span::new(from, solid));
                    self.fold(solid);
                    (from, solid) = (self.at, self.at);
                }
                b' ' | b'\t' => self.at += 1,
                b'\'' | b'\\' => match escape(Span::new(self.at, self.end).text(self.text)) {
                    Some((decoded, len)) => {
                        self.sink.copy(self.text, Span::new(from, self.at));
                        let end = self.at + len as u32;
                        self.sink.put(&decoded, Span::new(self.at, end));
                        self.at = end;
                        if decoded.is_empty() {
                            self.skip_escaped_break();
                        }
                        (from, solid) = (self.at, self.at);
                    }
                    None => {
                        self.at += 1;
                        solid = self.at;
                    }
                },
                _ => {
                    self.at += 1;
                    solid = self.at;
                }
            }
        }
        self.sink.copy(self.text, Span::new(from, self.end));
    }

    /// Reads one line break, the empty lines after it and the blanks before the next text: one break is a blank, each
    /// further one a line feed.
    fn fold(&mut self, from: u32) {
        let mut breaks = 0;
        while let Some(len) = break_len(self.text, self.at, self.end) {
            self.at += len;
            breaks += 1;
            self.skip_blanks();
        }
        let folded = if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks - 1) };
        self.sink.put(&folded, Span::new(from, self.at));
    }

    /// After `\` and a break: the empty lines that follow are line feeds, the blanks before the text are nothing.
    fn skip_escaped_break(&mut self) {
        self.skip_blanks();
        while let Some(len) = break_len(self.text, self.at, self.end) {
            self.sink.put("\n", Span::new(self.at, self.at + len));
            self.at += len;
            self.skip_blanks();
        }
    }

    fn skip_blanks(&mut self) {
        while self.at < self.end && matches!(self.text.as_bytes()[self.at as usize], b' ' | b'\t') {
            self.at += 1;
        }
    }
}

fn break_len(text: &str, at: u32, end: u32) -> Option<u32> {
    match Span::new(at, end).text(text).as_bytes() {
        [b'\r', b'\n', ..] => Some(2),
        [b'\n' | b'\r', ..] => Some(1),
        _ => None,
    }
}

fn single_quote(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    rest.starts_with("''").then_some((Cow::Borrowed("'"), 2))
}

fn yaml_escape(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    let after = rest.strip_prefix('\\')?;
    let simple = match after.as_bytes().first() {
        Some(b'0') => "\0",
        Some(b'a') => "\u{7}",
        Some(b'b') => "\u{8}",
        Some(b't' | b'\t') => "\t",
        Some(b'n') => "\n",
        Some(b'v') => "\u{B}",
        Some(b'f') => "\u{C}",
        Some(b'r') => "\r",
        Some(b'e') => "\u{1B}",
        Some(b' ') => " ",
        Some(b'"') => "\"",
        Some(b'/') => "/",
        Some(b'\\') => "\\",
        Some(b'N') => "\u{85}",
        Some(b'_') => "\u{A0}",
        Some(b'L') => "\u{2028}",
        Some(b'P') => "\u{2029}",
        Some(b'x') => return Some(numeric(after, 2)),
        Some(b'u') => return Some(numeric(after, 4)),
        Some(b'U') => return Some(numeric(after, 8)),
        Some(b'\n') => return Some((Cow::Borrowed(""), 2)),
        Some(b'\r') => return Some((Cow::Borrowed(""), if after.starts_with("\r\n") { 3 } else { 2 })),
        _ => return Some((Cow::Borrowed("\u{FFFD}"), 1)),
    };
    Some((Cow::Borrowed(simple), 2))
}

/// `x`, `u` or `U` and so many hexadecimal digits; the length counts the backslash.
fn numeric(after: &str, digits: usize) -> (Cow<'static, str>, usize) {
    match code_point(after, digits) {
        Some(point) => (char::from_u32(point).unwrap_or('\u{FFFD}').to_string().into(), digits + 2),
        None => (Cow::Borrowed("\u{FFFD}"), 2),
    }
}

/// The number in `digits` hexadecimal digits that follow the first byte of `after`.
fn code_point(after: &str, digits: usize) -> Option<u32> {
    let written = after.get(1..1 + digits)?;
    if !written.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(written, 16).ok()
}

fn json_string(text: &str, span: Span, sink: &mut impl Sink) {
    let mut at = span.start;
    while let Some(step) = memchr::memchr(b'\\', Span::new(at, span.end).of(text.as_bytes())) {
        let escape = at + step as u32;
        sink.copy(text, Span::new(at, escape));
        let (decoded, len) = json_escape(Span::new(escape, span.end).text(text));
        at = (escape + len as u32).min(span.end);
        sink.put(&decoded, Span::new(escape, at));
    }
    sink.copy(text, Span::new(at, span.end));
}

fn json_escape(rest: &str) -> (Cow<'static, str>, usize) {
    let after = rest.get(1..).unwrap_or_default();
    let simple = match after.as_bytes().first() {
        Some(b'"') => "\"",
        Some(b'\\') => "\\",
        Some(b'/') => "/",
        Some(b'b') => "\u{8}",
        Some(b'f') => "\u{C}",
        Some(b'n') => "\n",
        Some(b'r') => "\r",
        Some(b't') => "\t",
        Some(b'u') => return json_unicode(after),
        _ => return (Cow::Borrowed("\u{FFFD}"), 1),
    };
    (Cow::Borrowed(simple), 2)
}

/// `\ud83d\ude00` is one character; half of a pair is U+FFFD.
fn json_unicode(after: &str) -> (Cow<'static, str>, usize) {
    let Some(first) = code_point(after, 4) else { return (Cow::Borrowed("\u{FFFD}"), 2) };
    if (0xD800..0xDC00).contains(&first)
        && let Some(low) = after.get(5..).and_then(|rest| rest.strip_prefix('\\'))
        && low.starts_with('u')
        && let Some(second @ 0xDC00..0xE000) = code_point(low, 4)
    {
        let point = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(point).unwrap_or('\u{FFFD}').to_string().into(), 12);
    }
    (char::from_u32(first).unwrap_or('\u{FFFD}').to_string().into(), 6)
}

// ── Block scalars ────────────────────────────────────────────────────────────────────────────────────

/// `|` or `>`: the lines below the header, without their indentation.
struct Block<'a> {
    text: &'a str,
    /// Where the first line below the header starts.
    at: u32,
    /// Columns that belong to the indentation; `None` where no line has text.
    indent: Option<u32>,
    folded: bool,
    chomp: Chomp,
}

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq)]
enum Chomp {
    /// `-`: none is kept.
    Strip,
    /// One is kept.
    Clip,
    /// `+`: all are kept.
    Keep,
}

impl<'a> Block<'a> {
    fn new(text: &'a str, document: &Document, id: NodeId) -> Self {
        let node = document.node(id);
        let rest = text.get(node.start as usize..).unwrap_or_default();
        let header = &rest[..rest.find(['\n', '\r', '#']).unwrap_or(rest.len())];
        let line = rest.find(['\n', '\r']).map_or(rest.len() as u32, |at| at as u32) + node.start;
        let chomp = match () {
            () if header.contains('-') => Chomp::Strip,
            () if header.contains('+') => Chomp::Keep,
            () => Chomp::Clip,
        };
        let inner = super::inner(text, document, id);
        let indent = document.indent(id).or_else(|| {
            let start = text[..inner.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let spaces = text[start..].bytes().take_while(|&byte| byte == b' ').count();
            (!inner.is_empty()).then_some(spaces as u32)
        });
        let at = line + break_len(text, line, text.len() as u32).unwrap_or(0);
        Block { text, at, indent, folded: node.kind == Kind::Folded, chomp }
    }

    fn read(mut self, sink: &mut impl Sink) {
        // The break after the last text line, and the empty lines since.
        let mut last: Option<Span> = None;
        let mut empty: Vec<Span> = Vec::new();
        let mut previous_blank = false;
        let mut any = false;
        while let Some((line, broken)) = self.line() {
            if line.is_empty() {
                empty.extend(broken);
                continue;
            }
            let blank = matches!(line.of(self.text.as_bytes()).first(), Some(b' ' | b'\t'));
            // Between two lines that start with text, one break is a blank, and of several the first is nothing.
            let folds = self.folded && !previous_blank && !blank;
            match last {
                Some(end) if !folds => sink.put("\n", end),
                Some(end) if empty.is_empty() => sink.put(" ", end),
                _ => {}
            }
            for end in empty.drain(..) {
                sink.put("\n", end);
            }
            sink.copy(self.text, line);
            previous_blank = blank;
            any = true;
            last = broken;
            if broken.is_none() {
                break;
            }
        }
        if let (true, Some(end)) = (any && self.chomp != Chomp::Strip, last) {
            sink.put("\n", end);
        }
        if self.chomp == Chomp::Keep {
            for end in empty {
                sink.put("\n", end);
            }
        }
    }

    /// The next line without its indentation, and its break; `None` where the scalar has ended.
    fn line(&mut self) -> Option<(Span, Option<Span>)> {
        let rest = self.text.get(self.at as usize..).filter(|rest| !rest.is_empty())?;
        let spaces = rest.bytes().take_while(|&byte| byte == b' ').count() as u32;
        let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len()) as u32;
        let indent = self.indent.unwrap_or(u32::MAX);
        let blank = spaces == len;
        let marker = indent == 0 && (is_marker(rest, "---") || is_marker(rest, "..."));
        if (!blank && spaces < indent) || marker {
            return None;
        }
        let end = self.at + len;
        let line = Span::new((self.at + indent.min(spaces)).min(end), end);
        let broken = break_len(self.text, end, self.text.len() as u32).map(|len| Span::new(end, end + len));
        // Blanks before the end of the text are a line like any other; text there has no line feed behind it.
        let broken = broken.or(blank.then_some(Span::at(end)));
        self.at = broken.map_or(end, |broken| broken.end);
        Some((line, broken))
    }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}
