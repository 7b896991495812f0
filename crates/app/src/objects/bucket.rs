//! Buckets: made, found, listed, set up and removed; and the marker that a workspace leaves in its bucket.

use gemel_model::id::WorkspaceId;
use gemel_store::{Check, Read, Space, Write};

use super::record::{Attributes, Bucket, decode, encode};
use super::{ATTEMPTS_MAX, Condition, Failure, Objects, key, worn_out};

/// How many buckets a listing reads at once.
const PAGE: usize = 1000;

impl Objects {
    /// Makes a bucket.
    pub async fn create_bucket(&self, name: &str, location: Option<String>) -> Result<(), Failure> {
        let bucket = Bucket { created_seconds: self.clock.now().seconds(), location, ..Bucket::default() };
        let place = key::bucket(name);
        let writes = vec![Write::Put(place.clone(), encode(&bucket)?)];
        match self.commit(vec![Check::Absent(place)], writes).await? {
            None => Ok(()),
            Some(_) => Err(Failure::BucketExists),
        }
    }

    /// A bucket and its settings.
    pub async fn bucket(&self, name: &str) -> Result<Bucket, Failure> {
        let found = self.read(&[&key::bucket(name)]).await?.pop().flatten();
        Ok(decode(&found.ok_or(Failure::NoSuchBucket)?)?)
    }

    /// Whether a bucket exists.
    pub async fn has_bucket(&self, name: &str) -> gemel_model::Result<bool> {
        Ok(self.read(&[&key::bucket(name)]).await?.pop().flatten().is_some())
    }

    /// Buckets whose names begin with `prefix`, in the order of their names, after `after`, at most `limit`.
    pub async fn buckets(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Bucket)>, Failure> {
        let mut found = Vec::new();
        let mut after = after.map(|it| it.as_bytes().to_vec());
        while found.len() < limit {
            let page = (limit - found.len()).min(PAGE);
            let question =
                Read::Range { space: Space::Bucket, prefix: prefix.as_bytes().to_vec(), after, limit: page };
            let records = self.store.read(&[question]).await?.pop().unwrap_or_default();
            after = records.last().map(|it| it.0.bytes.clone());
            let n_records = records.len();
            for (place, stored) in records {
                found.push((String::from_utf8_lossy(&place.bytes).into_owned(), decode(&stored)?));
            }
            if n_records < page {
                break;
            }
        }
        Ok(found)
    }

    /// Removes an empty bucket; uploads under way in it are aborted.
    pub async fn delete_bucket(&self, name: &str) -> Result<(), Failure> {
        let place = key::bucket(name);
        let checks = vec![
            Check::Present(place.clone()),
            Check::EmptyPrefix(Space::Object, key::object_prefix(name, "")),
        ];
        match self.commit(checks, vec![Write::Delete(place)]).await? {
            None => self.abort_uploads_of(name).await,
            Some(0) => Err(Failure::NoSuchBucket),
            Some(_) => Err(Failure::BucketNotEmpty),
        }
    }

    /// Sets or removes (`None`) a setting of a bucket. Its name and form are the endpoint's own.
    pub async fn set_bucket_setting(
        &self,
        name: &str,
        setting: &str,
        value: Option<Vec<u8>>,
    ) -> Result<(), Failure> {
        let place = key::bucket(name);
        for _ in 0..ATTEMPTS_MAX {
            let stored = self.read(&[&place]).await?.pop().flatten().ok_or(Failure::NoSuchBucket)?;
            let mut bucket: Bucket = decode(&stored)?;
            match &value {
                Some(value) => bucket.settings.insert(setting.to_owned(), value.clone()),
                None => bucket.settings.remove(setting),
            };
            let checks = vec![Check::Version(place.clone(), stored.version)];
            if self.commit(checks, vec![Write::Put(place.clone(), encode(&bucket)?)]).await?.is_none() {
                return Ok(());
            }
        }
        Err(worn_out())
    }

    /// Writes the marker that tells people not to remove a workspace's bucket.
    pub async fn put_marker(&self, bucket: &str, workspace: &WorkspaceId) -> Result<(), Failure> {
        let body = futures::stream::empty();
        let draft = self.write(body).await?;
        let attributes =
            Attributes { content_type: Some("application/octet-stream".to_owned()), ..Attributes::default() };
        // The MD5 of nothing, which is what AWS shows for an empty object.
        let etag = "d41d8cd98f00b204e9800998ecf8427e".to_owned();
        self.put(
            bucket,
            &marker(workspace),
            draft,
            etag,
            None,
            attributes,
            Vec::new(),
            &Condition::default(),
        )
        .await?;
        Ok(())
    }

    /// Removes a workspace's marker; fine when the bucket or the marker is gone.
    pub async fn remove_marker(&self, bucket: &str, workspace: &WorkspaceId) -> Result<(), Failure> {
        match self.delete(bucket, &[marker(workspace)], &Condition::default()).await {
            Ok(()) | Err(Failure::NoSuchBucket) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn marker(workspace: &WorkspaceId) -> String {
    format!("DO_NOT_DELETE_WORKSPACE_{}", workspace.as_str())
}
