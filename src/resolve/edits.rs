//! The edits that put the images where they belong, and change nothing else that ROS or Terraform reads.

use super::{EditKind, Outcome, PlannedEdit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::order;
use crate::source::Span;
use crate::splice::{self, Edit};
use crate::syntax::Kind;
use crate::syntax::scalar::{self, Form, Style};
use crate::template::Template;
use crate::template::sharing::{Handle, Sharing};
use crate::template::site::Site;

/// The edits of all sites of `template` that are replaced, in the order of `text`.
///
/// Where all who read a text are sites that get the same image, the text is edited. Otherwise each site gets its image
/// for itself, in the first of these ways that changes nobody else: the alias at the site becomes the id; a site that a
/// merge key brings in gets a key of its own; the anchor at the site moves with its text to the next alias.
pub(super) fn all(
    template: &Template,
    text: &[u8],
    outcomes: &[Outcome],
    diagnostics: &mut Diagnostics,
) -> Vec<PlannedEdit> {
    let scalar = |index: u32| template.sites[index as usize].scalar;
    let sorted = order::positions(outcomes.len(), &|one, other| scalar(one).cmp(&scalar(other)));
    let mut pen = Pen { template, text, edits: Vec::with_capacity(sorted.len()), diagnostics };
    for readers in sorted.chunk_by(|&one, &other| scalar(one) == scalar(other)) {
        let wanted = |site: u32| image_of(&outcomes[site as usize]);
        let Some(image_id) = readers.iter().find_map(|&site| wanted(site)) else { continue };
        let sites: Vec<u32> = readers.iter().copied().filter(|&site| wanted(site) == Some(image_id)).collect();
        let first = pen.site(sites[0]);
        if first.value.literal.as_deref() == Some(image_id) {
            continue;
        }
        let count = first.sharing.as_ref().map_or(readers.len() as u32, |sharing| sharing.text.readers);
        if count as usize == sites.len() {
            pen.edit(image_id, &sites);
        } else {
            pen.edit_each(image_id, &sites);
        }
    }
    pen.finish()
}

struct Pen<'a, 'd> {
    template: &'a Template,
    text: &'a [u8],
    edits: Vec<PlannedEdit>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Pen<'a, '_> {
    fn site(&self, index: u32) -> &'a Site {
        &self.template.sites[index as usize]
    }

    fn push(&mut self, kind: EditKind, span: Span, new: String, sites: &[u32]) {
        let old = self.written(span);
        let sites = sites.iter().map(|&site| site as usize).collect();
        self.edits.push(PlannedEdit { edit: Edit { span, old, new }, kind, sites });
    }

    fn written(&self, span: Span) -> String {
        String::from_utf8_lossy(span.of(self.text)).into_owned()
    }

    /// Edits the text that `sites` and nobody else read.
    fn edit(&mut self, image_id: &str, sites: &[u32]) {
        let site = self.site(sites[0]);
        let literal = site.value.literal.as_deref().unwrap_or_default();
        // ROS would look `{{resolve:…}}` up when it deploys: no id has braces.
        let written = if image_id.contains("{{") { None } else { scalar::encode(image_id, literal, site.style) };
        let Some(replacement) = written else { return self.report_unwritable(image_id, site) };
        let span = if replacement.whole { site.scalar } else { site.inner };
        // An empty text without quotes is its tag alone, and would become a part of it.
        let gap = if span.is_empty() && site.style == Style::of(Kind::Plain) { " " } else { "" };
        self.push(EditKind::Image, span, format!("{gap}{}", replacement.text), sites);
    }

    /// The token of a site, which is no alias, with the image in it: quotes stay.
    fn in_place(&self, image_id: &str, plain: String, site: &Site) -> String {
        let &Site { scalar, inner, style, .. } = site;
        match scalar::encode(image_id, "", style) {
            Some(new) if !new.whole && matches!(style.form, Form::Scalar(Kind::SingleQuoted | Kind::DoubleQuoted)) => {
                let quotes = [Span::new(scalar.start, inner.start), Span::new(inner.end, scalar.end)];
                format!("{}{}{}", self.written(quotes[0]), new.text, self.written(quotes[1]))
            }
            _ => plain,
        }
    }

    /// Gives each of `sites` its image without a change for the others who read their text.
    fn edit_each(&mut self, image_id: &str, sites: &[u32]) {
        let site = self.site(sites[0]);
        let written = if image_id.contains("{{") { None } else { scalar::write(image_id, Style::of(Kind::Plain)) };
        let Some(written) = written else { return self.report_unwritable(image_id, site) };
        let sharing = |site: u32| self.template.sites[site as usize].sharing.as_deref();
        let mut passed: Vec<u32> = Vec::new();
        for sharing in sites.iter().filter_map(|&site| sharing(site)) {
            passed.push(sharing.token.id);
            passed.extend(&sharing.merges);
        }
        order::sort(&mut passed, Ord::cmp);
        let is_ours = |handle: &Handle| {
            let before = passed.partition_point(|&id| id < handle.id);
            let through = passed.partition_point(|&id| id <= handle.id) - before;
            through == handle.readers as usize
        };
        let (mut moved, mut stuck, mut replaced) = (Vec::new(), Vec::new(), Vec::new());
        for &index in sites {
            match sharing(index) {
                Some(sharing) if sharing.is_alias && is_ours(&sharing.token) => {
                    let span = self.site(index).span;
                    replaced.push(span.start);
                    self.push(EditKind::Image, span, written.clone(), &[index]);
                }
                Some(Sharing { own_key: Some(key), .. }) if is_ours(&key.mapping) => {
                    let new = format!("{}{written}{}", key.before, key.after);
                    self.push(EditKind::Image, Span::at(key.at), new, &[index]);
                }
                Some(sharing) if !sharing.is_alias && is_ours(&sharing.token) => moved.push(index),
                _ => stuck.push(index),
            }
        }
        if let Some(&first) = moved.first()
            && let Some(sharing) = sharing(first)
        {
            let left = sharing.text.aliases.iter().find(|(alias, _)| replaced.binary_search(&alias.start).is_err());
            match (left, sharing.text.anchored) {
                (Some(&(alias, true)), Some(anchored)) => {
                    let new = self.in_place(image_id, written, self.site(first));
                    self.push(EditKind::Image, anchored, new, &moved);
                    self.push(EditKind::Anchor, alias, self.written(anchored), &moved);
                }
                (None, _) => self.edit(image_id, &moved),
                _ => stuck.extend(moved),
            }
        }
        if !stuck.is_empty() {
            self.report_conflict(&stuck, sites);
        }
    }

    fn report_unwritable(&mut self, image_id: &str, site: &Site) {
        self.diagnostics.push(Diagnostic::new(Code::ImageNotWritable, site.span).arg("image", image_id));
    }

    /// Reports the first of `stuck`, with the places that read its text and are none of `sites`.
    fn report_conflict(&mut self, stuck: &[u32], sites: &[u32]) {
        let first = self.site(stuck[0]);
        let text = first.value.literal.as_deref().unwrap_or_default();
        let mut finding = Diagnostic::new(Code::EditConflict, first.span).arg("image", text);
        if let Some(sharing) = &first.sharing {
            let mut ours: Vec<Span> = Vec::new();
            for site in sites.iter().map(|&site| self.site(site)) {
                ours.extend(site.sharing.iter().flat_map(|sharing| &sharing.named));
            }
            order::sort(&mut ours, Ord::cmp);
            for &place in sharing.text.places.iter().filter(|place| ours.binary_search(place).is_err()) {
                finding = finding.related(place, Role::SharedWith);
            }
        }
        if first.scalar != first.span {
            finding = finding.related(first.scalar, Role::Anchor);
        }
        self.diagnostics.push(finding);
    }

    /// The edits in the order of the text. Sites that asked for the same one share it.
    fn finish(self) -> Vec<PlannedEdit> {
        let mut edits = self.edits;
        order::sort(&mut edits, |one, other| one.edit.span.cmp(&other.edit.span));
        edits.dedup_by(|later, edit| {
            let same = later.edit == edit.edit;
            if same {
                edit.sites.append(&mut later.sites);
            }
            same
        });
        if splice::check(self.text, edits.iter().map(|planned| &planned.edit)).is_err() {
            // The template was not read from this text, or two sites overlap: nothing can be written.
            self.diagnostics.push(Diagnostic::new(Code::EditConflict, Span::at(0)).arg("image", "…"));
        }
        edits
    }
}

fn image_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Replaced(replacement) => Some(&replacement.image_id),
        _ => None,
    }
}
