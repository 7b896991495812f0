//! Component types: shapes in, one call, shapes out.

use super::value::{definition, definition_shape, one_of, status_shape};
use super::{Call, Reply, epoch, json, page_size, tag, workspace_id};
use gemel_api::{Map, twinmaker as shape};
use gemel_app::component_type::{ComponentTypeDraft, ComponentTypeFilter, KnownType};
use gemel_model::component_type::{Change, ComponentType, EffectiveType, PropertyGroup};
use gemel_model::function::{DataConnector, Function, FunctionKind, Scope};
use gemel_model::id::{
    ComponentTypeId, ComponentTypeName, Description, LambdaArn, Name, WorkspaceId, length, required,
};
use gemel_model::limits::STRING_MAX;
use gemel_model::status::State;
use gemel_model::tag::Resource;
use gemel_model::{Error, IndexMap, Result, builtin};

/// What the ARNs of AWS's own types begin with; clients know built-in types by the workspace in it.
const BUILTIN_ARN: &str =
    "arn:aws:iottwinmaker:us-east-1:iotrociaccount:workspace/AmazonOwnedTypesWorkspace/component-type/";

pub(super) async fn create(call: &Call<'_>, label: &str, component_type: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = type_id(component_type)?;
    let request: shape::CreateComponentTypeRequest = call.body()?;
    let tags = tag::tags(request.tags.clone())?;
    let draft = ComponentTypeDraft { members: members(from_create(request))?, tags };
    let made = call.app.create_component_type(call.cx, &workspace, id, draft).await?;
    json(&shape::CreateComponentTypeResponse {
        arn: Some(arn(call, &workspace, &made.id)),
        creation_date_time: epoch(made.created),
        state: Some(State::Creating.as_str().to_owned()),
    })
}

pub(super) async fn get(call: &Call<'_>, label: &str, component_type: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let found = call.app.component_type(call.cx, &workspace, &type_id(component_type)?).await?;
    json(&whole(call, &workspace, &found))
}

pub(super) async fn update(call: &Call<'_>, label: &str, component_type: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = type_id(component_type)?;
    let change = members(call.body()?)?;
    let changed = call.app.update_component_type(call.cx, &workspace, &id, change).await?;
    json(&shape::UpdateComponentTypeResponse {
        workspace_id: Some(workspace.to_string()),
        arn: Some(arn(call, &workspace, &changed.id)),
        component_type_id: Some(changed.id.to_string()),
        state: Some(State::Updating.as_str().to_owned()),
    })
}

pub(super) async fn delete(call: &Call<'_>, label: &str, component_type: &str) -> Reply {
    let workspace = workspace_id(label)?;
    call.app.delete_component_type(call.cx, &workspace, &type_id(component_type)?).await?;
    json(&shape::DeleteComponentTypeResponse { state: Some(State::Deleting.as_str().to_owned()) })
}

pub(super) async fn list(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::ListComponentTypesRequest = call.body()?;
    let limit = page_size(request.max_results)?;
    let filters = request.filters.unwrap_or_default().into_iter().enumerate();
    let filters =
        filters.map(|(index, it)| filter(&format!("filters[{index}]"), it)).collect::<Result<Vec<_>>>()?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let page = call.app.component_types(call.cx, &workspace, &filters, cursor, limit).await?;
    json(&shape::ListComponentTypesResponse {
        workspace_id: Some(workspace.to_string()),
        component_type_summaries: Some(page.items.iter().map(|it| summary(call, &workspace, it)).collect()),
        next_token: call.token(label, page.next),
        max_results: request.max_results,
    })
}

fn type_id(label: &str) -> Result<ComponentTypeId> {
    ComponentTypeId::parse("componentTypeId", label)
}

fn arn(call: &Call<'_>, workspace: &WorkspaceId, id: &ComponentTypeId) -> String {
    if builtin::get(id.as_str()).is_some() {
        return format!("{BUILTIN_ARN}{id}");
    }
    call.app.arn(&Resource::ComponentType(workspace.clone(), id.clone()))
}

/// Both requests have the same members, but for the tags.
fn from_create(it: shape::CreateComponentTypeRequest) -> shape::UpdateComponentTypeRequest {
    shape::UpdateComponentTypeRequest {
        is_singleton: it.is_singleton,
        description: it.description,
        property_definitions: it.property_definitions,
        extends_from: it.extends_from,
        functions: it.functions,
        property_groups: it.property_groups,
        component_type_name: it.component_type_name,
        composite_component_types: it.composite_component_types,
    }
}

