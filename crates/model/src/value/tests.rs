//! Which values fit which types.

use super::*;
use crate::limits::{VALUE_DEPTH_MAX, VALUE_ITEMS_MAX};

fn text(it: &str) -> Value {
    Value::String(it.to_owned())
}

fn plain(kind: Type) -> DataType {
    DataType::plain(kind)
}

/// `want`: the fitted value, or a piece of the refusal.
fn check(value: &Value, data_type: &DataType, want: Result<Value, &str>) {
    match (check_value("p.value", value, data_type), want) {
        (Ok(got), Ok(want)) => assert_eq!(got, want, "{value:?} as {data_type}"),
        (Err(error), Err(piece)) => {
            assert!(error.message().contains(piece), "{value:?} as {data_type}: {error} lacks {piece}");
        }
        (got, want) => panic!("{value:?} as {data_type}: got {got:?}, want {want:?}"),
    }
}

#[test]
fn each_type_takes_its_members_and_no_others() {
    let relationship =
        RelationshipValue { target_entity_id: Some(EntityId::trusted("e1")), target_component_name: None };
    let one_of_each = [
        Value::Boolean(true),
        Value::Double(1.5),
        Value::Integer(7),
        Value::Long(1 << 40),
        text("x"),
        Value::List(vec![text("x")]),
        Value::Map([("k".to_owned(), text("x"))].into_iter().collect()),
        Value::Relationship(relationship),
    ];
    let fits = |kind, member| match (kind, member) {
        (Type::Long, "integerValue") | (Type::Double, "integerValue" | "longValue") => true,
        (Type::Boolean, it) => it == "booleanValue",
        (Type::Double, it) => it == "doubleValue",
        (Type::Integer, it) => it == "integerValue",
        (Type::Long, it) => it == "longValue",
        (Type::String, it) => it == "stringValue",
        (Type::List, it) => it == "listValue",
        (Type::Map, it) => it == "mapValue",
        (Type::Relationship, it) => it == "relationshipValue",
    };
    for kind in Type::ALL {
        let mut data_type = plain(kind);
        if matches!(kind, Type::List | Type::Map) {
            data_type.nested = Some(Box::new(plain(Type::String)));
        }
        for value in &one_of_each {
            let got = check_value("v", value, &data_type);
            assert_eq!(got.is_ok(), fits(kind, value.member()), "{value:?} as {data_type}: {got:?}");
        }
        let expression = Value::Expression("${Parameters.x}".to_owned());
        check(&expression, &data_type, Ok(expression.clone()));
    }
}

#[test]
fn whole_numbers_take_the_form_of_the_type() {
    check(&Value::Integer(7), &plain(Type::Long), Ok(Value::Long(7)));
    check(&Value::Integer(7), &plain(Type::Double), Ok(Value::Double(7.0)));
    check(&Value::Long(7), &plain(Type::Double), Ok(Value::Double(7.0)));
    check(
        &Value::List(vec![Value::Integer(1), Value::Double(2.5)]),
        &DataType::list(plain(Type::Double)),
        Ok(Value::List(vec![Value::Double(1.0), Value::Double(2.5)])),
    );
    let map = |it: Value| Value::Map([("k".to_owned(), Value::List(vec![it]))].into_iter().collect());
    let type_of_map = DataType::map(DataType::list(plain(Type::Long)));
    check(&map(Value::Integer(1)), &type_of_map, Ok(map(Value::Long(1))));
}

#[test]
fn refusals_name_the_member_the_value_and_the_rule() {
    check(
        &text("x"),
        &plain(Type::Double),
        Err(
            "Value 'x' at 'p.value.stringValue' failed to satisfy constraint: a DOUBLE property takes a doubleValue",
        ),
    );
    check(&Value::Long(7), &plain(Type::Integer), Err("Value '7' at 'p.value.longValue'"));
    check(
        &text(""),
        &plain(Type::String),
        Err(
            "Value '' at 'p.value.stringValue' failed to satisfy constraint: Member must have length greater than",
        ),
    );
    check(&text(&"x".repeat(2049)), &plain(Type::String), Err("less than or equal to 2048"));
    check(&text(&"x".repeat(2048)), &plain(Type::String), Ok(text(&"x".repeat(2048))));
    check(
        &Value::List(vec![text("a"), Value::Integer(1)]),
        &DataType::list(plain(Type::String)),
        Err("Value '1' at 'p.value.listValue[1].integerValue'"),
    );
    check(&Value::List(Vec::new()), &DataType::list(plain(Type::String)), Err("at least one item"));
    let map = |key: &str, it: Value| Value::Map([(key.to_owned(), it)].into_iter().collect());
    check(
        &map("k", Value::Boolean(true)),
        &DataType::map(plain(Type::String)),
        Err("at 'p.value.mapValue.k.booleanValue'"),
    );
    check(&map("", text("x")), &DataType::map(plain(Type::String)), Err("at 'p.value.mapValue'"));
    let nowhere = RelationshipValue { target_entity_id: None, target_component_name: None };
    check(&Value::Relationship(nowhere), &plain(Type::Relationship), Err("targetEntityId"));
}

