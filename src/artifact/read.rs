//! Reads changes from JSON: one object, or a list of them that is made as a whole or not at all.

use std::mem::take;

use super::{Content, Transition};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::limits::Limits;
use crate::manifest::read::{Reader, walk};
use crate::manifest::{AccountType, ServiceStatus, ShareType, Shared, SharedAccounts, Template, Text, VersionStatus};
use crate::syntax::NodeId;

/// So many changes are made at once: each costs a look at what it changes.
pub const CHANGES_MAX: usize = 1_000;

/// A kind of change: its name, the fields that it needs, those that it takes beside them, and what they make.
struct Kind {
    name: &'static str,
    needs: &'static [&'static str],
    takes: &'static [&'static str],
    make: fn(&mut Fields) -> Transition,
}

const CONTENT: &[&str] =
    &["name", "artifactType", "description", "resourceGroupId", "tags", "versionName", "source", "supportRegionIds"];

const OPENED: &[&str] = &[
    "from",
    "name",
    "artifactType",
    "description",
    "resourceGroupId",
    "tags",
    "versionName",
    "source",
    "supportRegionIds",
];

const KINDS: &[Kind] = &[
    Kind {
        name: "create-artifact",
        needs: &["artifactId"],
        takes: CONTENT,
        make: |fields| Transition::CreateArtifact {
            artifact: take(&mut fields.artifact),
            content: take(&mut fields.content),
        },
    },
    Kind {
        name: "update-draft",
        needs: &["artifactId"],
        takes: CONTENT,
        make: |fields| Transition::UpdateDraft {
            artifact: take(&mut fields.artifact),
            content: take(&mut fields.content),
        },
    },
    Kind {
        name: "release",
        needs: &["artifactId"],
        takes: &[],
        make: |fields| Transition::Release { artifact: take(&mut fields.artifact) },
    },
    Kind {
        name: "open-draft",
        needs: &["artifactId"],
        takes: OPENED,
        make: |fields| Transition::OpenDraft {
            artifact: take(&mut fields.artifact),
            from: take(&mut fields.from),
            content: take(&mut fields.content),
        },
    },
    Kind {
        name: "mark-delivery",
        needs: &["artifactId", "version", "status"],
        takes: &["regionId", "imageId", "progress", "shared", "lost"],
        make: |fields| Transition::MarkDelivery {
            artifact: take(&mut fields.artifact),
            version: take(&mut fields.version).unwrap_or_default(),
            region: take(&mut fields.region),
            status: VersionStatus::from(&*fields.status),
            image_id: take(&mut fields.image_id),
            progress: fields.progress,
            shared: take(&mut fields.shared),
            lost: fields.lost,
        },
    },
    Kind {
        name: "delete-version",
        needs: &["artifactId", "version"],
        takes: &[],
        make: |fields| Transition::DeleteVersion {
            artifact: take(&mut fields.artifact),
            version: take(&mut fields.version).unwrap_or_default(),
        },
    },
    Kind {
        name: "delete-artifact",
        needs: &["artifactId"],
        takes: &[],
        make: |fields| Transition::DeleteArtifact { artifact: take(&mut fields.artifact) },
    },
    Kind {
        name: "create-service",
        needs: &["serviceId"],
        takes: &["name", "shareType", "templates"],
        make: |fields| Transition::CreateService {
            service: take(&mut fields.service),
            name: take(&mut fields.content.name),
            share_type: take(&mut fields.share_type),
            templates: take(&mut fields.templates),
        },
    },
    Kind {
        name: "relate",
        needs: &["serviceId", "literal", "artifactId"],
        takes: &["version"],
        make: |fields| Transition::Relate {
            service: take(&mut fields.service),
            literal: take(&mut fields.literal),
            artifact: take(&mut fields.artifact),
            version: take(&mut fields.version),
        },
    },
    Kind {
        name: "unrelate",
        needs: &["serviceId", "literal"],
        takes: &[],
        make: |fields| Transition::Unrelate { service: take(&mut fields.service), literal: take(&mut fields.literal) },
    },
    Kind {
        name: "share",
        needs: &["serviceId", "accounts"],
        takes: &[],
        make: |fields| Transition::Share { service: take(&mut fields.service), accounts: take(&mut fields.accounts) },
    },
    Kind {
        name: "unshare",
        needs: &["serviceId", "uids"],
        takes: &["type"],
        make: |fields| Transition::Unshare {
            service: take(&mut fields.service),
            uids: take(&mut fields.uids),
            account_type: take(&mut fields.account_type),
        },
    },
    Kind {
        name: "set-share-type",
        needs: &["serviceId", "shareType"],
        takes: &[],
        make: |fields| Transition::SetShareType {
            service: take(&mut fields.service),
            share_type: take(&mut fields.share_type).unwrap_or(ShareType::Hidden),
        },
    },
    Kind {
        name: "rename-service",
        needs: &["serviceId", "name"],
        takes: &[],
        make: |fields| Transition::RenameService {
            service: take(&mut fields.service),
            name: take(&mut fields.content.name).unwrap_or_default(),
        },
    },
    Kind {
        name: "add-template",
        needs: &["serviceId", "name"],
        takes: &["path", "allowedRegions"],
        make: |fields| Transition::AddTemplate {
            service: take(&mut fields.service),
            template: Template {
                name: take(&mut fields.content.name).unwrap_or_default(),
                path: take(&mut fields.path),
                allowed_regions: take(&mut fields.allowed_regions).unwrap_or_default(),
                ..Template::default()
            },
        },
    },
    Kind {
        name: "update-template",
        needs: &["serviceId", "template"],
        takes: &["name", "path", "allowedRegions"],
        make: |fields| Transition::UpdateTemplate {
            service: take(&mut fields.service),
            template: take(&mut fields.template),
            name: take(&mut fields.content.name),
            path: take(&mut fields.path),
            allowed_regions: take(&mut fields.allowed_regions),
        },
    },
    Kind {
        name: "remove-template",
        needs: &["serviceId", "template"],
        takes: &[],
        make: |fields| Transition::RemoveTemplate {
            service: take(&mut fields.service),
            template: take(&mut fields.template),
        },
    },
    Kind {
        name: "delete-service",
        needs: &["serviceId"],
        takes: &[],
        make: |fields| Transition::DeleteService { service: take(&mut fields.service) },
    },
    Kind {
        name: "set-status",
        needs: &["serviceId", "status"],
        takes: &[],
        make: |fields| Transition::SetStatus {
            service: take(&mut fields.service),
            status: ServiceStatus::from(&*fields.status),
        },
    },
];

