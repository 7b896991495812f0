//! The properties and property groups of one component: how updates apply to them, and when a component is complete.

use super::shown;
use super::{
    Component, Property, PropertyGroupUpdate, PropertyGroupUpdateType, PropertyUpdate, PropertyUpdateType,
};
use crate::component_type::{EffectiveType, PropertyGroup};
use crate::definition::{PropertyDefinition, PropertyDefinitionDraft};
use crate::error::{Error, Result};
use crate::function::FunctionKind;
use crate::id::Name;
use crate::quota::{self, Quotas};
use crate::status::State;
use crate::value::check_value;
use indexmap::IndexMap;
use std::collections::HashSet;

/// Where a request speaks of a component: for the words of errors, and for what is milder in creating.
pub(super) struct Site<'a> {
    /// The request's member for components, such as `componentUpdates`.
    member: &'static str,
    /// The component's member for properties, such as `propertyUpdates`.
    properties_member: &'static str,
    /// The component's name or path.
    path: &'a str,
    /// The component is being made: CREATE of what the type brings is fine, and so are final values.
    is_new: bool,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        member: &'static str,
        properties_member: &'static str,
        path: &'a str,
        is_new: bool,
    ) -> Self {
        Self { member, properties_member, path, is_new }
    }

    fn of_property(&self, name: &Name) -> String {
        format!("{}.{}.{}.{name}", self.member, self.path, self.properties_member)
    }

    fn refused(&self, name: &Name, why: &str) -> Error {
        Error::invalid(format!("property `{name}` of component `{}` {why}", self.path))
    }

    fn refused_group(&self, name: &Name, why: &str) -> Error {
        Error::invalid(format!("property group `{name}` of component `{}` {why}", self.path))
    }
}

/// Applies all property updates to a component.
pub(super) fn update_all(
    component: &mut Component,
    effective: &EffectiveType,
    updates: &IndexMap<Name, PropertyUpdate>,
    site: &Site<'_>,
) -> Result<()> {
    for (name, update) in updates {
        match update.update_type.unwrap_or(PropertyUpdateType::Update) {
            PropertyUpdateType::Create => {
                let exists = effective.property_definitions.contains_key(name);
                if (exists && !site.is_new) || component.properties.contains_key(name) {
                    return Err(site.refused(name, "cannot be created as it already exists"));
                }
                set(component, effective, name, update, site)?;
            }
            PropertyUpdateType::Update => set(component, effective, name, update, site)?,
            PropertyUpdateType::ResetValue => reset(component, effective, name, site)?,
            PropertyUpdateType::Delete => delete(component, effective, name, site)?,
        }
    }
    Ok(())
}

/// Sets the definition, the value, or both.
fn set(
    component: &mut Component,
    effective: &EffectiveType,
    name: &Name,
    update: &PropertyUpdate,
    site: &Site<'_>,
) -> Result<()> {
    let inherited = effective.property_definitions.get(name);
    let own = component.properties.get(name);
    if inherited.is_none() && own.is_none() && update.definition.is_none() {
        return Err(site.refused(
            name,
            &format!(
                "is not defined in component type `{}`; give a definition or use a defined name",
                component.component_type_id
            ),
        ));
    }
    let member = site.of_property(name);
    let mut property = own.cloned().unwrap_or_default();
    if let Some(draft) = &update.definition {
        let draft = over(property.definition.as_ref(), draft);
        property.definition = Some(checked(&member, inherited, draft)?);
    }
    let definition = definition(&member, inherited, property.definition.as_ref())?;
    let value = match (&update.value, &property.value) {
        (Some(it), _) => Some(check_value(&format!("{member}.value"), it, &definition.data_type)?),
        (None, Some(it)) if update.definition.is_some() => {
            Some(check_value(&format!("{member}.value"), it, &definition.data_type)?)
        }
        (None, it) => it.clone(),
    };
    if value.is_some() && definition.is_time_series {
        return Err(site.refused(
            name,
            "is a time series and cannot have a static value; write it with BatchPutPropertyValues",
        ));
    }
    check_final(component, name, &definition, value != property.value, site)?;
    if value.is_some() || property.definition.is_some() {
        component.properties.insert(name.clone(), Property { value, ..property });
    }
    Ok(())
}

