//! Buckets over S3: made, found, listed, removed, and the settings that tools put and get.
//!
//! Settings are kept and told as they were put. What they mean is told in `docs/ref/differences.md`: CORS is
//! obeyed; versioning, lifecycle, logging, encryption and policies are kept and not acted upon.

use gemel_app::objects::Failure;
use s3s::dto::{
    Bucket, BucketCannedACL, BucketLifecycleConfiguration, BucketLocationConstraint, BucketLoggingStatus,
    BucketVersioningStatus, CORSConfiguration, CreateBucketInput, CreateBucketOutput, DeleteBucketCorsInput,
    DeleteBucketCorsOutput, DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput, DeleteBucketInput,
    DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput, DeleteBucketOutput,
    DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput, DeleteBucketPolicyInput,
    DeleteBucketPolicyOutput, DeleteBucketTaggingInput, DeleteBucketTaggingOutput,
    DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetBucketAccelerateConfigurationInput,
    GetBucketAccelerateConfigurationOutput, GetBucketAclInput, GetBucketAclOutput, GetBucketCorsInput,
    GetBucketCorsOutput, GetBucketEncryptionInput, GetBucketEncryptionOutput,
    GetBucketLifecycleConfigurationInput, GetBucketLifecycleConfigurationOutput, GetBucketLocationInput,
    GetBucketLocationOutput, GetBucketLoggingInput, GetBucketLoggingOutput,
    GetBucketNotificationConfigurationInput, GetBucketNotificationConfigurationOutput,
    GetBucketOwnershipControlsInput, GetBucketOwnershipControlsOutput, GetBucketPolicyInput,
    GetBucketPolicyOutput, GetBucketPolicyStatusInput, GetBucketPolicyStatusOutput,
    GetBucketReplicationInput, GetBucketReplicationOutput, GetBucketRequestPaymentInput,
    GetBucketRequestPaymentOutput, GetBucketTaggingInput, GetBucketTaggingOutput, GetBucketVersioningInput,
    GetBucketVersioningOutput, GetBucketWebsiteInput, GetBucketWebsiteOutput, GetObjectAclInput,
    GetObjectAclOutput, GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput,
    GetPublicAccessBlockInput, GetPublicAccessBlockOutput, Grant, Grantee, HeadBucketInput, HeadBucketOutput,
    ListBucketsInput, ListBucketsOutput, ObjectCannedACL, Payer, Permission, PolicyStatus, PutBucketAclInput,
    PutBucketAclOutput, PutBucketCorsInput, PutBucketCorsOutput, PutBucketEncryptionInput,
    PutBucketEncryptionOutput, PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput,
    PutBucketLoggingInput, PutBucketLoggingOutput, PutBucketOwnershipControlsInput,
    PutBucketOwnershipControlsOutput, PutBucketPolicyInput, PutBucketPolicyOutput, PutBucketTaggingInput,
    PutBucketTaggingOutput, PutBucketVersioningInput, PutBucketVersioningOutput, PutObjectAclInput,
    PutObjectAclOutput, PutPublicAccessBlockInput, PutPublicAccessBlockOutput, Tagging, Type,
    VersioningConfiguration,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use super::fault::{self, WithStatus as _, custom};
use super::header::{refuse_acl, tags_of, timestamp};
use super::ops::Endpoint;
use super::setting::{
    CORS, ENCRYPTION, LIFECYCLE, LOGGING, OWNERSHIP, POLICY, PUBLIC_ACCESS, TAGGING, VERSIONING,
};

/// How many buckets one page tells at most.
const PAGE_MAX: i32 = 10_000;
/// The longest policy S3 takes.
const POLICY_MAX_BYTES: usize = 20 * 1024;

type Answer<T> = S3Result<S3Response<T>>;

#[expect(clippy::unnecessary_wraps, reason = "it ends operations, whose answers may be errors")]
fn done<T: Default>() -> Answer<T> {
    Ok(S3Response::new(T::default()))
}

pub(super) async fn create(
    endpoint: &Endpoint,
    request: S3Request<CreateBucketInput>,
) -> Answer<CreateBucketOutput> {
    let input = request.input;
    refuse_acl(input.acl.as_ref().map(BucketCannedACL::as_str))?;
    if input.object_lock_enabled_for_bucket.unwrap_or_default() {
        return Err(s3_error!(NotImplemented, "object locks are not implemented"));
    }
    let location = input.create_bucket_configuration.and_then(|it| it.location_constraint);
    let location = location.map(|it| it.as_str().to_owned()).filter(|it| !it.is_empty());
    match endpoint.objects.create_bucket(&input.bucket, location).await {
        Ok(()) => {}
        // In its oldest region S3 says yes once more, and tools count on that.
        Err(Failure::BucketExists) if endpoint.settings.region == "us-east-1" => {}
        Err(failure) => return Err(fault::of(failure)),
    }
    Ok(S3Response::new(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) }))
}