/// Every field of every kind of change.
#[derive(Default)]
struct Fields {
    artifact: Text,
    service: Text,
    literal: Text,
    status: Text,
    version: Option<Text>,
    from: Option<Text>,
    region: Option<Text>,
    image_id: Option<Text>,
    progress: Option<u8>,
    shared: Option<Shared>,
    lost: bool,
    content: Content,
    share_type: Option<ShareType>,
    account_type: Option<AccountType>,
    accounts: SharedAccounts,
    uids: Vec<Text>,
    templates: Vec<Template>,
    template: Text,
    path: Option<Text>,
    allowed_regions: Option<Vec<Text>>,
}

/// What is to be changed, and whether it was given as a list. Whatever is wrong is an error at its place.
pub fn read(text: &[u8], limits: &Limits) -> Result<(Vec<Transition>, bool), Diagnostics> {
    let (read, findings) = walk(text, limits, |reader, root| reader.changes(root));
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    for (_, finding) in findings.iter() {
        diagnostics.push(in_change(finding.clone()).severity(Severity::Error));
    }
    read.filter(|_| diagnostics.ok()).ok_or(diagnostics)
}

/// The reader speaks of a manifest; here the text is a change.
fn in_change(mut finding: Diagnostic) -> Diagnostic {
    let related = finding.related.iter_mut().map(|related| &mut related.place);
    for place in std::iter::once(&mut finding.place).chain(related) {
        *place = match std::mem::replace(place, Place::Request("change")) {
            Place::Manifest(pointer) => Place::Change(pointer),
            Place::ManifestText(span, pointer) => Place::ChangeText(span, pointer),
            other => other,
        };
    }
    finding
}

