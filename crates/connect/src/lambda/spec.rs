//! A function as it is deployed: what a user said, where its code lies, in which state it is.

use gemel_model::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything known about a function. `app` keeps it as the JSON of [`FunctionSpec::encode`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionSpec {
    /// The name, unique in the account.
    pub name: String,
    /// The ARN, without a version.
    pub arn: String,
    /// As the user said, such as `python3.12`.
    pub runtime: String,
    /// Such as `module.function`; empty for `provided`.
    pub handler: String,
    /// The role's ARN as the user said; its session is what the function's credentials are.
    pub role: String,
    /// Free text.
    pub description: String,
    /// The user's own variables.
    pub variables: BTreeMap<String, String>,
    /// How long one invocation may take.
    pub timeout_s: u32,
    /// How much memory one worker may use.
    pub memory_mb: u32,
    /// How many invocations may run at once; `None`: as the engine's settings say.
    pub concurrency: Option<u32>,
    /// Tags, by key.
    pub tags: BTreeMap<String, String>,
    /// The code.
    pub code: Code,
    /// When code or settings last changed, in milliseconds since the epoch.
    pub last_modified_epoch_ms: i64,
    /// Changes with every change.
    pub revision_id: String,
    /// Whether it started when it was last tried.
    pub state: State,
}

/// The code of a function, unpacked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// SHA-256 of the zip, or of names and contents of a folder, as base64: what AWS shows.
    pub sha256: String,
    /// Bytes of the zip, or of all files of a folder.
    pub size_bytes: u64,
    /// The folder's name below the function's own.
    pub folder: String,
}

/// Whether a function started when it was created or last changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It did.
    Active,
    /// It did not.
    Failed {
        /// One of AWS's reason codes.
        code: String,
        /// In words.
        reason: String,
    },
}

/// What runs the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// A Python interpreter.
    Python,
    /// A Node interpreter.
    Node,
    /// The function's own executable `bootstrap`.
    Provided,
}

/// The first byte of a record: the form of what follows.
const FORM: u8 = 1;

impl FunctionSpec {
    /// The record's bytes.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let mut bytes = vec![FORM];
        serde_json::to_writer(&mut bytes, self)
            .map_err(|error| Error::internal("a function cannot be written as JSON").because(error))?;
        Ok(bytes)
    }

    /// From a record's bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        match bytes.split_first() {
            Some((&FORM, json)) => serde_json::from_slice(json)
                .map_err(|error| Error::internal("a function's record cannot be read").because(error)),
            Some((form, _)) => {
                Err(Error::internal(format!("a function's record has the unknown form {form}")))
            }
            None => Err(Error::internal("a function's record is empty")),
        }
    }
}

impl Language {
    /// From a runtime's name: `python3.x`, `nodejs…`, `provided…`.
    pub fn of(runtime: &str) -> Result<Self> {
        let is_numbered = |rest: &str| {
            !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'x'))
        };
        if runtime.strip_prefix("python3.").is_some_and(is_numbered) {
            Ok(Self::Python)
        } else if runtime.strip_prefix("nodejs").is_some_and(is_numbered) {
            Ok(Self::Node)
        } else if runtime == "provided" || runtime.strip_prefix("provided.").is_some_and(|it| !it.is_empty())
        {
            Ok(Self::Provided)
        } else {
            Err(Error::invalid(format!(
                "the runtime `{runtime}` does not run here; use `python3.x`, `nodejs20.x` (any number), or \
                 `provided.al2023` with an executable `bootstrap`"
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(runtime: &str, want: Option<Language>) {
        assert_eq!(Language::of(runtime).ok(), want, "{runtime}");
    }

    #[test]
    fn runtimes_are_known_by_name() {
        check("python3.8", Some(Language::Python));
        check("python3.14", Some(Language::Python));
        check("python2.7", None);
        check("python3.", None);
        check("python3.9; rm", None);
        check("nodejs20.x", Some(Language::Node));
        check("nodejs", None);
        check("provided", Some(Language::Provided));
        check("provided.al2023", Some(Language::Provided));
        check("provided.", None);
        check("java21", None);
        check("", None);
    }

    #[test]
    fn a_record_reads_back_and_other_forms_are_refused() {
        let spec = FunctionSpec {
            name: "reader".into(),
            arn: "arn:aws:lambda:us-east-1:000000000000:function:reader".into(),
            runtime: "python3.12".into(),
            handler: "app.handler".into(),
            role: String::new(),
            description: "réads".into(),
            variables: BTreeMap::from([("A".into(), "1".into())]),
            timeout_s: 3,
            memory_mb: 128,
            concurrency: None,
            tags: BTreeMap::new(),
            code: Code { sha256: "x".into(), size_bytes: 1, folder: "f".into() },
            last_modified_epoch_ms: 1,
            revision_id: "r".into(),
            state: State::Failed { code: "FunctionError".into(), reason: "no".into() },
        };
        let bytes = spec.encode().unwrap();
        assert_eq!(FunctionSpec::decode(&bytes).unwrap(), spec);
        for wrong in [&b""[..], b"\x02{}", b"\x01{"] {
            assert!(FunctionSpec::decode(wrong).is_err());
        }
    }
}
