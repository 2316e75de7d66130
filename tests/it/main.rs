//! Integration tests: one binary, one module a subject.

mod json;
mod yaml;
mod yaml_cases;
mod yaml_laws;
mod yaml_oracle;
mod yaml_speed;
