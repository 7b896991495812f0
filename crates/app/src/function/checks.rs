//! What a function's settings may be: AWS's limits, and what runs here.

use super::FunctionChange;
use gemel_connect::lambda::{Code, FunctionSpec, Language, State, check_variables};
use gemel_model::{Error, Result};
use std::collections::BTreeMap;

/// Settings that are complete and allowed.
pub(super) struct Settled {
    runtime: String,
    handler: String,
    role: String,
    description: String,
    timeout_s: u32,
    memory_mb: u32,
    variables: BTreeMap<String, String>,
}

impl Settled {
    /// The settings of a function to be made.
    pub(super) fn first(given: &FunctionChange) -> Result<Self> {
        let Some(runtime) = given.runtime.clone() else {
            return Err(Error::invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
            ));
        };
        let role =
            given.role.clone().ok_or_else(|| Error::constraint("role", None, "Member must not be null"))?;
        Self {
            runtime,
            handler: given.handler.clone().unwrap_or_default(),
            role,
            description: given.description.clone().unwrap_or_default(),
            timeout_s: within("timeout", given.timeout_s, 1, 900)?.unwrap_or(3),
            memory_mb: within("memorySize", given.memory_mb, 128, 10_240)?.unwrap_or(128),
            variables: given.variables.clone().unwrap_or_default(),
        }
        .checked()
    }

    /// A function's settings after a change.
    pub(super) fn changed(before: &FunctionSpec, given: &FunctionChange) -> Result<Self> {
        let or = |new: &Option<String>, old: &String| new.clone().unwrap_or_else(|| old.clone());
        Self {
            runtime: or(&given.runtime, &before.runtime),
            handler: or(&given.handler, &before.handler),
            role: or(&given.role, &before.role),
            description: or(&given.description, &before.description),
            timeout_s: within("timeout", given.timeout_s, 1, 900)?.unwrap_or(before.timeout_s),
            memory_mb: within("memorySize", given.memory_mb, 128, 10_240)?.unwrap_or(before.memory_mb),
            variables: given.variables.clone().unwrap_or_else(|| before.variables.clone()),
        }
        .checked()
    }

    /// A new function with these settings.
    pub(super) fn into_spec(self, name: &str, arn: String, code: Code) -> FunctionSpec {
        FunctionSpec {
            name: name.to_owned(),
            arn,
            runtime: self.runtime,
            handler: self.handler,
            role: self.role,
            description: self.description,
            variables: self.variables,
            timeout_s: self.timeout_s,
            memory_mb: self.memory_mb,
            concurrency: None,
            tags: BTreeMap::new(),
            code,
            last_modified_epoch_ms: 0,
            revision_id: uuid::Uuid::new_v4().to_string(),
            state: State::Active,
        }
    }

    /// A function with these settings instead of its own.
    pub(super) fn onto(self, function: &FunctionSpec) -> FunctionSpec {
        let (code, tags) = (function.code.clone(), function.tags.clone());
        let concurrency = function.concurrency;
        FunctionSpec { tags, concurrency, ..self.into_spec(&function.name, function.arn.clone(), code) }
    }

    fn checked(self) -> Result<Self> {
        let language = Language::of(&self.runtime)?;
        if self.handler.is_empty() && language != Language::Provided {
            return Err(Error::invalid(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
            ));
        }
        if self.handler.len() > 128 {
            let rule = "Member must have length less than or equal to 128";
            return Err(Error::constraint("handler", Some(&self.handler), rule));
        }
        if self.handler.contains(char::is_whitespace) {
            let rule = "Member must satisfy regular expression pattern: [^\\s]+";
            return Err(Error::constraint("handler", Some(&self.handler), rule));
        }
        if self.description.chars().count() > 256 {
            let rule = "Member must have length less than or equal to 256";
            return Err(Error::constraint("description", Some(&self.description), rule));
        }
        if !is_role(&self.role) {
            let rule = "Member must satisfy regular expression pattern: \
                        arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
            return Err(Error::constraint("role", Some(&self.role), rule));
        }
        check_variables(&self.variables)?;
        Ok(self)
    }
}

/// A name; AWS's limit is 64 characters without the parts of an ARN.
pub(super) fn name(name: &str) -> Result<&str> {
    let rule = if name.is_empty() {
        "Member must have length greater than or equal to 1"
    } else if name.len() > 64 {
        "Member must have length less than or equal to 64"
    } else if !name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_')) {
        "Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+"
    } else {
        return Ok(name);
    };
    Err(Error::constraint("functionName", Some(name), rule))
}

