//! Every code: its permanent name, its severity, its one English line.
//!
//! What a code means, an example and what to do stand in `js/catalogue/`, keyed by the names here; a test holds the
//! two against each other.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident, $fixed:ident, $message:literal;)*) => {
        /// The permanent name of a finding. A name is never given another meaning, and never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the name and the message say it; the catalogue says the rest")]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// The severity where nothing else is decided.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// Whether callers cannot change the severity: syntax, limits, edit conflicts, who and which image.
            pub fn is_fixed(self) -> bool {
                match self { $(Code::$variant => codes!(@ $fixed)),* }
            }

            /// The message, with `{name}` where an argument goes.
            pub fn message(self) -> &'static str {
                match self { $(Code::$variant => $message),* }
            }
        }
    };
    (@ fixed) => { true };
    (@ open) => { false };
}

codes! {
    // ── Input that cannot be read ────────────────────────────────────────────────────────────────
    InvalidUtf8 = "invalid-utf8", Error, fixed, "the input is not UTF-8: byte {byte} cannot stand here";
    Utf16 = "utf-16", Error, fixed, "the input is UTF-16, not UTF-8";
    Binary = "binary", Error, fixed, "the input is binary, not text";
    EmptyTemplate = "empty-template", Error, fixed, "the template is empty";
    FormatUnknown = "format-unknown", Error, fixed, "the text is neither YAML, JSON nor Terraform";

    // ── Limits ───────────────────────────────────────────────────────────────────────────────────
    TemplateTooLarge = "template-too-large", Error, fixed, "the template has {bytes} bytes, the limit is {limit}";
    ManifestTooLarge = "manifest-too-large", Error, fixed, "the manifest has {bytes} bytes, the limit is {limit}";
    NestingLimit = "nesting-limit", Error, fixed, "more than {limit} levels of nesting";
    AliasLimit = "alias-limit", Error, fixed, "more than {limit} aliases";
    SiteLimit = "site-limit", Error, fixed, "more than {limit} image sites";

    // ── YAML ─────────────────────────────────────────────────────────────────────────────────────

    // ── JSON ─────────────────────────────────────────────────────────────────────────────────────

    // ── HCL ──────────────────────────────────────────────────────────────────────────────────────
    HclItemExpected = "hcl-item-expected", Error, fixed, "an argument or a block has to start here, not `{found}`";
    HclIncompleteItem = "hcl-incomplete-item", Error, fixed, "`{name}` needs `=` and a value, or `{` and a body";
    HclInvalidLabel = "hcl-invalid-label", Error, fixed, "`{label}` is no label: a label is a name or a string without `${`";
    HclMissingLineBreak = "hcl-missing-line-break", Error, fixed, "the line has to end before `{found}`";
    HclOneLineBlock = "hcl-one-line-block", Error, fixed, "a block on one line holds one argument and its `}`";
    HclUnclosedBlock = "hcl-unclosed-block", Error, fixed, "the block `{block}` has no `}`";
    HclUnexpectedCloser = "hcl-unexpected-closer", Error, fixed, "nothing is open that `{closer}` could close";
    HclMissingValue = "hcl-missing-value", Error, fixed, "a value is missing here";
    HclInvalidCharacter = "hcl-invalid-character", Error, fixed, "`{found}` means nothing in HCL";
    HclMissingEquals = "hcl-missing-equals", Error, fixed, "a key needs `=` and a value, not `{found}`";
    HclMissingSeparator = "hcl-missing-separator", Error, fixed, "`{expected}` is missing before `{found}`";
    HclUnclosedBracket = "hcl-unclosed-bracket", Error, fixed, "`{open}` is not closed";
    HclInvalidConditional = "hcl-invalid-conditional", Error, fixed, "`?` needs `:` and a second value";
    HclInvalidFor = "hcl-invalid-for", Error, fixed, "the `for` needs `{expected}` here";
    HclInvalidStep = "hcl-invalid-step", Error, fixed, "`.` needs a name, a number or `*` behind it";
    HclUnclosedString = "hcl-unclosed-string", Error, fixed, "the string has no closing quote on its line";
    HclInvalidEscape = "hcl-invalid-escape", Error, fixed, "`{escape}` is not an escape of HCL";
    HclInvalidHeredoc = "hcl-invalid-heredoc", Error, fixed, "`<<` needs a marker and the end of the line";
    HclUnclosedHeredoc = "hcl-unclosed-heredoc", Error, fixed, "no line holds just `{marker}`, which would end this text";
    HclInvalidDirective = "hcl-invalid-directive", Error, fixed, "`{directive}` cannot stand here";
    HclUnclosedDirective = "hcl-unclosed-directive", Error, fixed, "`{directive}` has no end";
    HclUnclosedComment = "hcl-unclosed-comment", Error, fixed, "the comment has no `*/`";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Code::ALL.iter().copied().find(|code| code.name() == name).ok_or(())
    }
}
