//! Entities as they are shown: definitions after inheritance, defaults where no value is set, and only so much of it.

use super::{Component, EffectiveTypes, Entity, Property};
use crate::component_type::{EffectiveType, PropertyGroup};
use crate::definition::PropertyDefinition;
use crate::error::{Error, Result};
use crate::id::{ComponentPath, ComponentTypeId, Name};
use crate::limits::{SHOWN_COMPONENTS_MAX, SHOWN_ITEMS_MAX, SHOWN_PROPERTIES_MAX};
use crate::status::Status;
use crate::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

/// An entity's components as GetEntity shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownEntity<'a> {
    /// The first components, in the order they were made.
    pub components: Vec<ShownComponent<'a>>,
    /// No component is left out.
    pub has_all_components: bool,
}

/// A component as GetEntity shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownComponent<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The component as it is kept.
    pub component: &'a Component,
    /// The first properties: the type's, then its own.
    pub properties: Vec<ShownProperty<'a>>,
    /// No property is left out.
    pub has_all_properties: bool,
    /// Its groups: the type's, then its own.
    pub property_groups: Vec<ShownGroup<'a>>,
    /// The first composite children.
    pub composite_components: Vec<ShownSummary<'a>>,
    /// No composite child is left out.
    pub has_all_composite_components: bool,
}

/// A property with its definition and the value that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownProperty<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The definition that stands.
    pub definition: Cow<'a, PropertyDefinition>,
    /// The value set here, else the default; a time series has none.
    pub value: Option<Cow<'a, Value>>,
    /// No item of a list or map is left out.
    pub has_all_items: bool,
}

/// A property group.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownGroup<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The properties, in order.
    pub group: &'a PropertyGroup,
    /// It comes from a parent of the component's type.
    pub is_inherited: bool,
}

/// A component in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownSummary<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The way to it, for a composite child.
    pub path: Option<String>,
    /// Its type.
    pub component_type_id: &'a ComponentTypeId,
    /// For a composite child: the type that declares it.
    pub defined_in: Option<&'a ComponentTypeId>,
    /// Free text.
    pub description: Option<&'a str>,
    /// Its groups: the type's, then its own.
    pub property_groups: Vec<ShownGroup<'a>>,
    /// Where it is in its life.
    pub status: &'a Status,
    /// Who keeps it in step.
    pub sync_source: Option<&'a str>,
}

/// A page of things in the order of their names.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The things.
    pub items: Vec<T>,
    /// The last name, when there is more after it.
    pub next: Option<Name>,
}

/// What GetEntity shows of an entity's components.
pub fn shown<'a>(entity: &'a Entity, types: &'a dyn EffectiveTypes) -> ShownEntity<'a> {
    let first = entity.components.iter().take(SHOWN_COMPONENTS_MAX);
    ShownEntity {
        components: first.map(|(name, it)| component(name, it, types)).collect(),
        has_all_components: entity.components.len() <= SHOWN_COMPONENTS_MAX,
    }
}

fn component<'a>(
    name: &'a Name,
    component: &'a Component,
    types: &'a dyn EffectiveTypes,
) -> ShownComponent<'a> {
    let effective = types.effective(&component.component_type_id);
    let mut rest = properties(component, effective);
    let shown = rest.by_ref().take(SHOWN_PROPERTIES_MAX).map(cut).collect();
    let children = component.composite_components.iter().take(SHOWN_COMPONENTS_MAX);
    ShownComponent {
        name,
        component,
        properties: shown,
        has_all_properties: rest.next().is_none(),
        property_groups: groups(component, effective),
        composite_components: children
            .map(|(child_name, child)| summary(child_name, child, Some(name.as_str()), types))
            .collect(),
        has_all_composite_components: component.composite_components.len() <= SHOWN_COMPONENTS_MAX,
    }
}

/// The components of an entity, or the composite children at a path, in the order of their names after `after`.
pub fn component_page<'a>(
    entity: &'a Entity,
    path: Option<&ComponentPath>,
    after: Option<&str>,
    limit: usize,
    types: &'a dyn EffectiveTypes,
) -> Result<Page<ShownSummary<'a>>> {
    let path = path.map(ComponentPath::as_str);
    let components = match path {
        None => &entity.components,
        Some(it) => &found(entity, it)?.composite_components,
    };
    let sorted: BTreeMap<&str, &Name> = components.keys().map(|it| (it.as_str(), it)).collect();
    Ok(page(&sorted, after, limit, |name| components.get(name).map(|it| summary(name, it, path, types))))
}

/// The properties of the component at a path (or of this name), in the order of their names after `after`.
pub fn property_page<'a>(
    entity: &'a Entity,
    path: &str,
    after: Option<&str>,
    limit: usize,
    types: &'a dyn EffectiveTypes,
) -> Result<Page<ShownProperty<'a>>> {
    let component = found(entity, path)?;
    let effective = types.effective(&component.component_type_id);
    let names =
        effective.iter().flat_map(|it| it.property_definitions.keys()).chain(component.properties.keys());
    let sorted: BTreeMap<&str, &Name> = names.map(|it| (it.as_str(), it)).collect();
    Ok(page(&sorted, after, limit, |name| property(component, effective, name.as_str()).map(cut)))
}

