//! The `config.yaml` of Compute Nest's command line tool: what a repository asks for, with placeholders for what the tool
//! finds out when it runs.
//!
//! - `${Artifact.KEY.ArtifactId}` is the artifact that the file describes under `KEY`. Without an `ArtifactId` of its own it
//!   is called `FILE#Artifact.KEY`, and its service `FILE#Service`, until another file says their ids. (In a second document
//!   of the file: `FILE#2.Artifact.KEY`.)
//! - `${Artifact.KEY.ArtifactVersion}` is the version that belongs to it: see `finish`.
//! - `${ImageBuilder.KEY.RegionId}` is the region that the file has there. `${ImageBuilder.KEY.SourceImageId}` is what an
//!   image is built from, and so no image that is ever delivered.
//! - Every other one is left to whoever fills it in.
//!
//! The artifact that the file describes is a draft: that is what the tool makes of it.

use super::draft::{Described, Said, Shelf};
use super::reader::Session;
use super::value::{Fact, Shape, Value};
use super::{artifact, service};

/// Reads one document; `number` counts those of the file from 1.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>, number: usize) {
    let prefix = match number {
        1 => format!("{}#", session.name()),
        _ => format!("{}#{number}.", session.name()),
    };
    session.described = Shelf::default();
    session.builders = Shelf::default();
    let section = |name: &str| root.get(name);
    if let Some(builders) = section("imagebuilder") {
        session.object(&builders, ("ImageBuilder", "ImageBuilder"), &mut |session, _, key, value| {
            let mut region: Said = None;
            // How an image is built is the tool's own affair; where it is then, is not.
            session.object(value, ("ImageBuilder", key), &mut |session, name, written, value| {
                if name == "regionid" {
                    region = session.word(value, written);
                }
                true
            });
            if let Some(region) = region {
                session.builders.add(Described { name: key.to_owned(), said: region });
            }
            true
        });
    }
    if let Some(artifacts) = section("artifact") {
        session.object(&artifacts, ("Artifact", "Artifact"), &mut |session, _, key, value| {
            if let Some(artifact) = artifact::item(session, value, Some(&format!("{prefix}Artifact.{key}"))) {
                let said = Fact { value: artifact.key.clone(), origin: artifact.origin.clone() };
                session.described.add(Described { name: key.to_owned(), said });
                session.add_artifact(artifact);
            }
            true
        });
    }
    if let Some(services) = section("service") {
        read_services(session, &services, &prefix);
    }
    for (name, _, value) in root.entries() {
        let lower = name.to_ascii_lowercase();
        if !["imagebuilder", "artifact", "service"].contains(&&*lower) {
            session.unread("config.yaml", &lower, &name, &value);
        }
    }
}

/// One service; or several, in a list or by keys of their own.
fn read_services(session: &mut Session<'_>, value: &Value<'_>, prefix: &str) {
    let add = |session: &mut Session<'_>, value: &Value<'_>, key: String| {
        if let Some((service, _)) = service::item(session, value, Some(&key)) {
            session.add_service(service);
        }
    };
    session.collection(value, "Service", &mut |session, value| {
        if value.shape() == Shape::List {
            let mut at = 0;
            return session.list(value, "Service", &mut |session, value| {
                add(session, value, format!("{prefix}Service.{at}"));
                at += 1;
            });
        }
        let entries = value.entries();
        let is_service = |value: &Value<'_>| value.entries().iter().any(|(name, ..)| is_field(name));
        let several = !entries.is_empty()
            && !entries.iter().any(|(name, ..)| is_field(name))
            && entries.iter().all(|(_, _, value)| value.shape() == Shape::Object && is_service(value));
        if !several {
            return add(session, value, format!("{prefix}Service"));
        }
        session.object(value, ("Service", "Service"), &mut |session, _, key, value| {
            add(session, value, format!("{prefix}Service.{key}"));
            true
        });
    });
}

/// Whether a service has a field of this name.
fn is_field(name: &str) -> bool {
    const FIELDS: &str = " regionid serviceid deploytype deploymetadata servicetype serviceinfo sharetype operationmetadata \
                          approvaltype ";
    FIELDS.contains(&format!(" {} ", name.to_ascii_lowercase()))
}
