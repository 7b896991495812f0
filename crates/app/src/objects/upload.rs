//! Uploads in parts: begun, filled in any order, finished without copying a byte, or aborted.

use gemel_store::{Check, Read, Space, Write};

use super::content::Draft;
use super::object::unnamed;
use super::record::{
    Algorithm, Attributes, Checksum, ContentId, Object, Part, Upload, UploadId, decode, encode,
};
use super::{ATTEMPTS_MAX, Condition, Failure, Objects, key, worn_out};

/// The largest part number.
pub const PART_NUMBER_MAX: u16 = 10_000;
/// The smallest size of a part that is not the last.
const PART_SIZE_MIN: u64 = 5 << 20;

/// A part that a caller names to finish an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenPart {
    /// Its number.
    pub number: u16,
    /// The ETag the caller was given, without quotes.
    pub etag: Option<String>,
}

/// What a finished object is called by: its ETag and its checksum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The ETag, without quotes.
    pub etag: String,
    /// The checksum.
    pub checksum: Option<Checksum>,
}

impl Part {
    /// Its ETag, without quotes.
    pub fn etag(&self) -> String {
        self.md5.iter().fold(String::with_capacity(32), |text, it| text + &format!("{it:02x}"))
    }
}

impl Objects {
    /// Begins an upload; the answer is its id.
    pub async fn begin_upload(
        &self,
        bucket: &str,
        name: &str,
        attributes: Attributes,
        tags: Vec<(String, String)>,
        checksum: Option<(Algorithm, bool)>,
    ) -> Result<String, Failure> {
        let id = UploadId::new();
        let begun_seconds = self.clock.now().seconds();
        let upload = Upload { key: name.to_owned(), begun_seconds, attributes, tags, checksum };
        let writes = vec![Write::Put(key::upload(bucket, name, id), encode(&upload)?)];
        match self.commit(vec![Check::Present(key::bucket(bucket))], writes).await? {
            None => Ok(id.to_string()),
            Some(_) => Err(Failure::NoSuchBucket),
        }
    }

    /// An upload under way.
    pub async fn upload(&self, bucket: &str, name: &str, id: &str) -> Result<Upload, Failure> {
        Ok(self.find_upload(bucket, name, id).await?.1)
    }

    async fn find_upload(
        &self,
        bucket: &str,
        name: &str,
        id: &str,
    ) -> Result<(UploadId, Upload, u64), Failure> {
        let parsed = UploadId::parse(id);
        // An id that cannot be is looked for all the same, so that a missing bucket is told first.
        let id = parsed.unwrap_or(UploadId([0; 16]));
        let mut found = self.read(&[&key::bucket(bucket), &key::upload(bucket, name, id)]).await?.into_iter();
        found.next().flatten().ok_or(Failure::NoSuchBucket)?;
        match (parsed, found.next().flatten()) {
            (Some(id), Some(stored)) => Ok((id, decode(&stored)?, stored.version)),
            _ => Err(Failure::NoSuchUpload),
        }
    }

    /// Makes a draft a part of an upload; a part of the same number is replaced.
    pub async fn put_part(
        &self,
        (bucket, name, id): (&str, &str, &str),
        number: u16,
        draft: Draft,
        md5: [u8; 16],
        checksum: Option<Checksum>,
    ) -> Result<Part, Failure> {
        let upload = UploadId::parse(id).ok_or(Failure::NoSuchUpload)?;
        let part = Part {
            piece: draft.pieces.first().cloned(),
            size: draft.size(),
            md5,
            modified_seconds: self.clock.now().seconds(),
            checksum,
        };
        let place = key::part(upload, number);
        for _ in 0..ATTEMPTS_MAX {
            let stored = self.read(&[&place]).await?.pop().flatten();
            let version = stored.as_ref().map_or(0, |it| it.version);
            let old: Option<Part> = stored.as_ref().map(decode).transpose()?;
            let old: Vec<ContentId> = old.and_then(|it| it.piece).map(|it| it.content).into_iter().collect();
            let mut writes = vec![Write::Put(place.clone(), encode(&part)?)];
            writes.extend(part.piece.iter().map(|it| Write::Put(key::reference(it.content), Vec::new())));
            writes.extend(old.iter().map(|it| Write::Delete(key::reference(*it))));
            let checks = vec![
                Check::Present(key::upload(bucket, name, upload)),
                Check::Version(place.clone(), version),
            ];
            match self.commit(checks, writes).await? {
                None => {
                    self.content.doom(old);
                    let mut hold = draft.hold;
                    hold.keep();
                    return Ok(part);
                }
                Some(0) => return Err(Failure::NoSuchUpload),
                Some(_) => {}
            }
        }
        Err(worn_out())
    }

    /// Parts of an upload with numbers above `after`, in order, at most `limit`.
    pub async fn parts(&self, id: &str, after: u16, limit: usize) -> Result<Vec<(u16, Part)>, Failure> {
        let upload = UploadId::parse(id).ok_or(Failure::NoSuchUpload)?;
        Ok(self.read_parts(upload, after, limit).await?.into_iter().map(|it| (it.0, it.1)).collect())
    }

    async fn read_parts(
        &self,
        upload: UploadId,
        after: u16,
        limit: usize,
    ) -> Result<Vec<(u16, Part, u64)>, Failure> {
        let range = Read::Range {
            space: Space::Object,
            prefix: key::parts(upload),
            after: Some(key::part(upload, after).bytes),
            limit,
        };
        let records = self.store.read(&[range]).await?.pop().unwrap_or_default();
        let part = |(place, stored)| Ok((key::part_number(&place), decode(&stored)?, stored.version));
        records.into_iter().map(part).collect()
    }

