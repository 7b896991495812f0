//! What is shown: defaults, flags, caps, pages; and what an entity is found by.

use super::fixture::{name, types};
use super::{made, update_of};
use crate::component_type::EffectiveType;
use crate::entity::{
    Entity, Page, Property, ShownProperty, component_page, component_paths, property, property_page, shown,
    terms, update,
};
use crate::id::ComponentPath;
use crate::limits::{SHOWN_COMPONENTS_MAX, SHOWN_ITEMS_MAX};
use crate::quota::Quotas;
use crate::time::Timestamp;
use crate::value::Value;

fn entity(text: &str) -> Entity {
    made(text).unwrap()
}

fn told(property: &ShownProperty<'_>) -> String {
    match property.value.as_deref() {
        None => property.name.to_string(),
        Some(Value::Double(it)) => format!("{}={it}", property.name),
        Some(Value::String(it)) => format!("{}={it}", property.name),
        Some(it) => format!("{}={it:?}", property.name),
    }
}

fn check(text: &str, want: &str) {
    let entity = entity(text);
    let types = types();
    let shown = shown(&entity, &types);
    let got: Vec<String> = shown.components[0].properties.iter().map(told).collect();
    assert_eq!(got.join(" "), want, "{text}");
}

#[test]
fn values_and_defaults() {
    check("a :t.plain r=x", "s d=1.5 r=x ts c key l");
    check("a :t.plain r=x d=2 own~STRING=o", "s d=2 r=x ts c key l own=o");
    check("a :t.leaf v!RESET_VALUE", "v");
}

#[test]
fn own_definitions_stand_over_the_types() {
    let entity = entity("a :t.plain r=x s~STRING=q own~STRING");
    let types = types();
    let known: &dyn crate::entity::EffectiveTypes = &types;
    let component = &entity.components["a"];
    let effective: Option<&EffectiveType> = known.effective(&component.component_type_id);
    let of = |name: &str| property(component, effective, name);
    assert_eq!(told(&of("s").unwrap()), "s=q");
    assert!(!of("own").unwrap().definition.is_inherited);
    assert!(of("r").unwrap().definition.is_required_in_entity);
    assert!(of("nobody").is_none());
    assert_eq!(told(&property(component, None, "own").unwrap()), "own");
}

#[test]
fn composite_children_are_summaries_with_their_way() {
    let entity = entity("a :t.tree");
    let types = types();
    let shown = shown(&entity, &types);
    let children = &shown.components[0].composite_components;
    let told: Vec<_> = children
        .iter()
        .map(|it| {
            format!("{} {} {}", it.path.as_deref().unwrap(), it.component_type_id, it.defined_in.unwrap())
        })
        .collect();
    assert_eq!(told, ["a/left t.leaf t.tree", "a/left2 t.branch t.tree"]);
}

#[test]
fn caps() {
    let many: Vec<String> = (0..=SHOWN_COMPONENTS_MAX).map(|it| format!("c{it} :t.leaf")).collect();
    let types = types();
    let mut it = entity(&many[1..].join("; "));
    assert!(shown(&it, &types).has_all_components);
    let extra = update_of("more :t.leaf");
    it = update(&it, extra, &types, &Quotas::GENEROUS, Timestamp::default()).unwrap();
    let short = shown(&it, &types);
    assert_eq!((short.components.len(), short.has_all_components), (SHOWN_COMPONENTS_MAX, false));

    let mut it = entity("a :t.plain r=x");
    let long = Value::List((0..=SHOWN_ITEMS_MAX).map(|_| Value::Double(1.0)).collect());
    it.components[0].properties.insert(name("l"), Property { definition: None, value: Some(long) });
    let short = shown(&it, &types);
    let list = short.components[0].properties.iter().find(|it| it.name.as_str() == "l").unwrap();
    assert!(!list.has_all_items);
    assert!(matches!(list.value.as_deref(), Some(Value::List(it)) if it.len() == SHOWN_ITEMS_MAX));
}

/// Walks all pages of `limit`, removing nothing, and joins the names.
fn walk<'a, T>(
    mut next_page: impl FnMut(Option<&str>) -> Page<T>,
    name_of: impl Fn(&T) -> &'a str,
) -> String {
    let mut names = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = next_page(after.as_deref());
        names.push(page.items.iter().map(&name_of).collect::<Vec<_>>().join(","));
        let Some(next) = page.next else { return names.join(" | ") };
        after = Some(next.to_string());
    }
}

#[test]
fn pages_go_by_name() {
    let entity = entity("c :t.leaf; a :t.tree; b :t.leaf");
    let types = types();
    let components = |limit| {
        walk(|after| component_page(&entity, None, after, limit, &types).unwrap(), |it| it.name.as_str())
    };
    assert_eq!(components(2), "a,b | c");
    assert_eq!(components(3), "a,b,c");
    let path = ComponentPath::trusted("a");
    let children = component_page(&entity, Some(&path), Some("left"), 9, &types).unwrap();
    assert_eq!(children.items.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["left2"]);
    assert!(component_page(&entity, Some(&ComponentPath::trusted("a/x")), None, 9, &types).is_err());

    let entity = super::made("a :t.plain r=x own~STRING").unwrap();
    let properties = |limit| {
        walk(|after| property_page(&entity, "a", after, limit, &types).unwrap(), |it| it.name.as_str())
    };
    assert_eq!(properties(3), "c,d,key | l,own,r | s,ts");
    let gone = property_page(&entity, "a", Some("nobody"), 9, &types).unwrap();
    assert_eq!(gone.items.len(), 4);
}

#[test]
fn terms_of_an_entity() {
    let entity = entity("a :t.holder; a/it r=x key=K-1; b :t.leaf; c :t.leaf; d :t.plain r=x key~STRING=K-2");
    let terms = terms(&entity, &types());
    let ids: Vec<&str> = terms.component_type_ids.iter().map(crate::id::ComponentTypeId::as_str).collect();
    assert_eq!(ids, ["t.holder", "t.leaf", "t.plain"]);
    assert_eq!(terms.external_ids.iter().map(String::as_str).collect::<Vec<_>>(), ["K-1", "K-2"]);
    assert_eq!(component_paths(&entity), ["a", "a/it", "b", "c", "d"]);
}
