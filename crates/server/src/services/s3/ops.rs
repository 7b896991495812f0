//! The operations of S3 that are spoken here, one line each; `s3s` answers every other with NotImplemented.

use std::sync::Arc;

use gemel_app::objects::Objects;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CopyObjectInput, CopyObjectOutput, CreateBucketInput, CreateBucketOutput,
    CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteBucketCorsInput, DeleteBucketCorsOutput,
    DeleteBucketEncryptionInput, DeleteBucketEncryptionOutput, DeleteBucketInput, DeleteBucketLifecycleInput,
    DeleteBucketLifecycleOutput, DeleteBucketOutput, DeleteBucketOwnershipControlsInput,
    DeleteBucketOwnershipControlsOutput, DeleteBucketPolicyInput, DeleteBucketPolicyOutput,
    DeleteBucketTaggingInput, DeleteBucketTaggingOutput, DeleteObjectInput, DeleteObjectOutput,
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, DeleteObjectsInput, DeleteObjectsOutput,
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
    GetObjectAclOutput, GetObjectAttributesInput, GetObjectAttributesOutput, GetObjectInput,
    GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput, GetObjectOutput,
    GetObjectTaggingInput, GetObjectTaggingOutput, GetPublicAccessBlockInput, GetPublicAccessBlockOutput,
    HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, Initiator, ListBucketsInput,
    ListBucketsOutput, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListObjectVersionsInput,
    ListObjectVersionsOutput, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input, ListObjectsV2Output,
    ListPartsInput, ListPartsOutput, Owner, PutBucketAclInput, PutBucketAclOutput, PutBucketCorsInput,
    PutBucketCorsOutput, PutBucketEncryptionInput, PutBucketEncryptionOutput,
    PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput, PutBucketLoggingInput,
    PutBucketLoggingOutput, PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput,
    PutBucketPolicyInput, PutBucketPolicyOutput, PutBucketTaggingInput, PutBucketTaggingOutput,
    PutBucketVersioningInput, PutBucketVersioningOutput, PutObjectAclInput, PutObjectAclOutput,
    PutObjectInput, PutObjectOutput, PutObjectTaggingInput, PutObjectTaggingOutput,
    PutPublicAccessBlockInput, PutPublicAccessBlockOutput, UploadPartCopyInput, UploadPartCopyOutput,
    UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Request, S3Response, S3Result};
use sha2::{Digest as _, Sha256};

use super::{CALL, Settings, bucket, list, object, upload};

/// S3's operations over objects.
pub(super) struct Endpoint {
    pub(super) objects: Arc<Objects>,
    pub(super) settings: Settings,
}

impl Endpoint {
    /// The owner of everything. S3 calls accounts by 64 hexadecimal digits that mean nothing.
    pub(super) fn owner(&self) -> Owner {
        let id = hex::encode(Sha256::digest(self.settings.account_id.as_bytes()));
        Owner { display_name: Some(self.settings.account_id.clone()), id: Some(id) }
    }

    /// The account's root, as whoever began an upload.
    pub(super) fn initiator(&self) -> Initiator {
        let id = format!("arn:aws:iam::{}:root", self.settings.account_id);
        Initiator { display_name: Some(self.settings.account_id.clone()), id: Some(id) }
    }
}

macro_rules! operations {
    ($($method:ident($input:ident) -> $output:ident: $name:literal => $function:path;)*) => {
        #[async_trait::async_trait]
        impl S3 for Endpoint {
            $(
                async fn $method(&self, request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                    // Outside of a call, as in tests, nobody asks for the name.
                    let _ = CALL.try_with(|it| it.operation.set($name));
                    $function(self, request).await
                }
            )*
        }
    };
}

