//! What is still to be copied, shared and marked, so that every region has the image and every account that may deploy
//! can use it.
//!
//! ```text
//! observe ─► copy ─► wait ─► share, ten accounts at a time ─► mark ─► publish, only if asked
//! ```
//!
//! The plan is a pure function of the manifest, what the cloud was seen to hold, and the time. It remembers nothing: to go on
//! after any interruption is to look again and plan again. What makes that safe is that everything is named by its content:
//! a copy has its name, its tags and its client token from what it is a copy of, so two machines ask for the same one.

mod choice;
mod content;
mod observed;
mod read;
mod share;
mod standing;
mod undo;
mod version;

use crate::artifact::{self, Refusal, Transition};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::manifest::{Manifest, Related, Service, Text, VersionStatus};
use crate::visibility;

pub use content::{Content, TAGS};
pub use observed::{Failure, Image, Observed, Region};
pub use read::{Question, read};
pub use standing::{Standing, State};

use version::Subject;

/// What a caller decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many copies may run at once from one source region.
    pub copies: u32,
    /// How many accounts one image can be shared with: the cloud's quota, where [`Observed::share_quota`] says no other.
    pub accounts: u32,
    /// How often a call is made before it counts as stuck.
    pub attempts: u32,
    /// How many copies of one image to one region may fail before it counts as stuck.
    pub failed_copies: u32,
    /// Milliseconds until a call that failed once is made again; each further failure doubles them, six times at most.
    pub retry_after: u64,
    /// Open the images of public artifacts to everyone, after all copies and shares: such an image cannot be copied or
    /// shared any more.
    pub publish: bool,
    /// Source images that are encrypted are so with a key of the customer's, and so can be shared.
    pub customer_key: bool,
    /// Also list what cannot be done yet.
    pub ahead: bool,
    /// What to take back that the manifest gives no reason for.
    pub undo: Undo,
    /// Look for copies that nothing asks for in all of [`Options::all_regions`]. Taking them back implies it.
    pub leftovers: bool,
    /// Make copies again that the manifest has and their region has not.
    pub replace_lost: bool,
    /// Only these artifacts; all where there is none. The next two are the same for versions and regions.
    pub artifacts: Vec<Text>,
    /// See [`Options::artifacts`].
    pub versions: Vec<Text>,
    /// See [`Options::artifacts`].
    pub regions: Vec<Text>,
    /// Which regions `"all"` stands for.
    pub all_regions: Vec<Text>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            copies: 5,
            accounts: 50,
            attempts: 10,
            failed_copies: 3,
            retry_after: 1_000,
            publish: false,
            customer_key: false,
            ahead: true,
            undo: Undo::default(),
            leftovers: false,
            replace_lost: false,
            artifacts: Vec::new(),
            versions: Vec::new(),
            regions: Vec::new(),
            all_regions: Vec::new(),
        }
    }
}

/// What may be taken back. Nothing is, unless it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undo {
    /// Copies for regions and versions that are not wanted any more: cancelled while they run, else deleted.
    pub copies: bool,
    /// Copies that failed: deleted.
    pub failed: bool,
    /// Shares with accounts that may not deploy.
    pub accounts: bool,
    /// Images open to everyone whose artifact is not public.
    pub community: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Ask for the images of a region.
    ObserveRegion,
    /// Ask whom an image is shared with.
    ObserveShares,
    /// Copy the source image.
    CopyImage,
    /// Wait for a copy, then look again.
    Wait,
    /// Share an image with at most ten accounts.
    ShareImage,
    /// Take an image from at most ten accounts.
    UnshareImage,
    /// Write into the manifest how far a region has come.
    MarkDelivery,
    /// Open an image to everyone.
    PublishImage,
    /// Close it again.
    UnpublishImage,
    /// Stop a copy that runs.
    CancelCopy,
    /// Delete an image.
    DeleteImage,
    /// Do nothing until a time, then make a call again that failed.
    RetryAfter,
}

