//! Image sites of a ROS template, YAML or JSON.

use std::borrow::Cow;

use super::origin::PathId;
use super::reference::{References, ScopeId, cut};
use super::sharing::{self, Slot};
use super::site::{Count, Site, Step};
use super::unread::{Name, Unread};
use super::{Found, SiteOptions, duplicate, workspace};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::rules::{self, Tier};
use crate::source::Span;
use crate::syntax::scalar::{self, Style};
use crate::syntax::view::{Entry, Expression, View};
use crate::syntax::{Document, Kind, NodeId};

/// The sections that ROS knows. Source: the ROS help page on the structure of templates.
pub(super) const SECTIONS: [&str; 12] = [
    "ROSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Resources",
    "Outputs",
    "Rules",
    "Locals",
    "Transform",
    "Workspace",
];

/// How deep ROS lets stacks nest. Source: the ROS help page on limits.
const STACK_DEPTH: usize = 5;

/// Resources that hand their properties to what is not read here; `:` ends a prefix.
const UNREAD: [&str; 4] =
    ["MODULE::", "Custom::", "ALIYUN::ROS::CustomResource", "ALIYUN::ComputeNest::ServiceInstance"];

/// How deep the properties of such a resource are looked through.
const STEPS: u32 = 32;

/// Finds every image site of `document`, the tape of `text`, and what is wrong on the way to them.
pub fn sites(
    text: &str,
    document: &Document,
    json: bool,
    options: &SiteOptions,
    diagnostics: &mut Diagnostics,
    found: &mut Found,
) {
    let view = View::new(text, document, json, &options.limits);
    // A document that could not be read whole seems to lack and to hold all sorts of things.
    let sound = diagnostics.ok();
    if document.roots.is_empty() {
        return diagnostics.push(Diagnostic::new(Code::EmptyTemplate, Span::at(0)));
    }
    if document.roots.len() > 1 {
        let second = view.token(document.roots[1].node);
        diagnostics.push(Diagnostic::new(Code::SeveralDocuments, second).arg("count", document.roots.len()));
    }
    let references = References::new(&view, std::mem::take(&mut found.tracer));
    let slots = Vec::new();
    let mut reader = Reader { view: &view, options, diagnostics, found, slots, references, sound, full: false };
    document.roots.iter().for_each(|root| reader.template(root.node));
    let Reader { mut references, found, slots, .. } = reader;
    found.tracer = std::mem::take(references.trace());
    sharing::find(&view, &slots, &mut found.sites);
    duplicate::report(&view, diagnostics);
    if view.exhausted() {
        let root = document.roots.first().map_or(Span::at(0), |root| view.token(root.node));
        diagnostics.push(Diagnostic::new(Code::AliasLimit, Span::at(root.start)).arg("limit", options.limits.aliases));
    }
}

struct Reader<'a, 'o> {
    view: &'o View<'a>,
    options: &'o SiteOptions,
    diagnostics: &'o mut Diagnostics,
    found: &'o mut Found,
    slots: Vec<Slot>,
    references: References<'a, 'o>,
    /// Whether the document could be read whole, so that what it lacks may be reported.
    sound: bool,
    full: bool,
}

/// The template that resources are read in: the document itself, or a child that a stack holds inline.
struct Frame {
    scope: ScopeId,
    /// The logical ids of the stacks around it, and the path through them.
    resource: String,
    path: Vec<Step>,
    depth: usize,
    elsewhere: bool,
    entered: Option<NodeId>,
}

/// The resource that sites are looked for in.
struct Resource<'a> {
    name: String,
    resource_type: Cow<'a, str>,
    condition: Option<String>,
    count: Option<Count>,
    /// The first alias on the way to its properties.
    entered: Option<NodeId>,
}

impl<'a, 'o> Reader<'a, 'o> {
    fn template(&mut self, root: NodeId) {
        let Some(root) = self.view.follow(root) else { return };
        if let Some((cloud, place)) = self.foreign(root) {
            self.diagnostics.push(Diagnostic::new(Code::ForeignTemplate, place).arg("cloud", cloud));
            return;
        }
        let resources = self.view.get(root, "Resources");
        let transform = self.view.value(root, "Transform");
        let workspace = self.view.get(root, "Workspace");
        if resources.is_none() && transform.is_none() && workspace.is_none() {
            self.report_no_resources(root);
            return;
        }
        self.sections(root);
        std::mem::swap(self.references.trace(), &mut self.found.tracer);
        workspace::read(self.view, transform, workspace, self.options, self.diagnostics, self.found);
        std::mem::swap(self.references.trace(), &mut self.found.tracer);
        let scope = self.references.scope(root, None);
        self.resources(
            resources,
            &Frame {
                scope,
                resource: String::new(),
                path: Vec::new(),
                depth: 0,
                elsewhere: false,
                entered: resources.and_then(|entry| self.enter(None, entry)),
            },
        );
    }

