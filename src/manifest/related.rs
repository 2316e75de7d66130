//! Which services are related to an artifact, without a walk over all relations for each question.

use super::index::Directory;
use super::{Manifest, Service};

/// The services of each artifact of one manifest: eight bytes a relation, and one look-up a question.
#[derive(Clone, Debug, Default)]
pub struct Related {
    /// Positions of a service and of one of its relations, in the order of the document.
    entries: Vec<(u32, u32)>,
    directory: Directory,
}

impl Related {
    /// Indexes the relations of `manifest`.
    pub fn new(manifest: &Manifest) -> Self {
        let services = manifest.services.iter().enumerate();
        let of =
            |(at, service): (usize, &Service)| (0..service.relations.len()).map(move |one| (at as u32, one as u32));
        let entries: Vec<(u32, u32)> = services.flat_map(of).collect();
        let directory = Directory::new(entries.len(), &|at| artifact(manifest, entries[at]));
        Related { entries, directory }
    }

    /// Every service of which a relation names the artifact, whichever version, once each and in order.
    ///
    /// `manifest` is the one that was indexed.
    pub fn services<'m>(&'m self, manifest: &'m Manifest, artifact_id: &str) -> impl Iterator<Item = &'m Service> {
        let found = self.directory.find(artifact_id, |at| artifact(manifest, self.entries[at]));
        let mut last = None;
        let services =
            found.map(|at| self.entries[at].0).filter(move |&service| last.replace(service) != Some(service));
        services.filter_map(|service| manifest.services.get_at(service as usize))
    }
}

fn artifact(manifest: &Manifest, (service, relation): (u32, u32)) -> &str {
    let service = manifest.services.get_at(service as usize);
    let relation = service.and_then(|service| service.relations.get_at(relation as usize));
    relation.map_or("", |relation| &relation.artifact_id)
}