    /// Finishes an upload: the chosen parts, in order, are the object. `sum` makes its ETag and checksum.
    pub async fn finish_upload(
        &self,
        (bucket, name, id): (&str, &str, &str),
        chosen: &[ChosenPart],
        condition: &Condition,
        sum: impl Fn(&Upload, &[Part]) -> Result<Finished, Failure>,
    ) -> Result<Object, Failure> {
        let place = key::object(bucket, name);
        for _ in 0..ATTEMPTS_MAX {
            let (upload_id, upload, upload_version) = self.find_upload(bucket, name, id).await?;
            let parts = self.read_parts(upload_id, 0, usize::from(PART_NUMBER_MAX)).await?;
            let picked = pick(&parts, chosen)?;
            let Finished { etag, checksum } = sum(&upload, &picked)?;
            let (current, version) = self.current(bucket, &place).await?;
            super::object::admits(condition, current.as_ref())?;
            let object = Object {
                size: picked.iter().map(|it| it.size).sum(),
                etag,
                modified_seconds: self.clock.now().seconds(),
                attributes: upload.attributes,
                tags: upload.tags,
                checksum,
                pieces: picked.into_iter().filter_map(|it| it.piece).collect(),
            };
            let upload_place = key::upload(bucket, name, upload_id);
            let mut old = unnamed(current.as_ref(), &object);
            old.extend(unchosen(&parts, &object));
            let mut checks = vec![
                Check::Present(key::bucket(bucket)),
                Check::Version(upload_place.clone(), upload_version),
                Check::Version(place.clone(), version),
            ];
            checks.extend(parts.iter().map(|it| Check::Version(key::part(upload_id, it.0), it.2)));
            let mut writes = vec![Write::Put(place.clone(), encode(&object)?), Write::Delete(upload_place)];
            writes.extend(parts.iter().map(|it| Write::Delete(key::part(upload_id, it.0))));
            writes.extend(old.iter().map(|it| Write::Delete(key::reference(*it))));
            if self.commit(checks, writes).await?.is_none() {
                self.content.doom(old);
                return Ok(object);
            }
        }
        Err(worn_out())
    }

    /// Aborts an upload and removes its parts.
    pub async fn abort_upload(&self, bucket: &str, name: &str, id: &str) -> Result<(), Failure> {
        let (upload, _, _) = self.find_upload(bucket, name, id).await?;
        self.drop_upload(bucket, name, upload).await
    }

    pub(super) async fn drop_upload(
        &self,
        bucket: &str,
        name: &str,
        upload: UploadId,
    ) -> Result<(), Failure> {
        let place = key::upload(bucket, name, upload);
        for _ in 0..ATTEMPTS_MAX {
            let parts = self.read_parts(upload, 0, usize::from(PART_NUMBER_MAX)).await?;
            let old: Vec<ContentId> =
                parts.iter().filter_map(|it| it.1.piece.as_ref()).map(|it| it.content).collect();
            let mut checks = vec![Check::Present(place.clone())];
            checks.extend(parts.iter().map(|it| Check::Version(key::part(upload, it.0), it.2)));
            let mut writes = vec![Write::Delete(place.clone())];
            writes.extend(parts.iter().map(|it| Write::Delete(key::part(upload, it.0))));
            writes.extend(old.iter().map(|it| Write::Delete(key::reference(*it))));
            match self.commit(checks, writes).await? {
                None => {
                    self.content.doom(old);
                    return Ok(());
                }
                Some(0) => return Err(Failure::NoSuchUpload),
                Some(_) => {}
            }
        }
        Err(worn_out())
    }

    /// Aborts every upload of a bucket that is gone.
    pub(super) async fn abort_uploads_of(&self, bucket: &str) -> Result<(), Failure> {
        let range = || Read::Range {
            space: Space::Object,
            prefix: key::upload_prefix(bucket, ""),
            after: None,
            limit: 100,
        };
        loop {
            let records = self.store.read(&[range()]).await?.pop().unwrap_or_default();
            if records.is_empty() {
                return Ok(());
            }
            for (place, stored) in records {
                let upload: Upload = decode(&stored)?;
                let id = UploadId::parse(&super::list::upload_id(&place)).unwrap_or(UploadId([0; 16]));
                match self.drop_upload(bucket, &upload.key, id).await {
                    Ok(()) | Err(Failure::NoSuchUpload) => {}
                    Err(failure) => return Err(failure),
                }
            }
        }
    }
}

/// The chosen parts, each there, of the ETag named, and large enough.
fn pick(parts: &[(u16, Part, u64)], chosen: &[ChosenPart]) -> Result<Vec<Part>, Failure> {
    let mut picked = Vec::with_capacity(chosen.len());
    for (index, want) in chosen.iter().enumerate() {
        let found = parts.binary_search_by_key(&want.number, |it| it.0);
        let (_, part, _) =
            found.ok().and_then(|it| parts.get(it)).ok_or(Failure::InvalidPart(want.number))?;
        if want.etag.as_ref().is_some_and(|it| *it != part.etag()) {
            return Err(Failure::InvalidPart(want.number));
        }
        if index + 1 < chosen.len() && part.size < PART_SIZE_MIN {
            return Err(Failure::PartTooSmall(want.number));
        }
        picked.push(part.clone());
    }
    Ok(picked)
}

/// Content of parts that the finished object leaves out.
fn unchosen(parts: &[(u16, Part, u64)], object: &Object) -> Vec<ContentId> {
    let named: std::collections::HashSet<ContentId> = object.pieces.iter().map(|it| it.content).collect();
    parts
        .iter()
        .filter_map(|it| it.1.piece.as_ref())
        .map(|it| it.content)
        .filter(|it| !named.contains(it))
        .collect()
}