    /// The cloud whose template this is, where it is not ROS's.
    fn foreign(&self, root: NodeId) -> Option<(&'static str, Span)> {
        if let Some(entry) = self.view.get(root, "AWSTemplateFormatVersion") {
            return Some(("AWS CloudFormation", self.view.token(entry.key)));
        }
        if let Some(schema) = self.view.get(root, "$schema")
            && self.view.string(schema.value).is_some_and(|text| is_arm_schema(&text))
        {
            return Some(("Azure Resource Manager", self.view.token(schema.value)));
        }
        let resources = self.view.value(root, "Resources")?;
        let first = self.view.document.entries(resources).next()?;
        let resource_type = self.view.get(self.view.follow(first.1)?, "Type")?;
        let aws = self.view.string(resource_type.value)?.starts_with("AWS::");
        aws.then(|| ("AWS CloudFormation", self.view.token(resource_type.value)))
    }

    fn report_no_resources(&mut self, root: NodeId) {
        let place = Span::at(self.view.token(root).start);
        let code = match self.view.get(root, "ROSTemplateFormatVersion") {
            Some(_) => Code::ResourcesMissing,
            None => Code::NotATemplate,
        };
        if !self.sound {
            return;
        }
        self.diagnostics.push(Diagnostic::new(code, place));
    }

    fn sections(&mut self, root: NodeId) {
        if !self.sound {
            return;
        }
        if self.view.get(root, "ROSTemplateFormatVersion").is_none() {
            let place = Span::at(self.view.token(root).start);
            self.diagnostics.push(Diagnostic::new(Code::FormatVersionMissing, place));
        }
        for (key, _) in self.view.document.entries(root) {
            let known = SECTIONS.iter().any(|section| self.view.is_text(key, section)) || self.view.is_merge(key);
            // `x-…` and `.…` hold anchors that other sections read.
            let section = self.view.text_of(key);
            if !known && !section.starts_with("x-") && !section.starts_with('.') {
                let place = self.view.token(key);
                self.diagnostics.push(Diagnostic::new(Code::UnknownSection, place).arg("section", section.as_ref()));
            }
        }
    }

    fn resources(&mut self, resources: Option<Entry>, frame: &Frame) {
        let Some(mapping) = resources.and_then(|entry| self.view.follow(entry.value)) else { return };
        if !self.view.document.node(mapping).kind.is_mapping() {
            self.wrong_type(mapping, "Resources", "a mapping of logical ids to resources");
            return;
        }
        for entry in self.view.entries(mapping) {
            if self.full {
                return;
            }
            self.resource(entry, frame);
        }
    }

    fn resource(&mut self, resource_entry: Entry, frame: &Frame) {
        let Some(body) = self.view.follow(resource_entry.value) else { return };
        let logical = self.view.text_of(resource_entry.key);
        if !self.view.document.node(body).kind.is_mapping() {
            return self.wrong_type(body, &logical, "a mapping with `Type` and `Properties`");
        }
        let Some(resource_type) = self.view.get(body, "Type") else {
            if self.sound {
                let finding = Diagnostic::new(Code::TypeMissing, self.view.token(resource_entry.key));
                self.diagnostics.push(finding.arg("resource", logical.as_ref()));
            }
            return;
        };
        let Some(resource_type) = self.view.string(resource_type.value) else { return };
        let stack = matches!(&*resource_type, "ALIYUN::ROS::Stack" | "ALIYUN::ROS::StackGroup");
        let unread = UNREAD.iter().any(|&name| match name.ends_with(':') {
            true => resource_type.starts_with(name),
            false => resource_type == name,
        });
        let rules = rules::ros(resource_type.as_bytes());
        if rules.is_empty() && !stack && !unread && !self.options.any_type {
            return;
        }
        let Some(entry) = self.view.get(body, "Properties") else { return };
        let Some(properties) = self.view.follow(entry.value) else { return };
        let resource = Resource {
            entered: self.enter(self.enter(frame.entered, resource_entry), entry),
            name: if frame.resource.is_empty() {
                logical.into_owned()
            } else {
                format!("{}/{logical}", frame.resource)
            },
            resource_type,
            condition: self.view.value(body, "Condition").and_then(|id| self.view.string(id)).map(Cow::into_owned),
            count: self.view.value(body, "Count").map(|id| self.count(id)),
        };
        let mut path = frame.path.clone();
        path.push("Properties".into());
        for rule in rules {
            let place = (properties, resource.entered);
            self.property(place, rule.path, (rule.tier, rule.misnamed), &resource, frame, &mut path);
        }
        if self.options.any_type && !rules.iter().any(|rule| rule.path == "ImageId") {
            let foreign = rules::is_foreign(resource.resource_type.as_bytes());
            let tier = if foreign { Tier::Foreign } else { Tier::Unknown };
            let place = (properties, resource.entered);
            self.property(place, "ImageId", (tier, false), &resource, frame, &mut path);
        }
        if stack {
            self.child(properties, resource, frame, path);
        } else if unread {
            self.hand_over(properties, "", &resource.name, frame.scope, STEPS);
        }
    }