pub(super) async fn head(
    endpoint: &Endpoint,
    request: S3Request<HeadBucketInput>,
) -> Answer<HeadBucketOutput> {
    let bucket = endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
    let region = bucket.location.unwrap_or_else(|| endpoint.settings.region.clone());
    Ok(S3Response::new(HeadBucketOutput { bucket_region: Some(region), ..HeadBucketOutput::default() }))
}

pub(super) async fn list(
    endpoint: &Endpoint,
    request: S3Request<ListBucketsInput>,
) -> Answer<ListBucketsOutput> {
    let input = request.input;
    let limit = input.max_buckets.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(s3_error!(InvalidArgument, "MaxBuckets must be between 1 and 10000"));
    }
    let wanted = usize::try_from(limit).unwrap_or_default();
    let prefix = input.prefix.clone().unwrap_or_default();
    let after = input.continuation_token.as_deref();
    let mut found = endpoint.objects.buckets(&prefix, after, wanted + 1).await.map_err(fault::of)?;
    let more = found.len() > wanted;
    found.truncate(wanted);
    let continuation_token = more.then(|| found.last().map(|it| it.0.clone())).flatten();
    let bucket = |(name, bucket): (String, gemel_app::objects::Bucket)| Bucket {
        bucket_region: Some(bucket.location.unwrap_or_else(|| endpoint.settings.region.clone())),
        creation_date: Some(timestamp(bucket.created_seconds)),
        name: Some(name),
    };
    let wants_region = |it: &Bucket| input.bucket_region.is_none() || it.bucket_region == input.bucket_region;
    Ok(S3Response::new(ListBucketsOutput {
        buckets: Some(found.into_iter().map(bucket).filter(wants_region).collect()),
        continuation_token,
        owner: Some(endpoint.owner()),
        prefix: input.prefix,
    }))
}

pub(super) async fn delete(
    endpoint: &Endpoint,
    request: S3Request<DeleteBucketInput>,
) -> Answer<DeleteBucketOutput> {
    endpoint.objects.delete_bucket(&request.input.bucket).await.map_err(fault::of)?;
    done()
}

pub(super) async fn location(
    endpoint: &Endpoint,
    request: S3Request<GetBucketLocationInput>,
) -> Answer<GetBucketLocationOutput> {
    let bucket = endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
    let region = bucket.location.unwrap_or_else(|| endpoint.settings.region.clone());
    let constraint = (region != "us-east-1").then(|| BucketLocationConstraint::from(region));
    Ok(S3Response::new(GetBucketLocationOutput { location_constraint: constraint }))
}

pub(super) async fn get_cors(
    endpoint: &Endpoint,
    request: S3Request<GetBucketCorsInput>,
) -> Answer<GetBucketCorsOutput> {
    let unset = || s3_error!(NoSuchCORSConfiguration);
    let cors: CORSConfiguration = endpoint.setting(&request.input.bucket, CORS, unset).await?;
    Ok(S3Response::new(GetBucketCorsOutput { cors_rules: Some(cors.cors_rules) }))
}

pub(super) async fn put_cors(
    endpoint: &Endpoint,
    request: S3Request<PutBucketCorsInput>,
) -> Answer<PutBucketCorsOutput> {
    let cors = request.input.cors_configuration;
    if cors.cors_rules.is_empty() || cors.cors_rules.len() > 100 {
        return Err(s3_error!(MalformedXML));
    }
    for rule in &cors.cors_rules {
        let methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];
        if let Some(method) = rule.allowed_methods.iter().find(|it| !methods.contains(&it.as_str())) {
            return Err(s3_error!(
                InvalidRequest,
                "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
            ));
        }
        let headers = rule.allowed_headers.iter().flatten();
        if let Some(text) = rule.allowed_origins.iter().chain(headers).find(|it| it.matches('*').count() > 1)
        {
            return Err(s3_error!(
                InvalidRequest,
                "AllowedOrigin or AllowedHeader \"{text}\" can not have more than one wildcard."
            ));
        }
    }
    endpoint.set(&request.input.bucket, CORS, &cors).await?;
    done()
}

