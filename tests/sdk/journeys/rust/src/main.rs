//! The journey with the AWS SDK for Rust, whose prefixes `api.` and `data.` cannot be switched off: every name resolves here.

use aws_credential_types::Credentials;
use aws_sdk_iottwinmaker::config::{BehaviorVersion, Region};
use aws_sdk_iottwinmaker::operation::get_workspace::GetWorkspaceError;
use aws_sdk_iottwinmaker::types::{
    ComponentRequest, DataType, DataValue, EntityPropertyReference, PropertyDefinitionRequest, PropertyValue,
    PropertyValueEntry, Type,
};
use aws_sdk_iottwinmaker::{Client, Config};
use aws_smithy_http_client::{Builder, tls};
use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};

type Done = Result<(), Box<dyn Error>>;

const TYPE: &str = "com.example.journey";

/// What the lines of `gemel hosts` would do.
#[derive(Debug, Clone)]
struct Here;

impl ResolveDns for Here {
    fn resolve_dns<'a>(&'a self, _name: &'a str) -> DnsFuture<'a> {
        DnsFuture::ready(Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]))
    }
}

fn connect() -> Result<Client, Box<dyn Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set"));
    let url = variable("AWS_ENDPOINT_URL")?;
    let port = url.rsplit(':').next().ok_or("no port")?.to_owned();
    let http = Builder::new()
        .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
        .build_with_resolver(Here);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(variable("AWS_REGION")?))
        .credentials_provider(Credentials::from_keys(
            variable("AWS_ACCESS_KEY_ID")?,
            variable("AWS_SECRET_ACCESS_KEY")?,
            None,
        ))
        .endpoint_url(format!("http://localhost:{port}"))
        .http_client(http)
        .build();
    Ok(Client::from_conf(config))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Done {
    let workspace = std::env::args().nth(1).ok_or("which workspace?")?;
    let client = connect()?;
    build(&client, &workspace).await?;
    read_and_write(&client, &workspace).await?;
    remove(&client, &workspace).await?;
    println!("the journey is done");
    Ok(())
}

async fn build(client: &Client, workspace: &str) -> Done {
    client.create_workspace().workspace_id(workspace).send().await?;
    let speed = PropertyDefinitionRequest::builder()
        .data_type(DataType::builder().r#type(Type::Double).build()?)
        .is_time_series(true)
        .build();
    client
        .create_component_type()
        .workspace_id(workspace)
        .component_type_id(TYPE)
        .extends_from("com.gemel.timeseries")
        .property_definitions("speed", speed)
        .send()
        .await?;
    client
        .create_entity()
        .workspace_id(workspace)
        .entity_id("line-1")
        .entity_name("Line 1")
        .components("motor", ComponentRequest::builder().component_type_id(TYPE).build())
        .send()
        .await?;
    let scene = client.create_scene().workspace_id(workspace).scene_id("hall");
    scene.content_location("s3://journey/hall.json").send().await?;
    Ok(())
}

async fn read_and_write(client: &Client, workspace: &str) -> Done {
    let entity = client.get_entity().workspace_id(workspace).entity_id("line-1").send().await?;
    assert_eq!(entity.parent_entity_id(), "$ROOT");
    let reference = EntityPropertyReference::builder()
        .entity_id("line-1")
        .component_name("motor")
        .property_name("speed")
        .build()?;
    let value = PropertyValue::builder()
        .time("2026-01-01T00:00:01Z")
        .value(DataValue::builder().double_value(f64::NAN).build())
        .build();
    let entry =
        PropertyValueEntry::builder().entity_property_reference(reference).property_values(value).build();
    let put = client.batch_put_property_values().workspace_id(workspace).entries(entry).send().await?;
    assert!(put.error_entries().is_empty());
    let history = client
        .get_property_value_history()
        .workspace_id(workspace)
        .entity_id("line-1")
        .component_name("motor")
        .selected_properties("speed")
        .start_time("2026-01-01T00:00:00Z")
        .end_time("2026-01-02T00:00:00Z")
        .send()
        .await?;
    let values = history.property_values()[0].values();
    assert!(values[0].value().and_then(DataValue::double_value).is_some_and(f64::is_nan));
    let mut pages = client.list_entities().workspace_id(workspace).into_paginator().send();
    let mut n_entities = 0;
    while let Some(page) = pages.next().await {
        n_entities += page?.entity_summaries().len();
    }
    assert_eq!(n_entities, 1);
    Ok(())
}

async fn remove(client: &Client, workspace: &str) -> Done {
    let refused = client.delete_workspace().workspace_id(workspace).send().await;
    assert!(refused.is_err_and(|it| it.into_service_error().is_validation_exception()));
    client.delete_scene().workspace_id(workspace).scene_id("hall").send().await?;
    client.delete_entity().workspace_id(workspace).entity_id("line-1").send().await?;
    client.delete_component_type().workspace_id(workspace).component_type_id(TYPE).send().await?;
    client.delete_workspace().workspace_id(workspace).send().await?;
    let gone = client.get_workspace().workspace_id(workspace).send().await;
    assert!(
        gone.is_err_and(|it| matches!(
            it.into_service_error(),
            GetWorkspaceError::ResourceNotFoundException(_)
        ))
    );
    Ok(())
}
