//! Integration tests: one binary, one module a subject.

mod architecture;
mod corpus;
mod dump;
mod sites;
