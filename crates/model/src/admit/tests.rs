//! Tests of the sorting of a batch.

use super::*;
use crate::history::tests::{component, effective};
use crate::id::Name;
use crate::time::Timestamp;
use crate::value::Value;

fn entry(property: &str, values: &[Value]) -> Entry {
    let points = values.iter().enumerate();
    Entry {
        entity_id: EntityId::trusted("m1"),
        component: ComponentAt::Name(Name::trusted("telemetry")),
        property_name: property.to_owned(),
        points: points
            .map(|(index, value)| Point {
                time: Timestamp::from_nanos(i64::try_from(index).unwrap()),
                value: value.clone(),
            })
            .collect(),
    }
}

/// Numbers of entries: stored, forwarded, refused.
type Sorted<'a> = (&'a [usize], &'a [usize], &'a [usize]);

fn check(effective: &EffectiveType, entries: &[Entry], want: Result<Sorted<'_>, &str>) {
    let component = component(None);
    let targets: Vec<_> = entries.iter().map(|_| Target { component: &component, effective }).collect();
    match (admit(entries, &targets), want) {
        (Ok(it), Ok((stored, forwarded, refused))) => {
            let numbers = |it: &[(usize, Vec<Point>)]| it.iter().map(|(entry, _)| *entry).collect::<Vec<_>>();
            let sent: Vec<usize> = it.forwarded.values().flat_map(|it| numbers(it)).collect();
            assert_eq!((numbers(&it.stored).as_slice(), sent.as_slice()), (stored, forwarded));
            assert_eq!(it.refused.iter().map(|it| it.entry).collect::<Vec<_>>(), refused);
        }
        (Err(error), Err(piece)) => {
            assert!(
                error.kind() == Kind::Invalid && error.message().contains(piece),
                "{error} lacks {piece}"
            );
        }
        (got, want) => panic!("{got:?} is not {want:?}"),
    }
}

#[test]
fn a_batch_is_sorted_by_its_writer() {
    let (ours, theirs) = (effective(true), effective(false));
    let batch = [entry("t", &[Value::Double(1.0)]), entry("s", &[Value::String("x".to_owned())])];
    check(&ours, &batch, Ok((&[0, 1], &[], &[])));
    check(&theirs, &batch, Ok((&[], &[0, 1], &[])));
    let mut foreign = effective(true);
    foreign.ancestors.clear();
    check(&foreign, &batch, Ok((&[], &[], &[0, 1])));
    let mut unwritable = effective(true);
    unwritable.functions.shift_remove(&FunctionKind::DataWriter);
    check(&unwritable, &batch, Err("no implemented dataWriter"));
}

#[test]
fn what_is_wrong_by_definition_fails_the_call() {
    let ours = effective(true);
    let good = entry("t", &[Value::Double(1.0)]);
    let with = |bad: Entry| [good.clone(), bad];
    check(&ours, &with(entry("nobody", &[])), Err("`nobody` does not exist"));
    check(&ours, &with(entry("serial", &[Value::String("x".to_owned())])), Err("set it with UpdateEntity"));
    check(
        &ours,
        &with(entry("t", &[Value::Double(1.0), Value::String("x".to_owned())])),
        Err("'entries[1].propertyValues[1].value.stringValue'"),
    );
    check(&ours, &with(entry("s", &[Value::Long(1)])), Err("'entries[1].propertyValues[0].value.longValue'"));
}

#[test]
fn values_take_the_form_of_their_type() {
    let (ours, component) = (effective(true), component(None));
    let entries = [entry("t", &[Value::Integer(1), Value::Long(2), Value::Double(f64::NAN)])];
    let it = admit(&entries, &[Target { component: &component, effective: &ours }]).unwrap();
    let values: Vec<String> = it.stored[0].1.iter().map(|it| format!("{:?}", it.value)).collect();
    assert_eq!(values, ["Double(1.0)", "Double(2.0)", "Double(NaN)"]);
}
