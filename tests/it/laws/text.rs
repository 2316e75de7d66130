//! Texts that stand in templates and manifests.

use super::choice::Choices;

/// Texts that relations are made for: what people write first, then what no reader should trip over.
pub const LITERALS: &[&str] = &[
    "web",
    "m-bp1aaaaaaaaaaaaaaaaa",
    "centos_7_9_x64_20G_alibase_20240403.vhd",
    "centos_7",
    "all-in-one",
    "Web",
    "it's \"quoted\"",
    "a b # c",
    "größe-画像",
    "back\\slash",
    "${not}",
    "%{not}",
    " padded ",
    "yes",
    "0x10",
    "{{ web }}",
    "two\nlines",
    "ends\n",
    "a: b",
    "[x]",
    "constructor",
];

/// Texts that stand anywhere else.
pub const OTHERS: &[&str] = &[
    "",
    "x",
    "image_id = \"web\"\nImageId: web\n",
    "# no comment",
    "- no item",
    "null",
    "~",
    "1.5",
    "😀",
    "tab\there",
    "&a",
    "*a",
    "!t",
    "|",
    ">-",
    "%YAML 1.2",
    "@",
    "`",
    "{a: b}",
    "a,b",
    "---",
    "...",
    "\u{85}\u{2028}",
    "\u{FEFF}x",
    "<<",
    "{{resolve:oos:web}}",
    "\u{7f}",
    "  two  blanks  ",
    "long enough to be folded somewhere in the middle of it",
];

/// The text of an image site, mostly one that relations name.
pub fn image(choices: &mut Choices<'_>) -> String {
    match choices.chance(12) {
        true => any(choices),
        false => choices.word(LITERALS).to_owned(),
    }
}

pub fn any(choices: &mut Choices<'_>) -> String {
    let list = if choices.chance(30) { LITERALS } else { OTHERS };
    choices.word(list).to_owned()
}