/// Forgets the value, so that the default shows again.
fn reset(component: &mut Component, effective: &EffectiveType, name: &Name, site: &Site<'_>) -> Result<()> {
    let inherited = effective.property_definitions.get(name);
    let Some(own) = component.properties.get(name) else {
        return match inherited {
            Some(_) => Ok(()),
            None => Err(site.refused(name, "does not exist and cannot be reset")),
        };
    };
    let definition = definition(&site.of_property(name), inherited, own.definition.as_ref())?;
    check_final(component, name, &definition, own.value.is_some(), site)?;
    let is_empty = own.definition.is_none();
    if is_empty {
        component.properties.shift_remove(name);
    } else if let Some(own) = component.properties.get_mut(name) {
        own.value = None;
    }
    Ok(())
}

/// Removes a property that is the component's own.
fn delete(component: &mut Component, effective: &EffectiveType, name: &Name, site: &Site<'_>) -> Result<()> {
    if effective.property_definitions.contains_key(name) {
        let why = format!(
            "is defined in component type `{}` and cannot be deleted; reset its value instead",
            component.component_type_id
        );
        return Err(site.refused(name, &why));
    }
    let Some(own) = component.properties.get(name) else {
        return Err(site.refused(name, "does not exist and cannot be deleted"));
    };
    let definition = definition(&site.of_property(name), None, own.definition.as_ref())?;
    if definition.is_imported {
        return Err(site.refused(name, "was imported by a schemaInitializer and cannot be deleted"));
    }
    if definition.is_required_in_entity && definition.default_value.is_none() {
        return Err(site.refused(name, "is required and has no default, so it cannot be deleted"));
    }
    component.properties.shift_remove(name);
    Ok(())
}

/// Refuses to change a final value, but in a new component and in one whose initializer failed.
fn check_final(
    component: &Component,
    name: &Name,
    definition: &PropertyDefinition,
    changes: bool,
    site: &Site<'_>,
) -> Result<()> {
    let may_change = site.is_new || matches!(component.status.state, State::Error);
    if changes && definition.is_final && !may_change {
        return Err(
            site.refused(name, "is final: a schemaInitializer has used its value, which cannot change")
        );
    }
    Ok(())
}

/// Applies all property group updates to a component.
pub(super) fn update_groups(
    component: &mut Component,
    effective: &EffectiveType,
    updates: &IndexMap<Name, PropertyGroupUpdate>,
    site: &Site<'_>,
) -> Result<()> {
    for (name, update) in updates {
        let inherited = effective.property_groups.get(name).map(|(group, _)| group);
        let current = component.property_groups.get(name).or(inherited);
        let implied = match current {
            Some(_) => PropertyGroupUpdateType::Update,
            None => PropertyGroupUpdateType::Create,
        };
        match (update.update_type.unwrap_or(implied), current) {
            (PropertyGroupUpdateType::Create, Some(_)) if !site.is_new => {
                return Err(site.refused_group(name, "cannot be created as it already exists"));
            }
            (PropertyGroupUpdateType::Update, None) if !site.is_new => {
                return Err(site.refused_group(name, "does not exist and cannot be updated"));
            }
            (PropertyGroupUpdateType::Delete, None) => {
                return Err(site.refused_group(name, "does not exist and cannot be deleted"));
            }
            (PropertyGroupUpdateType::Delete, Some(_)) if inherited.is_some() => {
                return Err(
                    site.refused_group(name, "is defined in the component type and cannot be deleted")
                );
            }
            (PropertyGroupUpdateType::Delete, Some(_)) => {
                component.property_groups.shift_remove(name);
            }
            (PropertyGroupUpdateType::Create | PropertyGroupUpdateType::Update, current) => {
                let names = update.property_names.clone();
                let property_names =
                    names.or_else(|| current.map(|it| it.property_names.clone())).unwrap_or_default();
                component.property_groups.insert(name.clone(), PropertyGroup { property_names });
            }
        }
    }
    Ok(())
}

