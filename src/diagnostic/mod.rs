//! What is wrong, where, and what would mend it.

mod code;
mod deceptive;

use std::fmt;

pub use code::Code;
pub use deceptive::deceptive;

use crate::order;
use crate::source::Span;

/// How bad it is. Only an error takes the output away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably not meant.
    Warning,
    /// There is no output.
    Error,
}

impl Severity {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Which input a place is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the template.
    Template(Span),
    /// A JSON Pointer (RFC 6901) into the manifest; its bytes are found from it when somebody asks.
    Manifest(String),
    /// Bytes of a manifest that is not JSON, and the pointer to the innermost value that they stand in.
    ManifestText(Span, String),
    /// Bytes of one of the files that are imported, counted from 0, and a JSON Pointer to the value that they are of. In
    /// JSON that stands in a string, the pointer goes on into it.
    File(u32, Span, String),
    /// A field of the request: `service`, `region`, `account` or `template`.
    Request(&'static str),
    /// A JSON Pointer into the change that a manifest is asked to make, or into the list of them.
    Change(String),
    /// Bytes of a change that is not JSON, and the pointer to the innermost value that they stand in.
    ChangeText(Span, String),
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Template(span)
    }
}

/// A named value in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text of the input, or a word of the field.
    Text(String),
    /// A count, a size or an offset.
    Number(u64),
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Text(text) => f.write_str(text),
            Arg::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Of a longer text a message shows so many characters: one finding costs a line, whatever it is about.
const LONGEST_TEXT: usize = 200;

impl From<&str> for Arg {
    #[cold]
    #[inline(never)]
    fn from(text: &str) -> Self {
        match text.char_indices().nth(LONGEST_TEXT) {
            Some((end, _)) => Arg::Text(format!("{}…", &text[..end])),
            None => Arg::Text(text.to_owned()),
        }
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Arg::Number(u64::from(number))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Arg::Number(number as u64)
    }
}

/// What a related place has to do with the diagnostic. Catalogues translate it by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first of two things that should be one.
    First,
    /// What was opened here is not closed.
    OpenedHere,
    /// The anchor whose text is read here.
    Anchor,
    /// The reference goes on here: a parameter, a mapping row, a variable, a local.
    Through,
    /// A literal that the reference can end in.
    EndsHere,
    /// The relation, artifact, version or service of the manifest that this is about.
    Declared,
    /// Another site that reads the same text.
    SharedWith,
}

impl Role {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Role::First => "first",
            Role::OpenedHere => "opened-here",
            Role::Anchor => "anchor",
            Role::Through => "through",
            Role::EndsHere => "ends-here",
            Role::Declared => "declared",
            Role::SharedWith => "shared-with",
        }
    }

    /// Every role, for tests of the catalogues.
    pub const ALL: [Role; 7] =
        [Role::First, Role::OpenedHere, Role::Anchor, Role::Through, Role::EndsHere, Role::Declared, Role::SharedWith];
}

/// A second place that explains the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What it has to do with the diagnostic.
    pub role: Role,
}

/// A change to the template that would mend what is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its permanent name.
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// The values in its message.
    pub args: Vec<(&'static str, Arg)>,
    /// Places that explain it.
    pub related: Vec<Related>,
    /// Changes that would each mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding of `code` at `place`, with the code's own severity.
    pub fn new(code: Code, place: impl Into<Place>) -> Self {
        Diagnostic::at(code, place.into())
    }

    // Findings are made in hundreds of places, all of them cold: out of line they are a third of the wasm smaller.
    #[cold]
    #[inline(never)]
    fn at(code: Code, place: Place) -> Self {
        Diagnostic { code, severity: code.severity(), place, args: Vec::new(), related: Vec::new(), fixes: Vec::new() }
    }

    /// Adds a named value of the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.push(name, value.into());
        self
    }

    #[cold]
    #[inline(never)]
    fn push(&mut self, name: &'static str, value: Arg) {
        self.args.push((name, value));
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, role: Role) -> Self {
        self.relate(place.into(), role);
        self
    }

    #[cold]
    #[inline(never)]
    fn relate(&mut self, place: Place, role: Role) {
        self.related.push(Related { place, role });
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fixes.push(Fix { span, text: text.into() });
        self
    }

    /// Sets how bad it is here, for codes whose severity depends on what was asked.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// One English line: lowercase, no final stop, text of the user in backticks.
    pub fn message(&self) -> String {
        fill(self.code.message(), |name| {
            self.args.iter().find(|(known, _)| *known == name).map(|(_, value)| one_line(value.to_string()))
        })
    }
}

