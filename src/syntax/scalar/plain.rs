//! What a plain scalar is: text, or one of the types that YAML 1.1 gives it.

/// The type of a plain scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainType {
    /// Text.
    Text,
    /// `~`, `null`, nothing.
    Null,
    /// `true`, `yes`, `on` and their like.
    Boolean,
    /// An integer or a floating-point number.
    Number,
}

/// The type that ROS, whose reader is of the PyYAML family, gives a plain scalar. Dates stay text, as they do there.
///
/// ```
/// use ecs_image_reading::syntax::scalar::{PlainType, plain_type};
/// assert_eq!(plain_type("centos_7"), PlainType::Text);
/// assert_eq!(plain_type("yes"), PlainType::Boolean);
/// assert_eq!(plain_type("1_000"), PlainType::Number);
/// assert_eq!(plain_type("1:30"), PlainType::Number); // sexagesimal
/// assert_eq!(plain_type("2015-09-01"), PlainType::Text);
/// ```
pub fn plain_type(text: &str) -> PlainType {
    match text.as_bytes() {
        [] | b"~" => PlainType::Null,
        // Every other type starts with one of these, so most text is told apart by its first byte.
        [b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O', ..] if text.len() <= 5 => word(text),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] if is_number(text) => PlainType::Number,
        _ => PlainType::Text,
    }
}

fn word(text: &str) -> PlainType {
    match text {
        "null" | "Null" | "NULL" => PlainType::Null,
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "true" | "True" | "TRUE" | "false" | "False" | "FALSE" | "on"
        | "On" | "ON" | "off" | "Off" | "OFF" => PlainType::Boolean,
        _ => PlainType::Text,
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let digits = |text: &str, allowed: fn(u8) -> bool| {
        !text.is_empty() && text.bytes().all(|byte| byte == b'_' || allowed(byte))
    };
    if let Some(binary) = unsigned.strip_prefix("0b") {
        return digits(binary, |byte| matches!(byte, b'0' | b'1'));
    }
    if let Some(hexadecimal) = unsigned.strip_prefix("0x") {
        return digits(hexadecimal, |byte| byte.is_ascii_hexdigit());
    }
    if let Some(octal) = unsigned.strip_prefix('0')
        && digits(octal, |byte| matches!(byte, b'0'..=b'7'))
    {
        return true;
    }
    is_integer(unsigned) || is_float(unsigned) || is_sexagesimal(unsigned)
}

/// `0`, or digits and `_` that do not start with `0`.
fn is_integer(text: &str) -> bool {
    text == "0" || (starts_with_digit(text) && !text.starts_with('0') && is_digits(text))
}

/// `1.`, `1.5`, `.5`, `1.5e+3`: the exponent needs its sign, so `1e3` is text.
fn is_float(text: &str) -> bool {
    let Some((whole, rest)) = text.split_once('.') else { return false };
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (rest, None),
    };
    let exponent = exponent.is_none_or(|exponent| {
        exponent.strip_prefix(['+', '-']).is_some_and(|digits| !digits.is_empty() && is_ascii_digits(digits))
    });
    let whole_is_right = if whole.is_empty() { starts_with_digit(fraction) } else { starts_with_digit(whole) };
    exponent && whole_is_right && is_digits(whole) && is_digits(fraction)
}

/// `1:30`, `190:20:30`, `1:30.5`.
fn is_sexagesimal(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut places = text.split(':');
    let first = places.next().unwrap_or_default();
    let place = |place: &str| matches!(place.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    starts_with_digit(first) && is_digits(first) && is_digits(fraction) && text.contains(':') && places.all(place)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'_' || byte.is_ascii_digit())
}

fn is_ascii_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
