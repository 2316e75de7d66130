//! Which language a template is written in, and how that was found out.

use crate::source::bom_len;

/// The languages of templates. ROS carrying a Terraform `Workspace` is ROS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// ROS in YAML.
    RosYaml,
    /// ROS in JSON.
    RosJson,
    /// Terraform in HCL native syntax.
    Terraform,
    /// Terraform in JSON syntax.
    TerraformJson,
}

impl Format {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Format::RosYaml => "ros-yaml",
            Format::RosJson => "ros-json",
            Format::Terraform => "terraform",
            Format::TerraformJson => "terraform-json",
        }
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        [Format::RosYaml, Format::RosJson, Format::Terraform, Format::TerraformJson]
            .into_iter()
            .find(|format| format.name() == name)
    }
}

/// What a format was decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The caller said so.
    Stated,
    /// The file's name ends so.
    Filename,
    /// The text looks so.
    Content,
}

impl Evidence {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Stated => "stated",
            Evidence::Filename => "filename",
            Evidence::Content => "content",
        }
    }
}

/// Decides the format of `text`: what was stated, else what the file's name says, else what the text looks like.
///
/// A name that ends in `.json` leaves it to the content whether it is ROS or Terraform.
pub fn detect(text: &str, stated: Option<Format>, filename: Option<&str>) -> (Format, Evidence) {
    if let Some(format) = stated {
        return (format, Evidence::Stated);
    }
    let body = &text[bom_len(text.as_bytes())..];
    match filename.map(str::to_ascii_lowercase).as_deref() {
        Some(name) if name.ends_with(".tf.json") => (Format::TerraformJson, Evidence::Filename),
        Some(name) if name.ends_with(".tf") => (Format::Terraform, Evidence::Filename),
        Some(name) if name.ends_with(".yaml") || name.ends_with(".yml") => (Format::RosYaml, Evidence::Filename),
        Some(name) if name.ends_with(".json") => (json(body), Evidence::Filename),
        _ => (by_content(body), Evidence::Content),
    }
}

fn by_content(text: &str) -> Format {
    let mut rest = text.trim_start();
    // `#` starts a comment in YAML and in HCL, and decides nothing.
    while rest.starts_with('#') {
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        rest = rest[end..].trim_start();
    }
    if let Some(inside) = rest.strip_prefix('{') {
        // `{Resources: …}` is YAML.
        return if inside.trim_start().starts_with(['"', '}']) { json(rest) } else { Format::RosYaml };
    }
    let line = &rest[..memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())];
    if rest.starts_with("//") || rest.starts_with("/*") || is_hcl(line) { Format::Terraform } else { Format::RosYaml }
}

/// Whether a line starts a block, `resource "a" "b" {`, or an attribute, `region = "x"`.
fn is_hcl(line: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let name = line.bytes().take_while(|&byte| is_name(byte)).count();
    if name == 0 || !line.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        return false;
    }
    let mut rest = line[name..].trim_start();
    if rest.starts_with('=') {
        return true;
    }
    loop {
        if rest.starts_with('{') {
            return true;
        }
        let label = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(0, |end| end + 2),
            None => rest.bytes().take_while(|&byte| is_name(byte)).count(),
        };
        if label == 0 {
            return false;
        }
        rest = rest[label..].trim_start();
    }
}

/// Top-level keys of Terraform's JSON syntax.
const TERRAFORM_KEYS: [&str; 9] =
    ["resource", "variable", "provider", "terraform", "data", "module", "output", "locals", "moved"];

/// ROS or Terraform, by the first top-level key that only one of them has.
fn json(text: &str) -> Format {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at;
                while let Some(&byte) = bytes.get(at).filter(|&&byte| byte != b'"') {
                    at += if byte == b'\\' { 2 } else { 1 };
                }
                let key = bytes.get(start..at).unwrap_or_default();
                at += 1;
                let is_key = || bytes[at.min(bytes.len())..].trim_ascii_start().starts_with(b":");
                if depth == 1 && is_key() {
                    if TERRAFORM_KEYS.iter().any(|known| known.as_bytes() == key) {
                        return Format::TerraformJson;
                    }
                    if matches!(key, b"Resources" | b"ROSTemplateFormatVersion" | b"Parameters") {
                        return Format::RosJson;
                    }
                }
            }
            _ => {}
        }
    }
    Format::RosJson
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_languages_apart() {
        for (text, format) in [
            ("ROSTemplateFormatVersion: '2015-09-01'", Format::RosYaml),
            ("\u{FEFF}# c\n\n---\na: 1", Format::RosYaml),
            ("{Resources: {}}", Format::RosYaml),
            ("", Format::RosYaml),
            ("# c\nprovider \"alicloud\" {", Format::Terraform),
            ("// c", Format::Terraform),
            ("terraform {\n}", Format::Terraform),
            ("region = \"x\"", Format::Terraform),
            ("web {: 1}", Format::Terraform),
            ("a b c", Format::RosYaml),
            (" {\n\"Description\": \"resource\", \"Resources\": {}}", Format::RosJson),
            ("{\"//\": {\"Resources\": 1}, \"resource\": {}}", Format::TerraformJson),
            ("{}", Format::RosJson),
            ("{\"", Format::RosJson),
            ("{\"\\", Format::RosJson),
        ] {
            assert_eq!(detect(text, None, None).0, format, "{text:?}");
        }
        assert_eq!(detect("{}", None, Some("a/MAIN.TF.JSON")), (Format::TerraformJson, Evidence::Filename));
        assert_eq!(detect("{}", None, Some("a.yaml")), (Format::RosYaml, Evidence::Filename));
        assert_eq!(detect("a: 1", Some(Format::Terraform), Some("a.yaml")), (Format::Terraform, Evidence::Stated));
    }
}