/// Text of a user on one line: a line break, or any other control character, is shown as its escape.
fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.chars().fold(String::new(), |mut line, character| {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
        line
    })
}

/// Puts arguments into a message: `{name}` is replaced, and `[[…]]` is left out where an argument in it is absent.
///
/// Catalogues in other languages are filled by the same two rules.
fn fill(message: &str, arg: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("[[") {
        let (optional, after) = after.split_once("]]").unwrap_or((after, ""));
        put(before, &arg, &mut filled);
        let kept = filled.len();
        if !put(optional, &arg, &mut filled) {
            filled.truncate(kept);
        }
        rest = after;
    }
    put(rest, &arg, &mut filled);
    filled
}

/// Appends `text` with its arguments; whether all of them are there.
fn put(text: &str, arg: &impl Fn(&str) -> Option<String>, filled: &mut String) -> bool {
    let mut complete = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        // A `{` that opens no name is one that HCL writes.
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
        let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
            filled.push('{');
            rest = after;
            continue;
        };
        match arg(name) {
            Some(value) => filled.push_str(&value),
            None => complete = false,
        }
        rest = after;
    }
    filled.push_str(rest);
    complete
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.name(), self.code, self.message())
    }
}

/// What a caller decided about the severity of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Override {
    /// Report it with this severity.
    Severity(Severity),
    /// Do not report it.
    Ignore,
}

/// Collects diagnostics: applies the caller's severities, keeps as many as the limit says, counts every error.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    overrides: Vec<(Code, Override)>,
    limit: usize,
    errors: usize,
    dropped: usize,
    /// How many of the kept ones are no errors.
    lesser: usize,
    errors_only: bool,
}

impl Diagnostics {
    /// An empty collection that keeps at most `limit` diagnostics.
    ///
    /// Overrides of a code whose severity is fixed ([`Code::is_fixed`]) are without effect.
    pub fn new(limit: u32, overrides: &[(Code, Override)]) -> Self {
        let overrides = overrides.iter().copied().filter(|(code, _)| !code.is_fixed()).collect();
        Diagnostics { overrides, limit: limit as usize, ..Diagnostics::default() }
    }

    /// The same, with what is no error left out: for whoever asks whether there is an output, and not why not.
    #[must_use]
    pub fn errors_only(self) -> Self {
        Diagnostics { errors_only: true, ..self }
    }

    /// Whether a diagnostic of this code, at the severity that the code has, would be kept: one that would not need not be
    /// made.
    pub fn wants(&self, code: Code) -> bool {
        !self.errors_only || self.severity(code, code.severity()) == Some(Severity::Error)
    }

    /// The severity under the caller's overrides; `None` where it is ignored.
    fn severity(&self, code: Code, otherwise: Severity) -> Option<Severity> {
        match self.overrides.iter().find(|(overridden, _)| *overridden == code) {
            Some((_, Override::Ignore)) => None,
            Some((_, Override::Severity(severity))) => Some(*severity),
            None => Some(otherwise),
        }
    }

