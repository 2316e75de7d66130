//! Which image a region gets. Never another region's, never a guess.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Deref;

use super::{Artifact, Image, Keyed, Shared, Source, SourceType, Version, VersionStatus};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The name of the version that is not released.
pub const DRAFT: &str = "draft";

/// The image id of one region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served<'m> {
    /// The id; never empty.
    pub image_id: &'m str,
    /// The version that it belongs to.
    pub version: &'m Version,
}

/// Why there is no image for a region, and where there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Unserved<'m> {
    /// What stands against it.
    pub reason: Reason,
    /// The artifact.
    pub artifact: &'m Artifact,
    /// The version that was asked for; `None` where it does not exist.
    pub version: Option<&'m Version>,
    /// The version that was asked for, as the relation names it.
    pub asked: Option<&'m str>,
    /// The region that was asked for.
    pub region: &'m str,
}

/// What stands against an image for a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The artifact has no version of that name.
    VersionUnknown,
    /// No version was named, and no numbered one serves.
    NoneServes,
    /// Its name is neither `draft` nor a number.
    NotANumber,
    /// Its status serves nothing: unknown and absent ones, too.
    Status,
    /// A draft whose source is a product of the marketplace, or incomplete.
    DraftWithoutSource,
    /// A draft works where its source image is, and only there.
    DraftElsewhere,
    /// It has no image for the region.
    NotInRegion,
    /// It has an entry for the region, whose image is not there yet or not any more.
    NotReady,
}

/// The image of `artifact` for `region`: of the version that a relation names, or of the newest that serves.
pub fn image_for<'m>(
    artifact: &'m Artifact,
    version: Option<&'m str>,
    region: &'m str,
) -> Result<Served<'m>, Unserved<'m>> {
    let unserved = |reason, found| Unserved { reason, artifact, version: found, asked: version, region };
    let found = match version {
        Some(name) => artifact.versions.get(name).ok_or_else(|| unserved(Reason::VersionUnknown, None))?,
        None => artifact.versions.newest().ok_or_else(|| unserved(Reason::NoneServes, None))?,
    };
    match found.image_in(region) {
        Ok(image_id) => Ok(Served { image_id, version: found }),
        Err(reason) => Err(unserved(reason, Some(found))),
    }
}

impl Version {
    /// Whether it is the draft.
    pub fn is_draft(&self) -> bool {
        &*self.version == DRAFT
    }

