//! One version: its source, its regions, its copies.

use super::content::{self, Content};
use super::observed::{Image, Region};
use super::{Action, Kind, Planner, State, among, failed};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::manifest::{Artifact, SourceType, SupportRegions, Text, Version, VersionStatus};

/// A version that is planned for, and whom it is open to.
pub(super) struct Subject<'a> {
    pub(super) artifact: &'a Artifact,
    pub(super) version: &'a Version,
    /// The accounts that may deploy it, beside the provider: in order, each once.
    pub(super) accounts: &'a [&'a str],
    /// The same in the order of the manifest: that is whom an image is shared with first.
    pub(super) in_order: &'a [&'a str],
    /// Whether it is public.
    pub(super) everyone: bool,
}

/// What a region has of a version.
enum There<'a> {
    /// The copy, or the image that the manifest names.
    Image(&'a Image),
    /// Nothing; the copy that comes next, counted from 1.
    Nothing(u32),
    /// Something that nobody but a person can mend.
    Stuck,
}

impl Subject<'_> {
    fn place(&self) -> Place {
        Place::Manifest(format!("/artifacts/{}/versions/{}", self.artifact.position, self.version.position))
    }

    /// A reason or a finding about it.
    #[cold]
    pub(super) fn why(&self, code: Code, region: &str) -> Diagnostic {
        let finding = Diagnostic::new(code, self.place()).arg("artifact", &*self.artifact.id);
        finding.arg("version", &*self.version.version).arg("region", region)
    }

    pub(super) fn image_why(&self, code: Code, region: &str, image: &Image) -> Diagnostic {
        self.why(code, region).arg("image", &*image.id)
    }

    /// A step, without what is peculiar to its kind. Its id is the kind, the region and what it is about.
    pub(super) fn action(&self, kind: Kind, region: &str, about: &str, why: Diagnostic) -> Action {
        Action {
            kind,
            id: format!("{} {region} {about}", kind.name()),
            ready: true,
            artifact: self.artifact.id.clone(),
            version: self.version.version.clone(),
            region: region.into(),
            image: None,
            accounts: Vec::new(),
            copy: None,
            mark: None,
            at: None,
            why,
        }
    }

    /// A mark of a region, or of the version where `region` is empty.
    fn mark(
        &self,
        region: &str,
        why: Diagnostic,
        image: Option<Text>,
        status: VersionStatus,
        progress: Option<u8>,
    ) -> Action {
        let about = format!("{} {}", self.artifact.id, self.version.version);
        let action = self.action(Kind::MarkDelivery, region, &about, why);
        Action { image, mark: Some((status, progress)), ..action }
    }

    /// The regions that it is meant for, beside the source's own; `None` where nothing says which.
    fn regions<'s>(&'s self, all: &'s [Text], home: &str) -> Option<Vec<&'s str>> {
        let announced = self.version.images.iter().map(|image| &*image.region);
        let mut regions: Vec<&str> = match &self.version.support_region_ids {
            Some(SupportRegions::Listed(regions)) => regions.iter().map(|region| &**region).collect(),
            Some(SupportRegions::All) if all.is_empty() => return None,
            Some(SupportRegions::All) => all.iter().map(|region| &**region).chain(announced).collect(),
            None => announced.collect(),
        };
        let mut seen: Vec<&str> = vec!["", home];
        regions.retain(|region| {
            let is_new = !seen.contains(region);
            seen.push(region);
            is_new
        });
        Some(regions)
    }

    /// Whether a region is one that it is meant for, or has it.
    pub(super) fn wants(&self, all: &[Text], region: &str) -> bool {
        let home = self.version.home();
        let serves = self.version.image_in(region).is_ok();
        serves || home.is_none_or(|home| self.regions(all, home).is_none_or(|regions| regions.contains(&region)))
    }
}

/// Whether there is anything of a version to distribute: a draft is its provider's, in one region, until it is released.
fn is_released(version: &Version) -> bool {
    let under_way = matches!(version.status, Some(VersionStatus::Delivering | VersionStatus::Available));
    version.is_numbered() && under_way
}

