//! Listings over S3: objects in both versions, versions of objects, uploads under way.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gemel_app::objects::{Entry, Listing, Object as Stored, Question};
use s3s::dto::{
    CommonPrefix, EncodingType, ListMultipartUploadsInput, ListMultipartUploadsOutput,
    ListObjectVersionsInput, ListObjectVersionsOutput, ListObjectsInput, ListObjectsOutput,
    ListObjectsV2Input, ListObjectsV2Output, MultipartUpload, Object, ObjectStorageClass, ObjectVersion,
    ObjectVersionStorageClass, StorageClass,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::header::timestamp;
use super::object::{etag, size};
use super::ops::Endpoint;
use super::{checksum, fault};

const PAGE_MAX: i32 = 1000;

type Answer<T> = S3Result<S3Response<T>>;

/// How names are written: as they are, or percent-encoded where the caller asked for it.
struct Names {
    encodes: bool,
}

impl Names {
    fn of(encoding: Option<&EncodingType>) -> S3Result<Self> {
        match encoding.map(EncodingType::as_str) {
            None | Some("") => Ok(Self { encodes: false }),
            Some("url") => Ok(Self { encodes: true }),
            Some(_) => Err(s3_error!(InvalidArgument, "Invalid Encoding Method specified in Request")),
        }
    }

    fn write(&self, name: &str) -> String {
        if self.encodes { encode(name) } else { name.to_owned() }
    }

    fn maybe(&self, name: Option<String>) -> Option<String> {
        name.map(|it| self.write(&it))
    }

    fn echo(&self) -> Option<EncodingType> {
        self.encodes.then(|| EncodingType::from_static(EncodingType::URL))
    }

    fn prefixes(&self, entries: &[Entry]) -> Option<Vec<CommonPrefix>> {
        let prefixes = entries.iter().filter_map(|it| match it {
            Entry::Prefix(name) => Some(CommonPrefix { prefix: Some(self.write(name)) }),
            Entry::Object(..) => None,
        });
        let prefixes: Vec<_> = prefixes.collect();
        (!prefixes.is_empty()).then_some(prefixes)
    }
}

/// Percent-encodes all but what no reader can take for something else; `+` and space among the encoded.
fn encode(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            text.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn page_size(asked: Option<i32>) -> S3Result<i32> {
    match asked.unwrap_or(PAGE_MAX) {
        n if n < 0 => {
            Err(s3_error!(InvalidArgument, "Argument maxKeys must be an integer between 0 and 2147483647"))
        }
        n => Ok(n.min(PAGE_MAX)),
    }
}

fn question(
    prefix: Option<&String>,
    delimiter: Option<&String>,
    after: Option<String>,
    limit: i32,
) -> Question {
    Question {
        prefix: prefix.cloned().unwrap_or_default(),
        delimiter: delimiter.cloned().unwrap_or_default(),
        after: after.unwrap_or_default(),
        after_upload: String::new(),
        limit: usize::try_from(limit).unwrap_or_default(),
    }
}

fn last(listing: &Listing) -> Option<String> {
    listing.is_truncated.then(|| listing.entries.last().map(|it| it.name().to_owned())).flatten()
}

fn class(object: &Stored) -> String {
    object.attributes.storage_class.clone().unwrap_or_else(|| "STANDARD".to_owned())
}

fn contents(endpoint: &Endpoint, names: &Names, entries: &[Entry], with_owner: bool) -> Option<Vec<Object>> {
    let objects = entries.iter().filter_map(|it| match it {
        Entry::Prefix(_) => None,
        Entry::Object(name, object) => Some(Object {
            checksum_algorithm: object.checksum.as_ref().map(|it| vec![checksum::name(it.algorithm)]),
            checksum_type: object.checksum.as_ref().map(|it| checksum::kind(it.is_full)),
            e_tag: etag(&object.etag),
            key: Some(names.write(name)),
            last_modified: Some(timestamp(object.modified_seconds)),
            owner: with_owner.then(|| endpoint.owner()),
            size: Some(size(object.size)),
            storage_class: Some(ObjectStorageClass::from(class(object))),
            ..Object::default()
        }),
    });
    let objects: Vec<_> = objects.collect();
    (!objects.is_empty()).then_some(objects)
}

pub(super) async fn objects(
    endpoint: &Endpoint,
    request: S3Request<ListObjectsInput>,
) -> Answer<ListObjectsOutput> {
    let input = request.input;
    let names = Names::of(input.encoding_type.as_ref())?;
    let limit = page_size(input.max_keys)?;
    let asked = question(input.prefix.as_ref(), input.delimiter.as_ref(), input.marker.clone(), limit);
    let listing = endpoint.objects.list(&input.bucket, &asked).await.map_err(fault::of)?;
    // Without a delimiter, clients go on from the last key they were told.
    let next = last(&listing).filter(|_| input.delimiter.is_some());
    Ok(S3Response::new(ListObjectsOutput {
        name: Some(input.bucket),
        prefix: Some(names.write(&asked.prefix)),
        marker: Some(names.write(&asked.after)),
        max_keys: Some(limit),
        is_truncated: Some(listing.is_truncated),
        contents: contents(endpoint, &names, &listing.entries, true),
        common_prefixes: names.prefixes(&listing.entries),
        delimiter: names.maybe(input.delimiter),
        next_marker: names.maybe(next),
        encoding_type: names.echo(),
        request_charged: None,
    }))
}

pub(super) async fn objects_v2(
    endpoint: &Endpoint,
    request: S3Request<ListObjectsV2Input>,
) -> Answer<ListObjectsV2Output> {
    let input = request.input;
    let names = Names::of(input.encoding_type.as_ref())?;
    let limit = page_size(input.max_keys)?;
    let after = match &input.continuation_token {
        Some(token) => Some(opened(token)?),
        None => input.start_after.clone(),
    };
    let asked = question(input.prefix.as_ref(), input.delimiter.as_ref(), after, limit);
    let listing = endpoint.objects.list(&input.bucket, &asked).await.map_err(fault::of)?;
    let with_owner = input.fetch_owner.unwrap_or_default();
    Ok(S3Response::new(ListObjectsV2Output {
        name: Some(input.bucket),
        prefix: Some(names.write(&asked.prefix)),
        max_keys: Some(limit),
        key_count: Some(i32::try_from(listing.entries.len()).unwrap_or(i32::MAX)),
        continuation_token: input.continuation_token,
        is_truncated: Some(listing.is_truncated),
        next_continuation_token: last(&listing).map(|it| URL_SAFE_NO_PAD.encode(it)),
        contents: contents(endpoint, &names, &listing.entries, with_owner),
        common_prefixes: names.prefixes(&listing.entries),
        delimiter: names.maybe(input.delimiter),
        encoding_type: names.echo(),
        start_after: names.maybe(input.start_after),
        request_charged: None,
    }))
}

/// What a continuation token says. It holds nothing that its holder was not told.
fn opened(token: &str) -> S3Result<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    let name = bytes.and_then(|it| String::from_utf8(it).ok()).filter(|it| !it.is_empty());
    name.ok_or_else(|| s3_error!(InvalidArgument, "The continuation token provided is incorrect"))
}

pub(super) async fn versions(
    endpoint: &Endpoint,
    request: S3Request<ListObjectVersionsInput>,
) -> Answer<ListObjectVersionsOutput> {
    let input = request.input;
    let names = Names::of(input.encoding_type.as_ref())?;
    let limit = page_size(input.max_keys)?;
    let asked = question(input.prefix.as_ref(), input.delimiter.as_ref(), input.key_marker.clone(), limit);
    let listing = endpoint.objects.list(&input.bucket, &asked).await.map_err(fault::of)?;
    let next = last(&listing);
    let versions = listing.entries.iter().filter_map(|it| match it {
        Entry::Prefix(_) => None,
        Entry::Object(name, object) => Some(ObjectVersion {
            e_tag: etag(&object.etag),
            is_latest: Some(true),
            key: Some(names.write(name)),
            last_modified: Some(timestamp(object.modified_seconds)),
            owner: Some(endpoint.owner()),
            size: Some(size(object.size)),
            storage_class: Some(ObjectVersionStorageClass::from(class(object))),
            version_id: Some("null".to_owned()),
            ..ObjectVersion::default()
        }),
    });
    let versions: Vec<_> = versions.collect();
    Ok(S3Response::new(ListObjectVersionsOutput {
        common_prefixes: names.prefixes(&listing.entries),
        delimiter: names.maybe(input.delimiter),
        encoding_type: names.echo(),
        is_truncated: Some(listing.is_truncated),
        key_marker: Some(names.write(&asked.after)),
        max_keys: Some(limit),
        name: Some(input.bucket),
        next_version_id_marker: next.is_some().then(|| "null".to_owned()),
        next_key_marker: names.maybe(next),
        prefix: Some(names.write(&asked.prefix)),
        version_id_marker: input.version_id_marker,
        versions: (!versions.is_empty()).then_some(versions),
        ..ListObjectVersionsOutput::default()
    }))
}

pub(super) async fn uploads(
    endpoint: &Endpoint,
    request: S3Request<ListMultipartUploadsInput>,
) -> Answer<ListMultipartUploadsOutput> {
    let input = request.input;
    let names = Names::of(input.encoding_type.as_ref())?;
    let limit = page_size(input.max_uploads)?;
    let mut asked =
        question(input.prefix.as_ref(), input.delimiter.as_ref(), input.key_marker.clone(), limit);
    asked.after_upload = input.upload_id_marker.clone().unwrap_or_default();
    let listing = endpoint.objects.list_uploads(&input.bucket, &asked).await.map_err(fault::of)?;
    let upload = |(id, upload): (String, gemel_app::objects::Upload)| MultipartUpload {
        checksum_algorithm: upload.checksum.map(|it| checksum::name(it.0)),
        checksum_type: upload.checksum.map(|it| checksum::kind(it.1)),
        initiated: Some(timestamp(upload.begun_seconds)),
        initiator: Some(endpoint.initiator()),
        key: Some(names.write(&upload.key)),
        owner: Some(endpoint.owner()),
        storage_class: Some(StorageClass::from(
            upload.attributes.storage_class.unwrap_or_else(|| "STANDARD".to_owned()),
        )),
        upload_id: Some(id),
    };
    let (next_key, next_id) = listing.next.clone().unzip();
    let prefixes: Vec<_> =
        listing.prefixes.iter().map(|it| CommonPrefix { prefix: Some(names.write(it)) }).collect();
    Ok(S3Response::new(ListMultipartUploadsOutput {
        bucket: Some(input.bucket),
        common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
        delimiter: names.maybe(input.delimiter),
        encoding_type: names.echo(),
        is_truncated: Some(listing.next.is_some()),
        key_marker: Some(names.write(&asked.after)),
        max_uploads: Some(limit),
        next_key_marker: names.maybe(next_key),
        next_upload_id_marker: next_id,
        prefix: Some(names.write(&asked.prefix)),
        upload_id_marker: input.upload_id_marker,
        uploads: Some(listing.uploads.into_iter().map(upload).collect()),
        request_charged: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_so_that_no_reader_errs() {
        for (name, want) in
            [("a/b.txt", "a/b.txt"), ("a b+c", "a%20b%2Bc"), ("ü\0%", "%C3%BC%00%25"), ("~_-", "~_-")]
        {
            assert_eq!(encode(name), want);
        }
    }

    #[test]
    fn tokens() {
        assert_eq!(opened(&URL_SAFE_NO_PAD.encode("a/ü")).unwrap(), "a/ü");
        for wrong in ["", "=", "****", "_w"] {
            assert!(opened(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn page_sizes() {
        assert_eq!(page_size(None).unwrap(), 1000);
        assert_eq!(page_size(Some(0)).unwrap(), 0);
        assert_eq!(page_size(Some(i32::MAX)).unwrap(), 1000);
        assert!(page_size(Some(-1)).is_err());
    }
}