    /// Whether it is a released one: a decimal number of any length.
    pub fn is_numbered(&self) -> bool {
        !self.version.is_empty() && self.version.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether its name and status let it serve any region at all.
    ///
    /// A draft serves from the moment it is saved until it is released; a number once its check is through. While it is
    /// `Delivering`, the regions whose copies are complete serve already, so a new region never takes the old ones down.
    fn serves(&self) -> Result<(), Reason> {
        let status = self.status.as_ref();
        match () {
            () if self.is_draft() => status == Some(&VersionStatus::Created),
            () if self.is_numbered() => matches!(status, Some(VersionStatus::Available | VersionStatus::Delivering)),
            () => return Err(Reason::NotANumber),
        }
        .then_some(())
        .ok_or(Reason::Status)
    }

    /// Its image in a region; never empty.
    pub fn image_in(&self, region: &str) -> Result<&str, Reason> {
        self.serves()?;
        let home = self.source_region();
        if self.is_draft() {
            // Nothing of a draft is distributed, whatever regions it is meant for.
            match home {
                None => return Err(Reason::DraftWithoutSource),
                Some(home) if home != region => return Err(Reason::DraftElsewhere),
                Some(_) => {}
            }
        }
        let entry = self.images.get(region);
        // In the source region, too, what was delivered wins over what it was made from.
        if let Some(image_id) = entry.and_then(Image::available) {
            return Ok(image_id);
        }
        match self.source_image().filter(|_| home == Some(region)) {
            Some(image_id) => Ok(image_id),
            None if entry.is_some() => Err(Reason::NotReady),
            None if self.is_draft() => Err(Reason::DraftWithoutSource),
            None => Err(Reason::NotInRegion),
        }
    }

    /// Whom the image that it has in a region is shared with; `None` where nobody has asked.
    ///
    /// Where the source image itself was delivered to its region, what is recorded of either counts: it is one image.
    pub fn shared_in(&self, region: &str) -> Option<&Shared> {
        let image_id = self.image_in(region).ok()?;
        let entry = self.images.get(region).filter(|image| image.available() == Some(image_id));
        let source = self.source.as_ref().filter(|_| self.source_region() == Some(region));
        let source = source.filter(|source| source.image_id.as_deref() == Some(image_id));
        let records = [entry.and_then(|image| image.shared.as_ref()), source.and_then(|source| source.shared.as_ref())];
        records.into_iter().flatten().find(|shared| shared.is_known())
    }

    /// Writes the record of the image that it has in a region: all records, where it stands there twice.
    pub(crate) fn record(&mut self, region: &str, shared: &Shared) {
        let Ok(image_id) = self.image_in(region).map(String::from) else { return };
        let home = self.source_region() == Some(region);
        let entry = self.images.position(region).and_then(|at| self.images.at_mut(at));
        if let Some(entry) = entry.filter(|image| image.available() == Some(&image_id)) {
            entry.shared = Some(shared.clone());
        }
        if let Some(source) = self.source.as_mut().filter(|_| home)
            && source.image_id.as_deref() == Some(&image_id)
        {
            source.shared = Some(shared.clone());
        }
    }

    /// What is recorded of each of its images.
    fn records(&self) -> impl Iterator<Item = &Shared> {
        let source = self.source.as_ref().and_then(|source| source.shared.as_ref());
        source.into_iter().chain(self.images.iter().filter_map(|image| image.shared.as_ref()))
    }

    /// Whether ECS was asked whom any of its images is shared with.
    pub(crate) fn observed(&self) -> bool {
        self.records().any(Shared::is_known)
    }

    /// Every region that it serves: the source's first, then those of `images` in their order.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        let home = self.source_region();
        let others = self.images.iter().map(|image| &*image.region).filter(move |region| Some(*region) != home);
        home.into_iter().chain(others).filter(|region| self.image_in(region).is_ok())
    }

    /// The region that the source image itself serves.
    pub(crate) fn home(&self) -> Option<&str> {
        self.source_region().filter(|_| self.source_image().is_some())
    }

    /// The region of a custom source image. A product of the marketplace has none: its regions are the vendor's.
    fn source_region(&self) -> Option<&str> {
        let source = self.source.as_ref().filter(|source| source.source_type == Some(SourceType::Custom))?;
        source.region_id.as_deref().filter(|region| !region.is_empty())
    }

    fn source_image(&self) -> Option<&str> {
        self.source.as_ref()?.image_id.as_deref().filter(|image_id| !image_id.is_empty())
    }
}

impl Source {
    /// Whether ECS was asked whom the image is shared with.
    pub(crate) fn is_shared_known(&self) -> bool {
        self.shared.as_ref().is_some_and(Shared::is_known)
    }
}

impl Image {
    /// How far the copy is that is not there yet: `failed`, `waiting` (it is under way) or `announced` (a release named the
    /// region, and nobody has asked ECS for the copy). `None` where its status says none of these.
    fn delivery(&self) -> Option<&'static str> {
        use VersionStatus::{CreateFailed, Created, Delivering, ScanFailed, Scanning};
        let begun = self.image_id.as_deref().is_some_and(|id| !id.is_empty())
            || self.progress.is_some_and(|percent| percent > 0);
        match self.status.as_ref()? {
            CreateFailed | ScanFailed => Some("failed"),
            Delivering | Created | Scanning if begun => Some("waiting"),
            Delivering | Created | Scanning => Some("announced"),
            _ => None,
        }
    }

    /// Its id, if it can be used. An entry without one has been announced, not delivered.
    fn available(&self) -> Option<&str> {
        let image_id = self.image_id.as_deref().filter(|image_id| !image_id.is_empty());
        image_id.filter(|_| self.status == Some(VersionStatus::Available))
    }
}

/// The versions of an artifact, which of them is the newest that serves, and whether the shares of any are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {
    list: Keyed<Version>,
    newest: Option<usize>,
    recorded: usize,
}

