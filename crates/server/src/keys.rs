//! Keys: the root's credentials, what seals tokens, and temporary credentials that need no look-up.
//!
//! ```text
//! DATA/credentials   the root's access key and secret, AWS shared-credentials format, mode 0600
//! DATA/secret.key    32 random bytes in hex, mode 0600: seals page tokens and session tokens
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use gemel_app::Caller;
use gemel_wire::Refusal;
use gemel_wire::page_token::{Binding, Sealer};
use gemel_wire::sigv4::Claim;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

/// An access key and its secret.
#[derive(Clone, PartialEq, Eq)]
pub struct RootCredentials {
    /// The access key.
    pub access_key_id: String,
    /// The secret.
    pub secret_access_key: String,
}

/// Temporary credentials, as a function or a session gets them.
pub struct TemporaryCredentials {
    /// The access key; begins with `ASIA`.
    pub access_key_id: String,
    /// The secret.
    pub secret_access_key: String,
    /// The token that must come with every request.
    pub session_token: String,
}

/// Who may open the door, and the keys of everything that is sealed.
pub struct Keys {
    account_id: String,
    root: RootCredentials,
    /// Makes the secrets of temporary access keys.
    deriver: Hmac<Sha256>,
    sealer: Arc<Sealer>,
}

/// What a session token says, sealed.
#[derive(Serialize, Deserialize)]
struct Session {
    access_key_id: String,
    arn: String,
    expires_epoch_s: i64,
}

impl Keys {
    /// Reads or makes the keys of a data folder.
    ///
    /// # Errors
    /// In words: which file cannot be read, written or understood.
    pub fn open(data: &Path, account_id: &str, root: Option<(String, String)>) -> Result<Self, String> {
        let secret = secret(&data.join("secret.key"))?;
        let root = match root {
            Some((access_key_id, secret_access_key)) => RootCredentials { access_key_id, secret_access_key },
            None => root_of(&data.join("credentials"))?,
        };
        let deriver = Hmac::new_from_slice(&secret).map_err(|error| error.to_string())?;
        Ok(Self { account_id: account_id.to_owned(), root, deriver, sealer: Arc::new(Sealer::new(&secret)) })
    }

    /// What seals page tokens.
    pub fn sealer(&self) -> Arc<Sealer> {
        Arc::clone(&self.sealer)
    }

    /// The secret of an access key; `None` when nobody has that key.
    pub fn secret_of(&self, access_key_id: &str) -> Option<String> {
        if access_key_id == self.root.access_key_id {
            return Some(self.root.secret_access_key.clone());
        }
        access_key_id.starts_with("ASIA").then(|| self.derived(access_key_id))
    }

    /// Who signed: the root, or the holder of a session token that is ours, in time and of this access key.
    ///
    /// # Errors
    /// The refusal, which each protocol gives its own code.
    pub fn caller(&self, claim: &Claim<'_>, now_epoch_s: i64) -> Result<Caller, Refusal> {
        let access_key_id = claim.access_key();
        if access_key_id == self.root.access_key_id {
            return match claim.session_token {
                None => Ok(self.root_caller()),
                Some(_) => Err(Refusal::BadToken),
            };
        }
        let token = claim.session_token.as_deref().ok_or(Refusal::BadToken)?;
        let bytes = self.sealer.open(&binding(), token).map_err(|_| Refusal::BadToken)?;
        let session: Session = serde_json::from_slice(&bytes).map_err(|_| Refusal::BadToken)?;
        if session.access_key_id != access_key_id {
            return Err(Refusal::BadToken);
        }
        if session.expires_epoch_s <= now_epoch_s {
            return Err(Refusal::ExpiredToken);
        }
        Ok(Caller {
            arn: session.arn,
            access_key_id: access_key_id.to_owned(),
            is_root: true,
            expires_epoch_s: Some(session.expires_epoch_s),
        })
    }

