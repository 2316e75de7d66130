//! The main path over the files that are named, as often as the first argument says: what `npm run instructions` counts.

use std::{env, fs, hint};

use ecs_image_resolver::resolve::{Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, Template};

const REQUEST: Request<'static> =
    Request { service: "service-1", region: "cn-beijing", account: "1000000000000002", template: None };

fn main() {
    // cargo adds `--bench`.
    let mut args = env::args().skip(1).filter(|arg| arg != "--bench");
    let Some(times) = args.next().and_then(|times| times.parse::<u32>().ok()) else { return };
    let manifest = args.next().map(|path| fs::read(path).unwrap()).unwrap_or_default();
    let files: Vec<(String, Vec<u8>)> = args.map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
    let resolver = Resolver::read(&manifest, Terms::default());
    for _ in 0..times {
        for (name, text) in &files {
            let options = Options { filename: Some(name.clone()), ..Options::default() };
            let template = Template::read(text, options);
            hint::black_box(resolver.resolve(&template, text, &REQUEST).edits.len());
        }
    }
}