#[test]
fn lists_and_maps_have_an_end() {
    let list = |n| Value::List(vec![Value::Integer(1); n]);
    let of_integers = DataType::list(plain(Type::Integer));
    check(&list(VALUE_ITEMS_MAX), &of_integers, Ok(list(VALUE_ITEMS_MAX)));
    check(&list(VALUE_ITEMS_MAX + 1), &of_integers, Err("'51 elements' at 'p.value.listValue'"));
    let map = |n: usize| Value::Map((0..n).map(|it| (it.to_string(), Value::Integer(1))).collect());
    check(&map(VALUE_ITEMS_MAX + 1), &DataType::map(plain(Type::Integer)), Err("at 'p.value.mapValue'"));
    check(&map(0), &DataType::map(plain(Type::Integer)), Ok(map(0)));
}

fn nest(depth: usize) -> (DataType, Value) {
    (1..depth).fold((plain(Type::Integer), Value::Integer(1)), |(data_type, value), _| {
        (DataType::list(data_type), Value::List(vec![value]))
    })
}

#[test]
fn nesting_has_an_end() {
    let (data_type, value) = nest(VALUE_DEPTH_MAX);
    assert!(check_data_type("t", &data_type).is_ok());
    check(&value, &data_type, Ok(value.clone()));
    let (data_type, value) = nest(VALUE_DEPTH_MAX + 1);
    assert!(check_data_type("t", &data_type).unwrap_err().message().contains("nest deeper than 16"));
    check(&value, &data_type, Err("nest deeper than 16"));
}

#[test]
fn allowed_values_restrict_the_innermost_values() {
    let words = |it: &[&str]| it.iter().map(|it| text(it)).collect::<Vec<_>>();
    let states = DataType { allowed_values: words(&["ON", "OFF"]), ..plain(Type::String) };
    check(&text("ON"), &states, Ok(text("ON")));
    check(
        &text("on"),
        &states,
        Err(
            "Value 'on' at 'p.value.stringValue' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]",
        ),
    );
    let inside = DataType::list(states.clone());
    check(&Value::List(words(&["ON", "OFF"])), &inside, Ok(Value::List(words(&["ON", "OFF"]))));
    check(&Value::List(words(&["ON", "?"])), &inside, Err("at 'p.value.listValue[1].stringValue'"));
    let outside = DataType { allowed_values: words(&["ON"]), ..DataType::list(plain(Type::String)) };
    check(&Value::List(words(&["ON", "OFF"])), &outside, Err("[ON]"));
    let numbers = DataType { allowed_values: vec![Value::Integer(1)], ..plain(Type::Double) };
    let numbers = check_data_type("t", &numbers).unwrap();
    check(&Value::Integer(1), &numbers, Ok(Value::Double(1.0)));
    check(&Value::Double(2.0), &numbers, Err("[1]"));
}

#[test]
fn data_types_are_refused_with_the_member() {
    let refused = |data_type: &DataType, piece: &str| {
        let error = check_data_type("d.dataType", data_type).unwrap_err();
        assert!(error.message().contains(piece), "{error} lacks {piece}");
    };
    refused(&plain(Type::List), "Value null at 'd.dataType.nestedType'");
    refused(&DataType::map(plain(Type::Map)), "Value null at 'd.dataType.nestedType.nestedType'");
    let nested = Some(Box::new(plain(Type::String)));
    refused(&DataType { nested, ..plain(Type::String) }, "only LIST and MAP have it, not STRING");
    let allowed = |it: Vec<Value>| DataType { allowed_values: it, ..plain(Type::String) };
    refused(&allowed(vec![text("a"), Value::Integer(1)]), "at 'd.dataType.allowedValues[1].integerValue'");
    refused(&allowed(vec![text("a"); 51]), "'51 elements' at 'd.dataType.allowedValues'");
    refused(
        &DataType { unit_of_measure: Some(String::new()), ..plain(Type::Long) },
        "at 'd.dataType.unitOfMeasure'",
    );
}
