//! The built-in type behind which our own series store stands.

use super::TIMESERIES;
use super::declare::{Declared, component_type, native};
use crate::function::FunctionKind;

pub(super) fn types() -> Vec<Declared> {
    let timeseries = component_type(
        TIMESERIES,
        "Keeps the time-series properties of its heirs in Gemel's own series store",
        Vec::new(),
    );
    vec![native(timeseries, &[FunctionKind::DataReader, FunctionKind::DataWriter], &[])]
}
