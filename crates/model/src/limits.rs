//! Limits of the wire and of our own queues, each with its unit, checked against its neighbours.

/// Tags on one resource; not adjustable on AWS either.
pub const TAGS_PER_RESOURCE_MAX: usize = 50;
/// Elements of a page: the most a caller may ask for, and what he gets when he does not say.
pub const PAGE_MAX: usize = 200;
/// Pages of ExecuteQuery when the caller does not say.
pub const QUERY_PAGE_DEFAULT: usize = 50;
/// Pages of ExecuteQuery at most.
pub const QUERY_PAGE_MAX: usize = 100;
/// Items of a `listValue`, entries of a `mapValue`, values of `allowedValues`.
pub const VALUE_ITEMS_MAX: usize = 50;
/// How deep values and data types may nest; keeps every recursion bounded.
pub const VALUE_DEPTH_MAX: usize = 16;
/// Length of a `stringValue`, in UTF-16 units. The public model says 256; App Kit stores up to 2,048.
pub const STRING_VALUE_MAX: usize = 2048;
/// Length of the model's plain `String` elsewhere, in UTF-16 units.
pub const STRING_MAX: usize = 256;
/// Entries in one `BatchPutPropertyValues`.
pub const BATCH_ENTRIES_MAX: usize = 10;
/// Values in one entry of it.
pub const ENTRY_VALUES_MAX: usize = 10;
/// Properties one read can select.
pub const SELECTED_PROPERTIES_MAX: usize = 10;
/// Filters, and order-by members, of one read.
pub const PROPERTY_FILTERS_MAX: usize = 10;
/// Properties of one live subscription.
pub const LIVE_PROPERTIES_MAX: usize = 20_000;
/// Points the log takes in one append.
pub const APPEND_POINTS_MAX: usize = 1_000_000;
/// What connectors are asked for when the caller does not say.
pub const HISTORY_PAGE_DEFAULT: usize = 100;
/// Points on one page of the history of a whole component type, roughly.
pub const HISTORY_PAGE_POINTS_MAX: usize = 20_000;
/// Series on one page of the history of a whole component type; each takes 16 bytes of the page token.
pub const HISTORY_PAGE_SERIES_MAX: usize = 512;
/// Points that one round of a filtered read looks at, of each series.
pub const HISTORY_FILTER_SCAN_MAX: usize = 2048;
/// Rounds of a filtered read; then the page ends, full or not.
pub const HISTORY_FILTER_ROUNDS_MAX: usize = 16;
/// Components that GetEntity shows; the rest through ListComponents.
pub const SHOWN_COMPONENTS_MAX: usize = 30;
/// Properties of a component that GetEntity shows; the rest through ListProperties.
pub const SHOWN_PROPERTIES_MAX: usize = 800;
/// Items of a list or map value that GetEntity and ListProperties show.
pub const SHOWN_ITEMS_MAX: usize = 50;

const _: () = assert!(BATCH_ENTRIES_MAX * ENTRY_VALUES_MAX <= APPEND_POINTS_MAX);
const _: () = assert!(HISTORY_PAGE_DEFAULT <= PAGE_MAX);
