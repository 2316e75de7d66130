//! The only file that knows wasm-bindgen: it converts and calls.
//!
//! Text comes in through one buffer that JavaScript writes itself ([`input`]): the generated glue would encode a string
//! byte by byte, which takes longer than everything that is done with it here.

mod import;

use std::cell::RefCell;

use js_sys::TypeError;
use wasm_bindgen::prelude::*;

use crate::check;
use crate::manifest::Permission;
use crate::resolve::{self, Request, Subject};
use crate::template;
use crate::visibility::Action;
use crate::wire::{self, MatrixShape, OptionsShape, Unit};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for `bytes` bytes of input and returns where it is in the memory.
///
/// The address holds until the next call; the memory may have grown, so a view of it must be made after this call.
#[wasm_bindgen]
pub fn input(bytes: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < bytes {
            *input = vec![0; bytes];
        }
        input.as_ptr()
    })
}

/// Room for input that is kept from call to call, in bytes.
const KEPT: usize = 1 << 18;

/// The first `length` bytes of the input.
fn take(length: usize) -> Vec<u8> {
    INPUT.with_borrow_mut(|input| {
        if input.len() <= KEPT {
            return input.get(..length).unwrap_or(input).to_vec();
        }
        let mut taken = std::mem::take(input);
        taken.truncate(length);
        taken.shrink_to_fit();
        taken
    })
}

#[inline(never)]
fn shape(value: JsValue) -> Result<OptionsShape, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(OptionsShape::default());
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| TypeError::new(&format!("options: {error}")).into())
}

fn options(value: JsValue) -> Result<template::Options, JsValue> {
    wire::read_options(shape(value)?).map_err(|error| TypeError::new(&error).into())
}

fn terms(value: JsValue) -> Result<resolve::Terms, JsValue> {
    wire::read_terms(shape(value)?).map_err(|error| TypeError::new(&error).into())
}

/// A template that was read once.
#[wasm_bindgen]
pub struct Template {
    bytes: Vec<u8>,
    unit: Unit,
    read: template::Template,
}

#[wasm_bindgen]
impl Template {
    /// Reads the first `length` bytes of the input. `utf16` says that they were a string: offsets then count its units.
    #[wasm_bindgen(constructor)]
    pub fn new(length: usize, utf16: bool, options: JsValue) -> Result<Template, JsValue> {
        let options = self::options(options)?;
        let bytes = take(length);
        let unit = if utf16 { Unit::Utf16 } else { Unit::Bytes };
        let read = template::Template::read(&bytes, options);
        Ok(Template { bytes, unit, read })
    }

    /// Whether nothing is an error.
    pub fn ok(&self) -> bool {
        self.read.validate().ok()
    }

    /// The report, as UTF-8 JSON.
    pub fn report(&self) -> Vec<u8> {
        wire::template_report(&self.read, &self.bytes, self.unit)
    }
}

/// A manifest that was read once, and how it answers.
#[wasm_bindgen]
pub struct Resolver {
    bytes: Vec<u8>,
    unit: Option<Unit>,
    read: resolve::Resolver,
}

#[wasm_bindgen]
impl Resolver {
    /// Reads the first `length` bytes of the input. `utf16` says that they were a string, `located` that they were given
    /// as text: of an object that was written as JSON nobody knows the offsets.
    #[wasm_bindgen(constructor)]
    pub fn new(length: usize, utf16: bool, located: bool, options: JsValue) -> Result<Resolver, JsValue> {
        let terms = self::terms(options)?;
        let bytes = take(length);
        let unit = located.then_some(if utf16 { Unit::Utf16 } else { Unit::Bytes });
        let read = resolve::Resolver::read(&bytes, terms);
        Ok(Resolver { bytes, unit, read })
    }

    /// Whether nothing is an error.
    pub fn ok(&self) -> bool {
        self.read.diagnostics().ok()
    }

    /// The report, as UTF-8 JSON.
    pub fn report(&self) -> Vec<u8> {
        wire::manifest_report(&self.read, &self.bytes, self.unit)
    }

    /// The answer to one request, as far as a splice needs it: see [`wire::resolution_edits`]. With `permissions`, which
    /// are a list of texts and `null`s, the service is shared with this account alone: see [`resolve::Resolver::sharing`].
    pub fn resolve(
        &mut self,
        template: &Template,
        service: &str,
        region: &str,
        account: &str,
        name: Option<String>,
        permissions: Option<Vec<JsValue>>,
    ) -> Vec<u8> {
        let request = Request { service, region, account, template: name.as_deref() };
        self.asked(service, account, permissions, |read, _| {
            let resolution = read.edits(&template.read, &template.bytes, &request);
            wire::resolution_edits(&template.bytes, template.unit, &resolution)
        })
    }

    /// The same answer in full, as UTF-8 JSON.
    pub fn explain(
        &mut self,
        template: &Template,
        service: &str,
        region: &str,
        account: &str,
        name: Option<String>,
        permissions: Option<Vec<JsValue>>,
    ) -> Vec<u8> {
        let request = Request { service, region, account, template: name.as_deref() };
        self.asked(service, account, permissions, |read, manifest| {
            let resolution = read.resolve(&template.read, &template.bytes, &request);
            let text = (template.bytes.as_slice(), template.unit);
            wire::resolution_report(read, manifest, &template.read, text, &resolution)
        })
    }

