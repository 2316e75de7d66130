//! Integration tests: one binary, one module a subject.

#![cfg(not(target_arch = "wasm32"))]

mod adversarial;
mod architecture;
mod artifact;
mod artifact_model;
mod artifact_walk;
mod check;
mod corpus;
mod corpus_resolve;
mod distribution;
mod distribution_cloud;
mod distribution_walk;
mod dump;
mod export;
mod found;
mod hcl;
mod hcl_oracle;
mod hcl_suite;
mod hostile;
mod import;
mod import_corpus;
mod import_hostile;
mod json;
mod laws;
mod manifest;
mod manifest_serve;
mod manifest_write;
mod matrix;
mod oracle;
mod pace;
mod references;
mod resolve;
mod sharing;
mod sites;
mod terraform;
mod visibility;
mod visibility_artifact;
mod worlds;
mod yaml;
mod yaml_cases;
mod yaml_laws;
mod yaml_oracle;
mod yaml_speed;
