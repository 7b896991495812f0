//! The cases: each makes its world, measures it beside what it is compared with, and writes its table.

pub(crate) mod function;
pub(crate) mod million;
pub(crate) mod object;
pub(crate) mod process;
pub(crate) mod read;
pub(crate) mod write;

use crate::process::Server;

/// A workspace with one component type (five static properties, one of them an external id; two time series) and `n_entities` entities of two
/// components with five values each.
pub(crate) fn plant(server: &Server, n_entities: usize) -> Result<(), String> {
    server.call("iottwinmaker", "POST", "/workspaces/bench", "{}")?;
    let static_properties: Vec<String> =
        (0..4).map(|it| format!(r#""p{it}":{{"dataType":{{"type":"STRING"}}}}"#)).collect();
    let body = format!(
        r#"{{"extendsFrom":["com.gemel.timeseries"],"propertyDefinitions":{{{},
            "p4":{{"dataType":{{"type":"STRING"}},"isExternalId":true}},
            "t0":{{"dataType":{{"type":"DOUBLE"}},"isTimeSeries":true}},
            "t1":{{"dataType":{{"type":"DOUBLE"}},"isTimeSeries":true}}}}}}"#,
        static_properties.join(",")
    );
    server.call("iottwinmaker", "POST", "/workspaces/bench/component-types/com.example.bench", &body)?;
    for n in 0..n_entities {
        server.call(
            "iottwinmaker",
            "POST",
            "/workspaces/bench/entities",
            &entity(&format!("e-{n}"), "$ROOT"),
        )?;
    }
    Ok(())
}

/// The body of CreateEntity: two components with five values each, about a kilobyte when it is shown.
pub(crate) fn entity(id: &str, parent: &str) -> String {
    let values: Vec<String> =
        (0..5).map(|it| format!(r#""p{it}":{{"value":{{"stringValue":"value {it} of {id}"}}}}"#)).collect();
    let component =
        format!(r#"{{"componentTypeId":"com.example.bench","properties":{{{}}}}}"#, values.join(","));
    format!(
        r#"{{"entityId":"{id}","entityName":"Entity {id}","parentEntityId":"{parent}",
            "components":{{"one":{component},"two":{component}}}}}"#
    )
}
