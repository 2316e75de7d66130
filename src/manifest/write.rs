//! Writes a manifest: two spaces a level, fields in the schema's order, those that are not known behind them.
//!
//! The layout is the one of `JSON.stringify(manifest, null, 2)`, with a line break at the end.

use super::{
    Artifact, Image, Manifest, Relation, Service, Shared, SharedAccounts, Source, SupportRegions, Template, Text,
    Unknown, Version,
};

impl Manifest {
    /// The manifest as JSON, in an order that depends on nothing but what it says.
    ///
    /// Reading it again gives an equal manifest. Of unknown fields the value stands as it was written; an empty list
    /// that says nothing is left out. What a reader reports as a wrong type is in no manifest, so nothing writes it:
    /// see [`Findings::is_whole`](super::Findings::is_whole).
    pub fn write(&self) -> String {
        let mut pen = Pen { json: String::new(), depth: 0, first: true };
        pen.manifest(self);
        pen.json.push('\n');
        pen.json
    }
}

/// Writes JSON line by line.
struct Pen {
    json: String,
    depth: usize,
    /// Whether nothing stands in the open object or list.
    first: bool,
}

impl Pen {
    fn manifest(&mut self, manifest: &Manifest) {
        let (schema, unknown) = match manifest.unknown.split_first() {
            Some((first, rest)) if &*first.name == super::SCHEMA => (Some(first), rest),
            _ => (None, &*manifest.unknown),
        };
        self.open('{');
        self.unknown(schema);
        self.name("manifestVersion");
        self.json.push('1');
        self.text_field("provider", manifest.provider.as_deref());
        self.list("artifacts", &manifest.artifacts, Pen::artifact);
        self.list("services", &manifest.services, Pen::service);
        self.unknown(unknown);
        self.close('}');
    }

    fn artifact(&mut self, artifact: &Artifact) {
        self.open('{');
        self.text_field("artifactId", Some(&artifact.id));
        self.text_field("artifactType", artifact.artifact_type.as_deref());
        self.text_field("name", artifact.name.as_deref());
        self.text_field("description", artifact.description.as_deref());
        self.text_field("resourceGroupId", artifact.resource_group_id.as_deref());
        if !artifact.tags.is_empty() {
            self.name("tags");
            self.open('{');
            artifact.tags.iter().for_each(|(tag, value)| self.text_field(tag, Some(value)));
            self.close('}');
        }
        self.text_field("maxVersion", artifact.max_version.as_deref());
        self.list("versions", &artifact.versions, Pen::version);
        self.unknown(&artifact.unknown);
        self.close('}');
    }

    fn version(&mut self, version: &Version) {
        self.open('{');
        self.text_field("version", Some(&version.version));
        self.text_field("versionName", version.version_name.as_deref());
        self.text_field("status", version.status.as_ref().map(|status| status.as_str()));
        if let Some(source) = &version.source {
            self.name("source");
            self.source(source);
        }
        match &version.support_region_ids {
            Some(SupportRegions::All) => self.text_field("supportRegionIds", Some("all")),
            Some(SupportRegions::Listed(regions)) => self.texts("supportRegionIds", regions),
            None => {}
        }
        if !version.images.is_empty() {
            self.name("images");
            self.open('{');
            version.images.iter().for_each(|image| self.image(image));
            self.close('}');
        }
        self.unknown(&version.unknown);
        self.close('}');
    }

    fn source(&mut self, source: &Source) {
        self.open('{');
        self.text_field("type", source.source_type.as_ref().map(|kind| kind.as_str()));
        self.text_field("imageId", source.image_id.as_deref());
        self.text_field("regionId", source.region_id.as_deref());
        self.text_field("commodityCode", source.commodity_code.as_deref());
        self.text_field("commodityVersion", source.commodity_version.as_deref());
        self.shared(source.shared.as_ref());
        self.unknown(&source.unknown);
        self.close('}');
    }