pub(super) async fn get_encryption(
    endpoint: &Endpoint,
    request: S3Request<GetBucketEncryptionInput>,
) -> Answer<GetBucketEncryptionOutput> {
    let unset = || s3_error!(ServerSideEncryptionConfigurationNotFoundError).status(404);
    let found = endpoint.setting(&request.input.bucket, ENCRYPTION, unset).await?;
    Ok(S3Response::new(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(found) }))
}

pub(super) async fn put_encryption(
    endpoint: &Endpoint,
    request: S3Request<PutBucketEncryptionInput>,
) -> Answer<PutBucketEncryptionOutput> {
    let input = request.input;
    endpoint.set(&input.bucket, ENCRYPTION, &input.server_side_encryption_configuration).await?;
    done()
}

pub(super) async fn get_lifecycle(
    endpoint: &Endpoint,
    request: S3Request<GetBucketLifecycleConfigurationInput>,
) -> Answer<GetBucketLifecycleConfigurationOutput> {
    let unset = || s3_error!(NoSuchLifecycleConfiguration);
    let found: BucketLifecycleConfiguration =
        endpoint.setting(&request.input.bucket, LIFECYCLE, unset).await?;
    Ok(S3Response::new(GetBucketLifecycleConfigurationOutput {
        rules: Some(found.rules),
        transition_default_minimum_object_size: None,
    }))
}

pub(super) async fn put_lifecycle(
    endpoint: &Endpoint,
    request: S3Request<PutBucketLifecycleConfigurationInput>,
) -> Answer<PutBucketLifecycleConfigurationOutput> {
    let input = request.input;
    let lifecycle = input.lifecycle_configuration.ok_or_else(|| s3_error!(MalformedXML))?;
    endpoint.set(&input.bucket, LIFECYCLE, &lifecycle).await?;
    done()
}

pub(super) async fn get_logging(
    endpoint: &Endpoint,
    request: S3Request<GetBucketLoggingInput>,
) -> Answer<GetBucketLoggingOutput> {
    let found: Option<BucketLoggingStatus> =
        endpoint.optional_setting(&request.input.bucket, LOGGING).await?;
    Ok(S3Response::new(GetBucketLoggingOutput { logging_enabled: found.and_then(|it| it.logging_enabled) }))
}

pub(super) async fn put_logging(
    endpoint: &Endpoint,
    request: S3Request<PutBucketLoggingInput>,
) -> Answer<PutBucketLoggingOutput> {
    let input = request.input;
    if let Some(logging) = &input.bucket_logging_status.logging_enabled {
        let target = endpoint.objects.has_bucket(&logging.target_bucket).await;
        if !target.map_err(|it| fault::of(it.into()))? {
            return Err(custom(
                400,
                "InvalidTargetBucketForLogging",
                "The target bucket for logging does not exist",
            ));
        }
    }
    endpoint.set(&input.bucket, LOGGING, &input.bucket_logging_status).await?;
    done()
}

pub(super) async fn get_ownership(
    endpoint: &Endpoint,
    request: S3Request<GetBucketOwnershipControlsInput>,
) -> Answer<GetBucketOwnershipControlsOutput> {
    let unset = || s3_error!(OwnershipControlsNotFoundError);
    let found = endpoint.setting(&request.input.bucket, OWNERSHIP, unset).await?;
    Ok(S3Response::new(GetBucketOwnershipControlsOutput { ownership_controls: Some(found) }))
}

pub(super) async fn put_ownership(
    endpoint: &Endpoint,
    request: S3Request<PutBucketOwnershipControlsInput>,
) -> Answer<PutBucketOwnershipControlsOutput> {
    endpoint.set(&request.input.bucket, OWNERSHIP, &request.input.ownership_controls).await?;
    done()
}

pub(super) async fn get_policy(
    endpoint: &Endpoint,
    request: S3Request<GetBucketPolicyInput>,
) -> Answer<GetBucketPolicyOutput> {
    let mut bucket = endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
    let policy = bucket.settings.remove(POLICY).ok_or_else(|| s3_error!(NoSuchBucketPolicy))?;
    let policy = String::from_utf8(policy).map_err(S3Error::internal_error)?;
    Ok(S3Response::new(GetBucketPolicyOutput { policy: Some(policy) }))
}

