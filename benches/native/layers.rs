//! The layers one by one: `cargo bench --bench layers`. Prints; decides nothing.
//!
//! The templates are those of `npm run bench`, which writes them into `target/bench`.

use std::fs;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::Manifest;
use ecs_image_resolver::resolve::{Request, Resolver, Subject, Terms};
use ecs_image_resolver::syntax::{hcl, json, yaml};
use ecs_image_resolver::template::{Options, Template};
use ecs_image_resolver::visibility::Action;

fn main() {
    divan::main();
}

const FILES: [&str; 3] = ["M.yaml", "M.json", "M.tf"];

const REQUEST: Request<'static> =
    Request { service: "service-1", region: "cn-beijing", account: "1000000000000002", template: None };

fn text(name: &str) -> String {
    let path = format!("{}/target/bench/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}; `npm run bench -- --write` makes it"))
}

fn options(name: &str) -> Options {
    Options { filename: Some(name.to_owned()), ..Options::default() }
}

fn resolver() -> Resolver {
    Resolver::read(text("manifest.json").as_bytes(), Terms::default())
}

/// Bytes to a tape.
#[divan::bench(args = FILES)]
fn scan(bencher: Bencher, name: &str) {
    let text = text(name);
    let limits = Limits::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
        let text = black_box(&*text);
        match name {
            "M.yaml" => yaml::parse(text, &limits, &mut diagnostics).nodes.len(),
            "M.json" => json::parse(text, &limits, &mut diagnostics).nodes.len(),
            _ => hcl::parse(text, &limits, &mut diagnostics).nodes.len(),
        }
    });
}

/// Bytes to image sites: the scan, too.
#[divan::bench(args = FILES)]
fn sites(bencher: Bencher, name: &str) {
    let text = text(name);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Template::read(black_box(text.as_bytes()), options(name)));
}

/// Sites to edits: decision, relation, region, encoding.
#[divan::bench(args = FILES)]
fn edits(bencher: Bencher, name: &str) {
    let (text, resolver) = (text(name), resolver());
    let template = Template::read(text.as_bytes(), options(name));
    bencher.bench(|| black_box(&resolver).resolve(&template, text.as_bytes(), &REQUEST));
}

/// Edits to bytes.
#[divan::bench(args = FILES)]
fn splice(bencher: Bencher, name: &str) {
    let (text, resolver) = (text(name), resolver());
    let template = Template::read(text.as_bytes(), options(name));
    let resolution = resolver.resolve(&template, text.as_bytes(), &REQUEST);
    bencher.counter(BytesCount::of_str(&text)).bench(|| black_box(&resolution).output(text.as_bytes()));
}

/// The manifest's bytes to its model and index.
#[divan::bench]
fn manifest(bencher: Bencher) {
    let text = text("manifest.json");
    let limits = Limits::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| Manifest::read(black_box(text.as_bytes()), &limits));
}

/// One account, one service.
#[divan::bench]
fn decide(bencher: Bencher) {
    let resolver = resolver();
    bencher.bench(|| {
        let access = black_box(&resolver).decide(Subject::Service("service-1"), "1000000000000002", Action::Deploy);
        access.allowed.is_some()
    });
}
