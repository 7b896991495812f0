//! Names and constrained text: each can only be made by parsing, and each limit and pattern lives here once.
//!
//! The lengths and patterns are those of the public TwinMaker service model. Lengths count UTF-16 units, as Java does.

use crate::builtin;
use crate::error::{Error, Result};
use std::borrow::Borrow;
use std::fmt;

/// A rule for text: a length and a pattern.
struct Rule {
    min: usize,
    max: usize,
    pattern: &'static str,
    fits: fn(&str) -> bool,
}

impl Rule {
    fn check(&self, member: &str, text: &str) -> Result<()> {
        length(member, text, self.min, self.max)?;
        if (self.fits)(text) {
            return Ok(());
        }
        Err(Error::constraint(
            member,
            Some(text),
            format_args!("Member must satisfy regular expression pattern: {}", self.pattern),
        ))
    }
}

/// Checks the length of `text` at `member`, in UTF-16 units, both ends inclusive.
pub fn length(member: &str, text: &str, min: usize, max: usize) -> Result<()> {
    // Bytes are never fewer than UTF-16 units, so short ASCII text needs no counting.
    if text.len() <= max && text.len() >= min.saturating_mul(3) {
        return Ok(());
    }
    let n_units = text.encode_utf16().count();
    if n_units < min {
        return Err(Error::constraint(
            member,
            Some(text),
            format_args!("Member must have length greater than or equal to {min}"),
        ));
    }
    if n_units > max {
        return Err(Error::constraint(
            member,
            Some(text),
            format_args!("Member must have length less than or equal to {max}"),
        ));
    }
    Ok(())
}

/// Checks the number of elements at `member`, both ends inclusive.
pub fn count(member: &str, n_elements: usize, min: usize, max: usize) -> Result<()> {
    let shown = format!("{n_elements} elements");
    if n_elements < min {
        let rule = format_args!("Member must have length greater than or equal to {min}").to_string();
        return Err(Error::constraint(member, Some(&shown), rule));
    }
    if n_elements > max {
        let rule = format_args!("Member must have length less than or equal to {max}").to_string();
        return Err(Error::constraint(member, Some(&shown), rule));
    }
    Ok(())
}

