//! Which operation a method and a path mean.

/// An operation with its path's label, decoded but not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// `POST /2015-03-31/functions`
    CreateFunction,
    /// `GET /2015-03-31/functions`
    ListFunctions,
    /// `GET /2015-03-31/functions/{FunctionName}`
    GetFunction(String),
    /// `DELETE /2015-03-31/functions/{FunctionName}`
    DeleteFunction(String),
    /// `GET /2015-03-31/functions/{FunctionName}/configuration`
    GetFunctionConfiguration(String),
    /// `PUT /2015-03-31/functions/{FunctionName}/configuration`
    UpdateFunctionConfiguration(String),
    /// `PUT /2015-03-31/functions/{FunctionName}/code`
    UpdateFunctionCode(String),
    /// `POST /2015-03-31/functions/{FunctionName}/invocations`
    Invoke(String),
    /// `GET /2019-09-30/functions/{FunctionName}/concurrency`
    GetFunctionConcurrency(String),
    /// `PUT /2017-10-31/functions/{FunctionName}/concurrency`
    PutFunctionConcurrency(String),
    /// `DELETE /2017-10-31/functions/{FunctionName}/concurrency`
    DeleteFunctionConcurrency(String),
    /// What Lambda can do elsewhere and not here.
    Unpromised(&'static str),
}

impl Operation {
    /// Its name, as in the public API.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateFunction => "CreateFunction",
            Self::ListFunctions => "ListFunctions",
            Self::GetFunction(_) => "GetFunction",
            Self::DeleteFunction(_) => "DeleteFunction",
            Self::GetFunctionConfiguration(_) => "GetFunctionConfiguration",
            Self::UpdateFunctionConfiguration(_) => "UpdateFunctionConfiguration",
            Self::UpdateFunctionCode(_) => "UpdateFunctionCode",
            Self::Invoke(_) => "Invoke",
            Self::GetFunctionConcurrency(_) => "GetFunctionConcurrency",
            Self::PutFunctionConcurrency(_) => "PutFunctionConcurrency",
            Self::DeleteFunctionConcurrency(_) => "DeleteFunctionConcurrency",
            Self::Unpromised(name) => name,
        }
    }
}

/// The operation of a method and a path's decoded segments. An empty last segment counts as none: some clients write
/// `/functions/`.
pub fn operation(method: &str, segments: &[&str]) -> Option<Operation> {
    let segments = match segments {
        [rest @ .., ""] => rest,
        all => all,
    };
    let name = |it: &&str| (*it).to_owned();
    let own = match (method, segments) {
        // POST /2015-03-31/functions
        ("POST", ["2015-03-31", "functions"]) => Operation::CreateFunction,
        // GET /2015-03-31/functions
        ("GET", ["2015-03-31", "functions"]) => Operation::ListFunctions,
        // GET /2015-03-31/functions/{FunctionName}
        ("GET", ["2015-03-31", "functions", it]) => Operation::GetFunction(name(it)),
        // DELETE /2015-03-31/functions/{FunctionName}
        ("DELETE", ["2015-03-31", "functions", it]) => Operation::DeleteFunction(name(it)),
        // GET /2015-03-31/functions/{FunctionName}/configuration
        ("GET", ["2015-03-31", "functions", it, "configuration"]) => {
            Operation::GetFunctionConfiguration(name(it))
        }
        // PUT /2015-03-31/functions/{FunctionName}/configuration
        ("PUT", ["2015-03-31", "functions", it, "configuration"]) => {
            Operation::UpdateFunctionConfiguration(name(it))
        }
        // PUT /2015-03-31/functions/{FunctionName}/code
        ("PUT", ["2015-03-31", "functions", it, "code"]) => Operation::UpdateFunctionCode(name(it)),
        // POST /2015-03-31/functions/{FunctionName}/invocations
        ("POST", ["2015-03-31", "functions", it, "invocations"]) => Operation::Invoke(name(it)),
        // GET /2019-09-30/functions/{FunctionName}/concurrency
        ("GET", ["2019-09-30", "functions", it, "concurrency"]) => {
            Operation::GetFunctionConcurrency(name(it))
        }
        // PUT /2017-10-31/functions/{FunctionName}/concurrency
        ("PUT", ["2017-10-31", "functions", it, "concurrency"]) => {
            Operation::PutFunctionConcurrency(name(it))
        }
        // DELETE /2017-10-31/functions/{FunctionName}/concurrency
        ("DELETE", ["2017-10-31", "functions", it, "concurrency"]) => {
            Operation::DeleteFunctionConcurrency(name(it))
        }
        _ => return unpromised(method, segments),
    };
    Some(own)
}