    fn image(&mut self, image: &Image) {
        self.name(&image.region);
        self.open('{');
        self.text_field("imageId", image.image_id.as_deref());
        self.text_field("status", image.status.as_ref().map(|status| status.as_str()));
        if let Some(progress) = image.progress {
            self.name("progress");
            self.json.push_str(&progress.to_string());
        }
        self.shared(image.shared.as_ref());
        self.unknown(&image.unknown);
        self.close('}');
    }

    fn shared(&mut self, shared: Option<&Shared>) {
        match shared {
            Some(Shared::Unknown) => self.text_field("shared", Some(Shared::UNKNOWN)),
            Some(Shared::Everyone) => self.text_field("shared", Some(Shared::EVERYONE)),
            Some(Shared::Accounts(accounts)) => self.texts("shared", accounts),
            None => {}
        }
    }

    fn service(&mut self, service: &Service) {
        self.open('{');
        self.text_field("serviceId", Some(&service.id));
        self.text_field("name", service.name.as_deref());
        self.text_field("status", service.status.as_ref().map(|status| status.as_str()));
        self.text_field("shareType", service.share_type.as_ref().map(|share| share.as_str()));
        self.shared_accounts(&service.shared_accounts);
        self.list("templates", &service.templates, Pen::template);
        if !service.relations.is_empty() {
            self.name("relations");
            self.open('{');
            service.relations.iter().for_each(|relation| self.relation(relation));
            self.close('}');
        }
        self.unknown(&service.unknown);
        self.close('}');
    }

    fn shared_accounts(&mut self, accounts: &SharedAccounts) {
        if accounts.is_empty() {
            return;
        }
        self.name("sharedAccounts");
        self.open('[');
        for (uid, grant) in accounts.iter() {
            self.item();
            self.open('{');
            self.text_field("uid", Some(uid));
            self.text_field("permission", grant.permission.as_ref().map(|permission| permission.as_str()));
            self.text_field("type", grant.account_type.as_ref().map(|kind| kind.as_str()));
            self.unknown(&grant.unknown);
            self.close('}');
        }
        self.close(']');
    }

    fn template(&mut self, template: &Template) {
        self.open('{');
        self.text_field("name", Some(&template.name));
        self.text_field("path", template.path.as_deref());
        if !template.allowed_regions.is_empty() {
            self.texts("allowedRegions", &template.allowed_regions);
        }
        self.unknown(&template.unknown);
        self.close('}');
    }

    fn relation(&mut self, relation: &Relation) {
        self.name(&relation.literal);
        self.open('{');
        self.text_field("artifactId", Some(&relation.artifact_id));
        self.text_field("version", relation.version.as_deref());
        self.unknown(&relation.unknown);
        self.close('}');
    }

    /// A field that holds a list; none where there is nothing in it.
    fn list<T>(&mut self, name: &str, items: &[T], write: fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.name(name);
        self.open('[');
        for item in items {
            self.item();
            write(self, item);
        }
        self.close(']');
    }

    fn texts(&mut self, name: &str, texts: &[Text]) {
        self.name(name);
        self.open('[');
        for text in texts {
            self.item();
            self.text(text);
        }
        self.close(']');
    }

    #[inline(never)]
    fn text_field(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.name(name);
            self.text(value);
        }
    }

    #[inline(never)]
    fn unknown<'u>(&mut self, fields: impl IntoIterator<Item = &'u Unknown>) {
        for field in fields {
            self.name(&field.name);
            self.json.push_str(&field.json);
        }
    }

    #[inline(never)]
    fn open(&mut self, bracket: char) {
        self.json.push(bracket);
        self.depth += 1;
        self.first = true;
    }

    #[inline(never)]
    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.json.push(bracket);
        self.first = false;
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.item();
        self.text(name);
        self.json.push_str(": ");
    }

    fn item(&mut self) {
        if !self.first {
            self.json.push(',');
        }
        self.first = false;
        self.line();
    }

    fn line(&mut self) {
        self.json.push('\n');
        (0..self.depth).for_each(|_| self.json.push_str("  "));
    }

    fn text(&mut self, text: &str) {
        write_text(&mut self.json, text);
    }
}

/// Appends a text as JSON writes it.
pub(crate) fn write_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::to_string(text).unwrap_or_default());
}