impl Kind {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Kind::ObserveRegion => "observe-region",
            Kind::ObserveShares => "observe-shares",
            Kind::CopyImage => "copy-image",
            Kind::Wait => "wait",
            Kind::ShareImage => "share-image",
            Kind::UnshareImage => "unshare-image",
            Kind::MarkDelivery => "mark-delivery",
            Kind::PublishImage => "publish-image",
            Kind::UnpublishImage => "unpublish-image",
            Kind::CancelCopy => "cancel-copy",
            Kind::DeleteImage => "delete-image",
            Kind::RetryAfter => "retry-after",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What is to be done.
    pub kind: Kind,
    /// What it is known by in [`Observed::sent`] and [`Observed::failures`]: the same for the same content.
    pub id: String,
    /// Whether it can be done now. Of the others something has to be done or to happen before.
    pub ready: bool,
    /// The artifact that it is for.
    pub artifact: Text,
    /// The version that it is for.
    pub version: Text,
    /// The region that it is done in, or copied to.
    pub region: Text,
    /// The image; `None` for one that does not exist yet.
    pub image: Option<Text>,
    /// The accounts to share with, or to take from: at most ten.
    pub accounts: Vec<Text>,
    /// Of a copy: what it is made from and what it is called.
    pub copy: Option<Content>,
    /// Of a mark: the status and the progress that the manifest is to have.
    pub mark: Option<(VersionStatus, Option<u8>)>,
    /// Of a retry: when, in milliseconds since 1970.
    pub at: Option<u64>,
    /// Why.
    pub why: Diagnostic,
}

/// What is to be done, in order, and what stands against the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The actions.
    pub actions: Vec<Action>,
    /// How far each region of each version is that was chosen, in the manifest's order.
    pub regions: Vec<Standing>,
    /// What is stuck, what was left as it is, and what is not distributed.
    pub findings: Vec<Diagnostic>,
}

/// Plans. `now` is in milliseconds since 1970.
///
/// `manifest` has no errors. Nothing is to be done where all is done; the plan is the same for the same arguments. A choice
/// that names nothing is an error, and nothing is planned.
pub fn plan(manifest: &Manifest, observed: &Observed, options: &Options, now: u64) -> Plan {
    let findings = choice::check(manifest, options);
    if !findings.is_empty() {
        return Plan { findings, ..Plan::default() };
    }
    let related = Related::new(manifest);
    let (plan, looked, started) = Default::default();
    let mut planner = Planner { observed, options, now, plan, looked, started, is_open: false };
    for artifact in manifest.artifacts.iter().filter(|artifact| among(&options.artifacts, &artifact.id)) {
        let audience = visibility::audience(manifest, related.services(manifest, &artifact.id));
        let everyone = audience.public().is_some();
        // The provider is none of them: an image needs not be shared with its owner.
        let accounts: Vec<&str> = audience.members().map(|(uid, _)| uid).collect();
        let in_order = in_order(related.services(manifest, &artifact.id), &accounts);
        for version in artifact.versions.iter().filter(|version| among(&options.versions, &version.version)) {
            planner.version(&Subject { artifact, version, accounts: &accounts, in_order: &in_order, everyone });
        }
    }
    planner.leftovers(manifest);
    planner.plan
}

/// `accounts`, which are sorted, in the order in which the services name them first.
fn in_order<'m>(services: impl Iterator<Item = &'m Service>, accounts: &[&'m str]) -> Vec<&'m str> {
    let mut seen = vec![false; accounts.len()];
    let uids = services.flat_map(|service| service.shared_accounts.iter().map(|(uid, _)| uid));
    let first = |uid: &&str| accounts.binary_search(uid).is_ok_and(|at| !std::mem::replace(&mut seen[at], true));
    uids.filter(first).collect()
}

/// The manifest after what was observed: what the plan marks is marked.
pub fn apply(manifest: &Manifest, plan: &Plan) -> Result<Manifest, Refusal> {
    plan.actions
        .iter()
        .filter(|action| action.ready)
        .filter_map(Action::change)
        .try_fold(manifest.clone(), |manifest, change| artifact::apply(&manifest, &change))
}

impl Action {
    /// Of a mark: whether it says that the image is gone which the region had.
    pub fn is_lost(&self) -> bool {
        self.mark.is_some() && self.why.code == Code::ImageLost
    }

    /// The change of the manifest that a mark is.
    pub fn change(&self) -> Option<Transition> {
        let (status, progress) = self.mark.clone()?;
        Some(Transition::MarkDelivery {
            artifact: self.artifact.clone(),
            version: self.version.clone(),
            region: Some(self.region.clone()).filter(|region| !region.is_empty()),
            status,
            image_id: self.image.clone(),
            progress,
            shared: None,
            lost: self.is_lost(),
        })
    }
}

fn among(chosen: &[Text], id: &str) -> bool {
    chosen.is_empty() || chosen.iter().any(|one| **one == *id)
}

/// A plan that is being made.
struct Planner<'a> {
    observed: &'a Observed,
    options: &'a Options,
    now: u64,
    plan: Plan,
    /// The regions that nothing is known of, once each.
    looked: Vec<Text>,
    /// How many copies run from each source region, those that this plan starts included.
    started: Vec<(Text, u32)>,
    /// Whether the last of the plan's regions is still being looked at.
    is_open: bool,
}

