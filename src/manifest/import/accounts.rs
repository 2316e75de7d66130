//! The accounts that a service is shared with: the answer of `ListServiceSharedAccounts`, whose entries name their service,
//! or a request that adds some, which names it once.

use super::draft::{AccountDraft, Said, ServiceDraft};
use super::reader::Session;
use super::value::Value;
use crate::manifest::Text;

/// Reads an answer or a request.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    let (mut service, mut account_type): (Said, Said) = (None, None);
    for (name, _, value) in root.entries() {
        match name.to_ascii_lowercase().as_str() {
            "serviceid" => service = session.word(&value, &name),
            "type" => account_type = session.word(&value, &name),
            _ => {}
        }
    }
    let lists = ["shareaccount", "shareaccounts", "sharedaccount", "sharedaccounts"];
    session.answered(root, (&lists, &["serviceid", "type"]), &mut |session, _, value| {
        let mut account = AccountDraft { origin: session.origin(value), ..AccountDraft::default() };
        account.account_type = account_type.clone();
        let (mut uid, mut of): (Said, Said) = (None, None);
        let mut read = false;
        session.object(value, ("ShareAccount", "ShareAccount"), &mut |session, name, written, value| {
            read = true;
            match name {
                "useraliuid" | "uid" => uid = session.digits(value, written),
                "permission" => account.permission = session.word(value, written),
                "type" => account.account_type = session.word(value, written),
                "serviceid" => of = session.word(value, written),
                _ => return false,
            }
            true
        });
        let Some(uid) = uid else {
            if read {
                session.left_out(value, "account", ("field", "UserAliUid"));
            }
            return;
        };
        account.uid = uid.value;
        let named: Option<Text> = of.as_ref().or(service.as_ref()).map(|said| said.value.clone());
        match named.or_else(|| session.told().service.map(Text::from)) {
            Some(key) => session.add_account(key, account),
            None => {
                session.taken += 1;
                session.draft.accounts.push(account);
            }
        }
    });
}

/// A service of which nothing but its id is known.
pub(super) fn stub(key: Text, account: &AccountDraft) -> ServiceDraft {
    ServiceDraft { key, origin: account.origin.clone(), ..ServiceDraft::default() }
}
