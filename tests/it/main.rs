//! Integration tests: one binary, one module a subject.

mod json;
mod yaml;
mod yaml_oracle;
mod yaml_speed;
