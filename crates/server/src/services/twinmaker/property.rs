//! Properties of components: shapes in, one call, shapes out.

use super::{Call, Reply, json, page_size, value, workspace_id};
use gemel_api::{Map, twinmaker as shape};
use gemel_model::entity::{PropertyUpdate, PropertyUpdateType, ShownProperty};
use gemel_model::id::{ComponentPath, EntityId, Name, required};
use gemel_model::{Error, IndexMap, Result};

pub(super) async fn list(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::ListPropertiesRequest = call.body()?;
    let id = EntityId::parse("entityId", &required("entityId", request.entity_id)?)?;
    let path = component_path(request.component_name.as_deref(), request.component_path.as_deref())?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let found = call.app.properties_of(call.cx, &workspace, &id).await?;
    let page = found.property_page(path.as_str(), cursor, limit)?;
    json(&shape::ListPropertiesResponse {
        property_summaries: Some(page.items.iter().map(summary).collect()),
        next_token: call.token(label, page.next),
    })
}

/// A component is addressed by its name, or by its path when it is a composite child.
pub(super) fn component_path(name: Option<&str>, path: Option<&str>) -> Result<ComponentPath> {
    match (name, path) {
        (Some(it), None) => Ok(ComponentPath::trusted(Name::parse("componentName", it)?.as_str())),
        (None, Some(it)) => ComponentPath::parse("componentPath", it),
        (Some(_), Some(_)) => Err(Error::invalid(
            "componentName and componentPath are both set; address the component by one of them",
        )),
        (None, None) => Err(Error::invalid("componentName or componentPath must be set")),
    }
}

/// What a request says about the properties of a component.
pub(super) fn updates(
    member: &str,
    given: Option<Map<shape::PropertyRequest>>,
) -> Result<IndexMap<Name, PropertyUpdate>> {
    let given = given.into_iter().flatten();
    given
        .map(|(name, it)| {
            let key = Name::parse(member, &name)?;
            let member = format!("{member}.{name}");
            let update_type = it.update_type;
            let update = PropertyUpdate {
                update_type: update_type
                    .map(|it| PropertyUpdateType::parse(&format!("{member}.updateType"), &it))
                    .transpose()?,
                definition: it
                    .definition
                    .map(|it| value::definition(&format!("{member}.definition"), it))
                    .transpose()?,
                value: it.value.map(|it| value::value(&format!("{member}.value"), it)).transpose()?,
            };
            Ok((key, update))
        })
        .collect()
}

fn summary(of: &ShownProperty<'_>) -> shape::PropertySummary {
    shape::PropertySummary {
        definition: Some(value::definition_shape(&of.definition)),
        property_name: Some(of.name.to_string()),
        value: of.value.as_deref().map(value::value_shape),
        are_all_property_values_returned: Some(of.has_all_items),
    }
}