impl<'a> Planner<'a> {
    pub(super) fn version(&mut self, subject: &Subject<'_>) {
        let Subject { version, everyone, .. } = *subject;
        if !is_released(version) {
            let finding = subject.why(Code::VersionNotDistributed, "");
            return self.found(match &version.status {
                Some(status) => finding.arg("status", status.as_str()),
                None => finding.arg("missing", "status"),
            });
        }
        let home = version.home().unwrap_or_default();
        let Some(meant) = subject.regions(&self.options.all_regions, home) else {
            return self.found(subject.why(Code::RegionsUnknown, home));
        };
        let begin = self.plan.regions.len();
        let mut regions: Vec<&str> = Vec::new();
        for region in Some(home).filter(|home| !home.is_empty()).into_iter().chain(meant) {
            if among(&self.options.regions, region) {
                regions.push(region);
            } else {
                self.region_is(subject, region, State::NotAskedFor, None);
            }
        }
        let mut state = Course { home, source: None, copyable: None, settled: true, closed: Vec::new() };
        if regions.is_empty() {
            return;
        }
        if home.is_empty() {
            self.by_hand(subject, &regions, &mut state);
        } else {
            match self.source(subject, &mut state) {
                Ok(seen) => self.regions(subject, &regions, seen, &mut state),
                Err(why) => return self.held(subject, &regions, &why),
            }
        }
        regions.retain(|region| *region != home);
        self.complete(subject, &regions, &state);
        if everyone && !state.closed.is_empty() {
            self.publish(subject, &state, begin);
        }
    }

