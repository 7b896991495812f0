//! The settings of a bucket, each kept in the XML that S3 knows it by.

use gemel_app::objects::Bucket;
use s3s::xml::{Deserialize, Deserializer, Serialize, Serializer};
use s3s::{S3Error, S3Result};

use super::fault;
use super::ops::Endpoint;

pub(super) const CORS: &str = "cors";
pub(super) const ENCRYPTION: &str = "encryption";
pub(super) const LIFECYCLE: &str = "lifecycle";
pub(super) const LOGGING: &str = "logging";
pub(super) const OWNERSHIP: &str = "ownership";
pub(super) const POLICY: &str = "policy";
pub(super) const PUBLIC_ACCESS: &str = "public-access-block";
pub(super) const TAGGING: &str = "tagging";
pub(super) const VERSIONING: &str = "versioning";

/// Reads a setting; `None` when it was never set.
pub(super) fn read<T>(bucket: &Bucket, name: &str) -> S3Result<Option<T>>
where
    T: for<'xml> Deserialize<'xml>,
{
    let Some(xml) = bucket.settings.get(name) else { return Ok(None) };
    let mut source = Deserializer::new(xml);
    T::deserialize(&mut source).map(Some).map_err(S3Error::internal_error)
}

/// A setting's XML.
pub(super) fn written<T: Serialize>(value: &T) -> S3Result<Vec<u8>> {
    let mut xml = Vec::new();
    value.serialize(&mut Serializer::new(&mut xml)).map_err(S3Error::internal_error)?;
    Ok(xml)
}

impl Endpoint {
    /// A setting of a bucket; `unset` is the error when it was never set.
    pub(super) async fn setting<T>(&self, bucket: &str, name: &str, unset: fn() -> S3Error) -> S3Result<T>
    where
        T: for<'xml> Deserialize<'xml>,
    {
        self.optional_setting(bucket, name).await?.ok_or_else(unset)
    }

    /// A setting of a bucket, if it was set.
    pub(super) async fn optional_setting<T>(&self, bucket: &str, name: &str) -> S3Result<Option<T>>
    where
        T: for<'xml> Deserialize<'xml>,
    {
        let bucket = self.objects.bucket(bucket).await.map_err(fault::of)?;
        read(&bucket, name)
    }

    /// Sets a setting of a bucket.
    pub(super) async fn set<T: Serialize>(&self, bucket: &str, name: &str, value: &T) -> S3Result<()> {
        self.set_raw(bucket, name, Some(written(value)?)).await
    }

    /// Sets or removes the bytes of a setting.
    pub(super) async fn set_raw(&self, bucket: &str, name: &str, value: Option<Vec<u8>>) -> S3Result<()> {
        self.objects.set_bucket_setting(bucket, name, value).await.map_err(fault::of)
    }
}
