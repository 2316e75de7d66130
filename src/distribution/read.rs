//! Reads what is asked: what was observed, what the caller decides, and the time, in one JSON.

use super::content::TAGS;
use super::observed::{Failure, Image, Observed, Region};
use super::{Options, Undo};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::limits::Limits;
use crate::manifest::Text;
use crate::manifest::read::{Reader, walk};
use crate::order;
use crate::syntax::NodeId;

/// What a plan is made of, beside the manifest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What was observed.
    pub observed: Observed,
    /// What the caller decides.
    pub options: Options,
    /// The time, in milliseconds since 1970.
    pub now: u64,
}

/// Reads a question. Fields that are not known are passed over: the cloud's answers have many. Whatever is wrong is an error
/// at its place, a [`Place::Change`].
pub fn read(text: &[u8], limits: &Limits) -> Result<Question, Vec<Diagnostic>> {
    let (question, findings) = walk(text, limits, |reader, root| reader.question(root));
    let errors: Vec<Diagnostic> = findings.iter().map(|(_, finding)| in_question(finding.clone())).collect();
    question.filter(|_| errors.is_empty()).ok_or(errors)
}

/// The reader speaks of a manifest; here the text is a question.
fn in_question(mut finding: Diagnostic) -> Diagnostic {
    finding.place = match finding.place {
        Place::Manifest(pointer) => Place::Change(pointer),
        Place::ManifestText(span, pointer) => Place::ChangeText(span, pointer),
        other => other,
    };
    finding.related.clear();
    finding.severity(Severity::Error)
}

impl Reader<'_> {
    fn question(&mut self, node: NodeId) -> Question {
        let mut question = Question::default();
        self.object(node, &["observed", "now"], &mut |reader, name, value| match name {
            "now" => question.now = reader.whole(value),
            "observed" => question.observed = reader.observed(value),
            "options" => question.options = reader.plan_options(value),
            _ => {}
        });
        question
    }

    fn observed(&mut self, node: NodeId) -> Observed {
        let Observed { mut regions, mut sent, mut failures, mut share_quota } = Observed::default();
        self.object(node, &[], &mut |reader, name, value| match name {
            "regions" => {
                reader.object(value, &[], &mut |reader, id, value| {
                    let mut region = Region { id: id.into(), images: Vec::new() };
                    reader.object(value, &["images"], &mut |reader, name, value| {
                        if name == "images" {
                            reader.list(value, &mut |reader, _, item| region.images.push(reader.seen(item)));
                        }
                    });
                    regions.push(region);
                });
            }
            "sent" => sent = reader.strings(value),
            "shareQuota" => share_quota = Some(reader.whole(value) as u32),
            "failures" => reader.list(value, &mut |reader, _, item| {
                let mut failure = Failure { count: 1, ..Failure::default() };
                reader.object(item, &["id", "code"], &mut |reader, name, value| match name {
                    "id" => failure.id = reader.string(value).unwrap_or_default(),
                    "code" => failure.code = reader.string(value).unwrap_or_default(),
                    "count" => failure.count = reader.whole(value) as u32,
                    "at" => failure.at = reader.whole(value),
                    _ => {}
                });
                failures.push(failure);
            }),
            _ => {}
        });
        Observed { regions, sent, failures, share_quota }
    }

    fn seen(&mut self, node: NodeId) -> Image {
        let mut image = Image::default();
        self.object(node, &["imageId", "status"], &mut |reader, name, value| match name {
            "imageId" => image.id = reader.string(value).unwrap_or_default(),
            "imageName" => image.name = reader.string(value).unwrap_or_default(),
            "status" => image.status = reader.string(value).unwrap_or_default(),
            "progress" => image.progress = reader.progress(value),
            "isPublic" => image.is_public = reader.flag(value),
            "encrypted" => image.encrypted = reader.flag(value),
            "size" => image.size = Some(reader.whole(value) as u32),
            "createdAt" => image.created = Some(reader.whole(value)),
            "tags" => {
                for (tag, value) in reader.tags(value) {
                    if let Some(at) = TAGS.iter().position(|known| **known == *tag) {
                        image.tags[at] = value;
                    }
                }
            }
            "accounts" => {
                let mut accounts: Vec<Text> = reader.strings(value);
                order::sort(&mut accounts, |one, other| one.cmp(other));
                accounts.dedup();
                image.accounts = Some(accounts);
            }
            _ => {}
        });
        image
    }

    fn plan_options(&mut self, node: NodeId) -> Options {
        let mut options = Options::default();
        self.object(node, &[], &mut |reader, name, value| match name {
            "copies" => options.copies = reader.whole(value) as u32,
            "accounts" => options.accounts = reader.whole(value) as u32,
            "attempts" => options.attempts = reader.whole(value) as u32,
            "failedCopies" => options.failed_copies = reader.whole(value) as u32,
            "retryAfter" => options.retry_after = reader.whole(value),
            "publish" => options.publish = reader.flag(value),
            "customerKey" => options.customer_key = reader.flag(value),
            "ahead" => options.ahead = reader.flag(value),
            "leftovers" => options.leftovers = reader.flag(value),
            "replaceLost" => options.replace_lost = reader.flag(value),
            "undo" => {
                let words = reader.strings(value);
                let asked = |word: &str| words.iter().any(|asked| **asked == *word);
                options.undo = Undo {
                    copies: asked("copies"),
                    failed: asked("failed"),
                    accounts: asked("accounts"),
                    community: asked("community"),
                };
            }
            "artifacts" => options.artifacts = reader.strings(value),
            "versions" => options.versions = reader.strings(value),
            "regions" => options.regions = reader.strings(value),
            "allRegions" => options.all_regions = reader.strings(value),
            _ => {}
        });
        options
    }

    /// A whole number; 0 where there is none.
    fn whole(&mut self, node: NodeId) -> u64 {
        let number = self.number(node);
        let whole = number.and_then(|number| number.parse().ok());
        if number.is_some() && whole.is_none() {
            self.wrong_type(node, "a whole number");
        }
        whole.unwrap_or_default()
    }

    fn flag(&mut self, node: NodeId) -> bool {
        let flag = self.boolean(node);
        if flag.is_none() {
            self.wrong_type(node, "a boolean");
        }
        flag.unwrap_or_default()
    }
}