impl Reader<'_> {
    fn changes(&mut self, node: NodeId) -> (Vec<Transition>, bool) {
        let mut changes = Vec::new();
        let is_list = self.is_list(node);
        if is_list {
            let mut count = 0_usize;
            self.list(node, &mut |reader, _, item| {
                count += 1;
                if count <= CHANGES_MAX {
                    changes.extend(reader.change(item));
                }
            });
            if count > CHANGES_MAX {
                self.report(Code::ChangeLimit, &|finding| finding.arg("count", count).arg("limit", CHANGES_MAX));
            }
        } else {
            changes.extend(self.change(node));
        }
        (changes, is_list)
    }

    fn change(&mut self, node: NodeId) -> Option<Transition> {
        let word = self.text_at(node, "change");
        let Some(kind) = word.as_deref().and_then(|word| KINDS.iter().find(|kind| kind.name == word)) else {
            self.object(node, &["change"], &mut |reader, name, value| {
                if name != "change" {
                    return;
                }
                let Some(word) = reader.string(value) else { return };
                let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
                reader.report(Code::ChangeUnknown, &|finding| {
                    finding.arg("change", &*word).arg("known", known.join(", "))
                });
            });
            return None;
        };
        let mut fields = Fields::default();
        self.object(node, kind.needs, &mut |reader, name, value| {
            if kind.needs.contains(&name) || kind.takes.contains(&name) {
                reader.field(&mut fields, name, value);
            } else if name != "change" {
                let takes: Vec<&str> = kind.needs.iter().chain(kind.takes).copied().collect();
                reader.report(Code::ChangeUnknownField, &|finding| {
                    let finding = finding.arg("field", name).arg("change", kind.name);
                    finding.arg("fields", takes.join(", "))
                });
            }
        });
        Some((kind.make)(&mut fields))
    }

    fn field(&mut self, fields: &mut Fields, name: &str, value: NodeId) {
        let content = &mut fields.content;
        match name {
            "artifactId" => fields.artifact = self.needed(value, "artifactId"),
            "serviceId" => fields.service = self.needed(value, "serviceId"),
            "literal" => fields.literal = self.needed(value, "literal"),
            "status" => fields.status = self.needed(value, "status"),
            "version" => fields.version = Some(self.needed(value, "version")),
            "from" => fields.from = Some(self.needed(value, "from")),
            "regionId" => fields.region = Some(self.needed(value, "regionId")),
            "imageId" => fields.image_id = Some(self.needed(value, "imageId")),
            "progress" => fields.progress = self.progress(value),
            "shared" => fields.shared = self.shared(value),
            "lost" => match self.boolean(value) {
                Some(lost) => fields.lost = lost,
                None => self.wrong_type(value, "a boolean"),
            },
            "name" => content.name = self.string(value),
            "artifactType" => content.artifact_type = self.string(value),
            "description" => content.description = self.string(value),
            "resourceGroupId" => content.resource_group_id = self.string(value),
            "tags" => content.tags = Some(self.tags(value)),
            "versionName" => content.version_name = self.string(value),
            "source" => content.source = Some(self.source(value)),
            "supportRegionIds" => content.support_region_ids = self.support_regions(value),
            "shareType" => fields.share_type = self.string(value).map(|word| ShareType::from(&*word)),
            "type" => fields.account_type = self.word(value, AccountType::KNOWN),
            "accounts" => fields.accounts = self.shared_accounts(value),
            "uids" => fields.uids = self.strings(value),
            "template" => fields.template = self.needed(value, "template"),
            "path" => fields.path = self.string(value),
            "allowedRegions" => fields.allowed_regions = Some(self.strings(value)),
            "templates" => {
                let templates = &mut fields.templates;
                self.list(value, &mut |reader, at, item| templates.extend(reader.template(at as u32, item)));
            }
            _ => {}
        }
    }

    /// A text that names something; what is no such text was reported.
    fn needed(&mut self, value: NodeId, field: &'static str) -> Text {
        self.id(value, field).map(Text::from).unwrap_or_default()
    }
}
