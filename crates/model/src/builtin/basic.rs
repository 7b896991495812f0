//! Built-in types for alarms, documents, parameters and video.

use super::declare::{Declared, component_type, declaring, one_of, property, string, strings};
use crate::function::FunctionKind;

pub(super) fn types() -> Vec<Declared> {
    let alarm_status = one_of(&["ACTIVE", "SNOOZE_DISABLED", "ACKNOWLEDGED", "NORMAL"]);
    let alarm = component_type(
        "com.amazon.iottwinmaker.alarm.basic",
        "Abstract alarm component type",
        vec![
            property("alarm_key", string()).required().external_id(),
            property("alarm_status", alarm_status).time_series(),
        ],
    );
    vec![
        declaring(alarm, FunctionKind::DataReader, &["alarm_key"]),
        component_type(
            "com.amazon.iottwinmaker.documents",
            "Component type for storing document urls",
            vec![property("documents", strings())],
        ),
        component_type(
            "com.amazon.iottwinmaker.parameters",
            "Component type for storing parameter values",
            vec![property("parameters", strings())],
        ),
        component_type(
            "com.amazon.kvs.video",
            "Component type for the video of a camera",
            vec![property("KinesisVideoStreamName", string()).required()],
        ),
    ]
}
