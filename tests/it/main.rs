//! Integration tests: one binary, one module a subject.

mod hcl;
mod hcl_oracle;
mod json;