fn members(given: shape::UpdateComponentTypeRequest) -> Result<Change> {
    if let Some(it) = &given.description {
        Description::parse("description", it)?;
    }
    if let Some(it) = &given.component_type_name {
        ComponentTypeName::parse("componentTypeName", it)?;
    }
    let extends_from = given.extends_from.map(|it| {
        let parents = it.iter().enumerate();
        let parents = parents.map(|(index, it)| ComponentTypeId::parse(&format!("extendsFrom[{index}]"), it));
        parents.collect::<Result<Vec<_>>>()
    });
    Ok(Change {
        is_singleton: given.is_singleton,
        name: given.component_type_name,
        description: given.description,
        extends_from: extends_from.transpose()?,
        property_definitions: named("propertyDefinitions", given.property_definitions, definition)?,
        functions: functions(given.functions.unwrap_or_default())?,
        property_groups: named("propertyGroups", given.property_groups, group)?,
        composite_component_types: named("compositeComponentTypes", given.composite_component_types, child)?,
    })
}

/// A map whose keys are names; `read` gets the way to each entry.
fn named<S, T>(
    member: &str,
    given: Option<Map<S>>,
    read: impl Fn(&str, S) -> Result<T>,
) -> Result<IndexMap<Name, T>> {
    let entries = given.unwrap_or_default().into_iter();
    entries
        .map(|(key, it)| {
            let name = Name::parse(member, &key)?;
            Ok((name, read(&format!("{member}.{key}"), it)?))
        })
        .collect()
}

fn functions(given: Map<shape::FunctionRequest>) -> Result<IndexMap<FunctionKind, Function>> {
    let read = |(key, it): (String, shape::FunctionRequest)| {
        Name::parse("functions", &key)?;
        let kind = FunctionKind::of(&key).ok_or_else(|| {
            let words = FunctionKind::ALL.map(FunctionKind::as_str).join(", ");
            let rule = format!("keys must satisfy enum value set: [{words}]");
            Error::constraint("functions", Some(&key), rule)
        })?;
        Ok((kind, function(&format!("functions.{key}"), it)?))
    };
    given.into_iter().map(read).collect()
}

fn function(member: &str, given: shape::FunctionRequest) -> Result<Function> {
    let required_properties = given
        .required_properties
        .map(|it| names(&format!("{member}.requiredProperties"), &it))
        .transpose()?;
    let scope_member = format!("{member}.scope");
    let scope =
        given.scope.map(|it| one_of(&scope_member, &it, [Scope::Entity, Scope::Workspace], scope_word));
    let implemented_by =
        given.implemented_by.map(|it| connector(&format!("{member}.implementedBy"), it)).transpose()?;
    Ok(Function { required_properties, scope: scope.transpose()?, implemented_by: implemented_by.flatten() })
}

/// `{}` and `{isNative: false}` declare a function that nobody implements.
fn connector(member: &str, given: shape::DataConnector) -> Result<Option<DataConnector>> {
    let is_native = given.is_native.unwrap_or_default();
    match given.lambda {
        Some(_) if is_native => {
            let rule = "lambda and isNative exclude each other";
            Err(Error::constraint(member, Some("both"), rule))
        }
        Some(lambda) => {
            let member = format!("{member}.lambda.arn");
            let arn = LambdaArn::parse(&member, &required(&member, lambda.arn)?)?;
            Ok(Some(DataConnector::Lambda(arn.to_string())))
        }
        None => Ok(is_native.then_some(DataConnector::Native)),
    }
}

fn group(member: &str, given: shape::PropertyGroupRequest) -> Result<PropertyGroup> {
    tabular(&format!("{member}.groupType"), given.group_type.as_deref())?;
    let property_names =
        names(&format!("{member}.propertyNames"), &given.property_names.unwrap_or_default())?;
    Ok(PropertyGroup { property_names })
}

/// The one kind of group there is; it may be left out.
pub(super) fn tabular(member: &str, group_type: Option<&str>) -> Result<()> {
    group_type.map_or(Ok(()), |it| one_of(member, it, [()], |()| "TABULAR"))
}

fn child(member: &str, given: shape::CompositeComponentTypeRequest) -> Result<ComponentTypeId> {
    let member = format!("{member}.componentTypeId");
    ComponentTypeId::parse(&member, &required(&member, given.component_type_id)?)
}

/// Names of properties.
pub(super) fn names(member: &str, given: &[String]) -> Result<Vec<Name>> {
    given.iter().enumerate().map(|(index, it)| Name::parse(&format!("{member}[{index}]"), it)).collect()
}

