//! Integration tests: one binary, one module a subject.

mod architecture;
mod dump;
mod hcl;
mod hcl_oracle;
mod hcl_suite;
mod json;
mod sites;
mod terraform;
