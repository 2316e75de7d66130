//! How far each region is: what was seen and done, never what was planned.

use super::version::Subject;
use super::{Action, Kind, Planner, failed};
use crate::diagnostic::{Arg, Code, Diagnostic};
use crate::manifest::{Text, VersionStatus};

/// How far a region is with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// There is no copy, or nobody has looked.
    NotStarted,
    /// A copy is being made, or a call is on its way.
    Running,
    /// Something comes first: [`Standing::reason`] says what. It may itself be stuck, in another region.
    Waiting,
    /// Nothing goes on here until somebody does something: [`Standing::reason`] says why.
    Stuck,
    /// The image is there, the manifest says so, and everyone has it who may deploy and is not set aside.
    Done,
    /// It is one of the version's regions, and others were asked for.
    NotAskedFor,
}

impl State {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            State::NotStarted => "not-started",
            State::Running => "running",
            State::Waiting => "waiting",
            State::Stuck => "stuck",
            State::Done => "done",
            State::NotAskedFor => "not-asked-for",
        }
    }
}

/// One region of one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The artifact.
    pub artifact: Text,
    /// The version.
    pub version: Text,
    /// The region.
    pub region: Text,
    /// Its image, as the manifest has it; `None` where it has none.
    pub image: Option<Text>,
    /// How far it is.
    pub state: State,
    /// What it waits for, why it is stuck, or what comes first; `None` where it is done or was not asked for.
    pub reason: Option<Diagnostic>,
    /// Accounts that may deploy and do not get the image, each with the code that it was refused with: the first
    /// thousand in the order of the manifest.
    pub without: Vec<(Text, Text)>,
    /// How many there are.
    pub without_count: usize,
}

/// So many accounts are listed for a region.
const LISTED: usize = 1_000;

impl Planner<'_> {
    /// Begins with a region. It is done unless something is noted.
    pub(super) fn begin(&mut self, subject: &Subject<'_>, region: &str) {
        self.plan.regions.push(Standing {
            artifact: subject.artifact.id.clone(),
            version: subject.version.version.clone(),
            region: region.into(),
            image: subject.version.image_in(region).ok().map(Into::into),
            state: State::Done,
            reason: None,
            without: Vec::new(),
            without_count: 0,
        });
        self.is_open = true;
    }

    /// A region that is not looked at further.
    pub(super) fn region_is(&mut self, subject: &Subject<'_>, region: &str, state: State, why: Option<Diagnostic>) {
        self.begin(subject, region);
        if let Some(standing) = self.plan.regions.last_mut() {
            (standing.state, standing.reason) = (state, why);
        }
        self.is_open = false;
    }

    /// Notes what stands between a region and its end: the first of all, unless one of them is stuck.
    pub(super) fn note(&mut self, state: State, why: &Diagnostic) {
        let Some(standing) = self.plan.regions.last_mut().filter(|_| self.is_open) else { return };
        if standing.state == State::Done || (state == State::Stuck && standing.state != State::Stuck) {
            (standing.state, standing.reason) = (state, Some(why.clone()));
        }
    }

    /// Notes a step, if it is one of the region that was begun.
    pub(super) fn note_step(&mut self, action: &Action) {
        if self.plan.regions.last().is_none_or(|standing| standing.region != action.region) {
            return;
        }
        let is_sent = self.observed.is_sent(&action.id);
        match self.observed.failure(&action.id) {
            Some(failure) if self.is_final(failure) => {
                return self.note(State::Stuck, &failed(Code::CallFailed, action, failure));
            }
            Some(failure) if !is_sent && self.due(failure) > self.now => {
                return self.note(State::Waiting, &failed(Code::PlanRetry, action, failure));
            }
            _ => {}
        }
        let state = match action.kind {
            Kind::ObserveRegion => State::NotStarted,
            Kind::CopyImage | Kind::ShareImage if is_sent => State::Running,
            Kind::CopyImage if action.ready => State::NotStarted,
            Kind::Wait if !is_queued(action) => State::Running,
            // A mark of progress is no step on the way.
            Kind::MarkDelivery if matches!(action.mark, Some((VersionStatus::Delivering, _))) => return,
            Kind::CopyImage | Kind::ShareImage | Kind::ObserveShares | Kind::MarkDelivery | Kind::Wait => {
                State::Waiting
            }
            _ => return,
        };
        self.note(state, &action.why);
    }

    /// Sets an account aside that the image of the region cannot be shared with.
    pub(super) fn set_aside(&mut self, uid: &Text, code: &str) {
        let Some(standing) = self.plan.regions.last_mut().filter(|_| self.is_open) else { return };
        standing.without_count += 1;
        if standing.without.len() < LISTED {
            standing.without.push((uid.clone(), code.into()));
        }
    }
}

/// Whether the cloud has not begun with the image that an action waits for.
fn is_queued(action: &Action) -> bool {
    action.why.args.iter().any(|(name, value)| *name == "status" && *value == Arg::from("Waiting"))
}