fn found<'a>(entity: &'a Entity, path: &str) -> Result<&'a Component> {
    entity
        .component(path.split('/'))
        .ok_or_else(|| Error::invalid(format!("component `{path}` does not exist in entity {}", entity.id)))
}

fn page<'a, T>(
    sorted: &BTreeMap<&str, &'a Name>,
    after: Option<&str>,
    limit: usize,
    show: impl Fn(&'a Name) -> Option<T>,
) -> Page<T> {
    let begin = after.map_or(Bound::Unbounded, Bound::Excluded);
    let mut names = sorted.range::<str, _>((begin, Bound::Unbounded)).map(|(_, name)| *name);
    let taken: Vec<&Name> = names.by_ref().take(limit).collect();
    let next = if names.next().is_some() { taken.last().map(|it| (*it).clone()) } else { None };
    Page { items: taken.into_iter().filter_map(show).collect(), next }
}

fn summary<'a>(
    name: &'a Name,
    component: &'a Component,
    parent_path: Option<&str>,
    types: &'a dyn EffectiveTypes,
) -> ShownSummary<'a> {
    ShownSummary {
        name,
        path: parent_path.map(|it| format!("{it}/{name}")),
        component_type_id: &component.component_type_id,
        defined_in: component.defined_in.as_ref(),
        description: component.description.as_deref(),
        property_groups: groups(component, types.effective(&component.component_type_id)),
        status: &component.status,
        sync_source: component.sync_source.as_deref(),
    }
}

/// One property of a component, whole; `None` when neither the type nor the component has it.
pub fn property<'a>(
    component: &'a Component,
    effective: Option<&'a EffectiveType>,
    name: &str,
) -> Option<ShownProperty<'a>> {
    let inherited = effective.and_then(|it| it.property_definitions.get_key_value(name));
    let own = component.properties.get_key_value(name);
    let name = inherited.map(|(name, _)| name).or(own.map(|(name, _)| name))?;
    stands(name, inherited.map(|(_, it)| it), own.map(|(_, it)| it))
}

/// All properties of a component, whole: the type's, then its own.
pub(super) fn properties<'a>(
    component: &'a Component,
    effective: Option<&'a EffectiveType>,
) -> impl Iterator<Item = ShownProperty<'a>> {
    let definitions = effective.map(|it| &it.property_definitions);
    let inherited = definitions
        .into_iter()
        .flatten()
        .filter_map(|(name, it)| stands(name, Some(it), component.properties.get(name)));
    let own = component
        .properties
        .iter()
        .filter(move |(name, _)| !definitions.is_some_and(|it| it.contains_key(*name)))
        .filter_map(|(name, it)| stands(name, None, Some(it)));
    inherited.chain(own)
}

/// A property as it stands; `None` for one that nothing defines, which our own rules never store.
fn stands<'a>(
    name: &'a Name,
    inherited: Option<&'a PropertyDefinition>,
    own: Option<&'a Property>,
) -> Option<ShownProperty<'a>> {
    let draft = own.and_then(|it| it.definition.as_ref());
    let definition = match (inherited, draft) {
        (Some(it), None) => Cow::Borrowed(it),
        (inherited, Some(draft)) => match PropertyDefinition::over(name.as_str(), inherited, draft) {
            Ok(merged) => Cow::Owned(merged),
            Err(_) => Cow::Borrowed(inherited?),
        },
        (None, None) => return None,
    };
    let value = match own.and_then(|it| it.value.as_ref()) {
        Some(it) => Some(Cow::Borrowed(it)),
        None if definition.is_time_series => None,
        None => match &definition {
            Cow::Borrowed(it) => it.default_value.as_ref().map(Cow::Borrowed),
            Cow::Owned(it) => it.default_value.clone().map(Cow::Owned),
        },
    };
    Some(ShownProperty { name, definition, value, has_all_items: true })
}

/// Cuts a long list or map.
fn cut(property: ShownProperty<'_>) -> ShownProperty<'_> {
    let short = match property.value.as_deref() {
        Some(Value::List(items)) if items.len() > SHOWN_ITEMS_MAX => {
            Value::List(items.iter().take(SHOWN_ITEMS_MAX).cloned().collect())
        }
        Some(Value::Map(entries)) if entries.len() > SHOWN_ITEMS_MAX => Value::Map(
            entries.iter().take(SHOWN_ITEMS_MAX).map(|(key, it)| (key.clone(), it.clone())).collect(),
        ),
        _ => return property,
    };
    ShownProperty { value: Some(Cow::Owned(short)), has_all_items: false, ..property }
}

fn groups<'a>(component: &'a Component, effective: Option<&'a EffectiveType>) -> Vec<ShownGroup<'a>> {
    let inherited = effective.map(|it| &it.property_groups);
    let from_type = inherited.into_iter().flatten().map(|(name, (group, is_inherited))| {
        match component.property_groups.get(name) {
            Some(group) => ShownGroup { name, group, is_inherited: false },
            None => ShownGroup { name, group, is_inherited: *is_inherited },
        }
    });
    let own = component
        .property_groups
        .iter()
        .filter(|(name, _)| !inherited.is_some_and(|it| it.contains_key(*name)))
        .map(|(name, group)| ShownGroup { name, group, is_inherited: false });
    from_type.chain(own).collect()
}
