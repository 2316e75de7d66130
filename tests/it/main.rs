//! Integration tests: one binary, one module a subject.

mod architecture;
mod corpus;
mod dump;
mod hcl;
mod hcl_oracle;
mod json;
mod manifest;
mod manifest_serve;
mod sites;
mod visibility;
mod yaml;
