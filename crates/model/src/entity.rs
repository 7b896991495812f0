//! Entities, their components and property values: as they are kept, and the rules for making, changing and showing them.

mod create;
mod draft;
mod import;
mod place;
mod property;
mod shown;
mod terms;
mod update;

#[cfg(test)]
mod tests;

pub use create::create;
pub use draft::{
    ComponentDraft, ComponentUpdate, ComponentUpdateType, CompositeComponentDraft, EntityDraft, EntityUpdate,
    ParentUpdate, ParentUpdateType, PropertyGroupUpdate, PropertyGroupUpdateType, PropertyUpdate,
    PropertyUpdateType,
};
pub use import::{import, pending};
pub use place::{check_depth, check_move, destination};
pub use shown::{
    Page, ShownComponent, ShownEntity, ShownGroup, ShownProperty, ShownSummary, component_page, property,
    property_page, shown,
};
pub use terms::{Terms, component_paths, terms};
pub use update::update;

use crate::component_type::{EffectiveType, PropertyGroup};
use crate::definition::PropertyDefinitionDraft;
use crate::id::{ComponentTypeId, EntityId, Name, Parent};
use crate::status::Status;
use crate::time::Timestamp;
use crate::value::Value;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

/// A thing in the workspace, with everything that hangs on it but its children.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// Its name, for people; unique among siblings except at the root.
    pub name: String,
    /// Free text.
    pub description: Option<String>,
    /// Where it hangs.
    pub parent: Parent,
    /// Top-level components, by name.
    pub components: IndexMap<Name, Component>,
    /// Where it is in its life.
    pub status: Status,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// Who keeps it in step, for synced entities.
    pub sync_source: Option<String>,
}

/// A component of an entity, or of a composite component.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Its type.
    pub component_type_id: ComponentTypeId,
    /// Free text.
    pub description: Option<String>,
    /// What was set or defined here; the type's definitions are not repeated.
    pub properties: IndexMap<Name, Property>,
    /// Groups defined here, over the type's.
    pub property_groups: IndexMap<Name, PropertyGroup>,
    /// Composite children, by name.
    pub composite_components: IndexMap<Name, Component>,
    /// For a composite child: the type that declares it.
    pub defined_in: Option<ComponentTypeId>,
    /// Where it is in its life.
    pub status: Status,
    /// Who keeps it in step, for synced components.
    pub sync_source: Option<String>,
}

/// What an entity says about one property.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Property {
    /// A definition given on the entity: of a property the type lacks, or over the type's.
    pub definition: Option<PropertyDefinitionDraft>,
    /// The value set here; `None` shows the default.
    pub value: Option<Value>,
}

/// Where the effective types of a workspace are found, built-in ones too.
pub trait EffectiveTypes {
    /// The type of this id as it stands after inheritance.
    fn effective(&self, id: &ComponentTypeId) -> Option<&EffectiveType>;
}

impl<S: BuildHasher> EffectiveTypes for HashMap<ComponentTypeId, Arc<EffectiveType>, S> {
    fn effective(&self, id: &ComponentTypeId) -> Option<&EffectiveType> {
        self.get(id).map(AsRef::as_ref)
    }
}

impl Entity {
    /// The component at a path: the first name is a top-level component, the rest composite children.
    pub fn component<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<&Component> {
        let mut names = path.into_iter();
        let mut found = self.components.get(names.next()?)?;
        for name in names {
            found = found.composite_components.get(name)?;
        }
        Some(found)
    }

    /// The component at a path such as `line/oven`, to be changed.
    fn component_mut(&mut self, path: &str) -> Option<&mut Component> {
        let mut names = path.split('/');
        let mut found = self.components.get_mut(names.next()?)?;
        for name in names {
            found = found.composite_components.get_mut(name)?;
        }
        Some(found)
    }

    /// Visits every component with its path, parents first.
    fn visit(&self, look: &mut impl FnMut(&str, &Component)) {
        for (name, component) in &self.components {
            component.visit(name.as_str(), look);
        }
    }
}

impl Component {
    /// Visits this component, which is at `path`, and all below it.
    fn visit(&self, path: &str, look: &mut impl FnMut(&str, &Component)) {
        look(path, self);
        for (name, child) in &self.composite_components {
            child.visit(&format!("{path}/{name}"), look);
        }
    }
}
