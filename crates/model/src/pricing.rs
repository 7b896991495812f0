//! The pricing plan: stored for clients that ask, never enforced.

use crate::error::{Error, Result};
use crate::time::Timestamp;

/// How AWS would bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PricingMode {
    /// Pay per use without the knowledge graph.
    Basic,
    /// Pay per use.
    Standard,
    /// Bundles by tier.
    TieredBundle,
}

/// The plan of this account and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricingPlan {
    /// How AWS would bill.
    pub mode: PricingMode,
    /// Names of bundles; only for tiered bundles.
    pub bundle_names: Vec<String>,
    /// From when on it holds.
    pub effective: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Somebody chose it; otherwise it is the default.
    pub is_chosen: bool,
}

impl PricingMode {
    /// The wire's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "BASIC",
            Self::Standard => "STANDARD",
            Self::TieredBundle => "TIERED_BUNDLE",
        }
    }

    /// From the wire's word.
    pub fn parse(member: &str, text: &str) -> Result<Self> {
        [Self::Basic, Self::Standard, Self::TieredBundle]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or_else(|| {
                Error::constraint(
                    member,
                    Some(text),
                    "Member must satisfy enum value set: [BASIC, STANDARD, TIERED_BUNDLE]",
                )
            })
    }
}

impl PricingPlan {
    /// What holds until somebody chooses.
    pub const fn standard(since: Timestamp) -> Self {
        Self {
            mode: PricingMode::Standard,
            bundle_names: Vec::new(),
            effective: since,
            updated: since,
            is_chosen: false,
        }
    }
}
