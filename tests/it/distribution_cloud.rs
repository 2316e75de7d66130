//! A cloud in memory: what ECS is documented to do with images, and what must never be asked of it.
//!
//! It knows nothing of how a plan is made. Whatever must not happen is an assertion in the call itself.

use std::collections::{BTreeMap, BTreeSet};

use ecs_image_resolver::distribution::{Action, Kind, Observed, Options, Region};

/// An image, and what it is a copy of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    pub id: String,
    pub name: String,
    pub status: String,
    pub progress: u8,
    pub tags: [String; 3],
    pub is_public: bool,
    pub encrypted: bool,
    pub accounts: BTreeSet<String>,
}

/// What the calls are held against.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// Who may deploy, by artifact.
    pub allowed: BTreeMap<String, BTreeSet<String>>,
    /// The public ones.
    pub everyone: BTreeSet<String>,
    pub options: Options,
}

#[derive(Clone, Debug, Default)]
pub struct Cloud {
    pub regions: BTreeMap<String, Vec<Image>>,
    /// The image that a client token made in a region.
    pub tokens: BTreeMap<(String, String), String>,
    pub next: u32,
    pub law: Law,
    /// How many of the copies that start from now on will fail.
    pub failing: u32,
    /// How many accounts an image can be shared with.
    pub quota: usize,
    /// Ids of all calls that changed something, in order.
    pub calls: Vec<String>,
}

impl Cloud {
    pub fn image(&self, region: &str, id: &str) -> Option<&Image> {
        self.regions.get(region)?.iter().find(|image| image.id == id)
    }

