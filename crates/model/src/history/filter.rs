//! Filters: `= != < <= > >=` between a value and a constant.

use crate::error::{Error, Result};
use crate::value::Value;
use std::cmp::Ordering;

/// A condition on one property's values.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The property.
    pub property_name: String,
    /// How to compare.
    pub operator: Operator,
    /// With what.
    pub value: Value,
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Operator {
    /// All operators.
    pub const ALL: [Self; 6] =
        [Self::Equal, Self::NotEqual, Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual];

    /// The wire's text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// From the wire's text. Connectors paste it into queries, so nothing else may pass.
    pub fn parse(member: &str, text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| {
            Error::constraint(member, Some(text), "Member must satisfy enum value set: [=, !=, <, <=, >, >=]")
        })
    }
}

impl Filter {
    /// Whether a value fits. Values that cannot be compared are not equal, and neither less nor greater.
    pub fn accepts(&self, value: &Value) -> bool {
        let ordering = compare(value, &self.value);
        match self.operator {
            Operator::Equal => ordering == Some(Ordering::Equal),
            Operator::NotEqual => ordering != Some(Ordering::Equal),
            Operator::Less => ordering == Some(Ordering::Less),
            Operator::LessOrEqual => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
            Operator::Greater => ordering == Some(Ordering::Greater),
            Operator::GreaterOrEqual => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

/// The order of two values of one kind; numbers of all kinds are one kind. `None` when there is no order, as with NaN.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::String(one), Value::String(other)) | (Value::Expression(one), Value::Expression(other)) => {
            Some(one.cmp(other))
        }
        (Value::Boolean(one), Value::Boolean(other)) => Some(one.cmp(other)),
        _ => match (whole(one), whole(other)) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            _ => match (number(one), number(other)) {
                (Some(one), Some(other)) => one.partial_cmp(&other),
                _ => (one == other).then_some(Ordering::Equal),
            },
        },
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(it) => Some(i64::from(*it)),
        Value::Long(it) => Some(*it),
        _ => None,
    }
}

/// A value as a number, if it is one.
#[expect(
    clippy::cast_precision_loss,
    reason = "the other side is a double, so that is the precision asked for"
)]
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Double(it) => Some(*it),
        other => whole(other).map(|it| it as f64),
    }
}