/// How many invocations may run at once. 0 would be a function that never runs; AWS uses it to stop one.
pub(super) fn concurrency(n: i64) -> Result<u32> {
    within("reservedConcurrentExecutions", Some(n), 1, 1000).map(|it| it.unwrap_or(1))
}

fn within(member: &str, given: Option<i64>, least: u32, most: u32) -> Result<Option<u32>> {
    let Some(it) = given else { return Ok(None) };
    let rule = if it < i64::from(least) {
        format!("Member must have value greater than or equal to {least}")
    } else if it > i64::from(most) {
        format!("Member must have value less than or equal to {most}")
    } else {
        return Ok(u32::try_from(it).ok());
    };
    Err(Error::constraint(member, Some(&it.to_string()), rule))
}

fn is_role(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, role] = parts.as_slice() else { return false };
    let letters = |it: u8| it.is_ascii_alphanumeric() || b"_+=,.@-/".contains(&it);
    partition
        .strip_prefix("aws")
        .is_some_and(|it| it.bytes().all(|it| it.is_ascii_alphabetic() || it == b'-'))
        && account.len() == 12
        && account.bytes().all(|it| it.is_ascii_digit())
        && role.strip_prefix("role").is_some_and(|it| it.len() > 1 && it.bytes().all(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> FunctionChange {
        FunctionChange {
            runtime: Some("python3.12".into()),
            handler: Some("app.handler".into()),
            role: Some("arn:aws:iam::000000000000:role/any/thing".into()),
            ..FunctionChange::default()
        }
    }

    fn check(change: impl FnOnce(&mut FunctionChange), want: Option<&str>) {
        let mut given = good();
        change(&mut given);
        let got = Settled::first(&given).err().map(|it| it.message().to_owned());
        match (&got, want) {
            (None, None) => {}
            (Some(got), Some(want)) if got.contains(want) => {}
            _ => panic!("{given:?}: {got:?}, not {want:?}"),
        }
    }

    #[test]
    fn settings_have_awss_limits() {
        check(|_| (), None);
        check(|it| it.runtime = None, Some("Runtime and Handler are mandatory"));
        check(|it| it.handler = None, Some("Runtime and Handler are mandatory"));
        check(|it| (it.handler, it.runtime) = (None, Some("provided.al2023".into())), None);
        check(|it| it.runtime = Some("java21".into()), Some("the runtime `java21` does not run here"));
        check(|it| it.handler = Some("a b".into()), Some("'handler' failed"));
        check(|it| it.handler = Some("x".repeat(129)), Some("less than or equal to 128"));
        check(|it| it.role = None, Some("Value null at 'role'"));
        check(|it| it.role = Some("admin".into()), Some("'role' failed"));
        check(|it| it.role = Some("arn:aws:iam::0000:role/x".into()), Some("'role' failed"));
        check(|it| it.role = Some("arn:aws:iam::000000000000:role".into()), Some("'role' failed"));
        check(|it| it.role = Some("arn:aws-cn:iam::000000000000:role/x".into()), None);
        check(
            |it| it.timeout_s = Some(0),
            Some("'timeout' failed to satisfy constraint: Member must have value greater"),
        );
        check(|it| it.timeout_s = Some(901), Some("less than or equal to 900"));
        check(|it| it.timeout_s = Some(900), None);
        check(|it| it.memory_mb = Some(127), Some("'memorySize'"));
        check(|it| it.memory_mb = Some(10_241), Some("less than or equal to 10240"));
        check(|it| it.description = Some("é".repeat(256)), None);
        check(|it| it.description = Some("é".repeat(257)), Some("'description'"));
        check(|it| it.variables = Some(BTreeMap::from([("TZ".into(), "x".into())])), None);
        check(
            |it| it.variables = Some(BTreeMap::from([("_HANDLER".into(), "x".into())])),
            Some("reserved keys"),
        );
    }

    #[test]
    fn names_are_letters_digits_and_two_signs() {
        for (given, is_good) in [
            ("a", true),
            ("A-b_9", true),
            ("", false),
            ("a.b", false),
            ("../a", false),
            (&"x".repeat(65), false),
        ] {
            assert_eq!(name(given).is_ok(), is_good, "{given}");
        }
    }
}