/// The member that must be there.
pub fn required<T>(member: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::constraint(member, None, "Member must not be null"))
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $rule:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses `text`; an error names `member` and the rule that is broken.
            pub fn parse(member: &str, text: &str) -> Result<Self> {
                const RULE: Rule = $rule;
                RULE.check(member, text)?;
                Ok(Self(text.into()))
            }

            /// Text that was parsed before: from our own records or our own constants.
            pub fn trusted(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// A workspace's id: `Id`.
    WorkspaceId = ID;
    /// A scene's id: `Id`.
    SceneId = ID;
    /// An entity's id.
    EntityId = Rule {
        min: 1, max: 128, fits: is_entity_id,
        pattern: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|^[a-zA-Z0-9][a-zA-Z_\\-0-9.:]*[a-zA-Z0-9]+",
    };
    /// A component type's id, such as `com.example.mixer`.
    ComponentTypeId = Rule {
        min: 1, max: 256, pattern: "[a-zA-Z_\\.\\-0-9:]+",
        fits: |it| all(it, |c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.' | b'-' | b':')),
    };
    /// The name of a component, property, function, group or configuration key.
    Name = Rule {
        min: 1, max: 256, pattern: "[a-zA-Z_\\-0-9]+",
        fits: |it| all(it, |c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-')),
    };
    /// The way to a composite component, such as `line/oven/burner`.
    ComponentPath = Rule {
        min: 1, max: 2048, pattern: "[a-zA-Z_\\-0-9/]+",
        fits: |it| all(it, |c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'/')),
    };
    /// An entity's name, for people.
    EntityName = Rule { min: 1, max: 256, pattern: "[^\\u0000-\\u001F\\u007F]+", fits: has_no_controls };
    /// Free text about a thing.
    Description = Rule { min: 0, max: 2048, pattern: ".*", fits: |_| true };
    /// A component type's name, for people.
    ComponentTypeName = Rule { min: 0, max: 256, pattern: ".*[^\\u0000-\\u001F\\u007F]*.*", fits: |_| true };
    /// A property's name, for people.
    PropertyDisplayName = Rule { min: 0, max: 256, pattern: ".*[^\\u0000-\\u001F\\u007F]*.*", fits: |_| true };
    /// The ARN of an IAM role.
    RoleArn = Rule {
        min: 20, max: 2048, fits: is_role_arn,
        pattern: "arn:((aws)|(aws-cn)|(aws-us-gov)):iam::[0-9]{12}:role/.*",
    };
    /// The ARN of a Lambda function, without alias or version.
    LambdaArn = Rule {
        min: 20, max: 2048, fits: is_lambda_arn,
        pattern: "arn:((aws)|(aws-cn)|(aws-us-gov)):lambda:[a-z0-9-]+:[0-9]{12}:function:[\\/a-zA-Z0-9_-]+",
    };
    /// A bucket's ARN, without a key.
    S3Location = Rule {
        min: 0, max: 1024, fits: is_s3_location,
        pattern: ".*(^arn:((aws)|(aws-cn)|(aws-us-gov)):s3:::)([a-zA-Z0-9_-]+$).*",
    };
    /// The URL of an object: `s3://bucket/key`.
    S3Url = Rule {
        min: 0, max: 256, fits: is_s3_url,
        pattern: "[sS]3://[A-Za-z0-9._/-]+",
    };
    /// The ARN of a TwinMaker resource.
    TwinMakerArn = Rule {
        min: 20, max: 2048, fits: is_twinmaker_arn,
        pattern: "arn:((aws)|(aws-cn)|(aws-us-gov)):iottwinmaker:[a-z0-9-]+:[0-9]{12}:[\\/a-zA-Z0-9_\\-\\.:]+",
    };
    /// A tag's key.
    TagKey = Rule {
        min: 1, max: 128, fits: is_tag_key,
        pattern: "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)",
    };
    /// A tag's value.
    TagValue = Rule { min: 1, max: 256, pattern: ".*", fits: |_| true };
    /// Where an expression takes its value from: `${Parameters.name}`.
    Expression = Rule {
        min: 1, max: 316, fits: is_expression,
        pattern: "(^\\$\\{Parameters\\.[a-zA-z]+([a-zA-z_0-9]*)}$)",
    };
    /// A sync source, such as `SITEWISE`.
    SyncSource = Rule {
        min: 0, max: 2048, pattern: "[a-zA-Z_0-9]+",
        fits: |it| all(it, |c| c.is_ascii_alphanumeric() || c == b'_'),
    };
    /// A pricing bundle's name.
    BundleName = Rule { min: 1, max: 256, pattern: ".*", fits: |_| true };
    /// What a scene needs of its viewer, such as `MATTERPORT`.
    SceneCapability = Rule { min: 0, max: 256, pattern: ".*", fits: |_| true };
    /// A value of a scene's metadata.
    SceneMetadataValue = Rule { min: 0, max: 2048, pattern: ".*", fits: |_| true };
}

const ID: Rule = Rule { min: 1, max: 128, pattern: "[a-zA-Z_0-9][a-zA-Z_\\-0-9]*[a-zA-Z0-9]+", fits: is_id };

/// Where an entity hangs: below the workspace's root, or below another entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Parent {
    /// `$ROOT`, which is not an entity.
    Root,
    /// An entity.
    Entity(EntityId),
}

impl Parent {
    /// How the root is written on the wire.
    pub const ROOT: &'static str = "$ROOT";

    /// Parses `ParentEntityId`.
    pub fn parse(member: &str, text: &str) -> Result<Self> {
        if text == Self::ROOT {
            return Ok(Self::Root);
        }
        length(member, text, 1, 128)?;
        if is_entity_id(text) {
            return Ok(Self::Entity(EntityId::trusted(text)));
        }
        Err(Error::constraint(
            member,
            Some(text),
            "Member must satisfy regular expression pattern: \\$ROOT|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|^[a-zA-Z0-9][a-zA-Z_\\-0-9.:]*[a-zA-Z0-9]+",
        ))
    }