    fn image_mut(&mut self, action: &Action) -> Result<&mut Image, &'static str> {
        let id = action.image.as_deref().expect("a call names its image");
        let images = self.regions.get_mut(&*action.region).ok_or("InvalidRegionId.NotFound")?;
        images.iter_mut().find(|image| *image.id == *id).ok_or("InvalidImageId.NotFound")
    }

    /// Makes a call.
    pub fn perform(&mut self, action: &Action) -> Result<(), &'static str> {
        let law = self.law.clone();
        let quota = self.quota;
        let is_public = law.everyone.contains(&*action.artifact);
        match action.kind {
            Kind::CopyImage => self.copy(action)?,
            Kind::ShareImage => {
                assert!(!action.accounts.is_empty() && action.accounts.len() <= 10, "more than ten are dropped");
                let allowed = &law.allowed[&*action.artifact];
                assert!(action.accounts.iter().all(|uid| allowed.contains(&**uid)), "{action:?} is not allowed");
                let image = self.image_mut(action)?;
                if image.status != "Available" || image.is_public {
                    return Err("IncorrectImageStatus");
                }
                let mut accounts = image.accounts.clone();
                accounts.extend(action.accounts.iter().map(|uid| uid.to_string()));
                if accounts.len() > quota {
                    return Err("QuotaExceed.Image.ShareAccount");
                }
                image.accounts = accounts;
            }
            Kind::UnshareImage => {
                assert!(law.options.undo.accounts, "nobody asked to unshare");
                assert!(action.accounts.len() <= 10);
                let allowed = &law.allowed[&*action.artifact];
                assert!(action.accounts.iter().all(|uid| !allowed.contains(&**uid)), "{action:?} takes a right away");
                let image = self.image_mut(action)?;
                image.accounts.retain(|known| action.accounts.iter().all(|uid| **uid != **known));
            }
            Kind::PublishImage => {
                assert!(law.options.publish && is_public, "nobody asked to publish");
                let image = self.image_mut(action)?;
                if image.status != "Available" || image.encrypted {
                    return Err("IncorrectImageStatus");
                }
                image.is_public = true;
            }
            Kind::UnpublishImage => {
                assert!(law.options.undo.community && !is_public, "nobody asked to close it");
                self.image_mut(action)?.is_public = false;
            }
            Kind::CancelCopy => {
                assert!(law.options.undo.copies, "nobody asked to cancel");
                let image = self.image_mut(action)?;
                if !matches!(&*image.status, "Creating" | "Waiting") {
                    return Err("IncorrectImageStatus");
                }
                let id = image.id.clone();
                self.regions.get_mut(&*action.region).unwrap().retain(|image| image.id != id);
            }
            Kind::DeleteImage => {
                let failed = self.image_mut(action)?.status == "CreateFailed";
                let undo = law.options.undo;
                assert!(undo.copies || (failed && undo.failed), "nobody asked to delete");
                let image = self.image_mut(action)?;
                if matches!(&*image.status, "Creating" | "Waiting") {
                    return Err("IncorrectImageStatus");
                }
                let id = image.id.clone();
                self.regions.get_mut(&*action.region).unwrap().retain(|image| image.id != id);
            }
            Kind::ObserveRegion | Kind::ObserveShares | Kind::Wait | Kind::MarkDelivery | Kind::RetryAfter => {
                panic!("{action:?} is no call that changes the cloud")
            }
        }
        self.calls.push(action.id.clone());
        Ok(())
    }

    fn copy(&mut self, action: &Action) -> Result<(), &'static str> {
        let copy = action.copy.as_ref().expect("a copy says of what");
        assert_ne!(*copy.home, *action.region, "IncorrectDestinationRegion");
        assert!(copy.token.len() <= 64 && copy.name.len() <= 128 && copy.name.starts_with(char::is_alphabetic));
        let source = self.image(&copy.home, &copy.source).ok_or("InvalidImageId.NotFound")?;
        if source.status != "Available" || source.is_public {
            return Err("IncorrectImageStatus");
        }
        let encrypted = source.encrypted;
        let token = (action.region.to_string(), copy.token.clone());
        if self.tokens.contains_key(&token) {
            return Ok(());
        }
        let images = self.regions.get_mut(&*action.region).ok_or("InvalidRegionId.NotFound")?;
        if images.iter().any(|image| image.name == copy.name) {
            return Err("InvalidImageName.Duplicated");
        }
        let tags = copy.tags.clone().map(String::from);
        let living = images.iter().filter(|image| image.tags == tags && image.status != "CreateFailed").count();
        assert_eq!(living, 0, "{action:?} copies twice");
        self.next += 1;
        let id = format!("m-new{}", self.next);
        let name = copy.name.clone();
        let status = "Waiting".to_owned();
        images.push(Image { id: id.clone(), name, status, tags, encrypted, ..Image::default() });
        self.tokens.insert(token, id);
        Ok(())
    }

    /// Time passes.
    pub fn tick(&mut self) {
        let failing = &mut self.failing;
        for image in self.regions.values_mut().flatten() {
            match &*image.status {
                "Waiting" => image.status = "Creating".into(),
                "Creating" if image.progress >= 50 => {
                    image.status = if *failing > 0 { "CreateFailed" } else { "Available" }.into();
                    *failing = failing.saturating_sub(1);
                }
                "Creating" => image.progress += 50,
                _ => {}
            }
        }
    }

    /// What `DescribeImages` says of a region. Whom its images are shared with it does not say.
    pub fn look(&self, region: &str, before: Option<&Region>) -> Region {
        let images = self.regions.get(region).into_iter().flatten().map(|image| {
            let known = before.and_then(|before| before.images.iter().find(|known| *known.id == *image.id));
            ecs_image_resolver::distribution::Image {
                id: (*image.id).into(),
                name: (*image.name).into(),
                status: (*image.status).into(),
                progress: Some(image.progress),
                tags: image.tags.clone().map(Into::into),
                is_public: image.is_public,
                encrypted: image.encrypted,
                accounts: known.and_then(|known| known.accounts.clone()),
                ..Default::default()
            }
        });
        Region { id: region.into(), images: images.collect() }
    }

    /// What `DescribeImageSharePermission` says of an image.
    pub fn look_at_shares(&self, action: &Action, observed: &mut Observed) {
        let id = action.image.as_deref().unwrap();
        let Some(image) = self.image(&action.region, id) else { return };
        let regions = observed.regions.iter_mut().filter(|region| region.id == action.region);
        for seen in regions.flat_map(|region| &mut region.images).filter(|seen| *seen.id == *id) {
            seen.accounts = Some(image.accounts.iter().map(|uid| (**uid).into()).collect());
        }
    }
}