    /// Takes in what a resource is given that is not read here: mappings and lists are looked through.
    fn hand_over(&mut self, value: NodeId, property: &str, resource: &str, scope: ScopeId, steps: u32) {
        let Some(value) = self.view.follow(value).filter(|_| steps > 0) else { return };
        let (document, is_call) = (self.view.document, matches!(self.view.expression(value), Expression::Call { .. }));
        let name = Name::of(property.rsplit('.').next().unwrap_or_default());
        let kind = document.node(value).kind;
        if name == Name::Label || kind == Kind::Alias {
        } else if name == Name::Image || kind.is_scalar() || is_call {
            self.found.unread.push(Unread {
                resource: resource.to_owned(),
                property: property.to_owned(),
                span: self.view.token(value),
                named: name == Name::Image,
                origin: self.references.origin(scope, value, PathId::ANYTHING),
            });
        } else {
            for item in document.children(value).filter(|_| kind.is_sequence()) {
                self.hand_over(item, property, resource, scope, steps - 1);
            }
            for entry in self.view.entries(value) {
                let key = self.view.text_of(entry.key);
                let property =
                    if property.is_empty() { key.into_owned() } else { format!("{}.{}", cut(property), cut(&key)) };
                self.hand_over(entry.value, &property, resource, scope, steps - 1);
            }
        }
    }

    fn count(&self, id: NodeId) -> Count {
        match self.view.text_of(id).parse() {
            Ok(number) => Count::Number(number),
            Err(_) => Count::Dynamic,
        }
    }

