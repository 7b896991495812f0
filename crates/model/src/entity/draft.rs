//! What requests say about entities: drafts for creating, steps for updating.

use crate::definition::PropertyDefinitionDraft;
use crate::id::{ComponentPath, ComponentTypeId, Description, EntityName, Name, Parent};
use crate::value::Value;
use indexmap::IndexMap;

/// An entity to be made. Its id and its tags are given apart.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityDraft {
    /// Its name, for people.
    pub name: EntityName,
    /// Free text.
    pub description: Option<Description>,
    /// Where it will hang.
    pub parent: Parent,
    /// Top-level components, by name.
    pub components: IndexMap<Name, ComponentDraft>,
    /// Initial values of composite children, by path; the children themselves come with their types.
    pub composite_components: IndexMap<ComponentPath, CompositeComponentDraft>,
}

/// A component to be made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ComponentDraft {
    /// Its type; required.
    pub component_type_id: Option<ComponentTypeId>,
    /// Free text.
    pub description: Option<Description>,
    /// Values, and definitions of properties that the type lacks.
    pub properties: IndexMap<Name, PropertyUpdate>,
    /// Property groups of its own.
    pub property_groups: IndexMap<Name, PropertyGroupUpdate>,
}

/// What a composite child begins with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CompositeComponentDraft {
    /// Free text.
    pub description: Option<Description>,
    /// Values, and definitions of properties that the type lacks.
    pub properties: IndexMap<Name, PropertyUpdate>,
    /// Property groups of its own.
    pub property_groups: IndexMap<Name, PropertyGroupUpdate>,
}

/// Changes to an entity. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EntityUpdate {
    /// A new name.
    pub name: Option<EntityName>,
    /// A new description; empty text takes it away.
    pub description: Option<Description>,
    /// Changes to top-level components, by name.
    pub components: IndexMap<Name, ComponentUpdate>,
    /// Changes to composite children, by path. They are applied after `components`.
    pub composite_components: IndexMap<ComponentPath, ComponentUpdate>,
    /// A move.
    pub parent: Option<ParentUpdate>,
}

/// A change to a component.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ComponentUpdate {
    /// What is meant; absent means UPDATE of what is there and CREATE of what is not.
    pub update_type: Option<ComponentUpdateType>,
    /// The type, when one is created; otherwise it must be the one that it has.
    pub component_type_id: Option<ComponentTypeId>,
    /// A new description; empty text takes it away.
    pub description: Option<Description>,
    /// Changes to properties.
    pub properties: IndexMap<Name, PropertyUpdate>,
    /// Changes to property groups.
    pub property_groups: IndexMap<Name, PropertyGroupUpdate>,
}

/// What is said about one property, in creating and in updating.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PropertyUpdate {
    /// What is meant; absent means UPDATE.
    pub update_type: Option<PropertyUpdateType>,
    /// A definition, whole for a property that the type lacks, else only what differs.
    pub definition: Option<PropertyDefinitionDraft>,
    /// The value.
    pub value: Option<Value>,
}

/// What is said about one property group. The wire knows TABULAR groups only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PropertyGroupUpdate {
    /// What is meant; absent means UPDATE of what is there and CREATE of what is not.
    pub update_type: Option<PropertyGroupUpdateType>,
    /// The properties, in order; absent leaves them as they are.
    pub property_names: Option<Vec<Name>>,
}

/// A move to another parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentUpdate {
    /// What is meant.
    pub update_type: ParentUpdateType,
    /// The new parent; required for UPDATE, ignored for DELETE.
    pub parent: Option<Parent>,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in the wire's order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The wire's word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// From the wire's word; an error names `member`.
            pub fn parse(member: &str, text: &str) -> crate::error::Result<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text).ok_or_else(|| {
                    let words: Vec<&str> = Self::ALL.iter().map(|it| it.as_str()).collect();
                    let rule = format!("Member must satisfy enum value set: [{}]", words.join(", "));
                    crate::error::Error::constraint(member, Some(text), rule)
                })
            }
        }
    )*};
}

words! {
    /// What a component update means.
    ComponentUpdateType {
        /// Make it; it must not exist.
        Create = "CREATE",
        /// Change it; it must exist.
        Update = "UPDATE",
        /// Remove it; it must exist.
        Delete = "DELETE",
    }

    /// What a property update means.
    PropertyUpdateType {
        /// Set value or definition.
        Update = "UPDATE",
        /// Remove a property that the type lacks.
        Delete = "DELETE",
        /// Add a property that the type lacks.
        Create = "CREATE",
        /// Forget the value; the default shows again.
        ResetValue = "RESET_VALUE",
    }

    /// What a property group update means.
    PropertyGroupUpdateType {
        /// Change it.
        Update = "UPDATE",
        /// Remove a group that the type lacks.
        Delete = "DELETE",
        /// Add it; it must not exist.
        Create = "CREATE",
    }

    /// What a parent update means.
    ParentUpdateType {
        /// Move below another parent.
        Update = "UPDATE",
        /// Move to the root.
        Delete = "DELETE",
    }
}

impl EntityDraft {
    /// A draft with nothing but a name, to hang at the root.
    pub fn named(name: EntityName) -> Self {
        Self {
            name,
            description: None,
            parent: Parent::Root,
            components: IndexMap::new(),
            composite_components: IndexMap::new(),
        }
    }
}