/// Checks a component as a whole: not too many properties, required values there, groups of properties that exist.
pub(super) fn check_complete(
    path: &str,
    component: &Component,
    effective: &EffectiveType,
    quotas: &Quotas,
) -> Result<()> {
    let own = component.properties.keys().filter(|it| !effective.property_definitions.contains_key(*it));
    let n_properties = effective.property_definitions.len() + own.count();
    quota::within("properties of the component", n_properties, quotas.properties_per_component_max)?;
    for it in shown::properties(component, Some(effective)) {
        let definition = &it.definition;
        let needs = definition.is_required_in_entity && !definition.is_elsewhere();
        if needs && it.value.is_none() && !may_come(component, effective, it.name) {
            return Err(Error::invalid(format!(
                "property `{}` of component `{path}` is required: give it a value",
                it.name
            )));
        }
    }
    for (name, group) in &component.property_groups {
        check_group(path, name, group, component, effective)?;
    }
    Ok(())
}

/// Whether a required value may still come from a schemaInitializer that is to run.
fn may_come(component: &Component, effective: &EffectiveType, name: &Name) -> bool {
    let is_pending = matches!(component.status.state, State::Creating | State::Updating);
    let Some(initializer) = effective.implemented(FunctionKind::SchemaInitializer) else { return false };
    is_pending && !initializer.function.required_properties.iter().flatten().any(|it| it == name)
}

fn check_group(
    path: &str,
    name: &Name,
    group: &PropertyGroup,
    component: &Component,
    effective: &EffectiveType,
) -> Result<()> {
    let refused = |property: &Name, why: &str| {
        Err(Error::invalid(format!(
            "property `{property}` in property group `{name}` of component `{path}` {why}"
        )))
    };
    let mut seen = HashSet::with_capacity(group.property_names.len());
    for property in &group.property_names {
        if !seen.insert(property) {
            return refused(property, "is named twice");
        }
        let inherited = effective.property_definitions.get(property);
        let own = component.properties.get(property).and_then(|it| it.definition.as_ref());
        if inherited.is_none() && own.is_none() {
            return refused(property, "does not exist");
        }
        if definition(property.as_str(), inherited, own)?.is_time_series {
            return refused(property, "is a time series, which a TABULAR group cannot hold");
        }
    }
    Ok(())
}

/// The definition that stands: the component's own over the type's.
pub(super) fn definition(
    member: &str,
    inherited: Option<&PropertyDefinition>,
    own: Option<&PropertyDefinitionDraft>,
) -> Result<PropertyDefinition> {
    match (inherited, own) {
        (Some(it), None) => Ok(it.clone()),
        (it, Some(own)) => PropertyDefinition::over(&format!("{member}.definition"), it, own),
        (None, None) => Err(Error::internal(format!("nothing defines the property at `{member}`"))),
    }
}

/// The draft with its data type and default in their own forms, when it makes sense over what is inherited.
pub(super) fn checked(
    member: &str,
    inherited: Option<&PropertyDefinition>,
    draft: PropertyDefinitionDraft,
) -> Result<PropertyDefinitionDraft> {
    let member = format!("{member}.definition");
    let definition = PropertyDefinition::over(&member, inherited, &draft)?.checked(&member)?;
    Ok(PropertyDefinitionDraft {
        data_type: draft.data_type.is_some().then_some(definition.data_type),
        default_value: draft.default_value.and(definition.default_value),
        ..draft
    })
}

/// One draft over an earlier one: what the later one says wins.
fn over(
    earlier: Option<&PropertyDefinitionDraft>,
    later: &PropertyDefinitionDraft,
) -> PropertyDefinitionDraft {
    let Some(earlier) = earlier else {
        return PropertyDefinitionDraft { is_imported: false, ..later.clone() };
    };
    PropertyDefinitionDraft {
        data_type: later.data_type.clone().or_else(|| earlier.data_type.clone()),
        is_required_in_entity: later.is_required_in_entity.or(earlier.is_required_in_entity),
        is_external_id: later.is_external_id.or(earlier.is_external_id),
        is_stored_externally: later.is_stored_externally.or(earlier.is_stored_externally),
        is_time_series: later.is_time_series.or(earlier.is_time_series),
        default_value: later.default_value.clone().or_else(|| earlier.default_value.clone()),
        configuration: later.configuration.clone().or_else(|| earlier.configuration.clone()),
        display_name: later.display_name.clone().or_else(|| earlier.display_name.clone()),
        is_imported: earlier.is_imported,
    }
}
