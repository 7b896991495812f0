//! Lists of component types: a workspace's own by id, then the built-in ones by id.

use crate::workspace::missing as workspace_missing;
use crate::{App, Context};
use gemel_model::component_type::ComponentType;
use gemel_model::id::{ComponentTypeId, WorkspaceId};
use gemel_model::tag::Resource;
use gemel_model::{Error, Result, builtin, limits};
use gemel_store::twins::Page;
use gemel_store::{component_type as types, key, workspace};

/// How many own types one request looks at: some filters have no index, and no request may take for ever.
const LOOKED_AT_MAX: usize = 2_000;

/// Where a cursor stands: after this own type, or after this built-in one.
const OWN: u8 = 0;
const BUILTIN: u8 = 1;

/// What a listed type must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComponentTypeFilter {
    /// It names this type in its `extendsFrom`.
    ExtendsFrom(ComponentTypeId),
    /// Its id begins so.
    Namespace(String),
    /// It is abstract, or is not.
    IsAbstract(bool),
}

impl App {
    /// The types that pass all filters. With filters a page can be short, though more follow.
    pub async fn component_types(
        &self,
        cx: &Context,
        workspace_id: &WorkspaceId,
        filters: &[ComponentTypeFilter],
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<ComponentType>> {
        cx.require("iottwinmaker:ListComponentTypes", &self.arn(&Resource::Workspace(workspace_id.clone())))?;
        if workspace::get(&*self.store, workspace_id).await?.is_none() {
            return Err(workspace_missing(workspace_id));
        }
        let (stage, after) = match after.as_deref() {
            None => (OWN, None),
            Some([stage @ (OWN | BUILTIN), id @ ..]) => (*stage, Some(text(id)?)),
            Some(_) => return Err(Error::invalid("nextToken does not fit this operation")),
        };
        let mut page = Page { items: Vec::new(), next: None };
        if stage == OWN {
            page = self.own_types(workspace_id, filters, after.as_deref(), limit).await?;
            if page.next.is_some() {
                return Ok(page);
            }
        }
        let after = if stage == BUILTIN { after } else { None };
        add_builtin(&mut page, filters, after.as_deref(), limit);
        Ok(page)
    }

    async fn own_types(
        &self,
        workspace_id: &WorkspaceId,
        filters: &[ComponentTypeFilter],
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<ComponentType>> {
        let mut found = Vec::new();
        let mut after = after.map(str::to_owned);
        let mut n_looked_at = 0;
        loop {
            let chunk = self.own_chunk(workspace_id, filters, after.as_deref()).await?;
            let ids = chunk.items.iter().map(|it| it.id.clone());
            let needs_whole = filters.iter().any(|it| matches!(it, ComponentTypeFilter::IsAbstract(_)));
            let known = if needs_whole { Some(self.known_types(workspace_id, ids).await?) } else { None };
            n_looked_at += chunk.items.len();
            for it in chunk.items {
                if found.len() == limit {
                    return Ok(Page { items: found, next: after.map(|it| cursor(OWN, &it)) });
                }
                after = Some(it.id.to_string());
                let is_abstract =
                    known.as_ref().and_then(|known| known.get(&it.id)).map(|it| it.effective.is_abstract);
                if filters.iter().all(|filter| filter.fits(&it, is_abstract)) {
                    found.push(it);
                }
            }
            let Some(next) = chunk.next else { return Ok(Page { items: found, next: None }) };
            if found.len() == limit || n_looked_at >= LOOKED_AT_MAX {
                return Ok(Page { items: found, next: Some(cursor(OWN, &text(&next)?)) });
            }
            after = Some(text(&next)?);
        }
    }

    /// Some own types after an id, by the narrowest index there is for the filters; `next` is an id.
    async fn own_chunk(
        &self,
        workspace_id: &WorkspaceId,
        filters: &[ComponentTypeFilter],
        after: Option<&str>,
    ) -> Result<Page<ComponentType>> {
        let parent = filters.iter().find_map(|it| match it {
            ComponentTypeFilter::ExtendsFrom(it) => Some(it),
            _ => None,
        });
        let namespace = filters.iter().find_map(|it| match it {
            ComponentTypeFilter::Namespace(it) => Some(it.as_str()),
            _ => None,
        });
        let limit = limits::PAGE_MAX;
        let after = after.map(str::as_bytes);
        let page = match parent {
            Some(parent) => {
                let after = after.map(|it| key::join(&[it]));
                let page = types::list_by_parent(&*self.store, workspace_id, parent, after.as_deref(), limit);
                let page = page.await?;
                let next = page.next.map(|it| key::last_text(&it)).transpose()?;
                Page { items: page.items, next: next.map(String::into_bytes) }
            }
            None => {
                let namespace = namespace.unwrap_or_default();
                types::list(&*self.store, workspace_id, namespace, after, limit).await?
            }
        };
        Ok(Page { items: page.items.into_iter().map(|it| it.value).collect(), next: page.next })
    }
}

impl ComponentTypeFilter {
    fn fits(&self, it: &ComponentType, is_abstract: Option<bool>) -> bool {
        match self {
            Self::ExtendsFrom(parent) => it.extends_from.contains(parent),
            Self::Namespace(start) => it.id.as_str().starts_with(start.as_str()),
            Self::IsAbstract(wanted) => is_abstract == Some(*wanted),
        }
    }
}

fn add_builtin(
    page: &mut Page<ComponentType>,
    filters: &[ComponentTypeFilter],
    after: Option<&str>,
    limit: usize,
) {
    let fitting = builtin::all().filter(|it| {
        let id = it.id.as_str();
        let is_abstract = builtin::effective(id).map(|it| it.is_abstract);
        after.is_none_or(|after| id > after) && filters.iter().all(|filter| filter.fits(it, is_abstract))
    });
    for it in fitting {
        if page.items.len() == limit {
            let last = page.items.last().filter(|it| builtin::get(it.id.as_str()).is_some());
            // After the last own type, the built-in ones begin with an empty id.
            page.next = Some(cursor(BUILTIN, last.map_or("", |it| it.id.as_str())));
            return;
        }
        page.items.push(it.clone());
    }
}

fn cursor(stage: u8, id: &str) -> Vec<u8> {
    [&[stage], id.as_bytes()].concat()
}

fn text(id: &[u8]) -> Result<String> {
    String::from_utf8(id.to_vec()).map_err(|_| Error::invalid("nextToken does not fit this operation"))
}