operations! {
    create_bucket(CreateBucketInput) -> CreateBucketOutput: "CreateBucket" => bucket::create;
    head_bucket(HeadBucketInput) -> HeadBucketOutput: "HeadBucket" => bucket::head;
    list_buckets(ListBucketsInput) -> ListBucketsOutput: "ListBuckets" => bucket::list;
    delete_bucket(DeleteBucketInput) -> DeleteBucketOutput: "DeleteBucket" => bucket::delete;
    get_bucket_location(GetBucketLocationInput) -> GetBucketLocationOutput: "GetBucketLocation" => bucket::location;
    get_bucket_cors(GetBucketCorsInput) -> GetBucketCorsOutput: "GetBucketCors" => bucket::get_cors;
    put_bucket_cors(PutBucketCorsInput) -> PutBucketCorsOutput: "PutBucketCors" => bucket::put_cors;
    delete_bucket_cors(DeleteBucketCorsInput) -> DeleteBucketCorsOutput: "DeleteBucketCors" => bucket::delete_cors;
    get_bucket_encryption(GetBucketEncryptionInput) -> GetBucketEncryptionOutput: "GetBucketEncryption" => bucket::get_encryption;
    put_bucket_encryption(PutBucketEncryptionInput) -> PutBucketEncryptionOutput: "PutBucketEncryption" => bucket::put_encryption;
    delete_bucket_encryption(DeleteBucketEncryptionInput) -> DeleteBucketEncryptionOutput: "DeleteBucketEncryption" => bucket::delete_encryption;
    get_bucket_lifecycle_configuration(GetBucketLifecycleConfigurationInput) -> GetBucketLifecycleConfigurationOutput: "GetBucketLifecycleConfiguration" => bucket::get_lifecycle;
    put_bucket_lifecycle_configuration(PutBucketLifecycleConfigurationInput) -> PutBucketLifecycleConfigurationOutput: "PutBucketLifecycleConfiguration" => bucket::put_lifecycle;
    delete_bucket_lifecycle(DeleteBucketLifecycleInput) -> DeleteBucketLifecycleOutput: "DeleteBucketLifecycle" => bucket::delete_lifecycle;
    get_bucket_logging(GetBucketLoggingInput) -> GetBucketLoggingOutput: "GetBucketLogging" => bucket::get_logging;
    put_bucket_logging(PutBucketLoggingInput) -> PutBucketLoggingOutput: "PutBucketLogging" => bucket::put_logging;
    get_bucket_ownership_controls(GetBucketOwnershipControlsInput) -> GetBucketOwnershipControlsOutput: "GetBucketOwnershipControls" => bucket::get_ownership;
    put_bucket_ownership_controls(PutBucketOwnershipControlsInput) -> PutBucketOwnershipControlsOutput: "PutBucketOwnershipControls" => bucket::put_ownership;
    delete_bucket_ownership_controls(DeleteBucketOwnershipControlsInput) -> DeleteBucketOwnershipControlsOutput: "DeleteBucketOwnershipControls" => bucket::delete_ownership;
    get_bucket_policy(GetBucketPolicyInput) -> GetBucketPolicyOutput: "GetBucketPolicy" => bucket::get_policy;
    put_bucket_policy(PutBucketPolicyInput) -> PutBucketPolicyOutput: "PutBucketPolicy" => bucket::put_policy;
    delete_bucket_policy(DeleteBucketPolicyInput) -> DeleteBucketPolicyOutput: "DeleteBucketPolicy" => bucket::delete_policy;
    get_bucket_policy_status(GetBucketPolicyStatusInput) -> GetBucketPolicyStatusOutput: "GetBucketPolicyStatus" => bucket::policy_status;
    get_public_access_block(GetPublicAccessBlockInput) -> GetPublicAccessBlockOutput: "GetPublicAccessBlock" => bucket::get_public_access;
    put_public_access_block(PutPublicAccessBlockInput) -> PutPublicAccessBlockOutput: "PutPublicAccessBlock" => bucket::put_public_access;
    delete_public_access_block(DeletePublicAccessBlockInput) -> DeletePublicAccessBlockOutput: "DeletePublicAccessBlock" => bucket::delete_public_access;
    get_bucket_tagging(GetBucketTaggingInput) -> GetBucketTaggingOutput: "GetBucketTagging" => bucket::get_tagging;
    put_bucket_tagging(PutBucketTaggingInput) -> PutBucketTaggingOutput: "PutBucketTagging" => bucket::put_tagging;
    delete_bucket_tagging(DeleteBucketTaggingInput) -> DeleteBucketTaggingOutput: "DeleteBucketTagging" => bucket::delete_tagging;
    get_bucket_versioning(GetBucketVersioningInput) -> GetBucketVersioningOutput: "GetBucketVersioning" => bucket::get_versioning;
    put_bucket_versioning(PutBucketVersioningInput) -> PutBucketVersioningOutput: "PutBucketVersioning" => bucket::put_versioning;
    get_bucket_accelerate_configuration(GetBucketAccelerateConfigurationInput) -> GetBucketAccelerateConfigurationOutput: "GetBucketAccelerateConfiguration" => bucket::accelerate;
    get_bucket_notification_configuration(GetBucketNotificationConfigurationInput) -> GetBucketNotificationConfigurationOutput: "GetBucketNotificationConfiguration" => bucket::notification;
    get_bucket_request_payment(GetBucketRequestPaymentInput) -> GetBucketRequestPaymentOutput: "GetBucketRequestPayment" => bucket::payment;
    get_bucket_replication(GetBucketReplicationInput) -> GetBucketReplicationOutput: "GetBucketReplication" => bucket::replication;
    get_bucket_website(GetBucketWebsiteInput) -> GetBucketWebsiteOutput: "GetBucketWebsite" => bucket::website;
    get_object_lock_configuration(GetObjectLockConfigurationInput) -> GetObjectLockConfigurationOutput: "GetObjectLockConfiguration" => bucket::lock;
    get_bucket_acl(GetBucketAclInput) -> GetBucketAclOutput: "GetBucketAcl" => bucket::get_acl;
    put_bucket_acl(PutBucketAclInput) -> PutBucketAclOutput: "PutBucketAcl" => bucket::put_acl;
    get_object_acl(GetObjectAclInput) -> GetObjectAclOutput: "GetObjectAcl" => bucket::get_object_acl;
    put_object_acl(PutObjectAclInput) -> PutObjectAclOutput: "PutObjectAcl" => bucket::put_object_acl;
    put_object(PutObjectInput) -> PutObjectOutput: "PutObject" => object::put;
    get_object(GetObjectInput) -> GetObjectOutput: "GetObject" => object::get;
    head_object(HeadObjectInput) -> HeadObjectOutput: "HeadObject" => object::head;
    copy_object(CopyObjectInput) -> CopyObjectOutput: "CopyObject" => object::copy;
    delete_object(DeleteObjectInput) -> DeleteObjectOutput: "DeleteObject" => object::delete;
    delete_objects(DeleteObjectsInput) -> DeleteObjectsOutput: "DeleteObjects" => object::delete_many;
    get_object_attributes(GetObjectAttributesInput) -> GetObjectAttributesOutput: "GetObjectAttributes" => object::attributes;
    get_object_tagging(GetObjectTaggingInput) -> GetObjectTaggingOutput: "GetObjectTagging" => object::get_tags;
    put_object_tagging(PutObjectTaggingInput) -> PutObjectTaggingOutput: "PutObjectTagging" => object::put_tags;
    delete_object_tagging(DeleteObjectTaggingInput) -> DeleteObjectTaggingOutput: "DeleteObjectTagging" => object::delete_tags;
    list_objects(ListObjectsInput) -> ListObjectsOutput: "ListObjects" => list::objects;
    list_objects_v2(ListObjectsV2Input) -> ListObjectsV2Output: "ListObjectsV2" => list::objects_v2;
    list_object_versions(ListObjectVersionsInput) -> ListObjectVersionsOutput: "ListObjectVersions" => list::versions;
    list_multipart_uploads(ListMultipartUploadsInput) -> ListMultipartUploadsOutput: "ListMultipartUploads" => list::uploads;
    create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput: "CreateMultipartUpload" => upload::create;
    upload_part(UploadPartInput) -> UploadPartOutput: "UploadPart" => upload::put_part;
    upload_part_copy(UploadPartCopyInput) -> UploadPartCopyOutput: "UploadPartCopy" => upload::copy_part;
    complete_multipart_upload(CompleteMultipartUploadInput) -> CompleteMultipartUploadOutput: "CompleteMultipartUpload" => upload::complete;
    abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput: "AbortMultipartUpload" => upload::abort;
    list_parts(ListPartsInput) -> ListPartsOutput: "ListParts" => upload::list_parts;
}
