//! Work that a request has begun and that must end even after a crash: begun and ended in the transactions of the
//! change itself, listed at the start of the process.

use crate::change::Change;
use crate::twins::{Page, page};
use crate::{Key, Space, TwinStore, key};
use gemel_model::tag::Resource;
use gemel_model::{Error, Result};

/// What is to be done for a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// A schemaInitializer must run.
    Initialize,
    /// It must be removed with all that hangs below it.
    Remove,
    /// Values over time must be removed: of this component, or of everything when the path is empty.
    ForgetSeries(String),
}

/// Work that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// For what.
    pub resource: Resource,
    /// What.
    pub work: Work,
}

/// Notes in `change` that this work begins with it.
pub fn begin(change: &mut Change, resource: &Resource, work: &Work) {
    change.put(key_of(resource, work), Vec::new());
}

/// Notes in `change` that this work ends with it.
pub fn end(change: &mut Change, resource: &Resource, work: &Work) {
    change.delete(key_of(resource, work));
}

/// All work that has not ended, in the order of the resources.
pub async fn list(store: &dyn TwinStore, after: Option<&[u8]>, limit: usize) -> Result<Page<Unfinished>> {
    let page = page(store, Space::Setting, key::join(&[PREFIX]), after, limit).await?;
    page.map(|(key, _)| decode(&key.bytes)).transposed()
}

pub(crate) const PREFIX: &[u8] = b"unfinished";

fn key_of(resource: &Resource, work: &Work) -> Key {
    let path = resource.path();
    let (word, detail) = match work {
        Work::Initialize => ("initialize", ""),
        Work::Remove => ("remove", ""),
        Work::ForgetSeries(component_path) => ("forget-series", component_path.as_str()),
    };
    let bytes = key::join(&[PREFIX, path.as_bytes(), word.as_bytes(), detail.as_bytes()]);
    Key { space: Space::Setting, bytes }
}

/// The work that a key tells of.
pub(crate) fn decode(bytes: &[u8]) -> Result<Unfinished> {
    let [_, path, word, detail] = key::split_text::<4>(bytes)?;
    let resource = Resource::of_path(&path)
        .ok_or_else(|| Error::internal(format!("unfinished work is for `{path}`, which is no resource")))?;
    let work = match word.as_str() {
        "initialize" => Work::Initialize,
        "remove" => Work::Remove,
        "forget-series" => Work::ForgetSeries(detail),
        _ => {
            return Err(Error::internal(format!(
                "unfinished work is `{word}`, which nobody knows how to do"
            )));
        }
    };
    Ok(Unfinished { resource, work })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemel_model::id::{ComponentTypeId, EntityId, WorkspaceId};

    #[test]
    fn keys_tell_what_is_to_be_done() {
        let workspace = WorkspaceId::trusted("plant");
        let entity = Resource::Entity(workspace.clone(), EntityId::trusted("pump-1"));
        let of_type = Resource::ComponentType(workspace, ComponentTypeId::trusted("com.example.pump"));
        for resource in [entity, of_type] {
            for work in [
                Work::Initialize,
                Work::Remove,
                Work::ForgetSeries(String::new()),
                Work::ForgetSeries("line/oven".to_owned()),
            ] {
                let key = key_of(&resource, &work);
                assert_eq!(decode(&key.bytes).unwrap(), Unfinished { resource: resource.clone(), work });
            }
        }
        assert!(decode(&key::join(&[PREFIX, b"workspace/plant", b"dance", b""])).is_err());
    }
}