pub(super) async fn put_policy(
    endpoint: &Endpoint,
    request: S3Request<PutBucketPolicyInput>,
) -> Answer<PutBucketPolicyOutput> {
    let input = request.input;
    if input.policy.len() > POLICY_MAX_BYTES {
        return Err(s3_error!(MalformedPolicy, "Policies must not be larger than 20480 bytes"));
    }
    let parsed: Option<serde_json::Value> = serde_json::from_str(&input.policy).ok();
    if !parsed.is_some_and(|it| it.get("Statement").is_some_and(|it| it.is_array() || it.is_object())) {
        return Err(s3_error!(MalformedPolicy, "Policies must be valid JSON and have a Statement"));
    }
    endpoint.set_raw(&input.bucket, POLICY, Some(input.policy.into_bytes())).await?;
    Ok(S3Response::with_status(PutBucketPolicyOutput::default(), http::StatusCode::NO_CONTENT))
}

pub(super) async fn policy_status(
    endpoint: &Endpoint,
    request: S3Request<GetBucketPolicyStatusInput>,
) -> Answer<GetBucketPolicyStatusOutput> {
    let bucket = endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
    if !bucket.settings.contains_key(POLICY) {
        return Err(s3_error!(NoSuchBucketPolicy));
    }
    // Whoever is not signed is refused, whatever a policy says.
    let policy_status = Some(PolicyStatus { is_public: Some(false) });
    Ok(S3Response::new(GetBucketPolicyStatusOutput { policy_status }))
}

pub(super) async fn get_public_access(
    endpoint: &Endpoint,
    request: S3Request<GetPublicAccessBlockInput>,
) -> Answer<GetPublicAccessBlockOutput> {
    let unset = || {
        custom(
            404,
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        )
    };
    let found = endpoint.setting(&request.input.bucket, PUBLIC_ACCESS, unset).await?;
    Ok(S3Response::new(GetPublicAccessBlockOutput { public_access_block_configuration: Some(found) }))
}

pub(super) async fn put_public_access(
    endpoint: &Endpoint,
    request: S3Request<PutPublicAccessBlockInput>,
) -> Answer<PutPublicAccessBlockOutput> {
    let input = request.input;
    endpoint.set(&input.bucket, PUBLIC_ACCESS, &input.public_access_block_configuration).await?;
    done()
}

pub(super) async fn get_tagging(
    endpoint: &Endpoint,
    request: S3Request<GetBucketTaggingInput>,
) -> Answer<GetBucketTaggingOutput> {
    let unset = || s3_error!(NoSuchTagSet);
    let found: Tagging = endpoint.setting(&request.input.bucket, TAGGING, unset).await?;
    Ok(S3Response::new(GetBucketTaggingOutput { tag_set: found.tag_set }))
}

pub(super) async fn put_tagging(
    endpoint: &Endpoint,
    request: S3Request<PutBucketTaggingInput>,
) -> Answer<PutBucketTaggingOutput> {
    let input = request.input;
    tags_of(input.tagging.clone(), 50)?;
    endpoint.set(&input.bucket, TAGGING, &input.tagging).await?;
    Ok(S3Response::with_status(PutBucketTaggingOutput::default(), http::StatusCode::NO_CONTENT))
}

pub(super) async fn get_versioning(
    endpoint: &Endpoint,
    request: S3Request<GetBucketVersioningInput>,
) -> Answer<GetBucketVersioningOutput> {
    let found: Option<VersioningConfiguration> =
        endpoint.optional_setting(&request.input.bucket, VERSIONING).await?;
    let status = found.and_then(|it| it.status);
    Ok(S3Response::new(GetBucketVersioningOutput { status, ..GetBucketVersioningOutput::default() }))
}

pub(super) async fn put_versioning(
    endpoint: &Endpoint,
    request: S3Request<PutBucketVersioningInput>,
) -> Answer<PutBucketVersioningOutput> {
    let input = request.input;
    let status = input.versioning_configuration.status.as_ref().map(BucketVersioningStatus::as_str);
    if !matches!(status, Some("Enabled" | "Suspended")) {
        return Err(S3Error::new(S3ErrorCode::IllegalVersioningConfigurationException));
    }
    endpoint.set(&input.bucket, VERSIONING, &input.versioning_configuration).await?;
    done()
}

/// Operations that remove one setting.
macro_rules! removals {
    ($($function:ident($input:ident) -> $output:ident: $setting:expr;)*) => {
        $(
            pub(super) async fn $function(
                endpoint: &Endpoint,
                request: S3Request<$input>,
            ) -> Answer<$output> {
                endpoint.set_raw(&request.input.bucket, $setting, None).await?;
                done()
            }
        )*
    };
}