    /// Looks for the source; the reason where nothing can be done without it.
    fn source(&mut self, subject: &Subject<'_>, state: &mut Course<'a, '_>) -> Result<&'a Region, Diagnostic> {
        let Subject { version, accounts, everyone, .. } = *subject;
        let seen = self.look(subject, state.home)?;
        state.source = version.source.as_ref().and_then(|source| seen.image(source.image_id.as_deref()?));
        // What cannot be finished is not begun: a copy costs money.
        let refused = (!accounts.is_empty() && !self.options.customer_key) || (everyone && self.options.publish);
        if let Some(source) = state.source.filter(|source| source.encrypted && refused) {
            let finding = subject.image_why(Code::ImageEncrypted, state.home, source);
            self.found(finding.clone());
            return Err(finding);
        }
        Ok(seen)
    }

    /// The regions of a version whose source was found out about.
    fn regions(&mut self, subject: &Subject<'_>, regions: &[&str], seen: &'a Region, state: &mut Course<'a, '_>) {
        for region in regions {
            self.begin(subject, region);
            let settled = if *region == state.home {
                self.served(subject, region, seen, &mut state.closed)
            } else {
                self.region(subject, region, state)
            };
            state.settled &= settled;
            self.is_open = false;
        }
    }

    /// The regions of a version of which nothing can be begun, because of its source.
    fn held(&mut self, subject: &Subject<'_>, regions: &[&str], why: &Diagnostic) {
        let tags = content::tags(subject.artifact, subject.version);
        for region in regions {
            let images = self.observed.region(region).map_or(&[][..], |seen| &seen.images);
            let is_running = images.iter().any(|image| image.runs() && Some(&image.tags) == tags.as_ref());
            let state = match why.code {
                _ if is_running => State::Running,
                Code::PlanObserve => State::NotStarted,
                _ if Some(*region) == subject.version.home() => State::Stuck,
                _ => State::Waiting,
            };
            self.region_is(subject, region, state, Some(why.clone()));
        }
    }

    /// A version that nothing can be copied of: images that were put into the manifest by hand are shared as others are.
    fn by_hand(&mut self, subject: &Subject<'_>, regions: &[&str], state: &mut Course<'a, '_>) {
        let source = subject.version.source.as_ref();
        let product = source.filter(|source| source.source_type == Some(SourceType::Marketplace));
        for region in regions {
            self.begin(subject, region);
            let why = match product {
                Some(product) => {
                    let product = product.commodity_code.as_deref().unwrap_or_default();
                    subject.why(Code::MarketplaceImage, region).arg("product", product)
                }
                None => {
                    let finding = subject.why(Code::VersionNotDistributed, "").arg("missing", "source.imageId");
                    finding.severity(Severity::Error)
                }
            };
            let settled = match (subject.version.image_in(region), self.look(subject, region)) {
                (_, Err(_)) => false,
                (Err(_), _) => self.stuck(why),
                (Ok(id), Ok(seen)) => match seen.image(id) {
                    Some(image) => self.open(subject, region, image, &mut state.closed),
                    None => self.stuck(why.arg("image", id)),
                },
            };
            state.settled &= settled;
            self.is_open = false;
        }
    }

    /// What is known of a region; where nothing is, a step to find out, and why it is not known. The step is one for all
    /// versions.
    pub(super) fn look(&mut self, subject: &Subject<'_>, region: &str) -> Result<&'a Region, Diagnostic> {
        if let Some(known) = self.observed.region(region) {
            return Ok(known);
        }
        let action = subject.action(Kind::ObserveRegion, region, "images", subject.why(Code::PlanObserve, region));
        let failure = self.observed.failure(&action.id).filter(|failure| self.is_final(failure));
        let why = failure.map_or_else(|| action.why.clone(), |failure| failed(Code::CallFailed, &action, failure));
        if self.looked.iter().any(|looked| **looked == *region) {
            self.note_step(&action);
        } else {
            self.looked.push(region.into());
            self.step(action);
        }
        Err(why)
    }

    /// A region that the manifest has an image for. What is released stays what it is: where the image is gone, no other
    /// one takes its place.
    fn served(&mut self, subject: &Subject<'_>, region: &str, seen: &'a Region, closed: &mut Vec<Closed<'a>>) -> bool {
        let Ok(id) = subject.version.image_in(region) else { return false };
        match seen.image(id) {
            Some(image) => self.open(subject, region, image, closed),
            None => self.stuck(subject.why(Code::ImageLost, region).arg("image", id)),
        }
    }

    /// One of the other regions: whether its image is there and everyone has it who may.
    fn region(&mut self, subject: &Subject<'_>, region: &str, state: &mut Course<'a, '_>) -> bool {
        let Ok(seen) = self.look(subject, region) else { return false };
        let goes_on = if let Ok(id) = subject.version.image_in(region) {
            let is_replaced = self.options.replace_lost && seen.image(id).is_none();
            if !is_replaced || self.copyable(subject, state).is_err() {
                return self.served(subject, region, seen, &mut state.closed);
            }
            // It serves no more; from then on it is a region without an image like others.
            let why = subject.why(Code::ImageLost, region).arg("image", id);
            let action = subject.mark(region, why, Some(id.into()), VersionStatus::CreateFailed, None);
            self.step(action);
            self.copy(subject, region, seen, (1, false), state)
        } else {
            match self.there(subject, region, seen) {
                There::Stuck => false,
                There::Nothing(attempt) => self.copy(subject, region, seen, (attempt, true), state),
                There::Image(image) if image.runs() => {
                    self.mark(subject, region, Some(image), VersionStatus::Delivering, true);
                    self.wait(subject, region, image)
                }
                There::Image(image) => {
                    let open = self.open(subject, region, image, &mut state.closed);
                    if open || (self.options.ahead && image.is_available()) {
                        self.mark(subject, region, Some(image), VersionStatus::Available, open);
                    }
                    return open;
                }
            }
        };
        if goes_on {
            self.later(subject, region, &mut state.closed);
            self.mark(subject, region, None, VersionStatus::Available, false);
        }
        false
    }

    /// What follows once an image is there.
    fn later(&mut self, subject: &Subject<'_>, region: &str, closed: &mut Vec<Closed<'a>>) {
        closed.push((region.into(), None));
        if self.options.ahead {
            self.share(subject, region, None);
        }
    }

    fn there(&mut self, subject: &Subject<'_>, region: &str, seen: &'a Region) -> There<'a> {
        let known = subject.version.images.get(region).and_then(|entry| seen.image(entry.image_id.as_deref()?));
        if let Some(image) = known.filter(|image| !image.has_failed()) {
            return There::Image(image);
        }
        let Some(tags) = content::tags(subject.artifact, subject.version) else { return There::Stuck };
        let copies = || seen.images.iter().filter(|image| image.tags == tags);
        if let Some(image) =
            copies().filter(|image| !image.has_failed()).min_by_key(|image| (!image.is_available(), &image.id))
        {
            return There::Image(image);
        }
        // One that failed keeps its name, and some may have been deleted since.
        let failed = copies().map(|image| content::attempt(&image.name)).max().unwrap_or_default();
        if failed < self.options.failed_copies {
            return There::Nothing(failed + 1);
        }
        self.mark(subject, region, copies().next(), VersionStatus::CreateFailed, true);
        self.stuck(subject.why(Code::CopyFailed, region).arg("count", failed));
        There::Stuck
    }

    /// A copy, if its source can be copied: whether there will be one. It is the attempt that is counted from 1, and can be
    /// made now or only later.
    fn copy(
        &mut self,
        subject: &Subject<'_>,
        region: &str,
        seen: &Region,
        (attempt, now): (u32, bool),
        state: &mut Course<'a, '_>,
    ) -> bool {
        let waits = match self.copyable(subject, state) {
            Ok(waits) => waits,
            Err(why) => {
                self.note(State::Waiting, &why);
                return false;
            }
        };
        if let Some(why) = &waits {
            self.note(State::Waiting, why);
        }
        let ready = now && waits.is_none();
        // The image that the region had: a token that was used for it would give it once more.
        let entry = subject.version.images.get(region);
        let entry = entry.filter(|entry| !now || entry.status == Some(VersionStatus::CreateFailed));
        let lost = entry.and_then(|entry| entry.image_id.as_deref()).filter(|id| seen.image(id).is_none());
        let Some(copy) = Content::new(subject.artifact, subject.version, region, attempt, lost) else { return false };
        if let Some(other) = seen.images.iter().find(|image| *image.name == *copy.name) {
            return self.stuck(subject.image_why(Code::ImageNameTaken, region, other).arg("name", copy.name));
        }
        let id = copy.id(region);
        let failure = self.observed.failure(&id);
        let held = self.observed.is_sent(&id)
            || failure.is_some_and(|failure| self.is_final(failure) || self.due(failure) > self.now);
        let queued = ready && !held && !self.may_start(state.home);
        if queued && let Some((other, image)) = self.observed.running(state.home) {
            self.wait(subject, &other.id, image);
        }
        let mut why = subject.why(if queued { Code::PlanQueue } else { Code::PlanCopy }, region);
        if queued {
            why = why.arg("home", state.home).arg("limit", self.options.copies);
        } else if attempt > 1 {
            why = why.arg("attempt", attempt);
        }
        let action = subject.action(Kind::CopyImage, region, "", why);
        self.step(Action { id, ready: ready && !queued, copy: Some(copy), ..action })
    }

    /// What the source waits for before it can be copied, if anything; the reason where it never can. Said once for all
    /// regions.
    fn copyable(
        &mut self,
        subject: &Subject<'_>,
        state: &mut Course<'a, '_>,
    ) -> Result<Option<Diagnostic>, Diagnostic> {
        if let Some(known) = &state.copyable {
            return known.clone();
        }
        let Course { home, source, .. } = *state;
        let never = match source {
            None => {
                let id = subject.version.source.as_ref().and_then(|source| source.image_id.as_deref());
                Err(subject.why(Code::ImageLost, home).arg("image", id.unwrap_or_default()))
            }
            Some(image) if image.is_public => {
                let closes = !subject.everyone && self.options.undo.community && self.close(subject, home, image);
                let why = |code| subject.image_why(code, home, image);
                if closes { Ok(Some(why(Code::PublicUnasked))) } else { Err(why(Code::CommunityImage)) }
            }
            Some(image) if image.is_available() => Ok(None),
            Some(image) if image.runs() => {
                self.wait(subject, home, image);
                Ok(Some(waited(subject, home, image)))
            }
            Some(image) => Err(unavailable(subject, home, image)),
        };
        if let Err(why) = &never {
            self.found(why.clone());
        }
        state.copyable.insert(never).clone()
    }

    fn wait(&mut self, subject: &Subject<'_>, region: &str, image: &Image) -> bool {
        let action = subject.action(Kind::Wait, region, &image.id, waited(subject, region, image));
        let is_this = |action: &Action| action.kind == Kind::Wait && action.image.as_ref() == Some(&image.id);
        if self.plan.actions.iter().any(is_this) {
            self.note_step(&action);
            return true;
        }
        self.step(Action { image: Some(image.id.clone()), ..action })
    }

    /// An image that is there: whether everyone has it who may.
    fn open(&mut self, subject: &Subject<'_>, region: &str, image: &'a Image, closed: &mut Vec<Closed<'a>>) -> bool {
        if image.runs() {
            if self.wait(subject, region, image) {
                self.later(subject, region, closed);
            }
            return false;
        }
        if !image.is_available() {
            return self.stuck(unavailable(subject, region, image));
        }
        if !image.is_public {
            closed.push((region.into(), Some(image)));
        }
        self.share(subject, region, Some(image))
    }

    /// Writes into the manifest what it does not say yet.
    fn mark(&mut self, subject: &Subject<'_>, region: &str, image: Option<&Image>, status: VersionStatus, ready: bool) {
        let id = image.map(|image| image.id.clone());
        let progress = image.and_then(|image| image.progress).filter(|_| status == VersionStatus::Delivering);
        let entry = subject.version.images.get(region);
        let is_said = entry.is_some_and(|entry| {
            entry.status.as_ref() == Some(&status)
                && (entry.image_id == id || status == VersionStatus::CreateFailed)
                && (progress.is_none() || entry.progress == progress)
        });
        if is_said {
            return;
        }
        let mut why = subject.why(Code::PlanMark, region).arg("status", status.as_str());
        if let Some(progress) = progress {
            why = why.arg("progress", u32::from(progress));
        }
        let action = subject.mark(region, why, id, status, progress);
        self.step(Action { ready, ..action });
    }

    /// Says that the version has reached all of its regions, where the last of them does not say it.
    fn complete(&mut self, subject: &Subject<'_>, regions: &[&str], state: &Course<'a, '_>) {
        let Subject { version, .. } = subject;
        let listed = matches!(version.support_region_ids, Some(SupportRegions::Listed(_)));
        let served = regions.iter().all(|region| version.image_in(region).is_ok());
        let on_its_way = |region: &&str| version.image_in(region).is_ok() || self.marks_available(subject, region);
        let will = served || (!listed && self.options.ahead && regions.iter().all(on_its_way));
        if version.status == Some(VersionStatus::Delivering) && self.options.regions.is_empty() && will {
            let why = subject.why(Code::PlanMark, state.home).arg("status", "Available");
            let action = subject.mark("", why, None, VersionStatus::Available, None);
            self.step(Action { ready: served && state.settled, ..action });
        }
    }

    /// Whether the plan ends with an image that is there.
    pub(super) fn marks_available(&self, subject: &Subject<'_>, region: &str) -> bool {
        let is_its = |action: &&Action| {
            *action.region == *region
                && action.artifact == subject.artifact.id
                && action.version == subject.version.version
        };
        let mut marks = self.plan.actions.iter().filter(is_its).filter_map(|action| action.mark.as_ref());
        marks.any(|(status, _)| *status == VersionStatus::Available)
    }

    /// Opens the images of a public artifact to everyone: last of all, and only if that was asked for. `begin` is where the
    /// version's regions begin.
    fn publish(&mut self, subject: &Subject<'_>, state: &Course<'a, '_>, begin: usize) {
        let closed = subject.why(Code::PublicNeedsCommunity, state.home).arg("count", state.closed.len());
        if !self.options.publish {
            self.found(closed.clone());
        }
        for (region, image) in &state.closed {
            let id = image.map(|image| image.id.clone());
            let why = subject.why(Code::PlanPublish, region);
            let action = subject.action(Kind::PublishImage, region, id.as_deref().unwrap_or_default(), why);
            let mut open = State::Waiting;
            let mut why = closed.clone();
            if self.options.publish {
                why = action.why.clone();
                if !self.step(Action { ready: state.settled, image: id, ..action.clone() }) {
                    (open, why) = (State::Stuck, self.plan.findings.last().cloned().unwrap_or(why));
                }
            }
            // Nobody but the accounts that it is shared with can use it until then.
            let standing = self.plan.regions.iter_mut().skip(begin).find(|standing| standing.region == *region);
            if let Some(standing) = standing.filter(|standing| standing.state == State::Done) {
                (standing.state, standing.reason) = (open, Some(why));
            }
        }
    }
}

/// An image, or one that is to come, that is not open to everyone, and its region.
type Closed<'a> = (Text, Option<&'a Image>);

/// What was found out about a version.
struct Course<'a, 's> {
    home: &'s str,
    source: Option<&'a Image>,
    /// What [`Planner::copyable`] found; `None` where nobody asked.
    copyable: Option<Result<Option<Diagnostic>, Diagnostic>>,
    /// Whether every image so far is there and shared.
    settled: bool,
    closed: Vec<Closed<'a>>,
}

#[cold]
fn waited(subject: &Subject<'_>, region: &str, image: &Image) -> Diagnostic {
    let why = subject.image_why(Code::PlanWait, region, image).arg("status", &*image.status);
    match image.progress {
        Some(progress) => why.arg("progress", u32::from(progress)),
        None => why,
    }
}

#[cold]
fn unavailable(subject: &Subject<'_>, region: &str, image: &Image) -> Diagnostic {
    subject.image_why(Code::ImageNotAvailable, region, image).arg("status", &*image.status)
}
