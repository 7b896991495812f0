//! Built-in component types, seen in every workspace.
