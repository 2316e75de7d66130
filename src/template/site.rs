//! An image site: one place where a resource takes an ECS image, and what stands there.

use super::origin::OriginId;
use super::sharing::Sharing;
use crate::rules::Tier;
use crate::source::Span;
use crate::syntax::scalar::Style;

/// One place in a template where a resource takes an ECS image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The logical id; `Outer/Inner` inside an inline child template; `type.name` in Terraform.
    pub resource: String,
    /// The resource's type.
    pub resource_type: String,
    /// From the outermost resource to the property: `Properties`, `ImageId`; in Terraform the block names on the way.
    pub path: Vec<Step>,
    /// What is known of the place.
    pub tier: Tier,
    /// Whether the service has no such property, although its documentation names it.
    pub misnamed: bool,
    /// The `Workspace` entry that it stands in.
    pub workspace: Option<String>,
    /// Whether the resource belongs to a child of a stack group, which deploys in regions of its own.
    pub elsewhere: bool,
    /// The name of the condition on the resource, where it has one.
    pub condition: Option<String>,
    /// How many copies of the resource there are, where it says so.
    pub count: Option<Count>,
    /// What stands there.
    pub value: Value,
    /// The value's token as the resource reads it: with quotes, brackets and a short tag; an alias is its `*name`.
    pub span: Span,
    /// The text in it: between the quotes, or the text itself; at the anchor for an alias.
    pub inner: Span,
    /// The scalar that an edit replaces: `span` without its tag; at the anchor for an alias.
    pub scalar: Span,
    /// How the scalar is written, and so how another id is written in its place.
    pub style: Style,
    /// Who else reads the scalar, where anybody does.
    pub sharing: Option<Box<Sharing>>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A property, a block or an attribute.
    Name(String),
    /// An item of a list, from 0.
    Index(u32),
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Step::Name(name.to_owned())
    }
}

/// How many copies of a resource a template asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Number(u64),
    /// A function or a reference decides.
    Dynamic,
}

/// What stands at a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// Which kind it is.
    pub kind: ValueKind,
    /// The decoded text of a string: a literal, a fuzzy name or a dynamic reference. `None` for every other kind.
    pub literal: Option<String>,
    /// Where a value that is not a literal comes from.
    pub reference: Reference,
}

/// The kinds of value, by what decides them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueKind {
    /// A plain string. An empty one too.
    Literal,
    /// A plain string that ROS itself completes to the newest public image (`centos_7`, `win2008r2`, `*`).
    FuzzyName,
    /// A string with `{{resolve:…}}` in it, which ROS reads from a parameter store at deploy time. Not a literal.
    DynamicReference,
    /// `Ref` of a parameter, `var.x`.
    Parameter,
    /// Another function or a resource's attribute.
    Function,
    /// `data.…`.
    DataSource,
    /// `local.…`, a ROS local.
    Local,
    /// `Fn::If`, `a ? b : c`.
    Conditional,
    /// A string with `${…}` or `%{…}` in it.
    Interpolation,
    /// Null, a number, a boolean, a collection, or anything else.
    #[default]
    Other,
}

impl ValueKind {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            ValueKind::Literal => "literal",
            ValueKind::FuzzyName => "fuzzy-name",
            ValueKind::DynamicReference => "dynamic-reference",
            ValueKind::Parameter => "parameter",
            ValueKind::Function => "function",
            ValueKind::DataSource => "data-source",
            ValueKind::Local => "local",
            ValueKind::Conditional => "conditional",
            ValueKind::Interpolation => "interpolation",
            ValueKind::Other => "other",
        }
    }

    /// Whether the template itself says which image it is.
    pub fn is_literal(self) -> bool {
        matches!(self, ValueKind::Literal | ValueKind::FuzzyName)
    }

    /// The kind of the string `text` in a ROS template. Terraform knows neither fuzzy names nor dynamic references.
    pub fn of_ros(text: &str) -> Self {
        match () {
            () if is_dynamic(text) => ValueKind::DynamicReference,
            () if is_fuzzy(text) => ValueKind::FuzzyName,
            () => ValueKind::Literal,
        }
    }
}

/// Whether a `{{resolve:…}}` stands in `text`, with or without blanks inside the braces.
fn is_dynamic(text: &str) -> bool {
    text.split("{{").skip(1).any(|rest| rest.trim_start().starts_with("resolve:"))
}

/// The families of public images that ROS knows by a bare name.
/// Source: the ROS help page on image names; the corpus' own literals.
const FAMILIES: [&str; 16] = [
    "aliyun",
    "almalinux",
    "alinux",
    "anolis",
    "centos",
    "coreos",
    "debian",
    "fedora",
    "freebsd",
    "gentoo",
    "opensuse",
    "redhat",
    "rhel",
    "rocky",
    "suse",
    "ubuntu",
];

/// Whether ROS would complete `text` itself: a family (`centos`), a family and a version (`ubuntu_14`, `win2008r2`), a
/// prefix (`aliyun_3_9_x64_20G_alibase_`) or a pattern with `*`. A whole id ends in `.vhd` or starts with `m-`.
///
/// The name of an artifact's placeholder (`linux`, `windows`, `dify`) is not one: ROS would not know it.
fn is_fuzzy(text: &str) -> bool {
    if text.contains('*') {
        return true;
    }
    if text.starts_with("m-") || text.ends_with(".vhd") || text.ends_with(".raw") {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let versioned =
        |rest: &str| rest.is_empty() || rest.starts_with('_') || rest.starts_with(|c: char| c.is_ascii_digit());
    FAMILIES.iter().any(|family| lower.strip_prefix(family).is_some_and(versioned))
        || lower.strip_prefix("win").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Where a value that is not a literal comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What it says at the site, as a person would name it: `Ref: ImageId`, `var.image_id`, `Fn::FindInMap`.
    pub name: String,
    /// What it refers to, in [`Template::origins`](super::Template::origins).
    pub origin: Option<OriginId>,
}
