//! What schemaInitializers bring to components, and the state of an entity that follows from its components'.

use super::property;
use super::{Component, EffectiveTypes, Entity, Property};
use crate::component_type::EffectiveType;
use crate::definition::PropertyDefinitionDraft;
use crate::error::{Error, Result};
use crate::id::Name;
use crate::quota::Quotas;
use crate::status::{ErrorCode, State, Status};
use crate::time::Timestamp;
use crate::value::check_value;
use indexmap::IndexMap;

/// The paths of components that wait for their schemaInitializer.
pub fn pending(entity: &Entity) -> Vec<String> {
    let mut paths = Vec::new();
    entity.visit(&mut |path, component| {
        if is_busy(component.status.state) {
            paths.push(path.to_owned());
        }
    });
    paths
}

/// Ends the wait of the component at `path`: with what its schemaInitializer brought, or with why it failed.
/// What it brought is checked like a request; what breaks a rule is a `VALIDATION_ERROR` and nothing of it is kept.
/// Values that a user has set stay.
pub fn import(
    entity: &mut Entity,
    path: &str,
    brought: Result<IndexMap<Name, Property>, (ErrorCode, String)>,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
    now: Timestamp,
) {
    let Some(component) = entity.component_mut(path).filter(|it| is_busy(it.status.state)) else { return };
    let outcome = brought.and_then(|it| {
        imported(component, path, it, types, quotas)
            .map_err(|error| (ErrorCode::ValidationError, error.public_message().to_owned()))
    });
    match outcome {
        Ok(complete) => *component = complete,
        Err(error) => component.status = Status { state: State::Error, error: Some(error) },
    }
    entity.updated = now;
    settle(entity);
}

/// Derives the states of composite parents and of the entity from the states below them.
pub(super) fn settle(entity: &mut Entity) {
    let mut is_waiting = false;
    let mut failed = None;
    for (name, component) in &mut entity.components {
        is_waiting |= settle_component(component);
        if let (None, State::Error, Some((code, why))) =
            (&failed, component.status.state, &component.status.error)
        {
            failed = Some((*code, format!("component `{name}`: {why}")));
        }
    }
    if is_waiting {
        return;
    }
    entity.status = match failed {
        Some(error) => Status { state: State::Error, error: Some(error) },
        None => Status::of(State::Active),
    };
}

/// Settles a component and all below it; says whether any of them still waits.
fn settle_component(component: &mut Component) -> bool {
    let mut is_waiting = is_busy(component.status.state);
    let mut failed = None;
    for (name, child) in &mut component.composite_components {
        is_waiting |= settle_component(child);
        if let (None, State::Error, Some((_, why))) = (&failed, child.status.state, &child.status.error) {
            failed = Some(format!("composite component `{name}`: {why}"));
        }
    }
    let is_from_below = matches!(component.status.error, Some((ErrorCode::CompositeComponentFailure, _)));
    if component.status.state == State::Active || is_from_below {
        component.status = match failed {
            Some(why) => {
                Status { state: State::Error, error: Some((ErrorCode::CompositeComponentFailure, why)) }
            }
            None => Status::of(State::Active),
        };
    }
    is_waiting
}

fn is_busy(state: State) -> bool {
    matches!(state, State::Creating | State::Updating)
}

/// The component with everything in it that was brought.
fn imported(
    component: &Component,
    path: &str,
    brought: IndexMap<Name, Property>,
    types: &dyn EffectiveTypes,
    quotas: &Quotas,
) -> Result<Component> {
    let effective = types.effective(&component.component_type_id).ok_or_else(|| {
        Error::invalid(format!(
            "component type `{}` does not exist in workspace",
            component.component_type_id
        ))
    })?;
    let mut complete = Component { status: Status::of(State::Active), ..component.clone() };
    for (name, it) in brought {
        let property = import_one(component.properties.get(&name), &name, it, effective)?;
        complete.properties.insert(name, property);
    }
    property::check_complete(path, &complete, effective, quotas)?;
    Ok(complete)
}

fn import_one(
    current: Option<&Property>,
    name: &Name,
    brought: Property,
    effective: &EffectiveType,
) -> Result<Property> {
    let member = format!("properties.{name}");
    let inherited = effective.property_definitions.get(name);
    let mut property = current.cloned().unwrap_or_default();
    if let Some(draft) = brought.definition {
        let draft = PropertyDefinitionDraft { is_imported: true, ..draft };
        property.definition = Some(property::checked(&member, inherited, draft)?);
    }
    if inherited.is_none() && property.definition.is_none() {
        return Err(Error::invalid(format!("the schemaInitializer brought `{name}` without a definition")));
    }
    let definition = property::definition(&member, inherited, property.definition.as_ref())?;
    if property.value.is_none()
        && let Some(value) = brought.value
    {
        property.value = Some(check_value(&format!("{member}.value"), &value, &definition.data_type)?);
    }
    if definition.is_time_series && property.value.is_some() {
        return Err(Error::invalid(format!(
            "the schemaInitializer brought a value for `{name}`, which is a time series and cannot have one"
        )));
    }
    Ok(property)
}