fn filter(member: &str, given: shape::ListComponentTypesFilter) -> Result<ComponentTypeFilter> {
    match (given.extends_from, given.namespace, given.is_abstract) {
        (Some(it), None, None) => {
            let parent = ComponentTypeId::parse(&format!("{member}.extendsFrom"), &it)?;
            Ok(ComponentTypeFilter::ExtendsFrom(parent))
        }
        (None, Some(it), None) => {
            length(&format!("{member}.namespace"), &it, 1, STRING_MAX)?;
            Ok(ComponentTypeFilter::Namespace(it))
        }
        (None, None, Some(it)) => Ok(ComponentTypeFilter::IsAbstract(it)),
        _ => Err(Error::constraint(
            member,
            Some("{…}"),
            "Member must have exactly one of extendsFrom, namespace, isAbstract",
        )),
    }
}

fn whole(call: &Call<'_>, workspace: &WorkspaceId, it: &KnownType) -> shape::GetComponentTypeResponse {
    let KnownType { declared, effective } = it;
    let parents = declared.extends_from.iter().map(ToString::to_string).collect::<Vec<_>>();
    let properties = effective.property_definitions.iter();
    let groups: Map<_> =
        effective.property_groups.iter().map(|(name, it)| (name.to_string(), group_shape(it))).collect();
    let children = children(effective);
    shape::GetComponentTypeResponse {
        workspace_id: Some(workspace.to_string()),
        is_singleton: Some(effective.is_singleton),
        component_type_id: Some(declared.id.to_string()),
        description: Some(declared.description.clone().unwrap_or_default()),
        property_definitions: Some(
            properties.map(|(name, it)| (name.to_string(), definition_shape(it))).collect(),
        ),
        extends_from: Some(parents),
        functions: Some(function_shapes(effective)),
        creation_date_time: epoch(declared.created),
        update_date_time: epoch(declared.updated),
        arn: Some(arn(call, workspace, &declared.id)),
        is_abstract: Some(effective.is_abstract),
        is_schema_initialized: Some(effective.is_schema_initialized),
        status: Some(status_shape(&declared.status)),
        property_groups: (!groups.is_empty()).then_some(groups),
        sync_source: declared.sync_source.clone(),
        component_type_name: declared.name.clone(),
        composite_component_types: (!children.is_empty()).then_some(children),
    }
}

fn function_shapes(of: &EffectiveType) -> Map<shape::FunctionResponse> {
    let shown = of.functions.iter().map(|(kind, it)| {
        let names = it.function.required_properties.as_ref();
        let function = shape::FunctionResponse {
            required_properties: names.map(|it| it.iter().map(ToString::to_string).collect()),
            scope: it.function.scope.map(|it| scope_word(it).to_owned()),
            implemented_by: it.function.implemented_by.as_ref().map(connector_shape),
            is_inherited: Some(it.is_inherited),
        };
        (kind.as_str().to_owned(), function)
    });
    shown.collect()
}

fn connector_shape(it: &DataConnector) -> shape::DataConnector {
    match it {
        DataConnector::Lambda(arn) => {
            let lambda = shape::LambdaFunction { arn: Some(arn.clone()) };
            shape::DataConnector { lambda: Some(lambda), is_native: Some(false) }
        }
        DataConnector::Native => shape::DataConnector { lambda: None, is_native: Some(true) },
    }
}

fn group_shape((group, is_inherited): &(PropertyGroup, bool)) -> shape::PropertyGroupResponse {
    shape::PropertyGroupResponse {
        group_type: Some("TABULAR".to_owned()),
        property_names: Some(group.property_names.iter().map(ToString::to_string).collect()),
        is_inherited: Some(*is_inherited),
    }
}

fn children(of: &EffectiveType) -> Map<shape::CompositeComponentTypeResponse> {
    let shown = of.composite_component_types.iter().map(|(name, it)| {
        let child = shape::CompositeComponentTypeResponse {
            component_type_id: Some(it.component_type_id.to_string()),
            is_inherited: Some(it.is_inherited),
        };
        (name.to_string(), child)
    });
    shown.collect()
}

fn summary(call: &Call<'_>, workspace: &WorkspaceId, it: &ComponentType) -> shape::ComponentTypeSummary {
    shape::ComponentTypeSummary {
        arn: Some(arn(call, workspace, &it.id)),
        component_type_id: Some(it.id.to_string()),
        creation_date_time: epoch(it.created),
        update_date_time: epoch(it.updated),
        description: Some(it.description.clone().unwrap_or_default()),
        status: Some(status_shape(&it.status)),
        component_type_name: it.name.clone(),
    }
}

fn scope_word(it: Scope) -> &'static str {
    match it {
        Scope::Entity => "ENTITY",
        Scope::Workspace => "WORKSPACE",
    }
}
