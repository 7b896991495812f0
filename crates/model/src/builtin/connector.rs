//! Built-in types that stand for AWS Athena and IoT SiteWise; their functions are declared, not built here.

use super::declare::{Declared, component_type, double, extending, grouping, native, property, string};
use crate::function::FunctionKind::{DataReader, DataWriter, SchemaInitializer, TabularDataReaderByEntity};

const ASSET_ID: &str = "sitewiseAssetId";
const MODEL_ID: &str = "sitewiseAssetModelId";

pub(super) fn types() -> Vec<Declared> {
    let mut types = vec![athena(), resource_sync(), alarm(), edge_video()];
    let connector = component_type(
        "com.amazon.iotsitewise.connector",
        "IoT SiteWise connector for syncing asset properties",
        vec![property(ASSET_ID, string()).required().external_id(), property(MODEL_ID, string()).required()],
    );
    types.push(native(connector, &[SchemaInitializer, DataReader, DataWriter], &[ASSET_ID, MODEL_ID]));
    types
}

fn athena() -> Declared {
    let names = [
        "athenaDataSource",
        "athenaDatabase",
        "athenaTable",
        "athenaWorkgroup",
        "athenaExternalIdColumnName",
    ];
    let mut properties: Vec<_> = names.iter().map(|it| property(it, string()).required()).collect();
    properties.push(property("athenaComponentExternalId", string()).required().external_id());
    let connector = component_type(
        "com.amazon.athena.connector",
        "Athena connector for syncing tabular data",
        properties,
    );
    let mut required = names.to_vec();
    required.push("athenaComponentExternalId");
    grouping(native(connector, &[TabularDataReaderByEntity], &required), "tabularPropertyGroup")
}

fn resource_sync() -> Declared {
    component_type(
        "com.amazon.iotsitewise.resourcesync",
        "IoT SiteWise component type for synced resources",
        vec![property(ASSET_ID, string()).external_id(), property(MODEL_ID, string())],
    )
}

fn alarm() -> Declared {
    let alarm = component_type(
        "com.amazon.iotsitewise.alarm",
        "IoT SiteWise alarm component type",
        vec![
            property(ASSET_ID, string()).required(),
            property(MODEL_ID, string()).required(),
            property("sitewiseAlarmModelId", string()),
            property("alarm_threshold", double()).time_series(),
        ],
    );
    let alarm = extending(alarm, &["com.amazon.iottwinmaker.alarm.basic"]);
    native(alarm, &[SchemaInitializer, DataReader, DataWriter], &[ASSET_ID, MODEL_ID])
}

fn edge_video() -> Declared {
    let edge_video = component_type(
        "com.amazon.iotsitewise.connector.edgevideo",
        "IoT SiteWise connector for syncing edgevideo asset properties",
        vec![
            property(ASSET_ID, string()).required().external_id(),
            property(MODEL_ID, string()).required(),
            property("VideoUploadedTimeRange", double()).time_series().imported(),
            property("CachedVideoAgeOutOnEdge", double()).time_series().imported(),
            property("KinesisVideoStreamName", string()).time_series().imported(),
            property("VideoUploadRequest", string()).time_series().imported(),
        ],
    );
    native(edge_video, &[SchemaInitializer, DataReader, DataWriter], &[ASSET_ID])
}
