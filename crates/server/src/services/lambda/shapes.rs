//! Between Lambda's shapes and functions as the platform knows them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gemel_api::lambda as shape;
use gemel_app::function::{CodeOrigin, FunctionChange};
use gemel_connect::lambda::{FunctionSpec, State, log_group};
use gemel_model::time::Timestamp;
use gemel_model::{Error, Kind, Result};
use std::path::PathBuf;

/// Where a request says the code is.
pub(super) fn origin(code: shape::FunctionCode) -> Result<CodeOrigin> {
    match (code.zip_file, code.s3_bucket, code.s3_key, code.image_uri) {
        (Some(zip), None, None, None) => {
            let bytes = STANDARD.decode(zip).map_err(|_| Error::invalid("the ZipFile is not base64"))?;
            Ok(CodeOrigin::Zip(bytes))
        }
        (None, Some(bucket), Some(key), None) => Ok(CodeOrigin::Object { bucket, key }),
        // No image's name begins with a slash; the AWS CLI would itself open a whole value that begins with `file://`.
        (None, None, None, Some(uri)) => {
            match uri.strip_prefix("file://").or(uri.starts_with('/').then_some(&uri)) {
                Some(path) => Ok(CodeOrigin::Folder(PathBuf::from(path))),
                None => Err(Error::new(
                    Kind::NotImplemented,
                    "container images do not run here; give a zip, or a folder of the server by its whole path",
                )),
            }
        }
        _ => Err(Error::invalid(
            "Please provide a source for function code: ZipFile, S3Bucket with S3Key, or ImageUri with a folder's whole path",
        )),
    }
}

/// The code of an update, in the shape of a creation.
pub(super) fn code(given: shape::UpdateFunctionCodeRequest) -> shape::FunctionCode {
    shape::FunctionCode {
        zip_file: given.zip_file,
        s3_bucket: given.s3_bucket,
        s3_key: given.s3_key,
        s3_object_version: given.s3_object_version,
        image_uri: given.image_uri,
    }
}

/// Refuses what would change how a function runs and is not built, instead of passing over it.
pub(super) fn refuse_unbuilt(
    publish: Option<bool>,
    layers: Option<&[String]>,
    file_systems: Option<&[serde_json::Value]>,
) -> Result<()> {
    let what = if publish == Some(true) {
        "published versions (Publish)"
    } else if layers.is_some_and(|it| !it.is_empty()) {
        "Layers"
    } else if file_systems.is_some_and(|it| !it.is_empty()) {
        "FileSystemConfigs"
    } else {
        return Ok(());
    };
    Err(Error::new(
        Kind::NotImplemented,
        format!("{what}: not built in this version of Gemel; put everything into the code"),
    ))
}

/// The settings of a function to be made.
pub(super) fn first(given: shape::CreateFunctionRequest) -> FunctionChange {
    FunctionChange {
        runtime: given.runtime,
        handler: given.handler,
        role: given.role,
        description: given.description,
        timeout_s: given.timeout,
        memory_mb: given.memory_size,
        variables: given.environment.map(variables),
        revision_id: None,
    }
}

/// The settings that a request changes.
pub(super) fn change(given: shape::UpdateFunctionConfigurationRequest) -> FunctionChange {
    FunctionChange {
        runtime: given.runtime,
        handler: given.handler,
        role: given.role,
        description: given.description,
        timeout_s: given.timeout,
        memory_mb: given.memory_size,
        variables: given.environment.map(variables),
        revision_id: given.revision_id,
    }
}

