//! Gemel's own extension, which AWS does not have: a live subscription to the values of properties.

shapes! {
    /// `POST /workspaces/{workspaceId}/entity-properties/subscription`; answered by server-sent events.
    SubscribePropertyValuesRequest {
        properties: Vec<SubscribedProperty>, // required, 1..=20,000
        heartbeat_seconds: i64,              // 5..=60
    }

    /// A property; its number in the events is its place in the list.
    SubscribedProperty {
        entity_id: String,
        component_name: String, // or a path such as `line/oven`
        component_path: String,
        property_name: String,
    }
}

/// The name in logs and metrics.
pub const SUBSCRIBE: &str = "SubscribePropertyValues";

/// The workspace of a request for a subscription.
pub fn subscription<'a>(method: &str, segments: &[&'a str]) -> Option<&'a str> {
    match (method, segments) {
        ("POST", ["workspaces", workspace_id, "entity-properties", "subscription"]) => Some(workspace_id),
        _ => None,
    }
}
