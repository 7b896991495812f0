//! Inheritance: what a type is once all its ancestors have had their say.

use super::{ComponentType, CompositeChild, EffectiveType, Types};
use crate::definition::PropertyDefinition;
use crate::error::{Error, Result};
use crate::function::{EffectiveFunction, FunctionKind};
use crate::id::{ComponentTypeId, Name};
use indexmap::IndexMap;
use indexmap::map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// How many levels inheritance can have, whatever the quota says; it bounds the recursion.
const DEPTH_MAX: usize = 256;

/// The type of an id as it stands: `NotFound` when nobody declares it.
pub fn effective(id: &ComponentTypeId, types: &Types) -> Result<EffectiveType> {
    let Some(declared) = types.get(id.as_str()) else {
        return Err(Error::not_found(format!(
            "component type `{id}` does not exist in workspace `{}`",
            types.workspace()
        )));
    };
    effective_of(declared, types)
}

/// A declaration as it would stand among `types`; it is looked at instead of one of the same id there.
pub fn effective_of(declared: &ComponentType, types: &Types) -> Result<EffectiveType> {
    let mut resolver = Resolver { types, declared, done: HashMap::new(), path: Vec::new() };
    let resolved = resolver.resolve(declared)?;
    let mut effective = resolved.as_ref().clone();
    effective.ancestors = ancestors(declared, types);
    Ok(effective)
}

/// Levels of the tallest line of ancestors, the type itself included.
pub(super) fn depth(declared: &ComponentType, types: &Types) -> usize {
    fn levels<'a>(of: &'a ComponentType, types: &'a Types, known: &mut HashMap<&'a str, usize>) -> usize {
        if let Some(it) = known.get(of.id.as_str()) {
            return *it;
        }
        let parents = of.extends_from.iter().filter_map(|it| types.get(it.as_str()));
        let depth = 1 + parents.map(|it| levels(it, types, known)).max().unwrap_or(0);
        known.insert(of.id.as_str(), depth);
        depth
    }
    levels(declared, types, &mut HashMap::new())
}

/// All ancestors, nearest first, each once.
pub(super) fn ancestors(declared: &ComponentType, types: &Types) -> Vec<ComponentTypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: VecDeque<&ComponentTypeId> = declared.extends_from.iter().collect();
    while let Some(id) = waiting.pop_front() {
        if seen.insert(id) {
            found.push(id.clone());
            waiting.extend(types.get(id.as_str()).into_iter().flat_map(|it| &it.extends_from));
        }
    }
    found
}

/// One walk over a type and its ancestors; each is resolved once, however many lines lead to it.
struct Resolver<'a> {
    types: &'a Types,
    declared: &'a ComponentType,
    done: HashMap<&'a str, Rc<EffectiveType>>,
    path: Vec<&'a str>,
}

impl<'a> Resolver<'a> {
    fn resolve(&mut self, declared: &'a ComponentType) -> Result<Rc<EffectiveType>> {
        let id = declared.id.as_str();
        if let Some(it) = self.done.get(id) {
            return Ok(Rc::clone(it));
        }
        if self.path.contains(&id) {
            return Err(Error::invalid(format!(
                "component type `{id}` would extend itself: {} -> {id}",
                self.path.join(" -> ")
            )));
        }
        if self.path.len() == DEPTH_MAX {
            return Err(Error::invalid(format!(
                "component types extend each other over {DEPTH_MAX} levels deep"
            )));
        }
        self.path.push(id);
        let others = declared.extends_from.iter().filter(|it| **it != self.declared.id);
        self.types.all_exist(others)?;
        let mut parents = Vec::with_capacity(declared.extends_from.len());
        for parent in &declared.extends_from {
            let parent = if *parent == self.declared.id {
                Some(self.declared)
            } else {
                self.types.get(parent.as_str())
            };
            parents.extend(parent.map(|it| self.resolve(it)).transpose()?);
        }
        self.path.pop();
        let resolved = Rc::new(merged(declared, &parents)?);
        self.done.insert(id, Rc::clone(&resolved));
        Ok(resolved)
    }
}

/// A declaration over its resolved parents; ancestors are left empty.
fn merged(declared: &ComponentType, parents: &[Rc<EffectiveType>]) -> Result<EffectiveType> {
    let functions = functions(declared, parents);
    let mut property_definitions = properties(declared, parents)?;
    finalize(&mut property_definitions, &functions);
    let inherited_singleton = parents.iter().any(|it| it.is_singleton);
    let is_abstract = is_abstract(&property_definitions, &functions);
    Ok(EffectiveType {
        id: declared.id.clone(),
        ancestors: Vec::new(),
        property_definitions,
        functions,
        property_groups: groups(declared, parents),
        composite_component_types: composites(declared, parents)?,
        is_singleton: declared.is_singleton.unwrap_or(inherited_singleton),
        is_abstract,
        is_schema_initialized: declared.is_schema_initialized,
    })
}

