//! The built-in types keep the rules that users' types keep.

use super::*;
use crate::component_type::Types;
use crate::function::FunctionKind;
use crate::id::{ComponentTypeId, Name};
use crate::value::{check_data_type, check_value};

#[test]
fn all_resolve_and_are_well_formed() {
    assert_eq!(all().count(), 23);
    let ids: Vec<_> = all().map(|it| it.id.as_str()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for declared in all() {
        let id = declared.id.as_str();
        ComponentTypeId::parse("id", id).unwrap();
        let whole = effective(id).unwrap_or_else(|| panic!("{id} does not resolve"));
        for (name, it) in &whole.property_definitions {
            Name::parse("name", name.as_str()).unwrap();
            assert_eq!(check_data_type("t", &it.data_type).unwrap(), it.data_type, "{id} {name}");
            if let Some(value) = &it.default_value {
                check_value("v", value, &it.data_type).unwrap();
            }
        }
        for (kind, it) in &whole.functions {
            for name in it.function.required_properties.iter().flatten() {
                assert!(whole.property_definitions.contains_key(name), "{id} {kind:?} {name}");
            }
        }
        assert!(declared.id.is_reserved(), "{id}");
    }
}

#[test]
fn only_the_basic_alarm_is_abstract() {
    let found: Vec<_> =
        all().map(|it| it.id.as_str()).filter(|it| effective(it).unwrap().is_abstract).collect();
    assert_eq!(found, ["com.amazon.iottwinmaker.alarm.basic"]);
}

#[test]
fn an_heir_of_series_and_alarm_is_concrete_in_either_order() {
    let types = Types::new(crate::id::WorkspaceId::trusted("ws"));
    let parents = [TIMESERIES, "com.amazon.iottwinmaker.alarm.basic"];
    for order in [parents, [parents[1], parents[0]]] {
        let mut heir = get(TIMESERIES).unwrap().clone();
        heir.id = ComponentTypeId::trusted("com.example.alarm");
        heir.functions.clear();
        heir.extends_from = order.iter().map(|it| ComponentTypeId::trusted(*it)).collect();
        let whole = crate::component_type::effective_of(&heir, &types).unwrap();
        assert!(!whole.is_abstract, "{order:?}");
        assert!(whole.implemented(FunctionKind::DataReader).unwrap().is_inherited);
        let key = &whole.property_definitions["alarm_key"];
        assert!(key.is_inherited && key.is_external_id && key.is_required_in_entity);
    }
}