    /// Whether an account may deploy, or `view`, the service or artifact of this id; UTF-8 JSON. With `permissions` as in
    /// [`Resolver::resolve`], for a service.
    pub fn decide(
        &mut self,
        id: &str,
        is_artifact: bool,
        account: &str,
        view: bool,
        permissions: Option<Vec<JsValue>>,
    ) -> Vec<u8> {
        let (subject, action) = (subject(id, is_artifact), action(view));
        self.asked(id, account, permissions, |read, manifest| {
            wire::access_report(read, manifest, &read.decide(subject, account, action))
        })
    }

    /// Whether [`Resolver::decide`] says yes.
    pub fn may(
        &mut self,
        id: &str,
        is_artifact: bool,
        account: &str,
        view: bool,
        permissions: Option<Vec<JsValue>>,
    ) -> bool {
        let (subject, action) = (subject(id, is_artifact), action(view));
        self.asked(id, account, permissions, |read, _| read.decide(subject, account, action).allowed.is_some())
    }

    fn asked<T>(
        &mut self,
        service: &str,
        account: &str,
        permissions: Option<Vec<JsValue>>,
        answer: impl FnOnce(&resolve::Resolver, (&[u8], Option<Unit>)) -> T,
    ) -> T {
        let manifest = (&self.bytes[..], self.unit);
        let Some(permissions) = permissions else { return answer(&self.read, manifest) };
        let word = |permission: &JsValue| permission.as_string().map(|word| Permission::from(&*word));
        let permissions: Vec<Option<Permission>> = permissions.iter().map(word).collect();
        self.read.sharing(service, account, &permissions, |read| answer(read, manifest))
    }

    /// Whom an artifact is open to, with its `accounts` if they are wanted; UTF-8 JSON.
    pub fn audience(&self, artifact: &str, accounts: bool) -> Vec<u8> {
        wire::audience_report(&self.read, (&self.bytes, self.unit), &self.read.audience(artifact), accounts)
    }

    /// The manifest after the change in the first `length` bytes of the input, given as the manifest of [`Resolver::new`]
    /// is, after which this resolver is gone: see [`wire::transition`].
    pub fn transition(self, length: usize, utf16: bool, located: bool) -> Vec<u8> {
        let change = take(length);
        let unit = located.then_some(if utf16 { Unit::Utf16 } else { Unit::Bytes });
        wire::transition(self.read, (&self.bytes, self.unit), (&change, unit))
    }

    /// What will happen to all of `templates`, as UTF-8 JSON.
    pub fn check(&self, templates: &Templates) -> Vec<u8> {
        let given: Vec<check::Given<'_>> =
            templates.texts.iter().map(|(key, text, _)| check::Given { key, text }).collect();
        let question = check::Question { templates: &given, previous: templates.previous.as_deref() };
        let texts: Vec<(&[u8], Unit)> = templates.texts.iter().map(|(_, text, unit)| (&text[..], *unit)).collect();
        wire::check_report(&self.read, (&self.bytes, self.unit), &texts, &self.read.check(&question))
    }

    /// What is still to be copied and shared: see [`wire::plan_report`]. The question is the first `length` bytes of the
    /// input.
    pub fn plan(&self, length: usize) -> Vec<u8> {
        wire::plan_report(&self.read, (&self.bytes, self.unit), &take(length))
    }

    /// All regions, accounts and versions at once: see [`wire::matrix_report`].
    pub fn matrix(&self, question: JsValue) -> Result<Vec<u8>, JsValue> {
        let shape = matrix_shape(question)?;
        let matrix = self.read.matrix(&shape.question(None));
        Ok(wire::matrix_report(&self.read, (&self.bytes, self.unit), None, &matrix))
    }

    /// The same for what one template uses.
    #[wasm_bindgen(js_name = templateMatrix)]
    pub fn template_matrix(&self, template: &Template, question: JsValue) -> Result<Vec<u8>, JsValue> {
        let shape = matrix_shape(question)?;
        let matrix = self.read.matrix(&shape.question(Some((&template.read, &template.bytes))));
        let text = (&template.read, &template.bytes[..], template.unit);
        Ok(wire::matrix_report(&self.read, (&self.bytes, self.unit), Some(text), &matrix))
    }
}

fn subject(id: &str, is_artifact: bool) -> Subject<'_> {
    if is_artifact { Subject::Artifact(id) } else { Subject::Service(id) }
}

fn action(view: bool) -> Action {
    if view { Action::View } else { Action::Deploy }
}

fn matrix_shape(question: JsValue) -> Result<MatrixShape, JsValue> {
    serde_wasm_bindgen::from_value(question).map_err(|error| TypeError::new(&format!("question: {error}")).into())
}

/// The texts that a check is given.
#[wasm_bindgen]
#[derive(Default)]
pub struct Templates {
    texts: Vec<(String, Vec<u8>, Unit)>,
    previous: Option<Vec<u8>>,
}

#[wasm_bindgen]
impl Templates {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Templates {
        Templates::default()
    }

    /// Takes the first `length` bytes of the input as the text of the template `key`, which is `service/name`.
    pub fn add(&mut self, key: String, length: usize, utf16: bool) {
        self.texts.push((key, take(length), if utf16 { Unit::Utf16 } else { Unit::Bytes }));
    }

    /// Takes the first `length` bytes of the input as the manifest that was in use before.
    pub fn previous(&mut self, length: usize) {
        self.previous = Some(take(length));
    }
}

/// Traps, for the tests of recovery. The shipped build has no such export.
#[cfg(force_trap)]
#[wasm_bindgen]
pub fn trap() {
    std::process::abort();
}