    /// The account's own caller.
    pub fn root_caller(&self) -> Caller {
        Caller {
            arn: format!("arn:aws:iam::{}:root", self.account_id),
            access_key_id: self.root.access_key_id.clone(),
            is_root: true,
            expires_epoch_s: None,
        }
    }

    /// Makes temporary credentials for a principal.
    ///
    /// # Errors
    /// In words, when the system gives no randomness.
    pub fn lend(&self, arn: &str, expires_epoch_s: i64) -> Result<TemporaryCredentials, String> {
        let access_key_id = format!("ASIA{}", random_letters(16)?);
        let session = Session { access_key_id: access_key_id.clone(), arn: arn.to_owned(), expires_epoch_s };
        let bytes = serde_json::to_vec(&session).map_err(|error| error.to_string())?;
        Ok(TemporaryCredentials {
            secret_access_key: self.derived(&access_key_id),
            session_token: self.sealer.seal(&binding(), &bytes),
            access_key_id,
        })
    }

    /// Forty characters that only this data folder can make of an access key.
    fn derived(&self, access_key_id: &str) -> String {
        let mut mac = self.deriver.clone();
        mac.update(b"session ");
        mac.update(access_key_id.as_bytes());
        STANDARD_NO_PAD.encode(&mac.finalize().into_bytes()[..30])
    }
}

fn binding() -> Binding {
    Binding::new("session", "", [0; 32])
}

fn secret(path: &Path) -> Result<[u8; 32], String> {
    let shown = path.display();
    let wrong = || {
        format!(
            "`{shown}` does not hold 64 hex digits; restore it from a backup, or remove it to make a new one (open page tokens and sessions end)"
        )
    };
    if path.exists() {
        let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
        let bytes = hex::decode(text.trim()).map_err(|_| wrong())?;
        return bytes.try_into().map_err(|_| wrong());
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no randomness: {error}"))?;
    write_private(path, &format!("{}\n", hex::encode(bytes)))?;
    Ok(bytes)
}

fn root_of(path: &Path) -> Result<RootCredentials, String> {
    if path.exists() {
        return read_credentials(path);
    }
    let made = RootCredentials {
        access_key_id: format!("AKIA{}", random_letters(16)?),
        secret_access_key: {
            let mut bytes = [0; 30];
            getrandom::fill(&mut bytes)
                .map_err(|error| format!("the system gives no randomness: {error}"))?;
            STANDARD_NO_PAD.encode(bytes)
        },
    };
    write_private(
        path,
        &format!(
            "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            made.access_key_id, made.secret_access_key
        ),
    )?;
    Ok(made)
}

/// Reads the AWS shared-credentials format: the section `default`, or the first one.
///
/// # Errors
/// In words: the file cannot be read, or a line is missing.
pub fn read_credentials(path: &Path) -> Result<RootCredentials, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let (name, value) = line.split_once('=')?;
            (name.trim() == key && !value.trim().is_empty()).then(|| value.trim().to_owned())
        })
    };
    match (value("aws_access_key_id"), value("aws_secret_access_key")) {
        (Some(access_key_id), Some(secret_access_key)) => {
            Ok(RootCredentials { access_key_id, secret_access_key })
        }
        _ => Err(format!(
            "`{shown}` must have the lines `aws_access_key_id = …` and `aws_secret_access_key = …`"
        )),
    }
}

/// Writes a file that only its owner can read, whole or not at all.
fn write_private(path: &Path, text: &str) -> Result<(), String> {
    let shown = path.display();
    let draft = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let _ = fs::remove_file(&draft);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)
    };
    write().map_err(|error| format!("cannot write `{shown}`: {error}"))
}

/// Letters and digits as access keys have them, without those that look alike.
fn random_letters(n_letters: usize) -> Result<String, String> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = vec![0; n_letters];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no randomness: {error}"))?;
    Ok(bytes.iter().map(|it| char::from(LETTERS[usize::from(it % 32)])).collect())
}
