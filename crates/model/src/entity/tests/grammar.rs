//! The update grammar against a naive model: flat sets of names and values, and every rule said once, slowly.

use super::fixture::{entity_id, name, types};
use super::{NOW, made};
use crate::definition::PropertyDefinitionDraft;
use crate::entity::{
    ComponentUpdate, ComponentUpdateType, Entity, EntityUpdate, PropertyUpdate, PropertyUpdateType, shown,
    update,
};
use crate::id::ComponentTypeId;
use crate::quota::Quotas;
use crate::value::{DataType, Type, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const COMPONENTS: [&str; 3] = ["a", "b", "c"];
/// Of the type `t.plain`: text, a double with a default, required text, a time series; and two that it lacks.
const PROPERTIES: [&str; 6] = ["s", "d", "r", "ts", "own", "extra"];
const OF_TYPE: [&str; 7] = ["s", "d", "r", "ts", "c", "key", "l"];

#[derive(Debug, Clone)]
struct Step {
    component: &'static str,
    update_type: Option<ComponentUpdateType>,
    component_type_id: Option<&'static str>,
    properties: BTreeMap<&'static str, PropertyStep>,
}

#[derive(Debug, Clone)]
struct PropertyStep {
    update_type: Option<PropertyUpdateType>,
    defines_text: bool,
    value: Option<Value>,
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => "[x-z]".prop_map(Value::String),
        2 => (0_i32..3).prop_map(|it| Value::Double(f64::from(it))),
        1 => (0_i32..3).prop_map(Value::Integer),
    ]
}