    /// Takes one diagnostic in.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let Some(severity) = self.severity(diagnostic.code, diagnostic.severity) else { return };
        diagnostic.severity = severity;
        let is_error = severity == Severity::Error;
        if self.errors_only && !is_error {
            return;
        }
        self.errors += usize::from(is_error);
        if self.kept.len() < self.limit {
            self.lesser += usize::from(!is_error);
            self.kept.push(diagnostic);
            return;
        }
        self.dropped += 1;
        // Nothing may be in the way of the reason why there is no output.
        if is_error && self.lesser > 0 {
            let lesser = self.kept.iter().rposition(|kept| kept.severity < Severity::Error);
            if let Some(lesser) = lesser {
                self.kept[lesser] = diagnostic;
                self.lesser -= 1;
            }
        }
    }

    /// Takes one diagnostic in if it is an error under the caller's severities.
    pub fn push_error(&mut self, diagnostic: &Diagnostic) {
        if self.severity(diagnostic.code, diagnostic.severity) == Some(Severity::Error) {
            self.push(diagnostic.clone());
        }
    }

    /// An empty collection for a text inside this one's: with the same limit and severities, to be appended here.
    #[must_use]
    pub fn child(&self) -> Self {
        Diagnostics { overrides: self.overrides.clone(), limit: self.limit, ..Diagnostics::default() }
    }

    /// Replaces every place in the template by another one: those of an inner text by where it stands in the outer one.
    pub fn map_spans(&mut self, map: impl Fn(Span) -> Span) {
        let place = |place: &mut Place| {
            if let Place::Template(span) = place {
                *span = map(*span);
            }
        };
        for diagnostic in &mut self.kept {
            place(&mut diagnostic.place);
            diagnostic.related.iter_mut().for_each(|related| place(&mut related.place));
            diagnostic.fixes.iter_mut().for_each(|fix| fix.span = map(fix.span));
        }
    }

    /// Takes in all of `more`, with this collection's overrides.
    pub fn append(&mut self, more: &Diagnostics) {
        for diagnostic in &more.kept {
            match self.errors_only {
                true => self.push_error(diagnostic),
                false => self.push(diagnostic.clone()),
            }
        }
        // What was past the other's limit is not known any more, only how many there were and whether they were errors.
        let kept_errors = more.kept.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        self.errors += more.errors - kept_errors;
        self.dropped += more.dropped;
    }

    /// Whether nothing seen so far is an error, the ones past the limit included.
    pub fn ok(&self) -> bool {
        self.errors == 0
    }

    /// How many were past the limit.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The kept ones, in the order they were found.
    pub fn kept(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// Orders the kept ones by their place: the request's first, then the manifest's, then the template's by offset.
    pub fn sort(&mut self) {
        order::sort(&mut self.kept, |one, other| rank(&one.place).cmp(&rank(&other.place)));
    }
}

fn rank(place: &Place) -> (u8, u32, u32, u32) {
    match place {
        Place::Request(_) | Place::Change(_) => (0, 0, 0, 0),
        Place::ChangeText(span, _) => (0, 0, span.start, span.end),
        Place::Manifest(_) => (1, 0, 0, 0),
        Place::ManifestText(span, _) => (1, 0, span.start, span.end),
        Place::Template(span) => (2, 0, span.start, span.end),
        Place::File(file, span, _) => (3, *file, span.start, span.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_take_their_arguments_and_leave_out_what_is_not_known() {
        let args = |name: &str| (name == "image").then(|| "{x} [[y]]".to_owned());
        assert_eq!(fill("`{image}` is unknown[[, `{near}` is not]] here", args), "`{x} [[y]]` is unknown here");
        assert_eq!(fill("[[`{image}`]]", args), "`{x} [[y]]`");
        assert_eq!(fill("`{` and `${` and {image}", args), "`{` and `${` and {x} [[y]]");
    }

    #[test]
    fn a_limit_keeps_few_and_counts_all() {
        let mut diagnostics = Diagnostics::new(1, &[(Code::UnknownSection, Override::Severity(Severity::Error))]);
        diagnostics.push(Diagnostic::new(Code::SeveralDocuments, Span::at(0)));
        assert!(diagnostics.ok());
        diagnostics.push(Diagnostic::new(Code::UnknownSection, Span::at(0)));
        assert_eq!((diagnostics.kept().len(), diagnostics.dropped(), diagnostics.ok()), (1, 1, false));
        assert_eq!(diagnostics.kept()[0].code, Code::UnknownSection, "the error is the one that is kept");
    }

    #[test]
    fn names_are_kebab_case_and_unique() {
        for code in Code::ALL {
            assert_eq!(code.name().parse(), Ok(*code));
            assert!(code.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        }
    }
}
