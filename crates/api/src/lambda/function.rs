//! Functions.

use crate::Map;

pascal_shapes! {
    /// `POST /2015-03-31/functions`
    CreateFunctionRequest {
        function_name: String,      // required, 1..=64 without the parts of an ARN
        runtime: String,            // required for a zip
        role: String,               // required
        handler: String,            // required for a zip, but for `provided`
        code: FunctionCode,         // required
        description: String,        // ..=256
        timeout: i64,               // 1..=900
        memory_size: i64,           // 128..=10240
        publish: bool,
        package_type: String,       // Zip, Image
        environment: Environment,
        tags: Map<String>,
        layers: Vec<String>,
        architectures: Vec<String>,
        file_system_configs: Vec<serde_json::Value>,
    }

    /// Where the code of a function comes from: a zip, an object, or (as an image) a folder.
    FunctionCode {
        zip_file: String,           // base64
        s3_bucket: String,
        s3_key: String,
        s3_object_version: String,
        image_uri: String,
    }

    /// The function's own variables.
    Environment { variables: Map<String> }

    /// `PUT /2015-03-31/functions/{FunctionName}/code`
    UpdateFunctionCodeRequest {
        zip_file: String,           // base64
        s3_bucket: String,
        s3_key: String,
        s3_object_version: String,
        image_uri: String,
        publish: bool,
        dry_run: bool,
        revision_id: String,
        architectures: Vec<String>,
    }

    /// `PUT /2015-03-31/functions/{FunctionName}/configuration`
    UpdateFunctionConfigurationRequest {
        role: String,
        handler: String,
        description: String,
        timeout: i64,
        memory_size: i64,
        environment: Environment,
        runtime: String,
        revision_id: String,
        layers: Vec<String>,
        file_system_configs: Vec<serde_json::Value>,
    }

    /// A function as it stands; the answer of most operations.
    FunctionConfiguration {
        function_name: String,
        function_arn: String,
        runtime: String,
        role: String,
        handler: String,
        code_size: u64,
        description: String,
        timeout: u32,
        memory_size: u32,
        last_modified: String,
        code_sha256: String,
        version: String,
        environment: Environment,
        tracing_config: TracingConfig,
        revision_id: String,
        state: String,
        state_reason: String,
        state_reason_code: String,
        last_update_status: String,
        last_update_status_reason: String,
        last_update_status_reason_code: String,
        package_type: String,
        architectures: Vec<String>,
        ephemeral_storage: EphemeralStorage,
        logging_config: LoggingConfig,
    }

    /// Whether calls are traced; they are not.
    TracingConfig { mode: String }

    /// How many megabytes `/tmp` has.
    EphemeralStorage { size: u32 }

    /// Where a function's log would be.
    LoggingConfig { log_format: String, log_group: String }

    /// The answer of `GET /2015-03-31/functions/{FunctionName}`
    GetFunctionResponse {
        configuration: FunctionConfiguration,
        code: FunctionCodeLocation,
        tags: Map<String>,
        concurrency: Concurrency,
    }

    /// Where the code is kept.
    FunctionCodeLocation { repository_type: String }

    /// How many invocations of one function may run at once.
    Concurrency { reserved_concurrent_executions: i64 }

    /// The answer of `GET /2015-03-31/functions`
    ListFunctionsResponse { next_marker: String, functions: Vec<FunctionConfiguration> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_begin_with_a_capital_and_s3_is_written_as_aws_does() {
        let body = br#"{"FunctionName":"f","Code":{"S3Bucket":"b","S3Key":"k","ZipFile":"eA=="},
            "Environment":{"Variables":{"A_B":"1"}},"Nobody":[1]}"#;
        let it: CreateFunctionRequest = crate::decode(body).unwrap();
        let code = it.code.unwrap();
        assert_eq!((it.function_name.as_deref(), code.s3_bucket.as_deref()), (Some("f"), Some("b")));
        assert_eq!(code.zip_file.as_deref(), Some("eA=="));
        assert_eq!(it.environment.unwrap().variables.unwrap()["A_B"], "1");
        let answer = FunctionConfiguration { code_sha256: Some("x".into()), ..Default::default() };
        assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"CodeSha256":"x"}"#);
    }
}