/// A function as most operations answer it.
pub(super) fn configuration(function: &FunctionSpec) -> shape::FunctionConfiguration {
    let (state, status, code, reason) = match &function.state {
        State::Active => ("Active", "Successful", None, None),
        State::Failed { code, reason } => ("Failed", "Failed", Some(code.clone()), Some(reason.clone())),
    };
    let variables = (!function.variables.is_empty()).then(|| shape::Environment {
        variables: Some(
            function.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        ),
    });
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    shape::FunctionConfiguration {
        function_name: Some(function.name.clone()),
        function_arn: Some(function.arn.clone()),
        runtime: Some(function.runtime.clone()),
        role: Some(function.role.clone()),
        handler: Some(function.handler.clone()),
        code_size: Some(function.code.size_bytes),
        description: Some(function.description.clone()),
        timeout: Some(function.timeout_s),
        memory_size: Some(function.memory_mb),
        last_modified: Some(time(function.last_modified_epoch_ms)),
        code_sha256: Some(function.code.sha256.clone()),
        version: Some("$LATEST".to_owned()),
        environment: variables,
        tracing_config: Some(shape::TracingConfig { mode: Some("PassThrough".to_owned()) }),
        revision_id: Some(function.revision_id.clone()),
        state: Some(state.to_owned()),
        state_reason: reason.clone(),
        state_reason_code: code.clone(),
        last_update_status: Some(status.to_owned()),
        last_update_status_reason: reason,
        last_update_status_reason_code: code,
        package_type: Some("Zip".to_owned()),
        architectures: Some(vec![architecture.to_owned()]),
        ephemeral_storage: Some(shape::EphemeralStorage { size: Some(512) }),
        logging_config: Some(shape::LoggingConfig {
            log_format: Some("Text".to_owned()),
            log_group: Some(log_group(&function.name)),
        }),
    }
}

/// A function with what belongs to it.
pub(super) fn function(function: &FunctionSpec) -> shape::GetFunctionResponse {
    let tags = (!function.tags.is_empty())
        .then(|| function.tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect());
    shape::GetFunctionResponse {
        configuration: Some(configuration(function)),
        code: Some(shape::FunctionCodeLocation { repository_type: Some("Gemel".to_owned()) }),
        tags,
        concurrency: function.concurrency.map(|_| concurrency(function)),
    }
}

/// How many invocations may run at once, where the function says so.
pub(super) fn concurrency(function: &FunctionSpec) -> shape::Concurrency {
    shape::Concurrency { reserved_concurrent_executions: function.concurrency.map(i64::from) }
}

fn variables(environment: shape::Environment) -> std::collections::BTreeMap<String, String> {
    environment.variables.map(|it| it.into_iter().collect()).unwrap_or_default()
}

/// Lambda's own form of a time: `2026-11-24T15:00:00.000+0000`.
fn time(epoch_ms: i64) -> String {
    let text = Timestamp::from_millis(epoch_ms.div_euclid(1000) * 1000).to_string();
    let whole = text.strip_suffix('Z').unwrap_or(&text);
    format!("{whole}.{:03}+0000", epoch_ms.rem_euclid(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_lambdas_form() {
        assert_eq!(time(1_700_000_000_007), "2023-11-14T22:13:20.007+0000");
        assert_eq!(time(1_700_000_000_000), "2023-11-14T22:13:20.000+0000");
    }

    #[test]
    fn code_comes_from_one_place() {
        let of = |json: &str| origin(serde_json::from_str(json).unwrap()).map_err(|it| it.kind());
        assert_eq!(of(r#"{"ZipFile":"eA=="}"#), Ok(CodeOrigin::Zip(b"x".to_vec())));
        let object = CodeOrigin::Object { bucket: "b".into(), key: "k".into() };
        assert_eq!(of(r#"{"S3Bucket":"b","S3Key":"k"}"#), Ok(object));
        assert_eq!(of(r#"{"ImageUri":"file:///srv/f"}"#), Ok(CodeOrigin::Folder("/srv/f".into())));
        assert_eq!(of(r#"{"ImageUri":"/srv/f"}"#), Ok(CodeOrigin::Folder("/srv/f".into())));
        assert_eq!(of(r#"{"ImageUri":"repository/image:1"}"#), Err(Kind::NotImplemented));
        for wrong in [
            "{}",
            r#"{"S3Bucket":"b"}"#,
            r#"{"ZipFile":"%"}"#,
            r#"{"ZipFile":"eA==","S3Bucket":"b","S3Key":"k"}"#,
        ] {
            assert_eq!(of(wrong), Err(Kind::Invalid), "{wrong}");
        }
    }
}
