//! One version: its source, its regions, its copies.

use super::content::{self, Content};
use super::observed::{Image, Region};
use super::{Action, Kind, Planner, among};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::manifest::{Artifact, SupportRegions, Text, Version, VersionStatus};

/// A version that is planned for, and whom it is open to.
pub(super) struct Subject<'a> {
    pub(super) artifact: &'a Artifact,
    pub(super) version: &'a Version,
    /// The accounts that may deploy it, beside the provider: in order, each once.
    pub(super) accounts: &'a [&'a str],
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
        let Subject { version, accounts, everyone, .. } = *subject;
        let Some(home) = version.home().filter(|_| is_released(version)) else {
            let finding = subject.why(Code::VersionNotDistributed, "");
            let finding = match &version.status {
                Some(status) if !is_released(version) => finding.arg("status", status.as_str()),
                Some(_) => finding.arg("missing", "source.imageId"),
                None => finding.arg("missing", "status"),
            };
            return self.plan.findings.push(finding);
        };
        let Some(mut regions) = subject.regions(&self.options.all_regions, home) else {
            return self.plan.findings.push(subject.why(Code::RegionsUnknown, home));
        };
        regions.retain(|region| among(&self.options.regions, region));
        // What cannot be finished is not begun: a copy costs money.
        if accounts.len() > self.options.accounts as usize {
            let finding = subject.why(Code::TooManyAccounts, home).arg("count", accounts.len());
            return self.plan.findings.push(finding.arg("limit", self.options.accounts));
        }
        let Some(seen) = self.look(subject, home) else { return };
        let source = version.source.as_ref().and_then(|source| seen.image(source.image_id.as_deref()?));
        let refused = (!accounts.is_empty() && !self.options.customer_key) || (everyone && self.options.publish);
        if let Some(source) = source.filter(|source| source.encrypted && refused) {
            return self.plan.findings.push(subject.image_why(Code::ImageEncrypted, home, source));
        }

        let mut state = State { home, source, copyable: None, settled: true, closed: Vec::new() };
        if among(&self.options.regions, home) {
            state.settled = self.served(subject, home, seen, &mut state.closed);
        }
        for region in &regions {
            let settled = self.region(subject, region, &mut state);
            state.settled &= settled;
        }
        self.complete(subject, &regions, &state);
        if everyone && !state.closed.is_empty() {
            self.publish(subject, &state);
        }
    }

    /// What is known of a region; a step to find out where nothing is. The step is one for all versions.
    pub(super) fn look(&mut self, subject: &Subject<'_>, region: &str) -> Option<&'a Region> {
        let known = self.observed.region(region);
        if known.is_none() && !self.looked.iter().any(|looked| **looked == *region) {
            self.looked.push(region.into());
            self.step(subject.action(Kind::ObserveRegion, region, "images", subject.why(Code::PlanObserve, region)));
        }
        known
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
    fn region(&mut self, subject: &Subject<'_>, region: &str, state: &mut State<'a, '_>) -> bool {
        let Some(seen) = self.look(subject, region) else { return false };
        if subject.version.image_in(region).is_ok() {
            return self.served(subject, region, seen, &mut state.closed);
        }
        let goes_on = match self.there(subject, region, seen) {
            There::Stuck => false,
            There::Nothing(attempt) => self.copy(subject, region, seen, attempt, state),
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

    /// A copy, if its source can be copied: whether there will be one.
    fn copy(
        &mut self,
        subject: &Subject<'_>,
        region: &str,
        seen: &Region,
        attempt: u32,
        state: &mut State<'a, '_>,
    ) -> bool {
        let Some(ready) = self.copyable(subject, state) else { return false };
        let Some(copy) = Content::new(subject.artifact, subject.version, region, attempt) else { return false };
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

    /// Whether the source can be copied now; `None` where it never can. Said once for all regions.
    fn copyable(&mut self, subject: &Subject<'_>, state: &mut State<'a, '_>) -> Option<bool> {
        if let Some(known) = state.copyable {
            return known;
        }
        let State { home, source, .. } = *state;
        let copyable = match source {
            None => {
                let id = subject.version.source.as_ref().and_then(|source| source.image_id.as_deref());
                self.stuck(subject.why(Code::ImageLost, home).arg("image", id.unwrap_or_default()));
                None
            }
            Some(image) if image.is_public && !subject.everyone && self.options.undo.community => {
                self.close(subject, home, image).then_some(false)
            }
            Some(image) if image.is_public => {
                self.stuck(subject.image_why(Code::CommunityImage, home, image));
                None
            }
            Some(image) if image.is_available() => Some(true),
            Some(image) if image.runs() => {
                self.wait(subject, home, image);
                Some(false)
            }
            Some(image) => {
                self.stuck(unavailable(subject, home, image));
                None
            }
        };
        state.copyable = Some(copyable);
        copyable
    }

    fn wait(&mut self, subject: &Subject<'_>, region: &str, image: &Image) -> bool {
        let is_this = |action: &Action| action.kind == Kind::Wait && action.image.as_ref() == Some(&image.id);
        if self.plan.actions.iter().any(is_this) {
            return true;
        }
        let why = subject.image_why(Code::PlanWait, region, image).arg("status", &*image.status);
        let why = match image.progress {
            Some(progress) => why.arg("progress", u32::from(progress)),
            None => why,
        };
        let action = subject.action(Kind::Wait, region, &image.id, why);
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
        let about = format!("{} {}", subject.artifact.id, subject.version.version);
        let action = subject.action(Kind::MarkDelivery, region, &about, why);
        self.step(Action { ready, image: id, mark: Some((status, progress)), ..action });
    }

    /// Says that the version has reached all of its regions, where the last of them does not say it.
    fn complete(&mut self, subject: &Subject<'_>, regions: &[&str], state: &State<'a, '_>) {
        let Subject { version, .. } = subject;
        let listed = matches!(version.support_region_ids, Some(SupportRegions::Listed(_)));
        let served = regions.iter().all(|region| version.image_in(region).is_ok());
        let on_its_way = |region: &&str| version.image_in(region).is_ok() || self.marks_available(subject, region);
        let will = served || (!listed && self.options.ahead && regions.iter().all(on_its_way));
        if version.status == Some(VersionStatus::Delivering) && self.options.regions.is_empty() && will {
            let why = subject.why(Code::PlanMark, state.home).arg("status", "Available");
            let about = format!("{} {}", subject.artifact.id, version.version);
            let action = subject.action(Kind::MarkDelivery, "", &about, why);
            self.step(Action { ready: served, mark: Some((VersionStatus::Available, None)), ..action });
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

    /// Opens the images of a public artifact to everyone: last of all, and only if that was asked for.
    fn publish(&mut self, subject: &Subject<'_>, state: &State<'a, '_>) {
        if !self.options.publish {
            let finding = subject.why(Code::PublicNeedsCommunity, state.home).arg("count", state.closed.len());
            return self.plan.findings.push(finding);
        }
        for (region, image) in &state.closed {
            let id = image.map(|image| image.id.clone());
            let why = subject.why(Code::PlanPublish, region);
            let action = subject.action(Kind::PublishImage, region, id.as_deref().unwrap_or_default(), why);
            self.step(Action { ready: state.settled, image: id, ..action });
        }
    }
}

/// An image, or one that is to come, that is not open to everyone, and its region.
type Closed<'a> = (Text, Option<&'a Image>);

/// What was found out about a version.
struct State<'a, 's> {
    home: &'s str,
    source: Option<&'a Image>,
    /// Whether the source can be copied now, `Some(None)` where it never can; `None` where nobody asked.
    copyable: Option<Option<bool>>,
    /// Whether every image so far is there and shared.
    settled: bool,
    closed: Vec<Closed<'a>>,
}

#[cold]
fn unavailable(subject: &Subject<'_>, region: &str, image: &Image) -> Diagnostic {
    subject.image_why(Code::ImageNotAvailable, region, image).arg("status", &*image.status)
}
