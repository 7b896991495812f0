//! Inheritance once more, the slow and obvious way: one member of one type at a time. Tests compare both.

use super::{ComponentType, EffectiveType, Types, effective};
use crate::definition::PropertyDefinitionDraft;
use crate::function::{DataConnector, Function, FunctionKind};
use crate::id::{ComponentTypeId, Name, WorkspaceId};
use crate::value::{DataType, Type, Value};
use indexmap::IndexMap;
use proptest::collection::{hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const KINDS: [Type; 2] = [Type::String, Type::Double];

/// A workspace's types: each extends some of those before it, so there are no cycles.
struct World(Vec<ComponentType>);

impl World {
    fn get(&self, id: &ComponentTypeId) -> &ComponentType {
        self.0.iter().find(|it| it.id == *id).unwrap()
    }

    /// All that can be reached by going up, not the type itself.
    fn above(&self, of: &ComponentType) -> BTreeSet<ComponentTypeId> {
        let mut found = BTreeSet::new();
        for parent in &of.extends_from {
            found.insert(parent.clone());
            found.extend(self.above(self.get(parent)));
        }
        found
    }

    fn distance(&self, of: &ComponentType, to: &ComponentTypeId) -> Option<usize> {
        let through = |it: &ComponentTypeId| {
            if it == to { Some(1) } else { self.distance(self.get(it), to).map(|it| it + 1) }
        };
        of.extends_from.iter().filter_map(through).min()
    }

    /// What the own draft says, else what the first parent says that says anything.
    fn said<T>(
        &self,
        of: &ComponentType,
        name: &Name,
        read: &dyn Fn(&PropertyDefinitionDraft) -> Option<T>,
    ) -> Option<T> {
        let own = of.property_definitions.get(name).and_then(read);
        own.or_else(|| of.extends_from.iter().find_map(|it| self.said(self.get(it), name, read)))
    }

    /// A flag is settled by the first parent that knows the property, even if all it says is "false by default".
    fn flag(
        &self,
        of: &ComponentType,
        name: &Name,
        read: fn(&PropertyDefinitionDraft) -> Option<bool>,
    ) -> bool {
        let own = of.property_definitions.get(name).and_then(read);
        own.unwrap_or_else(|| {
            let first = of.extends_from.iter().map(|it| self.get(it)).find(|it| self.knows(it, name));
            first.is_some_and(|it| self.flag(it, name, read))
        })
    }

    fn knows(&self, of: &ComponentType, name: &Name) -> bool {
        of.property_definitions.contains_key(name)
            || of.extends_from.iter().any(|it| self.knows(self.get(it), name))
    }

    fn function(&self, of: &ComponentType, kind: FunctionKind) -> Option<Function> {
        if let Some(own) = of.functions.get(&kind) {
            return Some(own.clone());
        }
        let inherited: Vec<_> =
            of.extends_from.iter().filter_map(|it| self.function(self.get(it), kind)).collect();
        inherited.iter().find(|it| it.implemented_by.is_some()).or(inherited.first()).cloned()
    }

    fn is_singleton(&self, of: &ComponentType) -> bool {
        of.is_singleton.unwrap_or_else(|| of.extends_from.iter().any(|it| self.is_singleton(self.get(it))))
    }

    /// Everybody up the lines who gives the property a kind gives it the same one, and the topmost does give one.
    fn makes_sense(&self, of: &ComponentType, name: &Name) -> bool {
        let mut line = self.above(of);
        line.insert(of.id.clone());
        let speakers: Vec<_> = line.iter().map(|it| self.get(it)).collect();
        let kinds: BTreeSet<&str> = speakers
            .iter()
            .filter_map(|it| Some(it.property_definitions.get(name)?.data_type.as_ref()?.kind.as_str()))
            .collect();
        let is_founded = |it: &&&ComponentType| {
            it.property_definitions.get(name).is_some_and(|it| it.data_type.is_none())
                && !it.extends_from.iter().any(|it| self.knows(self.get(it), name))
        };
        kinds.len() <= 1 && !speakers.iter().any(|it| is_founded(&it))
    }

    fn is_abstract(&self, of: &ComponentType) -> bool {
        let works = |kind| self.function(of, kind).is_some_and(|it| it.implemented_by.is_some());
        let history = [
            FunctionKind::DataReader,
            FunctionKind::DataReaderByEntity,
            FunctionKind::DataReaderByComponentType,
        ]
        .into_iter()
        .any(works);
        let values = works(FunctionKind::AttributePropertyValueReaderByEntity)
            || works(FunctionKind::TabularDataReaderByEntity);
        let unread = NAMES.map(Name::trusted).iter().filter(|it| self.knows(of, it)).any(|it| {
            let is_time_series = self.flag(of, it, |it| it.is_time_series);
            let is_stored_externally = self.flag(of, it, |it| it.is_stored_externally);
            if is_time_series { !history } else { is_stored_externally && !values }
        });
        unread || FunctionKind::ALL.iter().any(|it| self.function(of, *it).is_some() && !works(*it))
    }
}

fn compare(world: &World, of: &ComponentType, got: &EffectiveType) {
    assert_eq!(got.ancestors.iter().cloned().collect::<BTreeSet<_>>(), world.above(of));
    assert_eq!(got.ancestors.len(), world.above(of).len(), "each once");
    let distances: Vec<_> = got.ancestors.iter().map(|it| world.distance(of, it)).collect();
    assert!(distances.is_sorted(), "nearest first: {distances:?}");
    assert_eq!(got.is_singleton, world.is_singleton(of));
    assert_eq!(got.is_abstract, world.is_abstract(of));
    for kind in FunctionKind::ALL {
        let found = got.functions.get(&kind);
        assert_eq!(found.map(|it| it.function.clone()), world.function(of, kind));
        assert_eq!(found.is_some_and(|it| !it.is_inherited), of.functions.contains_key(&kind));
    }
    for name in NAMES.map(Name::trusted) {
        assert_eq!(got.property_definitions.contains_key(&name), world.knows(of, &name));
        let Some(it) = got.property_definitions.get(&name) else { continue };
        let kind = world.said(of, &name, &|it| Some(it.data_type.as_ref()?.kind));
        assert_eq!(Some(it.data_type.kind), kind);
        assert_eq!(it.default_value, world.said(of, &name, &|it| it.default_value.clone()));
        assert_eq!(it.display_name, world.said(of, &name, &|it| it.display_name.clone()));
        for key in ["k1", "k2"] {
            let said = world.said(of, &name, &|it| it.configuration.as_ref()?.get(key).cloned());
            assert_eq!(it.configuration.get(key).cloned(), said);
        }
        assert_eq!(it.is_time_series, world.flag(of, &name, |it| it.is_time_series));
        assert_eq!(it.is_stored_externally, world.flag(of, &name, |it| it.is_stored_externally));
        assert_eq!(it.is_required_in_entity, world.flag(of, &name, |it| it.is_required_in_entity));
        assert_eq!(it.is_external_id, world.flag(of, &name, |it| it.is_external_id));
        let inherits = of.extends_from.iter().any(|it| world.knows(world.get(it), &name));
        assert_eq!(it.is_inherited, inherits);
    }
}

fn any_definition() -> impl Strategy<Value = PropertyDefinitionDraft> {
    let flag = || option::of(any::<bool>());
    // Mostly one kind, so that most worlds make sense.
    let kind = option::weighted(0.8, prop_oneof![9 => Just(KINDS[0]), 1 => Just(KINDS[1])]);
    let text = || option::of("[a-z]{1,2}");
    let configuration = option::of(hash_map("k[12]", "[a-z]", 0..3));
    (kind, flag(), flag(), flag(), flag(), text(), text(), configuration).prop_map(|it| {
        PropertyDefinitionDraft {
            data_type: it.0.map(DataType::plain),
            is_required_in_entity: it.1,
            is_external_id: it.2,
            is_stored_externally: it.3,
            is_time_series: it.4,
            default_value: it.5.map(Value::String),
            display_name: it.6,
            configuration: it.7.map(|it| it.into_iter().collect()),
            is_imported: false,
        }
    })
}

fn any_function() -> impl Strategy<Value = Function> {
    option::of("[a-z]")
        .prop_map(|it| Function { implemented_by: it.map(DataConnector::Lambda), ..Function::default() })
}

prop_compose! {
    fn any_type()(
        is_singleton in option::of(any::<bool>()),
        properties in hash_map(prop::sample::select(&NAMES[..]), any_definition(), 0..3),
        functions in hash_map(prop::sample::select(&FunctionKind::ALL[..]), any_function(), 0..3),
        parents in vec(any::<prop::sample::Index>(), 0..4),
    ) -> (Option<bool>, HashMap<&'static str, PropertyDefinitionDraft>, HashMap<FunctionKind, Function>, Vec<prop::sample::Index>) {
        (is_singleton, properties, functions, parents)
    }
}

fn any_world() -> impl Strategy<Value = World> {
    vec(any_type(), 1..8).prop_map(|types| {
        let mut world: Vec<ComponentType> = Vec::new();
        for (index, (is_singleton, properties, functions, parents)) in types.into_iter().enumerate() {
            let mut declared = super::tests::declared(&format!("t.{index}"));
            if index > 0 {
                let parents = parents.iter().map(|it| world[it.index(index)].id.clone());
                declared.extends_from = parents.collect::<indexmap::IndexSet<_>>().into_iter().collect();
            }
            declared.is_singleton = is_singleton;
            declared.property_definitions = properties
                .into_iter()
                .map(|(name, it)| (Name::trusted(name), it))
                .collect::<IndexMap<_, _>>();
            declared.functions = functions.into_iter().collect();
            world.push(declared);
        }
        World(world)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn both_agree(world in any_world()) {
        let mut types = Types::new(WorkspaceId::trusted("ws"));
        for it in &world.0 {
            types.insert(Arc::new(it.clone()));
        }
        for declared in &world.0 {
            let mut line = world.above(declared);
            line.insert(declared.id.clone());
            let makes_sense = NAMES.map(Name::trusted).iter().all(|name| world.makes_sense(declared, name));
            match effective(&declared.id, &types) {
                Ok(got) => {
                    prop_assert!(makes_sense, "{} resolves although it makes no sense", declared.id);
                    compare(&world, declared, &got);
                }
                Err(error) => prop_assert!(!makes_sense, "{}: {error}", declared.id),
            }
        }
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
