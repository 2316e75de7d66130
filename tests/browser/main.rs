//! The fixtures in a browser: what wasm finds in headless Chromium is, byte for byte, what the native build finds.

#![cfg(target_arch = "wasm32")]

#[path = "../it/dump.rs"]
mod dump;
#[path = "../it/embedded.rs"]
mod embedded;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn sites_are_the_native_ones() {
    assert!(!embedded::SITES.is_empty());
    for (name, template, expected) in embedded::SITES {
        assert_eq!(dump::template(template, name, name.contains("any-type")).as_bytes(), *expected, "{name}");
    }
}

#[wasm_bindgen_test]
fn resolutions_are_the_native_ones() {
    assert!(!embedded::RESOLVE.is_empty());
    for (name, filename, template, request, report, output) in embedded::RESOLVE {
        let (found, bytes) = dump::resolution(template, filename, embedded::MANIFEST, request);
        assert_eq!(found.as_bytes(), *report, "{name}");
        assert_eq!(bytes.as_deref(), *output, "{name}");
    }
}
