//! Imports and exports, as JavaScript calls them.

use js_sys::TypeError;
use wasm_bindgen::prelude::*;

use super::{Resolver, take};
use crate::manifest::export::{self, Format, Scope};
use crate::manifest::import::{self, File, Kind, Options};
use crate::wire::{self, Unit};

/// The files of an import, and then what came of it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Importer {
    files: Vec<Given>,
    manifest: Vec<u8>,
}

struct Given {
    name: String,
    text: Vec<u8>,
    unit: Option<Unit>,
    kind: Option<Kind>,
    region: Option<String>,
    service: Option<String>,
}

#[wasm_bindgen]
impl Importer {
    /// No file yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Importer {
        Importer::default()
    }

    /// Takes the first `length` bytes of the input as a file. `utf16` says that they were a string, `located` that they
    /// were given as text.
    #[allow(clippy::too_many_arguments, reason = "an object would cost the core a walk over it")]
    pub fn add(
        &mut self,
        name: String,
        length: usize,
        utf16: bool,
        located: bool,
        kind: Option<String>,
        region: Option<String>,
        service: Option<String>,
    ) -> Result<(), JsValue> {
        let unit = located.then_some(if utf16 { Unit::Utf16 } else { Unit::Bytes });
        let kind = match kind.as_deref() {
            None => None,
            Some(kind) => Some(Kind::named(kind).ok_or_else(|| {
                let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
                TypeError::new(&format!("`kind` is `{kind}`; it may be {}", known.join(", ")))
            })?),
        };
        self.files.push(Given { name, text: take(length), unit, kind, region, service });
        Ok(())
    }

    /// Imports the files and returns the report, as UTF-8 JSON. `bind` holds keys and ids, one after the other.
    #[allow(clippy::too_many_arguments, reason = "an object would cost the core a walk over it")]
    pub fn run(
        &mut self,
        provider: Option<String>,
        status: Option<String>,
        service_status: Option<String>,
        folder: Option<String>,
        root: Option<String>,
        bind: Vec<String>,
        explain: bool,
        options: JsValue,
    ) -> Result<Vec<u8>, JsValue> {
        let terms = super::terms(options)?;
        let bind: Vec<(&str, &str)> = bind.chunks_exact(2).map(|pair| (&*pair[0], &*pair[1])).collect();
        let asked = Options {
            provider: provider.as_deref(),
            status: status.as_deref(),
            service_status: service_status.as_deref(),
            folder: folder.as_deref().unwrap_or_default(),
            root: root.as_deref().unwrap_or_default(),
            bind: &bind,
            explain,
            limits: terms.limits,
            overrides: &terms.overrides,
        };
        let files: Vec<File<'_>> = self.files.iter().map(Given::file).collect();
        let import = import::import(&files, &asked);
        let texts: Vec<_> = self.files.iter().map(|given| (&*given.name, &*given.text, given.unit)).collect();
        let report = wire::import_report(&import, &texts);
        self.manifest = import.manifest.map(|manifest| manifest.write().into_bytes()).unwrap_or_default();
        Ok(report)
    }

    /// The manifest, as UTF-8 JSON; empty where there is none.
    pub fn manifest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.manifest)
    }
}

impl Given {
    fn file(&self) -> File<'_> {
        File {
            name: &self.name,
            text: &self.text,
            kind: self.kind,
            region: self.region.as_deref(),
            service: self.service.as_deref(),
        }
    }
}

#[wasm_bindgen]
impl Resolver {
    /// The manifest, or a table of its images, and what was found on the way, as UTF-8 JSON.
    pub fn export(
        &self,
        format: &str,
        service: Option<String>,
        artifact: Option<String>,
        version: Option<String>,
        table: Option<String>,
    ) -> Result<Vec<u8>, JsValue> {
        let mut findings = self.read.diagnostics();
        let manifest = &self.read.manifest;
        let text = match (Format::named(format), service.as_deref(), artifact.as_deref()) {
            (Some(format), service, artifact) => {
                let scope = match (service, artifact) {
                    (Some(service), None) => Scope::Service(service),
                    (None, Some(artifact)) => Scope::Artifact(artifact, version.as_deref()),
                    _ => return Err(TypeError::new("a table is of one service or of one artifact").into()),
                };
                let table = table.as_deref().unwrap_or(format.table());
                if !format.takes(table) {
                    return Err(TypeError::new(&format!("`table` is `{table}`, which cannot be a name there")).into());
                }
                export::export(manifest, scope, format, table, &mut findings)
            }
            (None, ..) if format == "manifest" => {
                (findings.ok() && self.read.findings.is_whole()).then(|| manifest.write())
            }
            _ => {
                let known = "`manifest`, `ros-mappings` or `hcl-locals`";
                return Err(TypeError::new(&format!("`format` is `{format}`; it may be {known}")).into());
            }
        };
        let place = (&self.bytes[..], self.unit);
        Ok(wire::export_report(text.as_deref(), &findings, place, &self.read.terms.limits))
    }
}
