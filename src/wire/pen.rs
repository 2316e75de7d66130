//! Writes a report: JSON without blanks.
//!
//! The same shapes through serde's derive took 41 of the 568 KB of the wasm.

use crate::manifest::write_text;

/// A report that is being written.
pub(crate) struct Pen {
    json: String,
}

impl Pen {
    /// A report: an object with the fields that `fields` writes.
    pub(crate) fn report(fields: &mut dyn FnMut(&mut Pen)) -> Vec<u8> {
        let mut pen = Pen { json: String::new() };
        pen.object(fields);
        pen.json.into_bytes()
    }

    /// An object that stands in a list.
    pub(crate) fn object(&mut self, fields: &mut dyn FnMut(&mut Pen)) {
        self.open('{');
        fields(self);
        self.json.push('}');
    }

    /// A field with an object.
    pub(crate) fn object_field(&mut self, name: &str, fields: &mut dyn FnMut(&mut Pen)) {
        self.name(name);
        self.object(fields);
    }

    /// A field with a list.
    pub(crate) fn list(&mut self, name: &str, items: &mut dyn FnMut(&mut Pen)) {
        self.name(name);
        self.open('[');
        items(self);
        self.json.push(']');
    }

    /// A field with a list of texts.
    pub(crate) fn texts(&mut self, name: &str, texts: &mut dyn Iterator<Item = &str>) {
        self.list(name, &mut |pen| texts.for_each(|text| pen.item(text)));
    }

    /// A field with a text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        write_text(&mut self.json, text);
    }

    /// A field with a text; none without one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A field with a text, or with `null`.
    pub(crate) fn nullable(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.raw(name, "null"),
        }
    }

    /// A field with a number.
    pub(crate) fn number(&mut self, name: &str, number: u64) {
        self.raw(name, &number.to_string());
    }

    /// A field that is true or false.
    pub(crate) fn flag(&mut self, name: &str, flag: bool) {
        self.raw(name, if flag { "true" } else { "false" });
    }

    /// A text that stands in a list.
    pub(crate) fn item(&mut self, text: &str) {
        self.comma();
        write_text(&mut self.json, text);
    }

    /// A number, or `null`, that stands in a list.
    pub(crate) fn number_item(&mut self, number: Option<u64>) {
        self.comma();
        self.json.push_str(&number.map_or("null".to_owned(), |number| number.to_string()));
    }

    #[inline(never)]
    fn raw(&mut self, name: &str, value: &str) {
        self.name(name);
        self.json.push_str(value);
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.item(name);
        self.json.push(':');
    }

    #[inline(never)]
    fn open(&mut self, bracket: char) {
        self.comma();
        self.json.push(bracket);
    }

    /// Between this and what stands before it, unless that opens what this stands in. No text ends in such a character: it
    /// has its quote there.
    #[inline(never)]
    fn comma(&mut self) {
        if !matches!(self.json.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.json.push(',');
        }
    }
}
