//! Whom an image is shared with.

use super::content::hash;
use super::observed::{Failure, Image};
use super::version::Subject;
use super::{Action, Kind, Planner, State, failed};
use crate::diagnostic::Code;
use crate::manifest::Text;
use crate::manifest::serve::listed;

/// How many accounts one call takes. What is above is dropped without a word.
pub const BATCH: usize = 10;

impl<'a> Planner<'a> {
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
        let is_missing = |uid: &&&str| known.binary_search_by(|known| (**known).cmp(uid)).is_err();
        let missing: Vec<Text> = subject.in_order.iter().filter(is_missing).map(|uid| (*uid).into()).collect();
        let unshared = self.unshare(subject, region, image, &extra);
        if missing.is_empty() {
            return true;
        }
        if let Some(image) = image.filter(|_| is_public && !reclosed) {
            return self.stuck(subject.image_why(Code::CommunityImage, region, image));
        }
        let limit = self.observed.share_quota.unwrap_or(self.options.accounts) as usize;
        let kept = known.len() - if unshared { extra.len() } else { 0 };
        let about = image.map(|image| &*image.id).unwrap_or_default();
        let one = |uid: &Text| call(subject, Kind::ShareImage, region, about, std::slice::from_ref(uid));
        let (mut open, mut over): (Vec<Text>, Vec<&str>) = Default::default();
        let mut is_full = false;
        for uid in &missing {
            is_full |= kept + open.len() >= limit;
            let failure = if is_full { None } else { self.refusal(&one(uid)) };
            match failure {
                // The cloud's own limit is reached, whatever was believed.
                Some(failure) if is_quota(failure) => is_full = true,
                Some(failure) => {
                    self.found(failed(Code::CallFailed, &one(uid), failure).arg("accounts", &**uid));
                    self.set_aside(uid, &failure.code);
                    continue;
                }
                None if !is_full => open.push(uid.clone()),
                None => {}
            }
            if is_full {
                over.push(uid);
                self.set_aside(uid, Code::TooManyAccounts.name());
            }
        }
        if !over.is_empty() {
            let finding = subject.why(Code::TooManyAccounts, region).arg("count", known.len() + missing.len());
            self.found(finding.arg("limit", kept + open.len()).arg("accounts", listed(over.into_iter())));
        }
        if !open.is_empty() {
            let ready = image.is_some() && !reclosed && known.len() + open.len() <= limit.max(known.len());
            self.batches(subject, Kind::ShareImage, (region, image), &open, ready);
            return false;
        }
        // A region that nobody can use serves nobody.
        let has_someone = missing.len() < subject.accounts.len();
        if !has_someone && let Some(finding) = self.plan.findings.last().cloned() {
            self.note(State::Stuck, &finding);
        }
        has_someone
    }

    /// Accounts that have the image and may not deploy: whether they are about to lose it.
    fn unshare(&mut self, subject: &Subject<'_>, region: &str, image: Option<&Image>, extra: &[Text]) -> bool {
        let Some(image) = image.filter(|_| !extra.is_empty()) else { return false };
        let why = subject.image_why(Code::SharedUnasked, region, image);
        if self.options.undo.accounts {
            self.batches(subject, Kind::UnshareImage, (region, Some(image)), extra, true);
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

    /// Calls for at most ten accounts each. Of a call that was refused because of an account each half is tried alone, down to
    /// that account: one wrong account takes nothing from the others.
    fn batches(
        &mut self,
        subject: &Subject<'_>,
        kind: Kind,
        (region, image): (&str, Option<&Image>),
        accounts: &[Text],
        mut ready: bool,
    ) {
        let about = image.map(|image| &*image.id).unwrap_or_default();
        let id = format!("{} {region} {about} ", kind.name());
        let failures = &self.observed.failures;
        // Up to a limit that is not known the order counts: one call after the other.
        let one_by_one = failures.iter().any(|failure| failure.id.starts_with(&id) && is_quota(failure));
        let mut open: Vec<&[Text]> = accounts.chunks(BATCH).rev().collect();
        while let Some(batch) = open.pop() {
            let action = call(subject, kind, region, about, batch);
            if batch.len() > 1 && self.refusal(&action).is_some() {
                let (first, second) = batch.split_at(batch.len() / 2);
                open.extend([second, first]);
                continue;
            }
            let image = image.map(|image| image.id.clone());
            self.step(Action { ready, image, ..action });
            ready &= !one_by_one;
        }
    }

    /// Why a call for accounts was refused for good, where that is because of an account.
    fn refusal(&self, action: &Action) -> Option<&'a Failure> {
        let failure = self.observed.failure(&action.id).filter(|failure| self.is_final(failure))?;
        let concerns_all = |code: &str| failure.code.starts_with(code);
        // Codes of the system are in capitals: no connection.
        let is_system = failure.code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        (!is_system && !failure.code.contains("Timeout") && !FOR_ALL.iter().any(|code| concerns_all(code)))
            .then_some(failure)
    }
}

/// Codes that have nothing to do with the accounts of a call: what they start with.
const FOR_ALL: [&str; 13] = [
    "Forbidden",
    "Unauthorized",
    "NoPermission",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "Throttling",
    "ServiceUnavailable",
    "InternalError",
    "InvalidImage",
    "InvalidRegion",
    "IncorrectImageStatus",
    "OperationDenied",
    "InvalidOperation",
];

fn is_quota(failure: &Failure) -> bool {
    failure.code.starts_with("QuotaExceed")
}

/// A call for accounts.
fn call(subject: &Subject<'_>, kind: Kind, region: &str, image: &str, accounts: &[Text]) -> Action {
    let code = if kind == Kind::ShareImage { Code::PlanShare } else { Code::SharedUnasked };
    let why = subject.why(code, region).arg("count", accounts.len());
    let why = if kind == Kind::ShareImage { why } else { why.arg("image", image) };
    let uids: Vec<&str> = accounts.iter().map(|uid| &**uid).collect();
    let about = format!("{image} {}", hash(&uids));
    Action { accounts: accounts.to_vec(), ..subject.action(kind, region, &about, why) }
}
