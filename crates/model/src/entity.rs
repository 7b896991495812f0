//! Entities, their components and property values, as they are kept.

use crate::component_type::PropertyGroup;
use crate::definition::PropertyDefinitionDraft;
use crate::id::{ComponentTypeId, EntityId, Name, Parent};
use crate::status::Status;
use crate::time::Timestamp;
use crate::value::Value;
use indexmap::IndexMap;

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
}