    /// Follows a rule's path from a mapping: `NodePools[].ScalingGroup.ImageId`. `entered` is the first alias on the way.
    fn property(
        &mut self,
        (mapping, entered): (NodeId, Option<NodeId>),
        rule: &str,
        tier: (Tier, bool),
        resource: &Resource<'a>,
        frame: &Frame,
        path: &mut Vec<Step>,
    ) {
        let (step, rest) = rule.split_once('.').unwrap_or((rule, ""));
        let (name, list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
        let Some(entry) = self.view.get(mapping, name) else { return };
        let entered = self.enter(entered, entry);
        path.push(name.into());
        if rest.is_empty() {
            let slot = Slot { site: self.found.sites.len(), mapping, entry, entered };
            self.site(slot, tier, resource, frame, path);
        } else if let Some(value) = self.view.follow(entry.value) {
            if list {
                let is_list = self.view.document.node(value).kind.is_sequence();
                for (index, item) in self.view.document.children(value).filter(|_| is_list).enumerate() {
                    let Some(target) = self.view.follow(item) else { continue };
                    path.push(Step::Index(index as u32));
                    let entered = entered.or((target != item).then_some(item));
                    self.property((target, entered), rest, tier, resource, frame, path);
                    path.pop();
                }
            } else {
                self.property((value, entered), rest, tier, resource, frame, path);
            }
        }
        path.pop();
    }

    /// The first alias on the way to an entry, where `entered` is the one on the way to its mapping.
    fn enter(&self, entered: Option<NodeId>, entry: Entry) -> Option<NodeId> {
        let is_alias = |id: &NodeId| self.view.document.node(*id).kind == Kind::Alias;
        entered.or(entry.merge.filter(is_alias)).or(Some(entry.value).filter(is_alias))
    }

    fn site(
        &mut self,
        slot: Slot,
        (tier, misnamed): (Tier, bool),
        resource: &Resource<'a>,
        frame: &Frame,
        path: &[Step],
    ) {
        let value = slot.entry.value;
        // An alias without its anchor is the front end's to report.
        let Some(target) = self.view.follow(value) else { return };
        if self.found.sites.len() >= self.options.limits.sites as usize {
            self.full = true;
            let place = self.view.token(value);
            return self
                .diagnostics
                .push(Diagnostic::new(Code::SiteLimit, place).arg("limit", self.options.limits.sites));
        }
        let stands = self.references.value(frame.scope, target);
        let node = self.view.document.node(target);
        let (inner, style) = if node.kind.is_scalar() {
            (scalar::inner(self.view.text, self.view.document, target), Style::of(node.kind))
        } else {
            (self.view.token(target), self.new_style())
        };
        self.slots.push(slot);
        self.found.sites.push(Site {
            resource: resource.name.clone(),
            resource_type: resource.resource_type.clone().into_owned(),
            path: path.to_vec(),
            tier,
            misnamed,
            workspace: None,
            elsewhere: frame.elsewhere,
            condition: resource.condition.clone(),
            count: resource.count.clone(),
            value: stands,
            span: if target == value { self.view.token(value) } else { self.view.document.node(value).span() },
            inner,
            scalar: node.span(),
            style,
            sharing: None,
        });
    }

    /// How a literal is written where none stands yet.
    fn new_style(&self) -> Style {
        Style::of(if self.view.is_json() { Kind::JsonString } else { Kind::Plain })
    }

    /// A stack's template: read where it stands inline, else said not to be checked.
    fn child(&mut self, properties: NodeId, stack: Resource<'a>, frame: &Frame, mut path: Vec<Step>) {
        let inline = self.view.get(properties, "TemplateBody");
        let body = inline.and_then(|entry| self.view.follow(entry.value));
        let Some(root) = body.filter(|&body| self.view.document.node(body).kind.is_mapping()) else {
            if let Some(given) = self.view.value(properties, "Parameters") {
                self.hand_over(given, "Parameters", &stack.name, frame.scope, STEPS);
            }
            return self.not_checked(properties, &stack);
        };
        if frame.depth >= STACK_DEPTH {
            let place = self.view.token(root);
            return self.diagnostics.push(Diagnostic::new(Code::StackDepth, place).arg("limit", STACK_DEPTH));
        }
        path.push("TemplateBody".into());
        path.push("Resources".into());
        let depth = frame.depth + 1;
        let elsewhere = frame.elsewhere || stack.resource_type == "ALIYUN::ROS::StackGroup";
        let passed = self.view.value(properties, "Parameters");
        let scope = self.references.scope(root, passed.map(|passed| (frame.scope, passed)));
        let resources = self.view.get(root, "Resources");
        let Some(section) = resources else { return };
        let Some(mapping) = self.view.follow(section.value) else { return };
        let entered = inline.and_then(|entry| self.enter(stack.entered, entry));
        let entered = self.enter(entered.or(stack.entered), section);
        for entry in self.view.entries(mapping) {
            if self.full {
                return;
            }
            let mut path = path.clone();
            path.push(Step::Name(self.view.text_of(entry.key).into_owned()));
            let frame = Frame { scope, resource: stack.name.clone(), path, depth, elsewhere, entered };
            self.resource(entry, &frame);
        }
    }

    fn not_checked(&mut self, properties: NodeId, stack: &Resource<'a>) {
        for property in ["TemplateBody", "DynamicTemplateBody", "TemplateURL", "TemplateId", "TemplateScratchId"] {
            if let Some(entry) = self.view.get(properties, property) {
                let place = self.view.token(entry.key);
                self.diagnostics.push(
                    Diagnostic::new(Code::TemplateNotChecked, place)
                        .arg("resource", stack.name.as_str())
                        .arg("property", property),
                );
            }
        }
    }

    fn wrong_type(&mut self, id: NodeId, name: &str, expected: &'static str) {
        if !self.sound {
            return;
        }
        let place = self.view.token(id);
        self.diagnostics.push(Diagnostic::new(Code::WrongType, place).arg("name", name).arg("expected", expected));
    }
}

fn is_arm_schema(schema: &str) -> bool {
    let schema = schema.trim_end_matches('#');
    schema.ends_with("eploymentTemplate.json")
}