fn properties(
    declared: &ComponentType,
    parents: &[Rc<EffectiveType>],
) -> Result<IndexMap<Name, PropertyDefinition>> {
    let mut found: IndexMap<Name, PropertyDefinition> = IndexMap::new();
    for (index, parent) in parents.iter().enumerate() {
        for (name, definition) in &parent.property_definitions {
            match found.entry(name.clone()) {
                Entry::Vacant(it) => {
                    it.insert(PropertyDefinition { is_inherited: true, ..definition.clone() });
                }
                Entry::Occupied(it) if it.get().data_type.has_same_shape(&definition.data_type) => {
                    fill(it.into_mut(), definition);
                }
                Entry::Occupied(it) => {
                    let first = parents[..index].iter().find(|it| it.property_definitions.contains_key(name));
                    return Err(Error::invalid(format!(
                        "property `{name}` is {} in `{}` and {} in `{}`; `{}` cannot extend both",
                        it.get().data_type,
                        first.map_or_else(String::new, |it| it.id.to_string()),
                        definition.data_type,
                        parent.id,
                        declared.id,
                    )));
                }
            }
        }
    }
    for (name, draft) in declared.imported_definitions.iter().chain(&declared.property_definitions) {
        let over = PropertyDefinition::over(&format!("propertyDefinitions.{name}"), found.get(name), draft)?;
        found.insert(name.clone(), over);
    }
    Ok(found)
}

/// What the earlier parent leaves open is taken from the later one.
fn fill(first: &mut PropertyDefinition, later: &PropertyDefinition) {
    if first.default_value.is_none() {
        first.default_value.clone_from(&later.default_value);
    }
    if first.display_name.is_none() {
        first.display_name.clone_from(&later.display_name);
    }
    for (key, value) in &later.configuration {
        first.configuration.entry(key.clone()).or_insert_with(|| value.clone());
    }
    first.is_imported |= later.is_imported;
}

fn functions(
    declared: &ComponentType,
    parents: &[Rc<EffectiveType>],
) -> IndexMap<FunctionKind, EffectiveFunction> {
    let mut found: IndexMap<FunctionKind, EffectiveFunction> = IndexMap::new();
    for (kind, inherited) in parents.iter().flat_map(|it| &it.functions) {
        let is_better = found.get(kind).is_none_or(|it| {
            it.function.implemented_by.is_none() && inherited.function.implemented_by.is_some()
        });
        if is_better {
            let function = inherited.function.clone();
            found.insert(*kind, EffectiveFunction { function, is_inherited: true });
        }
    }
    for (kind, own) in &declared.functions {
        found.insert(*kind, EffectiveFunction { function: own.clone(), is_inherited: false });
    }
    found
}

fn groups(
    declared: &ComponentType,
    parents: &[Rc<EffectiveType>],
) -> IndexMap<Name, (super::PropertyGroup, bool)> {
    let mut found = IndexMap::new();
    for (name, (group, _)) in parents.iter().flat_map(|it| &it.property_groups) {
        found.entry(name.clone()).or_insert_with(|| (group.clone(), true));
    }
    for (name, group) in &declared.property_groups {
        found.insert(name.clone(), (group.clone(), false));
    }
    found
}

fn composites(
    declared: &ComponentType,
    parents: &[Rc<EffectiveType>],
) -> Result<IndexMap<Name, CompositeChild>> {
    let mut found: IndexMap<Name, CompositeChild> = IndexMap::new();
    for (name, child) in parents.iter().flat_map(|it| &it.composite_component_types) {
        let known = found
            .entry(name.clone())
            .or_insert_with(|| CompositeChild { is_inherited: true, ..child.clone() });
        if known.component_type_id != child.component_type_id
            && !declared.composite_component_types.contains_key(name)
        {
            return Err(Error::invalid(format!(
                "composite component `{name}` is `{}` in `{}` and `{}` in `{}`; `{}` must say which",
                known.component_type_id,
                known.defined_in,
                child.component_type_id,
                child.defined_in,
                declared.id,
            )));
        }
    }
    for (name, component_type_id) in &declared.composite_component_types {
        let child = CompositeChild {
            component_type_id: component_type_id.clone(),
            is_inherited: false,
            defined_in: declared.id.clone(),
        };
        found.insert(name.clone(), child);
    }
    Ok(found)
}

/// Marks what an implemented schemaInitializer consumes: its value cannot change afterwards.
fn finalize(
    properties: &mut IndexMap<Name, PropertyDefinition>,
    functions: &IndexMap<FunctionKind, EffectiveFunction>,
) {
    let consumed = functions
        .get(&FunctionKind::SchemaInitializer)
        .filter(|it| it.function.implemented_by.is_some())
        .and_then(|it| it.function.required_properties.as_deref())
        .unwrap_or_default();
    for (name, definition) in properties {
        definition.is_final = consumed.contains(name);
    }
}

/// A function without implementation, or a property that nobody reads, makes a type abstract.
fn is_abstract(
    properties: &IndexMap<Name, PropertyDefinition>,
    functions: &IndexMap<FunctionKind, EffectiveFunction>,
) -> bool {
    let reads = |kinds: &[FunctionKind]| {
        kinds.iter().any(|it| functions.get(it).is_some_and(|it| it.function.implemented_by.is_some()))
    };
    let has_history = reads(&[
        FunctionKind::DataReader,
        FunctionKind::DataReaderByEntity,
        FunctionKind::DataReaderByComponentType,
    ]);
    let has_values =
        reads(&[FunctionKind::AttributePropertyValueReaderByEntity, FunctionKind::TabularDataReaderByEntity]);
    functions.values().any(|it| it.function.implemented_by.is_none())
        || properties.values().any(|it| match (it.is_time_series, it.is_stored_externally) {
            (true, _) => !has_history,
            (false, true) => !has_values,
            (false, false) => false,
        })
}