fn unpromised(method: &str, segments: &[&str]) -> Option<Operation> {
    let is_it = |pattern: &str| {
        let mut parts = pattern.split('/');
        segments.iter().all(|segment| parts.next().is_some_and(|part| part == "{}" || part == *segment))
            && parts.next().is_none()
    };
    let found = UNPROMISED.iter().find(|(verb, pattern, _)| *verb == method && is_it(pattern))?;
    Some(Operation::Unpromised(found.2))
}

/// What Lambda can do elsewhere, by method and path.
const UNPROMISED: &[(&str, &str, &str)] = &[
    ("POST", "2018-10-31/layers/{}/versions/{}/policy", "AddLayerVersionPermission"),
    ("POST", "2015-03-31/functions/{}/policy", "AddPermission"),
    ("POST", "2025-12-01/durable-executions/{}/checkpoint", "CheckpointDurableExecution"),
    ("POST", "2015-03-31/functions/{}/aliases", "CreateAlias"),
    ("POST", "2025-11-30/capacity-providers", "CreateCapacityProvider"),
    ("POST", "2020-04-22/code-signing-configs", "CreateCodeSigningConfig"),
    ("POST", "2015-03-31/event-source-mappings", "CreateEventSourceMapping"),
    ("POST", "2021-10-31/functions/{}/url", "CreateFunctionUrlConfig"),
    ("DELETE", "2015-03-31/functions/{}/aliases/{}", "DeleteAlias"),
    ("DELETE", "2025-11-30/capacity-providers/{}", "DeleteCapacityProvider"),
    ("DELETE", "2020-04-22/code-signing-configs/{}", "DeleteCodeSigningConfig"),
    ("DELETE", "2015-03-31/event-source-mappings/{}", "DeleteEventSourceMapping"),
    ("DELETE", "2020-06-30/functions/{}/code-signing-config", "DeleteFunctionCodeSigningConfig"),
    ("DELETE", "2019-09-25/functions/{}/event-invoke-config", "DeleteFunctionEventInvokeConfig"),
    ("DELETE", "2021-10-31/functions/{}/url", "DeleteFunctionUrlConfig"),
    ("DELETE", "2018-10-31/layers/{}/versions/{}", "DeleteLayerVersion"),
    ("DELETE", "2019-09-30/functions/{}/provisioned-concurrency", "DeleteProvisionedConcurrencyConfig"),
    ("GET", "2016-08-19/account-settings", "GetAccountSettings"),
    ("GET", "2015-03-31/functions/{}/aliases/{}", "GetAlias"),
    ("GET", "2025-11-30/capacity-providers/{}", "GetCapacityProvider"),
    ("GET", "2020-04-22/code-signing-configs/{}", "GetCodeSigningConfig"),
    ("GET", "2025-12-01/durable-executions/{}", "GetDurableExecution"),
    ("GET", "2025-12-01/durable-executions/{}/history", "GetDurableExecutionHistory"),
    ("GET", "2025-12-01/durable-executions/{}/state", "GetDurableExecutionState"),
    ("GET", "2015-03-31/event-source-mappings/{}", "GetEventSourceMapping"),
    ("GET", "2020-06-30/functions/{}/code-signing-config", "GetFunctionCodeSigningConfig"),
    ("GET", "2019-09-25/functions/{}/event-invoke-config", "GetFunctionEventInvokeConfig"),
    ("GET", "2024-08-31/functions/{}/recursion-config", "GetFunctionRecursionConfig"),
    ("GET", "2025-11-30/functions/{}/function-scaling-config", "GetFunctionScalingConfig"),
    ("GET", "2021-10-31/functions/{}/url", "GetFunctionUrlConfig"),
    ("GET", "2018-10-31/layers/{}/versions/{}", "GetLayerVersion"),
    ("GET", "2018-10-31/layers/{}/versions/{}/policy", "GetLayerVersionPolicy"),
    ("GET", "2015-03-31/functions/{}/policy", "GetPolicy"),
    ("GET", "2019-09-30/functions/{}/provisioned-concurrency", "GetProvisionedConcurrencyConfig"),
    ("GET", "2021-07-20/functions/{}/runtime-management-config", "GetRuntimeManagementConfig"),
    ("POST", "2014-11-13/functions/{}/invoke-async", "InvokeAsync"),
    ("POST", "2021-11-15/functions/{}/response-streaming-invocations", "InvokeWithResponseStream"),
    ("GET", "2015-03-31/functions/{}/aliases", "ListAliases"),
    ("GET", "2025-11-30/capacity-providers", "ListCapacityProviders"),
    ("GET", "2020-04-22/code-signing-configs", "ListCodeSigningConfigs"),
    ("GET", "2025-12-01/functions/{}/durable-executions", "ListDurableExecutionsByFunction"),
    ("GET", "2015-03-31/event-source-mappings", "ListEventSourceMappings"),
    ("GET", "2019-09-25/functions/{}/event-invoke-config/list", "ListFunctionEventInvokeConfigs"),
    ("GET", "2021-10-31/functions/{}/urls", "ListFunctionUrlConfigs"),
    ("GET", "2025-11-30/capacity-providers/{}/function-versions", "ListFunctionVersionsByCapacityProvider"),
    ("GET", "2020-04-22/code-signing-configs/{}/functions", "ListFunctionsByCodeSigningConfig"),
    ("GET", "2018-10-31/layers/{}/versions", "ListLayerVersions"),
    ("GET", "2018-10-31/layers", "ListLayers"),
    ("GET", "2019-09-30/functions/{}/provisioned-concurrency", "ListProvisionedConcurrencyConfigs"),
    ("GET", "2017-03-31/tags/{}", "ListTags"),
    ("GET", "2015-03-31/functions/{}/versions", "ListVersionsByFunction"),
    ("POST", "2018-10-31/layers/{}/versions", "PublishLayerVersion"),
    ("POST", "2015-03-31/functions/{}/versions", "PublishVersion"),
    ("PUT", "2020-06-30/functions/{}/code-signing-config", "PutFunctionCodeSigningConfig"),
    ("PUT", "2019-09-25/functions/{}/event-invoke-config", "PutFunctionEventInvokeConfig"),
    ("PUT", "2024-08-31/functions/{}/recursion-config", "PutFunctionRecursionConfig"),
    ("PUT", "2025-11-30/functions/{}/function-scaling-config", "PutFunctionScalingConfig"),
    ("PUT", "2019-09-30/functions/{}/provisioned-concurrency", "PutProvisionedConcurrencyConfig"),
    ("PUT", "2021-07-20/functions/{}/runtime-management-config", "PutRuntimeManagementConfig"),
    ("DELETE", "2018-10-31/layers/{}/versions/{}/policy/{}", "RemoveLayerVersionPermission"),
    ("DELETE", "2015-03-31/functions/{}/policy/{}", "RemovePermission"),
    ("POST", "2025-12-01/durable-execution-callbacks/{}/fail", "SendDurableExecutionCallbackFailure"),
    ("POST", "2025-12-01/durable-execution-callbacks/{}/heartbeat", "SendDurableExecutionCallbackHeartbeat"),
    ("POST", "2025-12-01/durable-execution-callbacks/{}/succeed", "SendDurableExecutionCallbackSuccess"),
    ("POST", "2025-12-01/durable-executions/{}/stop", "StopDurableExecution"),
    ("POST", "2017-03-31/tags/{}", "TagResource"),
    ("DELETE", "2017-03-31/tags/{}", "UntagResource"),
    ("PUT", "2015-03-31/functions/{}/aliases/{}", "UpdateAlias"),
    ("PUT", "2025-11-30/capacity-providers/{}", "UpdateCapacityProvider"),
    ("PUT", "2020-04-22/code-signing-configs/{}", "UpdateCodeSigningConfig"),
    ("PUT", "2015-03-31/event-source-mappings/{}", "UpdateEventSourceMapping"),
    ("POST", "2019-09-25/functions/{}/event-invoke-config", "UpdateFunctionEventInvokeConfig"),
    ("PUT", "2021-10-31/functions/{}/url", "UpdateFunctionUrlConfig"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &str, path: &str, want: Option<&str>) {
        let segments: Vec<&str> = path.split('/').collect();
        assert_eq!(operation(method, &segments).map(|it| it.name()), want, "{method} {path}");
    }

    #[test]
    fn paths_mean_operations() {
        check("POST", "2015-03-31/functions", Some("CreateFunction"));
        check("GET", "2015-03-31/functions/", Some("ListFunctions"));
        check("GET", "2015-03-31/functions/f", Some("GetFunction"));
        check("POST", "2015-03-31/functions/f/invocations", Some("Invoke"));
        check("PUT", "2017-10-31/functions/f/concurrency", Some("PutFunctionConcurrency"));
        check("POST", "2015-03-31/functions/f/versions", Some("PublishVersion"));
        check("GET", "2015-03-31/functions/f/versions/more", None);
        check("GET", "2015-03-31/functions/f/invocations", None);
        check("PATCH", "2015-03-31/functions", None);
        check("GET", "2016-03-31/functions", None);
        check("GET", "", None);
    }
}