fn any_property() -> impl Strategy<Value = (&'static str, PropertyStep)> {
    let update_type = prop_oneof![
        3 => Just(None),
        2 => Just(Some(PropertyUpdateType::Update)),
        1 => Just(Some(PropertyUpdateType::Create)),
        1 => Just(Some(PropertyUpdateType::Delete)),
        1 => Just(Some(PropertyUpdateType::ResetValue)),
    ];
    let defines_text = prop::bool::weighted(0.3);
    (prop::sample::select(&PROPERTIES), update_type, defines_text, prop::option::of(any_value())).prop_map(
        |(name, update_type, defines_text, value)| (name, PropertyStep { update_type, defines_text, value }),
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    let update_type = prop_oneof![
        3 => Just(None),
        1 => prop::sample::select(ComponentUpdateType::ALL).prop_map(Some),
    ];
    let type_id = prop_oneof![2 => Just(None), 3 => Just(Some("t.plain")), 1 => Just(Some("t.none"))];
    let properties = prop::collection::btree_map(prop::sample::select(&PROPERTIES), any_property(), 0..4)
        .prop_map(|it| it.into_values().collect());
    (prop::sample::select(&COMPONENTS), update_type, type_id, properties).prop_map(
        |(component, update_type, component_type_id, properties)| Step {
            component,
            update_type,
            component_type_id,
            properties,
        },
    )
}

/// The naive model: which components and own properties exist, and which values are set.
#[derive(Debug, Clone, Default, PartialEq)]
struct Naive {
    components: BTreeSet<&'static str>,
    own: BTreeSet<(&'static str, &'static str)>,
    values: BTreeMap<(&'static str, &'static str), Value>,
}

/// A request is refused.
#[derive(Debug)]
struct Refused;

impl Naive {
    fn apply(&self, steps: &[Step]) -> Result<Self, Refused> {
        let mut next = self.clone();
        for step in steps {
            next.step(step)?;
        }
        let all_have_r = next.components.iter().all(|it| next.values.contains_key(&(it, "r")));
        if all_have_r { Ok(next) } else { Err(Refused) }
    }

    fn step(&mut self, step: &Step) -> Result<(), Refused> {
        let exists = self.components.contains(step.component);
        let makes = match step.update_type {
            Some(ComponentUpdateType::Delete) if exists => {
                self.components.remove(step.component);
                self.own.retain(|it| it.0 != step.component);
                self.values.retain(|it, _| it.0 != step.component);
                return Ok(());
            }
            Some(ComponentUpdateType::Create) if !exists => true,
            Some(ComponentUpdateType::Update) if exists => false,
            None => !exists,
            Some(_) => return Err(Refused),
        };
        match (makes, step.component_type_id) {
            (true, Some("t.plain")) => self.components.insert(step.component),
            (false, None | Some("t.plain")) => true,
            _ => return Err(Refused),
        };
        for (property, it) in &step.properties {
            self.property(makes, (step.component, property), it)?;
        }
        Ok(())
    }

    fn property(
        &mut self,
        makes: bool,
        at: (&'static str, &'static str),
        step: &PropertyStep,
    ) -> Result<(), Refused> {
        let of_type = OF_TYPE.contains(&at.1);
        let own = self.own.contains(&at);
        match step.update_type {
            Some(PropertyUpdateType::ResetValue) if of_type || own => {
                self.values.remove(&at);
                return Ok(());
            }
            Some(PropertyUpdateType::Delete) if own => {
                self.own.remove(&at);
                self.values.remove(&at);
                return Ok(());
            }
            Some(PropertyUpdateType::ResetValue | PropertyUpdateType::Delete) => return Err(Refused),
            Some(PropertyUpdateType::Create) if (of_type && !makes) || own => return Err(Refused),
            _ => {}
        }
        if step.defines_text {
            match at.1 {
                "d" | "ts" => return Err(Refused),
                "s" | "r" => {}
                _ => {
                    self.own.insert(at);
                }
            }
        } else if !of_type && !own {
            return Err(Refused);
        }
        match (&step.value, at.1) {
            (None, _) => {}
            (Some(Value::Integer(it)), "d") => {
                self.values.insert(at, Value::Double(f64::from(*it)));
            }
            (Some(it @ Value::Double(_)), "d") => {
                self.values.insert(at, it.clone());
            }
            (Some(_), "d" | "ts") => return Err(Refused),
            (Some(it @ Value::String(_)), _) => {
                self.values.insert(at, it.clone());
            }
            (Some(_), _) => return Err(Refused),
        }
        Ok(())
    }

    /// What a reader sees: every property of every component.
    fn seen(&self) -> Vec<(String, String, Option<Value>)> {
        let mut seen = Vec::new();
        for component in &self.components {
            let own = self.own.iter().filter(|it| it.0 == *component).map(|it| it.1);
            for property in OF_TYPE.into_iter().chain(own) {
                let default = (property == "d").then_some(Value::Double(1.5));
                let value = self.values.get(&(*component, property)).cloned().or(default);
                seen.push(((*component).to_owned(), property.to_owned(), value));
            }
        }
        seen.sort_by(|one, two| (&one.0, &one.1).cmp(&(&two.0, &two.1)));
        seen
    }
}

fn seen(entity: &Entity) -> Vec<(String, String, Option<Value>)> {
    let types = types();
    let mut seen = Vec::new();
    for component in shown(entity, &types).components {
        for it in component.properties {
            let value = it.value.map(std::borrow::Cow::into_owned);
            seen.push((component.name.to_string(), it.name.to_string(), value));
        }
    }
    seen.sort_by(|one, two| (&one.0, &one.1).cmp(&(&two.0, &two.1)));
    seen
}

fn request(steps: &[Step]) -> EntityUpdate {
    let property = |it: &PropertyStep| PropertyUpdate {
        update_type: it.update_type,
        definition: it.defines_text.then(|| PropertyDefinitionDraft {
            data_type: Some(DataType::plain(Type::String)),
            ..PropertyDefinitionDraft::default()
        }),
        value: it.value.clone(),
    };
    let component = |it: &Step| ComponentUpdate {
        update_type: it.update_type,
        component_type_id: it.component_type_id.map(ComponentTypeId::trusted),
        properties: it.properties.iter().map(|(at, it)| (name(at), property(it))).collect(),
        ..ComponentUpdate::default()
    };
    let components = steps.iter().map(|it| (name(it.component), component(it))).collect();
    EntityUpdate { components, ..EntityUpdate::default() }
}

proptest! {
    // Most steps matter only after others have gone well, so it takes many.
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn updates_agree_with_the_naive_model(
        requests in prop::collection::vec(prop::collection::vec(any_step(), 1..3), 1..8)
    ) {
        let types = types();
        let mut entity = made("").unwrap();
        let mut naive = Naive::default();
        for mut steps in requests {
            let mut names = BTreeSet::new();
            steps.retain(|it| names.insert(it.component));
            // Half of all components get what they need, or hardly any would ever be made.
            if let Some(first) = steps.first_mut()
                && !naive.components.contains(first.component)
            {
                let value = Some(Value::String("r".to_owned()));
                first.properties.insert("r", PropertyStep { update_type: None, defines_text: false, value });
            }
            let got = update(&entity, request(&steps), &types, &Quotas::AWS, NOW);
            let want = naive.apply(&steps);
            prop_assert_eq!(got.is_ok(), want.is_ok(), "{:?}: {:?} against {:?}", steps, got, want);
            if let (Ok(next), Ok(next_naive)) = (got, want) {
                prop_assert_eq!(seen(&next), next_naive.seen(), "{:?}", steps);
                (entity, naive) = (next, next_naive);
            }
            prop_assert_eq!(&entity.id, &entity_id("pump-1"));
        }
    }
}
