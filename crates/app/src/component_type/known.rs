//! Component types as they stand, worked out once for each generation of a workspace's types and kept with a bound.

use crate::workspace::missing as workspace_missing;
use crate::{App, with_retries};
use gemel_model::component_type::{ComponentType, EffectiveType, effective};
use gemel_model::entity::EffectiveTypes;
use gemel_model::id::{ComponentTypeId, WorkspaceId};
use gemel_model::{Error, Result, builtin};
use gemel_store::{Read, component_type as types, workspace};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// How much is kept: types and their properties, counted together. A property takes some 300 bytes.
const CACHED_MAX: usize = 200_000;

/// A component type as it was declared, and as it stands after inheritance.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownType {
    /// As declared.
    pub declared: ComponentType,
    /// As it stands.
    pub effective: EffectiveType,
}

/// Types of a workspace, all from one generation: those asked for that exist, and those of their composite children.
#[derive(Debug, Clone)]
pub struct KnownTypes {
    /// What this holds for: a change made from it must require it, or the types themselves, to be unchanged.
    pub generation: u64,
    types: HashMap<ComponentTypeId, Arc<KnownType>>,
}

/// Types that were worked out before.
#[derive(Debug, Default)]
pub struct TypeCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    of: HashMap<WorkspaceId, KnownTypes>,
    weight: usize,
}

static BUILTIN: LazyLock<HashMap<&'static str, Arc<KnownType>>> = LazyLock::new(|| {
    let known = builtin::all().filter_map(|declared| {
        let id = declared.id.as_str();
        let effective = builtin::effective(id)?.clone();
        Some((id, Arc::new(KnownType { declared: declared.clone(), effective })))
    });
    known.collect()
});

impl App {
    /// The types of `ids` as they stand now, and those of their composite children, at any depth. Ids that nobody
    /// declares are left out; a workspace that does not exist is `NotFound`.
    pub(crate) async fn known_types(
        &self,
        workspace_id: &WorkspaceId,
        ids: impl IntoIterator<Item = ComponentTypeId>,
    ) -> Result<KnownTypes> {
        let generation = self.type_generation(workspace_id).await?;
        self.known_types_at(workspace_id, generation, ids).await
    }

    /// The same for who has just read the generation: nothing is read when all are known for it. The answer may be
    /// of a later generation.
    pub(crate) async fn known_types_at(
        &self,
        workspace_id: &WorkspaceId,
        generation: u64,
        ids: impl IntoIterator<Item = ComponentTypeId>,
    ) -> Result<KnownTypes> {
        let ids: Vec<ComponentTypeId> = ids.into_iter().collect();
        if let Some(known) = self.types.find(workspace_id, generation, &ids) {
            return Ok(known);
        }
        let known = with_retries(|| self.learn(workspace_id, &ids)).await?;
        self.types.keep(workspace_id, &known);
        Ok(known)
    }

    async fn type_generation(&self, workspace_id: &WorkspaceId) -> Result<u64> {
        let found = self.store.read(&[Read::Key(workspace::generation_key(workspace_id))]).await?;
        let first = found.first().and_then(|it| it.first());
        first.map(|(_, it)| it.version).ok_or_else(|| workspace_missing(workspace_id))
    }

    async fn learn(&self, workspace_id: &WorkspaceId, ids: &[ComponentTypeId]) -> Result<KnownTypes> {
        let closure = types::closure(&*self.store, workspace_id, ids.iter().cloned()).await?;
        let closure = closure.ok_or_else(|| workspace_missing(workspace_id))?;
        let types = super::declared(workspace_id, &closure);
        let mut known = KnownTypes { generation: closure.generation, types: HashMap::new() };
        let mut waiting = ids.to_vec();
        while let Some(id) = waiting.pop() {
            let Some(declared) = closure.types.get(&id).filter(|_| !known.types.contains_key(&id)) else {
                continue;
            };
            let effective = effective(&id, &types).map_err(|error| {
                Error::internal(format!("stored component type `{id}` does not resolve")).because(error)
            })?;
            waiting.extend(children(&effective));
            let known_type = KnownType { declared: declared.value.clone(), effective };
            known.types.insert(id, Arc::new(known_type));
        }
        Ok(known)
    }
}

impl KnownTypes {
    /// The type of an id, built-in ones too.
    pub fn get(&self, id: &ComponentTypeId) -> Option<Arc<KnownType>> {
        self.types.get(id).or_else(|| BUILTIN.get(id.as_str())).cloned()
    }
}

impl EffectiveTypes for KnownTypes {
    fn effective(&self, id: &ComponentTypeId) -> Option<&EffectiveType> {
        self.types.get(id).map(|it| &it.effective).or_else(|| builtin::effective(id.as_str()))
    }
}

impl TypeCache {
    /// All of `ids` and of their composite children, if all are known for this generation.
    fn find(
        &self,
        workspace_id: &WorkspaceId,
        generation: u64,
        ids: &[ComponentTypeId],
    ) -> Option<KnownTypes> {
        let mut known = KnownTypes { generation, types: HashMap::new() };
        let mut waiting: Vec<ComponentTypeId> = ids.to_vec();
        let kept = self.kept();
        let of = kept.of.get(workspace_id).filter(|it| it.generation == generation);
        while let Some(id) = waiting.pop() {
            if known.types.contains_key(&id) || builtin::get(id.as_str()).is_some() {
                continue;
            }
            let found = of?.types.get(&id)?;
            waiting.extend(children(&found.effective));
            known.types.insert(id, Arc::clone(found));
        }
        Some(known)
    }

    fn keep(&self, workspace_id: &WorkspaceId, known: &KnownTypes) {
        let mut kept = self.kept();
        if kept.of.get(workspace_id).is_some_and(|it| it.generation > known.generation) {
            return;
        }
        let is_stale = |it: &KnownTypes| it.generation < known.generation;
        if kept.of.get(workspace_id).is_some_and(is_stale) {
            let old = kept.of.remove(workspace_id);
            kept.weight -= old.iter().flat_map(|it| it.types.values()).map(weight).sum::<usize>();
        }
        let added: usize = known.types.values().map(weight).sum();
        if kept.weight + added > CACHED_MAX {
            // Everything goes: what is used comes back at once, and the bound needs no bookkeeping of uses.
            *kept = Kept::default();
        }
        if added > CACHED_MAX {
            return;
        }
        let of = kept.of.entry(workspace_id.clone());
        let of = of.or_insert_with(|| KnownTypes { generation: known.generation, types: HashMap::new() });
        let mut grown = 0;
        for (id, it) in &known.types {
            if of.types.insert(id.clone(), Arc::clone(it)).is_none() {
                grown += weight(it);
            }
        }
        kept.weight += grown;
    }

    /// A panic while it was held left at worst too little in it.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn children(of: &EffectiveType) -> impl Iterator<Item = ComponentTypeId> {
    of.composite_component_types.values().map(|it| it.component_type_id.clone())
}

fn weight(of: &Arc<KnownType>) -> usize {
    1 + of.declared.property_definitions.len() + of.effective.property_definitions.len()
}