removals! {
    delete_cors(DeleteBucketCorsInput) -> DeleteBucketCorsOutput: CORS;
    delete_encryption(DeleteBucketEncryptionInput) -> DeleteBucketEncryptionOutput: ENCRYPTION;
    delete_lifecycle(DeleteBucketLifecycleInput) -> DeleteBucketLifecycleOutput: LIFECYCLE;
    delete_ownership(DeleteBucketOwnershipControlsInput) -> DeleteBucketOwnershipControlsOutput: OWNERSHIP;
    delete_policy(DeleteBucketPolicyInput) -> DeleteBucketPolicyOutput: POLICY;
    delete_public_access(DeletePublicAccessBlockInput) -> DeletePublicAccessBlockOutput: PUBLIC_ACCESS;
    delete_tagging(DeleteBucketTaggingInput) -> DeleteBucketTaggingOutput: TAGGING;
}

/// Operations that tell what is so of every bucket.
macro_rules! constants {
    ($($function:ident($input:ident) -> $output:ident: $answer:expr;)*) => {
        $(
            pub(super) async fn $function(
                endpoint: &Endpoint,
                request: S3Request<$input>,
            ) -> Answer<$output> {
                endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
                $answer
            }
        )*
    };
}

constants! {
    accelerate(GetBucketAccelerateConfigurationInput) -> GetBucketAccelerateConfigurationOutput: done();
    notification(GetBucketNotificationConfigurationInput) -> GetBucketNotificationConfigurationOutput: done();
    payment(GetBucketRequestPaymentInput) -> GetBucketRequestPaymentOutput: {
        let payer = Some(Payer::from_static(Payer::BUCKET_OWNER));
        Ok(S3Response::new(GetBucketRequestPaymentOutput { payer }))
    };
    lock(GetObjectLockConfigurationInput) -> GetObjectLockConfigurationOutput:
        Err(s3_error!(ObjectLockConfigurationNotFoundError));
    replication(GetBucketReplicationInput) -> GetBucketReplicationOutput:
        Err(s3_error!(ReplicationConfigurationNotFoundError));
    website(GetBucketWebsiteInput) -> GetBucketWebsiteOutput: Err(s3_error!(NoSuchWebsiteConfiguration));
}

fn owners_grant(endpoint: &Endpoint) -> Vec<Grant> {
    let owner = endpoint.owner();
    let grantee = Grantee {
        display_name: owner.display_name,
        email_address: None,
        id: owner.id,
        type_: Type::from_static(Type::CANONICAL_USER),
        uri: None,
    };
    let permission = Some(Permission::from_static(Permission::FULL_CONTROL));
    vec![Grant { grantee: Some(grantee), permission }]
}

pub(super) async fn get_acl(
    endpoint: &Endpoint,
    request: S3Request<GetBucketAclInput>,
) -> Answer<GetBucketAclOutput> {
    endpoint.objects.bucket(&request.input.bucket).await.map_err(fault::of)?;
    let grants = Some(owners_grant(endpoint));
    Ok(S3Response::new(GetBucketAclOutput { grants, owner: Some(endpoint.owner()) }))
}

pub(super) async fn put_acl(
    endpoint: &Endpoint,
    request: S3Request<PutBucketAclInput>,
) -> Answer<PutBucketAclOutput> {
    let input = request.input;
    endpoint.objects.bucket(&input.bucket).await.map_err(fault::of)?;
    let other =
        input.access_control_policy.is_some() || input.grant_read.is_some() || input.grant_write.is_some();
    refuse_acl(if other { Some("grants") } else { input.acl.as_ref().map(BucketCannedACL::as_str) })?;
    done()
}

pub(super) async fn get_object_acl(
    endpoint: &Endpoint,
    request: S3Request<GetObjectAclInput>,
) -> Answer<GetObjectAclOutput> {
    endpoint.objects.head(&request.input.bucket, &request.input.key).await.map_err(fault::of)?;
    Ok(S3Response::new(GetObjectAclOutput {
        grants: Some(owners_grant(endpoint)),
        owner: Some(endpoint.owner()),
        request_charged: None,
    }))
}

pub(super) async fn put_object_acl(
    endpoint: &Endpoint,
    request: S3Request<PutObjectAclInput>,
) -> Answer<PutObjectAclOutput> {
    let input = request.input;
    endpoint.objects.head(&input.bucket, &input.key).await.map_err(fault::of)?;
    let other = input.access_control_policy.is_some() || input.grant_read.is_some();
    refuse_acl(if other { Some("grants") } else { input.acl.as_ref().map(ObjectCannedACL::as_str) })?;
    done()
}