    /// The wire's text: the entity's id, or `$ROOT`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Root => Self::ROOT,
            Self::Entity(it) => it.as_str(),
        }
    }

    /// The entity, unless it is the root.
    pub fn entity(&self) -> Option<&EntityId> {
        match self {
            Self::Root => None,
            Self::Entity(it) => Some(it),
        }
    }
}

impl ComponentTypeId {
    /// Whether users may not write it: it lies in a namespace of the platform, or a built-in type has it.
    pub fn is_reserved(&self) -> bool {
        let text = self.as_str();
        text.starts_with("com.amazon.") || text.starts_with("com.gemel.") || builtin::get(text).is_some()
    }
}

impl ComponentPath {
    /// The names along the way, first the top-level component.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }
}

impl S3Url {
    /// Bucket and key; the key is empty when the URL ends after the bucket.
    pub fn bucket_and_key(&self) -> (&str, &str) {
        let rest = self.0.get(5..).unwrap_or_default();
        rest.split_once('/').unwrap_or((rest, ""))
    }
}

impl S3Location {
    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or_default()
    }
}

/// Whether text is a well-formed entity id.
pub fn is_entity_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let inner = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b':');
    matches!(bytes, [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric())
        && bytes.iter().all(inner)
}

fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let first = |it: &u8| it.is_ascii_alphanumeric() || *it == b'_';
    let inner = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-');
    matches!(bytes, [head, .., last] if first(head) && last.is_ascii_alphanumeric())
        && bytes.iter().all(inner)
}

fn has_no_controls(text: &str) -> bool {
    !text.chars().any(|it| it <= '\u{1f}' || it == '\u{7f}')
}

fn all(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}

/// Strips `arn:<partition>:` for the three partitions there are.
fn after_partition(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("arn:")?;
    ["aws:", "aws-cn:", "aws-us-gov:"].iter().find_map(|it| rest.strip_prefix(it))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    all(text, |it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

fn is_role_arn(text: &str) -> bool {
    after_partition(text)
        .and_then(|it| it.strip_prefix("iam::"))
        .and_then(|it| it.split_once(':'))
        .is_some_and(|(account, role)| is_account(account) && role.starts_with("role/"))
}

fn is_lambda_arn(text: &str) -> bool {
    let Some(rest) = after_partition(text).and_then(|it| it.strip_prefix("lambda:")) else { return false };
    let mut parts = rest.splitn(4, ':');
    let (Some(region), Some(account), Some("function"), Some(name)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    is_region(region)
        && is_account(account)
        && all(name, |it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'_' | b'-'))
}

fn is_s3_location(text: &str) -> bool {
    after_partition(text)
        .and_then(|it| it.strip_prefix("s3:::"))
        .is_some_and(|it| all(it, |c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-')))
}

fn is_s3_url(text: &str) -> bool {
    (text.starts_with("s3://") || text.starts_with("S3://"))
        && all(&text[5..], |it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'/' | b'-'))
}

fn is_twinmaker_arn(text: &str) -> bool {
    let Some(rest) = after_partition(text).and_then(|it| it.strip_prefix("iottwinmaker:")) else {
        return false;
    };
    let mut parts = rest.splitn(3, ':');
    let (Some(region), Some(account), Some(resource)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    is_region(region)
        && is_account(account)
        && all(resource, |it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'_' | b'-' | b'.' | b':'))
}

fn is_tag_key(text: &str) -> bool {
    text.chars().all(|it| {
        it.is_alphanumeric()
            || (it.is_whitespace() && !it.is_control())
            || matches!(it, '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
    })
}

/// The class `[a-zA-z]` of AWS's pattern also holds the six characters between `Z` and `a`.
fn is_expression(text: &str) -> bool {
    let letter = |it: u8| (b'A'..=b'z').contains(&it);
    text.strip_prefix("${Parameters.").and_then(|it| it.strip_suffix('}')).is_some_and(|it| {
        it.bytes().next().is_some_and(letter) && all(it, |c| letter(c) || c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests;
