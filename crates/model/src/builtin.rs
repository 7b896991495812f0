//! Built-in component types, seen in every workspace; nobody can change them.

mod basic;
mod connector;
mod declare;
mod scene;
mod series;

use crate::component_type::{ComponentType, EffectiveType, Types, effective_of};
use crate::id::WorkspaceId;
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// When all of them were made: the day TwinMaker became generally available.
pub const CREATED: Timestamp = Timestamp::from_seconds(1_650_499_200);

/// The id of the type whose heirs keep their values in our own series store.
pub const TIMESERIES: &str = "com.gemel.timeseries";

static ALL: LazyLock<BTreeMap<&'static str, ComponentType>> = LazyLock::new(|| {
    let families = [basic::types(), connector::types(), scene::types(), series::types()];
    families.into_iter().flatten().collect()
});

static EFFECTIVE: LazyLock<BTreeMap<&'static str, EffectiveType>> = LazyLock::new(|| {
    // The workspace's name shows in errors only, and there are none: a test resolves every type.
    let types = Types::new(WorkspaceId::trusted("AmazonOwnedTypesWorkspace"));
    ALL.iter().filter_map(|(id, it)| Some((*id, effective_of(it, &types).ok()?))).collect()
});

/// All of them, by id.
pub fn all() -> impl DoubleEndedIterator<Item = &'static ComponentType> {
    ALL.values()
}

/// The built-in type of an id.
pub fn get(id: &str) -> Option<&'static ComponentType> {
    ALL.get(id)
}

/// The built-in type of an id as it stands after inheritance.
pub fn effective(id: &str) -> Option<&'static EffectiveType> {
    EFFECTIVE.get(id)
}

#[cfg(test)]
mod tests;