/// Codes of answers that will be the same next time: what they start with.
const REFUSED: [&str; 10] = [
    "Forbidden",
    "Unauthorized",
    "NoPermission",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidAccount",
    "InvalidParameter",
    "MissingParameter",
    "IncorrectDestinationRegion",
    "QuotaExceed",
];

impl Planner<'_> {
    /// Adds a step, unless it failed for good: whether it will be done, now or later.
    ///
    /// What was sent and is not answered is on its way already.
    fn step(&mut self, mut action: Action) -> bool {
        action.ready &= !self.observed.is_sent(&action.id);
        self.note_step(&action);
        if let Some(failure) = self.observed.failure(&action.id) {
            if self.is_final(failure) {
                let mut finding = failed(Code::CallFailed, &action, failure);
                if !action.accounts.is_empty() {
                    finding = finding.arg("accounts", action.accounts.join(", "));
                }
                self.plan.findings.push(finding);
                return false;
            }
            let at = self.due(failure);
            if action.ready && at > self.now {
                action.ready = false;
                let why = failed(Code::PlanRetry, &action, failure);
                let retry = Action { kind: Kind::RetryAfter, ready: true, at: Some(at), why, ..action.clone() };
                self.plan.actions.push(retry);
            }
        }
        if action.ready || self.options.ahead {
            self.plan.actions.push(action);
        }
        true
    }

    /// Adds a finding about something that cannot go on, once.
    fn stuck(&mut self, finding: Diagnostic) -> bool {
        self.note(State::Stuck, &finding);
        self.found(finding);
        false
    }

    fn found(&mut self, finding: Diagnostic) {
        if !self.plan.findings.contains(&finding) {
            self.plan.findings.push(finding);
        }
    }

    /// Adds what was found and is left as it is, because nobody asked to take it back.
    fn left(&mut self, why: Diagnostic) {
        self.found(why.severity(Severity::Warning));
    }

    fn is_final(&self, failure: &Failure) -> bool {
        let refused = REFUSED.iter().any(|code| failure.code.starts_with(code));
        refused || failure.count >= self.options.attempts
    }

    /// When to try again. A clock that was set back since does not prolong it.
    fn due(&self, failure: &Failure) -> u64 {
        let delay = self.options.retry_after << failure.count.saturating_sub(1).min(6);
        failure.at.saturating_add(delay).min(self.now.saturating_add(delay))
    }

    /// Whether one more copy may run from a source region; it does, then.
    fn may_start(&mut self, home: &str) -> bool {
        let at = self.started.iter().position(|(region, _)| **region == *home).unwrap_or_else(|| {
            self.started.push((home.into(), self.observed.copies_from(home)));
            self.started.len() - 1
        });
        let running = &mut self.started[at].1;
        let may = *running < self.options.copies;
        *running += u32::from(may);
        may
    }
}

#[cold]
fn failed(code: Code, action: &Action, failure: &Failure) -> Diagnostic {
    let Action { why, kind, region, .. } = action;
    let finding = Diagnostic::new(code, why.place.clone()).arg("call", kind.name()).arg("region", &**region);
    finding.arg("count", failure.count).arg("error", &*failure.code)
}
