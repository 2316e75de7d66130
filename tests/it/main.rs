//! Integration tests: one binary, one module a subject.

#![cfg(not(target_arch = "wasm32"))]

mod architecture;
mod corpus;
mod dump;
mod hcl;
mod hcl_oracle;
mod json;
mod resolve;
mod sites;
mod terraform;
mod yaml;
mod yaml_oracle;
mod yaml_speed;
