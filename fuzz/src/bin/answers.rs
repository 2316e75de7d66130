//! What the native build answers, for a comparison with the WebAssembly build: `answers COUNT FILE…`.
//!
//! First come COUNT questions that are made up, then one for each file, whose bytes are the template. Each question is four
//! frames, a length as a little-endian 32-bit word and so many bytes: the template, the manifest, the request as JSON; then the
//! answers, a frame each, in the order of [`answers`].

use std::io::{BufWriter, Write};

use ecs_image_resolver::format::Format;
use ecs_image_resolver::resolve::{Resolver, Terms};
use ecs_image_resolver::template::{Options, Template};
use ecs_image_resolver::wire::{self, Unit};
use ecs_image_resolver_fuzz::laws::answer::Question;
use ecs_image_resolver_fuzz::laws::change::{spoil, template};
use ecs_image_resolver_fuzz::laws::choice::Choices;
use ecs_image_resolver_fuzz::laws::manifest::{Asked, asked, manifest};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().and_then(|count| count.parse().ok()).expect("a number of questions");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for seed in 1..=count {
        let bytes = decisions(seed);
        let mut choices = Choices::new(&bytes);
        let (manifest, asked) = (manifest(&mut choices), asked(&mut choices));
        let (format, text) = template(&mut choices);
        let mut text = text.into_bytes();
        if seed % 4 == 0 {
            spoil(&mut text, seed as usize % 5, (seed as usize).wrapping_mul(7919), seed as usize % 251);
        }
        answer(&text, Some(format).filter(|_| seed % 3 > 0), &manifest, &asked, &mut out)?;
    }
    let default = Choices::new(&[]);
    let manifest = manifest(&mut default.clone());
    for path in arguments {
        let text = std::fs::read(path)?;
        answer(&text, None, &manifest, &asked(&mut default.clone()), &mut out)?;
    }
    out.flush()
}

/// Bytes that decide what is made, the same every time: Marsaglia's xorshift.
fn decisions(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u8
    };
    std::iter::repeat_with(next).take(700).collect()
}

fn answer(
    text: &[u8],
    format: Option<Format>,
    manifest: &Value,
    asked: &Asked,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let request = json!({"service": asked.service, "region": asked.region, "account": asked.account,
        "template": asked.template, "format": format.map(Format::name)});
    let manifest_text = manifest.to_string();
    let options = Options { format, ..Options::default() };
    let question = Question { manifest, asked, options };
    for part in [text, manifest_text.as_bytes(), request.to_string().as_bytes()] {
        frame(part, out)?;
    }
    answers(text, manifest_text.as_bytes(), &question).iter().try_for_each(|answer| frame(answer, out))
}

/// The report of the template, what a splice needs, and the whole answer, in bytes; then the same in UTF-16 units, empty where the
/// template is no text.
fn answers(text: &[u8], manifest: &[u8], question: &Question<'_>) -> Vec<Vec<u8>> {
    let template = Template::read(text, question.options.clone());
    let Options { profile, overrides, sites, .. } = question.options.clone();
    let terms = Terms { profile, overrides, limits: sites.limits, ..Terms::default() };
    let resolver = Resolver::read(manifest, terms);
    let resolution = resolver.resolve(&template, text, &question.request());
    let answer = |unit| {
        [
            wire::template_report(&template, text, unit),
            wire::resolution_edits(text, unit, &resolution),
            wire::resolution_report(&resolver, (manifest, Some(unit)), &template, (text, unit), &resolution),
        ]
    };
    let utf16 = if std::str::from_utf8(text).is_ok() { answer(Unit::Utf16) } else { Default::default() };
    answer(Unit::Bytes).into_iter().chain(utf16).collect()
}

fn frame(bytes: &[u8], out: &mut impl Write) -> std::io::Result<()> {
    out.write_all(&(bytes.len() as u32).to_le_bytes())?;
    out.write_all(bytes)
}