impl Versions {
    /// Indexes `versions`.
    pub fn new(versions: Vec<Version>) -> Self {
        let serving =
            versions.iter().enumerate().filter(|(_, version)| version.is_numbered() && version.serves().is_ok());
        // Of two spellings of one number (`1`, `01`) the first is kept.
        let newest = serving.rev().max_by(|(_, one), (_, other)| compare_numbers(&one.version, &other.version));
        let newest = newest.map(|(at, _)| at);
        let records = versions.iter().flat_map(Version::records).filter(|record| record.is_known());
        let recorded = records.map(|record| 1 + record.len()).sum();
        Versions { list: Keyed::new(versions), newest, recorded }
    }

    /// The versions, in order.
    pub(crate) fn into_items(self) -> Vec<Version> {
        self.list.into_items()
    }

    /// Whether ECS was asked whom any image of any version is shared with.
    pub fn observed(&self) -> bool {
        self.recorded > 0
    }

    /// How many images have a record of what ECS answered, and how many accounts these name, together.
    pub(crate) fn recorded(&self) -> usize {
        self.recorded
    }

    /// The highest numbered version whose status serves.
    pub fn newest(&self) -> Option<&Version> {
        self.newest.and_then(|at| self.list.get_at(at))
    }
}

impl Deref for Versions {
    type Target = Keyed<Version>;

    fn deref(&self) -> &Keyed<Version> {
        &self.list
    }
}

/// Compares decimal numbers of any length: `10` is more than `9`, `007` equals `7`.
pub(crate) fn compare_numbers(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

impl Reason {
    /// The code that says so.
    pub fn code(self) -> Code {
        match self {
            Reason::VersionUnknown => Code::VersionUnknown,
            Reason::NoneServes => Code::VersionNoneServes,
            Reason::NotANumber => Code::VersionNotANumber,
            Reason::Status => Code::VersionNotAvailable,
            Reason::DraftWithoutSource => Code::DraftWithoutSource,
            Reason::DraftElsewhere => Code::DraftOutsideSourceRegion,
            Reason::NotInRegion => Code::RegionNotServed,
            Reason::NotReady => Code::RegionNotReady,
        }
    }
}

impl Unserved<'_> {
    /// The regions that the version does serve.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.version.into_iter().flat_map(Version::regions)
    }

    /// As a finding: it names the region, the status and the regions that would work.
    pub fn diagnostic(&self, place: impl Into<Place>) -> Diagnostic {
        let code = self.reason.code();
        let mut diagnostic =
            Diagnostic::new(code, place).arg("artifact", &*self.artifact.id).arg("region", self.region);
        if let Some(version) = self.version.map(|version| &*version.version).or(self.asked) {
            diagnostic = diagnostic.arg("version", version);
        }
        let Some(version) = self.version else { return diagnostic };
        diagnostic = diagnostic.arg("regions", listed(self.regions()));
        diagnostic = match &version.status {
            Some(status) => diagnostic.arg("status", status.as_str()),
            None => diagnostic.arg("missing", "status"),
        };
        match version.images.get(self.region) {
            Some(image) if self.reason == Reason::NotReady => match &image.status {
                Some(VersionStatus::Available) => diagnostic.arg("missing", "id"),
                Some(delivery) => {
                    let diagnostic = diagnostic.arg("delivery", delivery.as_str());
                    match image.delivery() {
                        Some(state) => diagnostic.arg(state, delivery.as_str()),
                        None => diagnostic,
                    }
                }
                None => diagnostic.arg("missing", "status"),
            },
            _ => diagnostic,
        }
    }
}

/// Names in their order, each once.
pub fn distinct<'t>(names: &mut dyn Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

/// Names for a message: `cn-beijing, cn-hangzhou`, at most fifty; `none` where there is none.
pub fn listed<'t>(names: impl Iterator<Item = &'t str>) -> String {
    const MOST: usize = 50;
    let mut names: Vec<&str> = names.take(MOST + 1).collect();
    match names.len() {
        0 => return "none".to_owned(),
        count if count > MOST => names[MOST] = "…",
        _ => {}
    }
    names.join(", ")
}
