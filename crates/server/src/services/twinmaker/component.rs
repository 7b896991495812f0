//! Components and their property groups: shapes in, one call, shapes out.

use super::{Call, Reply, json, page_size, property, value, workspace_id};
use gemel_api::{Map, twinmaker as shape};
use gemel_model::entity::{
    ComponentDraft, ComponentUpdate, ComponentUpdateType, CompositeComponentDraft, PropertyGroupUpdate,
    PropertyGroupUpdateType, ShownComponent, ShownGroup, ShownSummary,
};
use gemel_model::id::{ComponentPath, ComponentTypeId, Description, EntityId, Name};
use gemel_model::{Error, IndexMap, Result};

pub(super) async fn list(call: &Call<'_>, label: &str, entity: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = EntityId::parse("entityId", entity)?;
    let request: shape::ListComponentsRequest = call.body()?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let path = request.component_path.map(|it| ComponentPath::parse("componentPath", &it)).transpose()?;
    let found = call.app.components_of(call.cx, &workspace, &id).await?;
    let page = found.component_page(path.as_ref(), cursor, limit)?;
    json(&shape::ListComponentsResponse {
        component_summaries: Some(page.items.iter().map(summary).collect()),
        next_token: call.token(label, page.next),
    })
}

/// The components of CreateEntity.
pub(super) fn drafts(given: Option<Map<shape::ComponentRequest>>) -> Result<IndexMap<Name, ComponentDraft>> {
    let given = given.into_iter().flatten();
    given
        .map(|(name, it)| {
            let member = format!("components.{name}");
            let draft = ComponentDraft {
                component_type_id: type_id(&member, it.component_type_id)?,
                description: description(&member, it.description)?,
                properties: property::updates(&format!("{member}.properties"), it.properties)?,
                property_groups: groups(&format!("{member}.propertyGroups"), it.property_groups)?,
            };
            Ok((Name::parse("components", &name)?, draft))
        })
        .collect()
}

/// The composite components of CreateEntity.
pub(super) fn composite_drafts(
    given: Option<Map<shape::CompositeComponentRequest>>,
) -> Result<IndexMap<ComponentPath, CompositeComponentDraft>> {
    let given = given.into_iter().flatten();
    given
        .map(|(path, it)| {
            let member = format!("compositeComponents.{path}");
            let draft = CompositeComponentDraft {
                description: description(&member, it.description)?,
                properties: property::updates(&format!("{member}.properties"), it.properties)?,
                property_groups: groups(&format!("{member}.propertyGroups"), it.property_groups)?,
            };
            Ok((ComponentPath::parse("compositeComponents", &path)?, draft))
        })
        .collect()
}

/// The component updates of UpdateEntity.
pub(super) fn updates(
    given: Option<Map<shape::ComponentUpdateRequest>>,
) -> Result<IndexMap<Name, ComponentUpdate>> {
    let given = given.into_iter().flatten();
    given
        .map(|(name, it)| {
            let member = format!("componentUpdates.{name}");
            let update = ComponentUpdate {
                update_type: update_type(&member, it.update_type)?,
                component_type_id: type_id(&member, it.component_type_id)?,
                description: description(&member, it.description)?,
                properties: property::updates(&format!("{member}.propertyUpdates"), it.property_updates)?,
                property_groups: groups(
                    &format!("{member}.propertyGroupUpdates"),
                    it.property_group_updates,
                )?,
            };
            Ok((Name::parse("componentUpdates", &name)?, update))
        })
        .collect()
}

/// The composite component updates of UpdateEntity.
pub(super) fn composite_updates(
    given: Option<Map<shape::CompositeComponentUpdateRequest>>,
) -> Result<IndexMap<ComponentPath, ComponentUpdate>> {
    let given = given.into_iter().flatten();
    given
        .map(|(path, it)| {
            let member = format!("compositeComponentUpdates.{path}");
            let update = ComponentUpdate {
                update_type: update_type(&member, it.update_type)?,
                component_type_id: None,
                description: description(&member, it.description)?,
                properties: property::updates(&format!("{member}.propertyUpdates"), it.property_updates)?,
                property_groups: groups(
                    &format!("{member}.propertyGroupUpdates"),
                    it.property_group_updates,
                )?,
            };
            Ok((ComponentPath::parse("compositeComponentUpdates", &path)?, update))
        })
        .collect()
}

fn update_type(member: &str, given: Option<String>) -> Result<Option<ComponentUpdateType>> {
    given.map(|it| ComponentUpdateType::parse(&format!("{member}.updateType"), &it)).transpose()
}

fn type_id(member: &str, given: Option<String>) -> Result<Option<ComponentTypeId>> {
    given.map(|it| ComponentTypeId::parse(&format!("{member}.componentTypeId"), &it)).transpose()
}

fn description(member: &str, given: Option<String>) -> Result<Option<Description>> {
    given.map(|it| Description::parse(&format!("{member}.description"), &it)).transpose()
}

fn groups(
    member: &str,
    given: Option<Map<shape::ComponentPropertyGroupRequest>>,
) -> Result<IndexMap<Name, PropertyGroupUpdate>> {
    let given = given.into_iter().flatten();
    given
        .map(|(name, it)| {
            let key = Name::parse(member, &name)?;
            let member = format!("{member}.{name}");
            if let Some(it) = it.group_type.filter(|it| it != "TABULAR") {
                return Err(Error::constraint(
                    &format!("{member}.groupType"),
                    Some(&it),
                    "Member must satisfy enum value set: [TABULAR]",
                ));
            }
            let update_type = it
                .update_type
                .map(|it| PropertyGroupUpdateType::parse(&format!("{member}.updateType"), &it))
                .transpose()?;
            let names_member = format!("{member}.propertyNames");
            let property_names = it
                .property_names
                .map(|it| it.iter().map(|it| Name::parse(&names_member, it)).collect::<Result<_>>())
                .transpose()?;
            Ok((key, PropertyGroupUpdate { update_type, property_names }))
        })
        .collect()
}

/// The composite children of a component in GetEntity. Absent when there is none.
pub(super) fn child_shapes(of: &ShownComponent<'_>) -> Option<Map<shape::ComponentSummary>> {
    let children = of.composite_components.iter().map(|it| (it.name.to_string(), summary(it)));
    (!of.composite_components.is_empty()).then(|| children.collect())
}

fn summary(of: &ShownSummary<'_>) -> shape::ComponentSummary {
    shape::ComponentSummary {
        component_name: Some(of.name.to_string()),
        component_type_id: Some(of.component_type_id.to_string()),
        defined_in: of.defined_in.map(ToString::to_string),
        description: of.description.map(str::to_owned),
        property_groups: group_shapes(&of.property_groups),
        status: Some(value::status_shape(of.status)),
        sync_source: of.sync_source.map(str::to_owned),
        component_path: of.path.clone(),
    }
}

/// Absent when there is no group.
pub(super) fn group_shapes(of: &[ShownGroup<'_>]) -> Option<Map<shape::ComponentPropertyGroupResponse>> {
    let groups = of.iter().map(|it| {
        let names = it.group.property_names.iter().map(ToString::to_string).collect();
        let shape = shape::ComponentPropertyGroupResponse {
            group_type: Some("TABULAR".to_owned()),
            property_names: Some(names),
            is_inherited: Some(it.is_inherited),
        };
        (it.name.to_string(), shape)
    });
    (!of.is_empty()).then(|| groups.collect())
}
