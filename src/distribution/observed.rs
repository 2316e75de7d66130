//! What the cloud was seen to hold.

use super::content;
use crate::manifest::Text;

/// What was seen, region by region, and what became of calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// The regions that were looked at. Of any other one nothing is known.
    pub regions: Vec<Region>,
    /// The ids of actions that were sent and not answered yet.
    pub sent: Vec<Text>,
    /// The actions that failed, and have not succeeded since.
    pub failures: Vec<Failure>,
    /// How many accounts one image can be shared with; `None` where nobody asked.
    pub share_quota: Option<u32>,
}

/// The provider's own images of one region: all of them, in every state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// Its id.
    pub id: Text,
    /// The images.
    pub images: Vec<Image>,
}

/// An image, as `DescribeImages` and `DescribeImageSharePermission` show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// `ImageId`.
    pub id: Text,
    /// `ImageName`.
    pub name: Text,
    /// `Status`: `Creating`, `Waiting`, `Available`, `UnAvailable`, `CreateFailed`, `Deprecated` or another word.
    pub status: Text,
    /// `Progress`: 0 to 100 percent.
    pub progress: Option<u8>,
    /// The values of [`TAGS`](super::TAGS); empty where it has no such tag.
    pub tags: [Text; 3],
    /// `IsPublic`: whether it is open to everyone.
    pub is_public: bool,
    /// Whether a disk of it is `Encrypted`.
    pub encrypted: bool,
    /// `Size`, in GiB.
    pub size: Option<u32>,
    /// `CreationTime`, in milliseconds since 1970.
    pub created: Option<u64>,
    /// The accounts that it is shared with, in order; `None` where nobody asked.
    pub accounts: Option<Vec<Text>>,
}

/// A call that failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure {
    /// The action's id.
    pub id: Text,
    /// The code of the last answer.
    pub code: Text,
    /// How often it failed in a row, from 1.
    pub count: u32,
    /// When it last did, in milliseconds since 1970.
    pub at: u64,
}

impl Observed {
    /// A region that was looked at.
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| *region.id == *id)
    }

    pub(super) fn is_sent(&self, id: &str) -> bool {
        self.sent.iter().any(|sent| **sent == *id)
    }

    pub(super) fn failure(&self, id: &str) -> Option<&Failure> {
        self.failures.iter().find(|failure| *failure.id == *id)
    }

    /// How many copies run from a region: those that are seen to, and those that were asked for and are not seen.
    pub(super) fn copies_from(&self, home: &str) -> u32 {
        let running = self.images().filter(|(_, image)| image.runs() && content::is_from(&image.tags, home));
        let is_seen = |id: &str| self.images().any(|(region, image)| content::is_copy_to(id, &region.id, &image.name));
        let sent = self.sent.iter().filter(|id| content::is_copy_from(id, home) && !is_seen(id));
        (running.count() + sent.count()) as u32
    }

    /// A copy that runs from a region.
    pub(super) fn running(&self, home: &str) -> Option<(&Region, &Image)> {
        self.images().find(|(_, image)| image.runs() && content::is_from(&image.tags, home))
    }

    fn images(&self) -> impl Iterator<Item = (&Region, &Image)> {
        self.regions.iter().flat_map(|region| region.images.iter().map(move |image| (region, image)))
    }
}

impl Region {
    pub(super) fn image(&self, id: &str) -> Option<&Image> {
        self.images.iter().find(|image| *image.id == *id)
    }
}

impl Image {
    /// Whether it can be used.
    pub fn is_available(&self) -> bool {
        &*self.status == "Available"
    }

    /// Whether it is being made: also one that waits for its turn.
    pub fn runs(&self) -> bool {
        matches!(&*self.status, "Creating" | "Waiting")
    }

    /// Whether nothing will come of it.
    pub fn has_failed(&self) -> bool {
        matches!(&*self.status, "CreateFailed" | "UnAvailable")
    }
}
