//! The pricing plan in the store.

use crate::change::Change;
use crate::twins::{self, Versioned};
use crate::{Key, Space, TwinStore, key, record};
use gemel_model::Result;
use gemel_model::pricing::PricingPlan;

/// The record of the plan; there is none until somebody chooses one.
pub fn key() -> Key {
    Key { space: Space::Setting, bytes: key::join(&[b"pricing-plan"]) }
}

/// The plan, if one was chosen.
pub async fn get(store: &dyn TwinStore) -> Result<Option<Versioned<PricingPlan>>> {
    let Some(stored) = twins::one(store, key()).await? else { return Ok(None) };
    Ok(Some(Versioned { value: record::decode_pricing_plan(&stored.bytes)?, version: stored.version }))
}

/// Chooses a plan instead of the one that was read.
pub fn put(before: Option<&Versioned<PricingPlan>>, after: &PricingPlan) -> Result<Change> {
    let mut change = Change::new();
    change.require_unchanged(key(), before.map_or(0, |it| it.version));
    change.put(key(), record::encode_pricing_plan(after)?);
    Ok(change)
}
