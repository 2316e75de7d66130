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

    // ── Limits ───────────────────────────────────────────────────────────────────────────────────
    TemplateTooLarge = "template-too-large", Error, fixed, "the template has {bytes} bytes, the limit is {limit}";
    ManifestTooLarge = "manifest-too-large", Error, fixed, "the manifest has {bytes} bytes, the limit is {limit}";
    NestingLimit = "nesting-limit", Error, fixed, "more than {limit} levels of nesting";
    AliasLimit = "alias-limit", Error, fixed, "more than {limit} aliases";
    SiteLimit = "site-limit", Error, fixed, "more than {limit} image sites";

    // ── YAML ─────────────────────────────────────────────────────────────────────────────────────
    YamlCharacter = "yaml-character", Error, fixed, "the character {character} cannot stand in YAML";
    YamlDirective = "yaml-directive", Error, fixed, "`{text}` is not a directive of YAML, or is written twice";
    YamlDirectiveAlone = "yaml-directive-alone", Error, fixed, "no `---` follows this directive";
    YamlTab = "yaml-tab", Error, fixed, "YAML is indented with spaces, not with a tab";
    YamlIndentation = "yaml-indentation", Error, fixed, "the indentation of this line fits nothing above it";
    YamlUnderIndented = "yaml-under-indented", Warning, open, "a text in quotes or brackets goes on here, and should be indented more than the key or dash it belongs to";
    YamlUnclosedQuote = "yaml-unclosed-quote", Error, fixed, "a text in quotes is not closed";
    YamlUnclosedBracket = "yaml-unclosed-bracket", Error, fixed, "a `{bracket}` is not closed";
    YamlWrongBracket = "yaml-wrong-bracket", Error, fixed, "`{bracket}` does not close what is open";
    YamlMissingItem = "yaml-missing-item", Error, fixed, "nothing stands before this comma";
    YamlMissingComma = "yaml-missing-comma", Error, fixed, "a comma is missing here";
    YamlMissingColon = "yaml-missing-colon", Error, fixed, "`{text}` is followed by no `:` and value";
    YamlUnexpectedValue = "yaml-unexpected-value", Error, fixed, "what stands before this `:` cannot be a key";
    YamlUnexpectedItem = "yaml-unexpected-item", Error, fixed, "an item of a list stands between the keys of a mapping";
    YamlExpectedItem = "yaml-expected-item", Error, fixed, "`{text}` stands between the items of a list without a `-`";
    YamlBlockInLine = "yaml-block-in-line", Error, fixed, "a mapping or list cannot start on this line";
    YamlKeyTooLong = "yaml-key-too-long", Error, fixed, "a key must stand on one line and have at most 1024 characters";
    YamlTrailingText = "yaml-trailing-text", Error, fixed, "`{text}` cannot follow here: the value has ended";
    YamlReservedCharacter = "yaml-reserved-character", Error, fixed, "a text that starts with `{text}` must be quoted";
    YamlEscape = "yaml-escape", Error, fixed, "`{text}` is not an escape of YAML";
    YamlBlockScalarHeader = "yaml-block-scalar-header", Error, fixed, "`{text}` cannot stand after a `|` or `>`";
    YamlBlockScalarIndentation = "yaml-block-scalar-indentation", Error, fixed, "this empty line is indented more than the text after it";
    YamlAnchor = "yaml-anchor", Error, fixed, "an anchor or alias needs a name, and a blank after it";
    YamlTag = "yaml-tag", Error, fixed, "`{text}` is not a tag, or its prefix is not declared";
    YamlSecondProperty = "yaml-second-property", Error, fixed, "a value has one anchor and one tag at most";
    YamlMisplacedProperty = "yaml-misplaced-property", Error, fixed, "no anchor or tag can stand before this";
    YamlUnknownAnchor = "yaml-unknown-anchor", Error, fixed, "no anchor before this is named like `{text}`";

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
    HclItemExpected = "hcl-item-expected", Error, fixed, "an argument or a block has to start here, not `{found}`";
    HclIncompleteItem = "hcl-incomplete-item", Error, fixed, "`{name}` needs `=` and a value behind it, or a body in braces";
    HclInvalidLabel = "hcl-invalid-label", Error, fixed, "`{label}` is no label: a label is a name, or a string with nothing to fill in";
    HclMissingLineBreak = "hcl-missing-line-break", Error, fixed, "the line has to end before `{found}`";
    HclOneLineBlock = "hcl-one-line-block", Error, fixed, "a block on one line holds one argument and its `}`";
    HclUnclosedBlock = "hcl-unclosed-block", Error, fixed, "the block `{block}` has no `}`";
    HclUnexpectedCloser = "hcl-unexpected-closer", Error, fixed, "nothing is open that `{closer}` could close";
    HclMissingValue = "hcl-missing-value", Error, fixed, "a value is missing here";
    HclInvalidCharacter = "hcl-invalid-character", Error, fixed, "`{found}` means nothing in HCL";
    HclMissingEquals = "hcl-missing-equals", Error, fixed, "a key needs `=` and a value, not `{found}`";
    HclMissingSeparator = "hcl-missing-separator", Error, fixed, "a comma is missing before `{found}`";
    HclUnclosedBracket = "hcl-unclosed-bracket", Error, fixed, "`{open}` is not closed";
    HclUnexpected = "hcl-unexpected", Error, fixed, "`{found}` cannot stand here: `{open}` is still open";
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

    // ── The template ─────────────────────────────────────────────────────────────────────────────
    ForeignTemplate = "foreign-template", Error, open, "this is a template of {cloud}, not of ROS or Terraform";
    NotATemplate = "not-a-template", Warning, open, "this is neither a ROS template nor Terraform: it has no `Resources`";
    FormatVersionMissing = "format-version-missing", Warning, open, "`ROSTemplateFormatVersion` is missing";
    ResourcesMissing = "resources-missing", Warning, open, "the template has no `Resources`";
    UnknownSection = "unknown-section", Warning, open, "ROS has no section `{section}`";
    WrongType = "wrong-type", Warning, open, "`{name}` is not {expected}";
    TypeMissing = "type-missing", Warning, open, "resource `{resource}` has no `Type`";
    SeveralDocuments = "several-documents", Warning, open, "ROS reads one document, the file has {count}";
    DuplicateKey = "duplicate-key", Warning, open, "`{key}` is written twice; the last one counts";
    DuplicateSiteKey = "duplicate-site-key", Error, open, "`{key}` is written twice, and an image depends on it";
    TemplateNotChecked = "template-not-checked", Info, open, "resource `{resource}` takes its template from `{property}`, which is not read here";
    StackDepth = "stack-depth", Warning, open, "child templates are nested more than {limit} deep";
    WorkspaceMissing = "workspace-missing", Warning, open, "`Transform` names Terraform, but there is no `Workspace`";
    TerraformNotAlicloud = "terraform-not-alicloud", Info, open, "no resource or data source here is one of the `alicloud` provider";
    WorkspaceIgnored = "workspace-ignored", Warning, open, "`Workspace` is not read, because no `Transform` names Terraform";

    // ── Image sites ──────────────────────────────────────────────────────────────────────────────
    ImageNotLiteral = "image-not-literal", Error, open, "the image of `{resource}` is `{what}`, not a string: it cannot be replaced[[; a relation names `{image}`, which it refers to: write that string here]][[ (places not shown: {rest})]]";
    ModuleNotRead = "module-not-read", Info, open, "what becomes of `{property}` of `{resource}` is not read here[[: `{image}`, which a relation names, is not replaced there]]";
    SiteNotDocumented = "site-not-documented", Info, open, "`{type}` is not among the resources that Compute Nest documents as replaceable";
    PropertyMisnamed = "property-misnamed", Warning, open, "`{type}` has no property `{property}`";
    StackGroupSite = "stack-group-site", Warning, open, "the image of `{resource}` is deployed in the regions of its stack group, not in this one: it is not replaced";
    ImageUnassociated = "image-unassociated", Info, open, "`{image}` is related to no artifact and stays as it is[[; a relation names `{near}`]]";
    RelationUnused = "relation-unused", Info, open, "no image of this template is `{image}`";
    ImageHiddenCharacter = "image-hidden-character", Warning, open, "`{image}` holds {character}, which cannot be seen";
    ImageLookAlike = "image-look-alike", Warning, open, "`{image}` holds `{letter}` ({character}), which looks like `{like}`";
    EditConflict = "edit-conflict", Error, fixed, "others read the text `{image}`, too, and no edit would change it for this site alone";
    ImageNotWritable = "image-not-writable", Error, fixed, "the id `{image}` cannot be written here";

    // ── Manifest ─────────────────────────────────────────────────────────────────────────────────
    ManifestWrongType = "manifest-wrong-type", Error, fixed, "{expected} must stand here, not {found}";
    ManifestNumberForId = "manifest-number-for-id", Error, fixed, "`{field}` must be a string, as every id and version: a number cannot hold all 16-digit ids";
    ManifestMissingField = "manifest-missing-field", Error, fixed, "`{field}` is missing";
    ManifestEmptyId = "manifest-empty-id", Error, fixed, "`{field}` is empty";
    ManifestVersion = "manifest-version", Error, fixed, "`manifestVersion` is {version}, only 1 is known";
    ManifestDuplicateId = "manifest-duplicate-id", Error, open, "another {kind} has the id `{id}`, too";
    ManifestDuplicateVersion = "manifest-duplicate-version", Error, open, "another version of this artifact is called `{version}`, too";
    ManifestDuplicateTemplate = "manifest-duplicate-template", Error, open, "another template of this service is called `{template}`, too";
    ManifestArtifactUnknown = "manifest-artifact-unknown", Error, open, "the relation of `{literal}` names the artifact `{artifact}`, which is not in the manifest";
    ManifestVersionUnknown = "manifest-version-unknown", Error, open, "the relation of `{literal}` names version `{version}`, which artifact `{artifact}` does not have";
    ManifestDuplicateAccount = "manifest-duplicate-account", Warning, open, "account `{account}` is listed twice; each entry counts";
    ManifestUnknownField = "manifest-unknown-field", Warning, open, "`{field}` is not a known field";
    ManifestUnknownWord = "manifest-unknown-word", Warning, open, "`{word}` is none of {known}";
    ManifestProgress = "manifest-progress", Warning, open, "{number} is not a whole number from 0 to 100";
    ManifestNameShape = "manifest-name-shape", Warning, open, "`{name}` is not {min} to {max} letters, digits and `_`";
    ManifestDescriptionLength = "manifest-description-length", Warning, open, "the description has {length} characters, not {min} to {max}";
    ManifestTagShape = "manifest-tag-shape", Warning, open, "ECS takes no tag `{key}` with the value `{value}`: a key has 1 to {max} characters and starts with neither `aliyun` nor `acs:`, a value has at most {max} and does not start with `acs:`, and neither holds `http://` or `https://`";
    ManifestNameCombining = "manifest-name-combining", Warning, open, "the name `{name}` has the combining mark {mark}: write it composed (Unicode NFC)";
    ManifestTagCount = "manifest-tag-count", Warning, open, "{count} tags are more than {max}";
    ManifestNoRegions = "manifest-no-regions", Warning, open, "the list of distribution regions is empty";
    ManifestImageIdShape = "manifest-image-id-shape", Warning, open, "`{image}` does not look like the id of an image";

    ManifestImageIdLength = "manifest-image-id-length", Warning, open, "`{image}` has {length} letters and digits behind `m-`, not {expected}";
    ManifestImageRegion = "manifest-image-region", Warning, open, "`{image}` looks like an image of `{other}`, but stands under `{region}`";
    ManifestNoImage = "manifest-no-image", Warning, open, "version `{version}` is `Available`, but has no image for any region";
    ManifestDuplicateRegion = "manifest-duplicate-region", Warning, open, "`{region}` is listed twice";
    ManifestZone = "manifest-zone", Warning, open, "`{zone}` is a zone; its region is `{region}`";
    ManifestRegionUnknown = "manifest-region-unknown", Warning, open, "`{region}` is not a known region[[; `{nearest}` is]]";
    ManifestAccountShape = "manifest-account-shape", Warning, open, "`{account}` is not an account id: those are digits only";
    ManifestRelationNear = "manifest-relation-near", Warning, open, "the relations of `{literal}` and of `{near}` differ only in case or blanks";
    ManifestDraftOnline = "manifest-draft-online", Warning, open, "the relation of `{literal}` names the draft of artifact `{artifact}`, and the service is online";

    // ── Who and which image ──────────────────────────────────────────────────────────────────────
    ServiceUnknown = "service-unknown", Error, fixed, "the manifest has no service `{service}`";
    TemplateUnknown = "template-unknown", Error, fixed, "service `{service}` has no template `{template}`";
    RegionNotAllowed = "region-not-allowed", Error, fixed, "template `{template}` may not be deployed in `{region}`, only in: {regions}";
    RegionUnknown = "region-unknown", Warning, open, "`{region}` is not a known region[[; `{nearest}` is]]";
    AccountEmpty = "account-empty", Error, fixed, "the account is empty";
    ServiceNotOnline = "service-not-online", Error, fixed, "service `{service}` has [[the status `{status}`]][[no {missing}]]: only its provider may deploy it";
    AccountDenied = "account-denied", Error, fixed, "service `{service}` is not shared with account `{account}`";
    AccountCannotDeploy = "account-cannot-deploy", Error, fixed, "account `{account}` has [[the permission `{permission}`]][[no {missing}]] for service `{service}`: it may not deploy it";
    ServiceNotShown = "service-not-shown", Error, fixed, "service `{service}` has [[the status `{status}`]][[no {missing}]]: only its provider sees it";
    AccountCannotView = "account-cannot-view", Error, fixed, "account `{account}` has [[the permission `{permission}`]][[no {missing}]] for service `{service}`: it may not see it";
    ArtifactPrivate = "artifact-private", Error, fixed, "no service that could open it is related to artifact `{artifact}`: only its provider may use it";
    ArtifactClosed = "artifact-closed", Error, fixed, "no service that is related to artifact `{artifact}` opens it to account `{account}`: {services}";
    AccountNotInBeta = "account-not-in-beta", Error, fixed, "service `{service}` is in beta, and account `{account}` has no permission that includes it";
    ArtifactUnknown = "artifact-unknown", Error, fixed, "the manifest has no artifact `{artifact}`[[; it has `{near}`]]";
    ArtifactType = "artifact-type", Error, fixed, "the relation of `{literal}` leads to artifact `{artifact}` of the type `{type}`, which is no ECS image";
    VersionUnknown = "version-unknown", Error, fixed, "artifact `{artifact}` has no version `{version}`[[; it has `{near}`]]";
    VersionUnspecified = "version-unspecified", Warning, open, "the relation of `{literal}` names no version; the newest, `{version}`, is taken";
    VersionNoneServes = "version-none-serves", Error, fixed, "artifact `{artifact}` has no released version that can be deployed";
    VersionNotANumber = "version-not-a-number", Error, fixed, "version `{version}` of artifact `{artifact}` is neither `draft` nor a number, and serves no region";
    VersionNotAvailable = "version-not-available", Error, fixed, "version `{version}` of artifact `{artifact}` has [[the status `{status}`]][[no {missing}]] and serves no region, so not `{region}`";
    DraftWithoutSource = "draft-without-source", Error, fixed, "the draft of artifact `{artifact}` has no custom image as its source, and serves no region";
    DraftOutsideSourceRegion = "draft-outside-source-region", Error, fixed, "the draft of artifact `{artifact}` (status `{status}`) serves only {regions}, not `{region}`";
    RegionNotServed = "region-not-served", Error, fixed, "version `{version}` of artifact `{artifact}` (status `{status}`) has no image for `{region}`; it has for: {regions}";
    RegionNotReady = "region-not-ready", Error, fixed, "the image of version `{version}` of artifact `{artifact}` (status `{status}`) for `{region}` has [[the status `{delivery}`]][[no {missing}]][[: the copy failed (`{failed}`), make it again]][[: the copy is under way (`{waiting}`), wait for it]][[: nobody asked for the copy (`{announced}`), start it]]; there are images for: {regions}";
    ImageNotShared = "image-not-shared", Error, fixed, "ECS has not confirmed that image `{image}` of version `{version}` of artifact `{artifact}` in `{region}` is shared with {accounts}[[: whom it is shared with is {sharing}, but known of other images of the version]]";

    // ── Changes of a manifest ────────────────────────────────────────────────────────────────────
    RegionShape = "region-shape", Error, fixed, "`{region}` has not the shape of a region id[[; `{nearest}` is one]]";
    RegionsAllInList = "regions-all-in-list", Error, fixed, "`all` stands in a list: write `\"supportRegionIds\": \"all\"`, or list the regions";
    ServiceEmpty = "service-empty", Error, fixed, "service `{service}` has no {missing}, and cannot be submitted";
    DraftOnlineChanged = "draft-online-changed", Warning, open, "customers of service `{service}`, which is online, get the draft of artifact `{artifact}` for `{literal}`: [[`{image}` in `{region}`]][[no image: the draft has no {missing}]][[, no more `{before}`]], and nothing elsewhere";
    ChangeUnknown = "change-unknown", Error, fixed, "`{change}` is none of the changes that there are: {known}";
    ChangeUnknownField = "change-unknown-field", Error, fixed, "`{change}` takes no field `{field}`, only: {fields}";
    ChangeLimit = "change-limit", Error, fixed, "{count} changes at once are more than {limit}";
    IdTaken = "id-taken", Error, fixed, "another {kind} of the manifest has the id `{id}`";
    FieldFixed = "field-fixed", Error, fixed, "`{field}` of artifact `{artifact}` never changes[[: it is `{value}`]]";
    SourceIncomplete = "source-incomplete", Error, fixed, "a source of the type `{type}` needs `{field}`";
    DraftExists = "draft-exists", Error, fixed, "artifact `{artifact}` has a draft already";
    DraftMissing = "draft-missing", Error, fixed, "artifact `{artifact}` has no draft";
    DraftNotEditable = "draft-not-editable", Error, fixed, "the draft of artifact `{artifact}` has the status `{status}`, in which it cannot be changed";
    DraftNotReleasable = "draft-not-releasable", Error, fixed, "the draft of artifact `{artifact}` has [[the status `{status}`]][[no {missing}]]: only one that is `Created` can be released";
    VersionNoneReleased = "version-none-released", Error, fixed, "artifact `{artifact}` has no released version to start from";
    DeliveryNotOpen = "delivery-not-open", Error, fixed, "version `{version}` of artifact `{artifact}` has [[the status `{status}`]][[no {missing}]]: nothing of it is being delivered";
    DeliveryFinal = "delivery-final", Error, fixed, "version `{version}` of artifact `{artifact}` has its image for `{region}`, and what is released never changes";
    DeliveryProgress = "delivery-progress", Error, fixed, "an image that is `{status}` cannot be at {progress} percent";
    DeliveryIncomplete = "delivery-incomplete", Error, fixed, "version `{version}` of artifact `{artifact}` has not reached all of its regions; without an image: {regions}";
    RegionNotMeant = "region-not-meant", Error, fixed, "version `{version}` of artifact `{artifact}` is not meant for `{region}`, only for: {regions}";
    VersionInUse = "version-in-use", Error, fixed, "version `{version}` of artifact `{artifact}` stands behind `{literal}` of service `{service}`";
    ArtifactInUse = "artifact-in-use", Error, fixed, "artifact `{artifact}` stands behind `{literal}` of service `{service}`";
    RelationMissing = "relation-missing", Error, fixed, "service `{service}` has no relation of `{literal}`[[; it has one of `{near}`]]";
    ShareMissing = "share-missing", Error, fixed, "service `{service}` is not shared with account `{account}`[[ as `{type}`]]";
    ServiceNotEditable = "service-not-editable", Error, fixed, "service `{service}` has the status `{status}`, in which it cannot be changed; it can become: {next}";
    ServiceNotDeletable = "service-not-deletable", Error, fixed, "service `{service}` has the status `{status}`, in which it cannot be deleted; it can become: {next}";
    ServiceStatusForbids = "service-status-forbids", Error, fixed, "service `{service}` has [[the status `{from}`]][[no {missing}]], from which it does not become `{to}`; it can become: {next}";

    // ── Check ────────────────────────────────────────────────────────────────────────────────────
    TemplateNotGiven = "template-not-given", Warning, open, "template `{template}` of service `{service}` was not given, and is not checked";
    ServiceWithoutTemplates = "service-without-templates", Info, open, "service `{service}` lists no template: nothing says where its relations are used";
    RelationNeverUsed = "relation-never-used", Warning, open, "no image in any template of service `{service}` is `{image}`";
    RegionsNotCovered = "regions-not-covered", Warning, open, "template `{template}` may be deployed in {regions}, where version `{version}` of artifact `{artifact}` has no image for `{literal}`[[; not ready: {pending}]]";
    TemplateUnrestricted = "template-unrestricted", Info, open, "template `{template}` may be deployed everywhere, but version `{version}` of artifact `{artifact}` has images for `{literal}` only in: {regions}";
    VersionServesNothing = "version-serves-nothing", Warning, open, "no region has an image for `{literal}`: [[version `{version}` of ]]artifact `{artifact}` has [[the status `{status}`]][[no {missing}]]";
    VersionDelivering = "version-delivering", Info, open, "version `{version}` of artifact `{artifact}`, for `{literal}`, is still on its way: its status is `{status}`";
    SiteNotReplaced = "site-not-replaced", Warning, open, "the image of `{resource}` is `{image}`, which a relation names, but images of this place are never replaced";
    ImageRegionBound = "image-region-bound", Warning, open, "`{image}` is an image of one region[[, `{home}`]], and no relation replaces it, but template `{template}` may be deployed in {regions}";
    ImageIsRelation = "image-is-relation", Warning, open, "the image `{image}` that `{literal}` gets in `{region}` is itself a literal of a relation: resolving an output again would change it";
    ImageChanged = "image-changed", Warning, open, "the image [[of `{resource}` ]]changes in {regions} (`{region}`: from `{before}` to `{image}`): updating a running instance replaces its system disk";
    PreviousUnreadable = "previous-unreadable", Error, open, "the previous manifest cannot be read (`{code}`): images are not compared";
    CheckLimit = "check-limit", Error, fixed, "more than {limit} comparisons of regions and images: the rest is not checked";
    MatrixLimit = "matrix-limit", Error, fixed, "the matrix would have {count} cells, the limit is {limit}";

    // ── Import ───────────────────────────────────────────────────────────────────────────────────
    ImportFileTooLarge = "import-file-too-large", Error, fixed, "`{file}` has {bytes} bytes, the limit is {limit}";
    ImportTooMuchWork = "import-too-much-work", Error, fixed, "`{file}` stands for more than can be read: aliases repeat it";
    ImportUnknownSource = "import-unknown-source", Error, fixed, "nothing in `{file}` says what kind of file it is";
    ImportOtherSource = "import-other-source", Error, fixed, "`{file}` was said to be `{kind}`, but has none of {fields}";
    ImportWrongType = "import-wrong-type", Error, fixed, "{expected} must stand here, not {found}";
    ImportNull = "import-null", Info, open, "`{field}` is null, and counts as left out";
    ImportUnquoted = "import-unquoted", Warning, open, "a text belongs here, not {found}: `{text}` is taken as it is written";
    ImportPlaceholder = "import-placeholder", Warning, open, "`{placeholder}` is filled in by another tool[[: it stands for `{meaning}`]][[; `{field}` is left out]]";
    ImportMissing = "import-missing", Warning, open, "no file says the `{field}`[[ of {kind} `{id}`]]: it is left out";
    ImportDerivedId = "import-derived-id", Warning, open, "no file says the id of this {kind}: `{id}` stands for it";
    ImportTakenAs = "import-taken-as", Warning, open, "the {kind} `{key}` is taken to be `{id}`, the only one that it can be";
    ImportConflict = "import-conflict", Error, open, "`{field}` of {kind} `{id}` is `{value}` here, but `{other}` in `{file}`[[; `{kept}` is kept]]";
    ImportReplaced = "import-replaced", Info, open, "`{field}` of {kind} `{id}` was `{old}` and is `{value}` now";
    ImportLeftOut = "import-left-out", Info, open, "`{name}` is left out[[: it is of the type `{type}`, not `EcsImage`]][[: it has no `{field}`]][[: it was built by `{builder}`]][[: a manifest has no field for it in {object}]][[: no artifact names the image `{image}`]]";
    ImportServiceUnnamed = "import-service-unnamed", Warning, open, "nothing says which service these accounts are for: they are left out";
    ImportRegionMissing = "import-region-missing", Error, fixed, "nothing says which region the images of `{file}` are in";
    ImportImageRepeated = "import-image-repeated", Warning, open, "two images of `{region}` are called `{name}`: neither is taken";
    ImportArtifactText = "import-artifact-text", Error, fixed, "`{text}` is not a list of `region:image`";
    ImportMorePages = "import-more-pages", Warning, open, "`{file}` holds {count} of {total} entries: import the other pages, too";
    ImportNothing = "import-nothing", Warning, open, "nothing of `{file}` could be imported";
    ExportNoImages = "export-no-images", Warning, open, "artifact `{artifact}`[[, version `{version}`,]] has an image for no region: it is left out";

    // ── Distribution ─────────────────────────────────────────────────────────────────────────────
    PlanObserve = "plan-observe", Info, open, "what there is in `{region}`[[, and whom `{image}` is shared with,]] is not known yet";
    PlanCopy = "plan-copy", Info, open, "`{region}` has no copy of version `{version}` of artifact `{artifact}`[[; this is attempt {attempt}: those before failed]]";
    PlanQueue = "plan-queue", Info, open, "the copy of version `{version}` of artifact `{artifact}` to `{region}` waits its turn: {limit} may run from `{home}` at once";
    PlanWait = "plan-wait", Info, open, "the image `{image}` in `{region}` is `{status}`[[, at {progress} percent]]";
    PlanShare = "plan-share", Info, open, "accounts that may deploy artifact `{artifact}` cannot use the image of version `{version}` in `{region}` yet: {count}";
    PlanMark = "plan-mark", Info, open, "the manifest does not say yet that version `{version}` of artifact `{artifact}` is `{status}`[[ ({progress} percent)]] in `{region}`";
    PlanPublish = "plan-publish", Info, open, "artifact `{artifact}` is public, its images are to be open to everyone, and that of version `{version}` in `{region}` is not";
    PlanRetry = "plan-retry", Info, open, "`{call}` in `{region}` failed with `{error}` (failures so far: {count}), and is tried again later";
    VersionNotDistributed = "version-not-distributed", Info, open, "version `{version}` of artifact `{artifact}` has [[the status `{status}`]][[no {missing}]]: nothing of it is copied or shared";
    RegionsUnknown = "regions-unknown", Error, fixed, "version `{version}` of artifact `{artifact}` is meant for all regions, and nothing says which these are";
    TooManyAccounts = "too-many-accounts", Error, fixed, "the image of version `{version}` of artifact `{artifact}` in `{region}` would be shared with {count} accounts, and the limit is {limit}; without it: {accounts}";
    MarketplaceImage = "marketplace-image", Error, fixed, "version `{version}` of artifact `{artifact}` is the marketplace product `{product}`, whose images cannot be copied to `{region}`[[: `{image}`, which the manifest has for it, is none of your own images]]";
    ImageEncrypted = "image-encrypted", Error, fixed, "the source `{image}` of version `{version}` of artifact `{artifact}` is encrypted, and nothing says that it can be shared";
    ImageNotAvailable = "image-not-available", Error, fixed, "the image `{image}` in `{region}` is `{status}`: it can be neither copied nor shared";
    ImageLost = "image-lost", Error, fixed, "the manifest has `{image}` for version `{version}` of artifact `{artifact}` in `{region}`, where there is no such image";
    ImageNameTaken = "image-name-taken", Error, fixed, "`{image}` in `{region}` has the name `{name}`, which the copy is to have, but not its tags";
    CommunityImage = "community-image", Error, fixed, "`{image}` in `{region}` is a community image, which can be neither copied nor shared";
    CopyFailed = "copy-failed", Error, fixed, "every copy of version `{version}` of artifact `{artifact}` to `{region}` failed; tried so often: {count}";
    CallFailed = "call-failed", Error, fixed, "`{call}` in `{region}` failed with `{error}` (failures in all: {count})[[; accounts: {accounts}]]";
    PublicNeedsCommunity = "public-needs-community", Warning, open, "artifact `{artifact}` is public, but images of version `{version}` are not open to everyone: {count}";
    CopyUnasked = "copy-unasked", Info, open, "nothing asks for the image `{image}` (`{status}`[[, {size} GiB]][[, made {days} days ago]]) in `{region}`, a copy of version `{version}` of artifact `{artifact}`";
    SharedUnasked = "shared-unasked", Info, open, "the image `{image}` in `{region}` is shared with accounts that may not deploy artifact `{artifact}` ({count})[[: {accounts}]]";
    PublicUnasked = "public-unasked", Info, open, "the image `{image}` in `{region}` is open to everyone, and artifact `{artifact}` is not";
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
