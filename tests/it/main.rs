//! Integration tests: one binary, one module a subject.

mod architecture;
mod corpus;
mod dump;
mod hcl;
mod hcl_oracle;
mod json;
mod sites;
mod yaml;
