//! HCL native syntax.

/// Writes `text` between the quotes of an HCL string.
pub fn encode_quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${").replace("%{", "%%{").replace('\n', "\\n")
}
