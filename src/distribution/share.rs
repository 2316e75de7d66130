//! Whom an image is shared with.

use super::content::hash;
use super::observed::Image;
use super::version::Subject;
use super::{Action, Kind, Planner};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::Text;

/// How many accounts one call takes. What is above is dropped without a word.
pub const BATCH: usize = 10;

impl Planner<'_> {
    /// Brings the accounts of an image to those that may deploy its artifact: whether they are. `None` is an image that
    /// is still to be made.
    pub(super) fn share(&mut self, subject: &Subject<'_>, region: &str, image: Option<&Image>) -> bool {
        let none = Vec::new();
        let (known, is_public) = image.map_or((Some(&none), false), |image| (image.accounts.as_ref(), image.is_public));
        // Everyone has what is open to everyone.
        if is_public && subject.everyone {
            return true;
        }
        let Some(known) = known else {
            let why = image.map(|image| subject.image_why(Code::PlanObserve, region, image));
            let about = image.map(|image| &*image.id).unwrap_or_default();
            let action = subject.action(
                Kind::ObserveShares,
                region,
                about,
                why.unwrap_or_else(|| subject.why(Code::PlanObserve, region)),
            );
            self.step(Action { image: image.map(|image| image.id.clone()), ..action });
            return false;
        };
        let reclosed = image.is_some_and(|image| is_public && self.close(subject, region, image));
        let extra: Vec<Text> =
            known.iter().filter(|uid| subject.accounts.binary_search(&&***uid).is_err()).cloned().collect();
        let missing: Vec<Text> = subject
            .accounts
            .iter()
            .filter(|uid| known.binary_search_by(|known| (**known).cmp(uid)).is_err())
            .map(|uid| (*uid).into())
            .collect();
        let unshared = self.unshare(subject, region, image, &extra);
        if missing.is_empty() {
            return true;
        }
        if let Some(image) = image.filter(|_| is_public && !reclosed) {
            return self.stuck(subject.image_why(Code::CommunityImage, region, image));
        }
        let limit = self.options.accounts as usize;
        let count = known.len() + missing.len();
        if count > limit && !unshared {
            let finding = subject.why(Code::TooManyAccounts, region).arg("count", count);
            return self.stuck(finding.arg("limit", self.options.accounts));
        }
        let ready = image.is_some() && !reclosed && count <= limit;
        let why = subject.why(Code::PlanShare, region);
        self.batches(subject, Kind::ShareImage, (region, image), &missing, ready, &why);
        false
    }

    /// Accounts that have the image and may not deploy: whether they are about to lose it.
    fn unshare(&mut self, subject: &Subject<'_>, region: &str, image: Option<&Image>, extra: &[Text]) -> bool {
        let Some(image) = image.filter(|_| !extra.is_empty()) else { return false };
        let why = subject.image_why(Code::SharedUnasked, region, image);
        if self.options.undo.accounts {
            self.batches(subject, Kind::UnshareImage, (region, Some(image)), extra, true, &why);
            return true;
        }
        self.left(why.arg("count", extra.len()).arg("accounts", extra.join(", ")));
        false
    }

    /// An image that is open to everyone and ought not to be: whether it is about to be closed.
    pub(super) fn close(&mut self, subject: &Subject<'_>, region: &str, image: &Image) -> bool {
        let why = subject.image_why(Code::PublicUnasked, region, image);
        if self.options.undo.community {
            let action = subject.action(Kind::UnpublishImage, region, &image.id, why);
            if self.plan.actions.iter().any(|planned| planned.id == action.id) {
                return true;
            }
            return self.step(Action { image: Some(image.id.clone()), ..action });
        }
        self.left(why);
        false
    }

    /// Calls for at most ten accounts each. Of a call that was refused each half is tried alone, down to the account that it
    /// was refused for: one wrong account takes nothing from the others.
    fn batches(
        &mut self,
        subject: &Subject<'_>,
        kind: Kind,
        (region, image): (&str, Option<&Image>),
        accounts: &[Text],
        ready: bool,
        why: &Diagnostic,
    ) {
        let mut open: Vec<&[Text]> = accounts.chunks(BATCH).rev().collect();
        while let Some(batch) = open.pop() {
            let about = image.map(|image| &*image.id).unwrap_or_default();
            let uids: Vec<&str> = batch.iter().map(|uid| &**uid).collect();
            let about = format!("{about} {}", hash(&uids));
            let why = why.clone().arg("count", batch.len());
            let action = subject.action(kind, region, &about, why);
            let refused = self.observed.failure(&action.id).is_some_and(|failure| self.is_final(failure));
            if refused && batch.len() > 1 {
                let (first, second) = batch.split_at(batch.len() / 2);
                open.extend([second, first]);
                continue;
            }
            let image = image.map(|image| image.id.clone());
            self.step(Action { ready, image, accounts: batch.to_vec(), ..action });
        }
    }
}
