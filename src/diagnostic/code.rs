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
    JsonMissingValue = "json-missing-value", Error, fixed, "a value is missing here";
    JsonMissingComma = "json-missing-comma", Error, fixed, "a comma is missing here";
    JsonMissingColon = "json-missing-colon", Error, fixed, "a colon is missing after this key";
    JsonTrailingComma = "json-trailing-comma", Error, fixed, "JSON takes no comma before `{bracket}`";
    JsonUnexpected = "json-unexpected", Error, fixed, "`{character}` cannot stand here";
    JsonUnclosed = "json-unclosed", Error, fixed, "a `{bracket}` is not closed";
    JsonTrailingText = "json-trailing-text", Error, fixed, "the document ends before this text";
    JsonKeyNotString = "json-key-not-string", Error, fixed, "a key must be a text in double quotes";
    JsonUnknownWord = "json-unknown-word", Error, fixed, "`{word}` is no JSON value; a text stands in double quotes";
    JsonInvalidNumber = "json-invalid-number", Error, fixed, "`{number}` is not how JSON writes a number";
    JsonSingleQuotes = "json-single-quotes", Error, fixed, "JSON has double quotes only";
    JsonComment = "json-comment", Error, fixed, "JSON has no comments";
    JsonUnclosedString = "json-unclosed-string", Error, fixed, "this text has no closing quote on its line";
    JsonControlCharacter = "json-control-character", Error, fixed, "the control character {character} must be written as an escape";
    JsonInvalidEscape = "json-invalid-escape", Error, fixed, "`{escape}` is not an escape of JSON";
    JsonLoneSurrogate = "json-lone-surrogate", Error, fixed, "`{escape}` is half of a character";

    // ── HCL ──────────────────────────────────────────────────────────────────────────────────────

    // ── Manifest ─────────────────────────────────────────────────────────────────────────────────
    ManifestWrongType = "manifest-wrong-type", Error, fixed, "{expected} must stand here, not {found}";
    ManifestNumberForId = "manifest-number-for-id", Error, fixed, "`{field}` must be a string: a number cannot hold every 16-digit id";
    ManifestMissingField = "manifest-missing-field", Error, fixed, "`{field}` is missing";
    ManifestEmptyId = "manifest-empty-id", Error, fixed, "`{field}` is empty";
    ManifestVersion = "manifest-version", Error, fixed, "`manifestVersion` is {version}, only 1 is known";
    ManifestDuplicateId = "manifest-duplicate-id", Error, open, "another {kind} has the id `{id}`, too";
    ManifestDuplicateVersion = "manifest-duplicate-version", Error, open, "another version of this artifact is called `{version}`, too";
    ManifestDuplicateTemplate = "manifest-duplicate-template", Error, open, "another template of this service is called `{template}`, too";
    ManifestArtifactUnknown = "manifest-artifact-unknown", Error, open, "the relation of `{literal}` names the artifact `{artifact}`, which is not in the manifest";
    ManifestVersionUnknown = "manifest-version-unknown", Error, open, "the relation of `{literal}` names version `{version}`, which artifact `{artifact}` does not have";
    ManifestDuplicateKey = "manifest-duplicate-key", Warning, open, "`{key}` is written twice; the last one counts";
    ManifestDuplicateAccount = "manifest-duplicate-account", Warning, open, "account `{account}` is listed twice; each entry counts";
    ManifestUnknownField = "manifest-unknown-field", Warning, open, "`{field}` is not a known field";
    ManifestUnknownWord = "manifest-unknown-word", Warning, open, "`{word}` is none of {known}";
    ManifestProgress = "manifest-progress", Warning, open, "{number} is not a whole number from 0 to 100";
    ManifestNameShape = "manifest-name-shape", Warning, open, "`{name}` is not {min} to {max} letters, digits and `_`";
    ManifestDescriptionLength = "manifest-description-length", Warning, open, "the description has {length} characters, not {min} to {max}";
    ManifestTagCount = "manifest-tag-count", Warning, open, "{count} tags are more than {max}";
    ManifestNoRegions = "manifest-no-regions", Warning, open, "the list of distribution regions is empty";
    ManifestImageIdShape = "manifest-image-id-shape", Warning, open, "`{image}` does not look like the id of an image";

    // ── Who and which image ──────────────────────────────────────────────────────────────────────
    ServiceUnknown = "service-unknown", Error, fixed, "the manifest has no service `{service}`";
    TemplateUnknown = "template-unknown", Error, fixed, "service `{service}` has no template `{template}`";
    RegionNotAllowed = "region-not-allowed", Error, fixed, "template `{template}` may not be deployed in `{region}`, only in: {regions}";
    RegionUnknown = "region-unknown", Warning, open, "`{region}` is not a known region; `{nearest}` is";
    AccountEmpty = "account-empty", Error, fixed, "the account is empty";
    ServiceNotOnline = "service-not-online", Error, fixed, "service `{service}` has the status `{status}`: only its provider may deploy it";
    AccountDenied = "account-denied", Error, fixed, "service `{service}` is not shared with account `{account}`";
    AccountCannotDeploy = "account-cannot-deploy", Error, fixed, "account `{account}` has the permission `{permission}` for service `{service}`, which is not one to deploy";
    AccountNotInBeta = "account-not-in-beta", Error, fixed, "service `{service}` is in beta, and account `{account}` has no permission that includes it";
    ArtifactUnknown = "artifact-unknown", Error, fixed, "the manifest has no artifact `{artifact}`";
    VersionUnknown = "version-unknown", Error, fixed, "artifact `{artifact}` has no version `{version}`";
    VersionUnspecified = "version-unspecified", Warning, open, "the relation of `{literal}` names no version; the newest, `{version}`, is taken";
    VersionNoneServes = "version-none-serves", Error, fixed, "artifact `{artifact}` has no released version that can be deployed";
    VersionNotANumber = "version-not-a-number", Error, fixed, "version `{version}` of artifact `{artifact}` is neither `draft` nor a number, and serves no region";
    VersionNotAvailable = "version-not-available", Error, fixed, "version `{version}` of artifact `{artifact}` has the status `{status}`, and serves no region";
    DraftWithoutSource = "draft-without-source", Error, fixed, "the draft of artifact `{artifact}` has no custom image as its source, and serves no region";
    DraftOutsideSourceRegion = "draft-outside-source-region", Error, fixed, "the draft of artifact `{artifact}` (status `{status}`) serves only {regions}, not `{region}`";
    RegionNotServed = "region-not-served", Error, fixed, "version `{version}` of artifact `{artifact}` (status `{status}`) has no image for `{region}`; it has for: {regions}";
    RegionNotReady = "region-not-ready", Error, fixed, "the image of version `{version}` of artifact `{artifact}` (status `{status}`) for `{region}` is `{delivery}`; there are images for: {regions}";
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
