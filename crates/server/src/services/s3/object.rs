//! Objects over S3: put, get, head, copy, delete, tags.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::Stream;
use gemel_app::objects::{ByteStream as Stored, Condition, Failure, Object, Opened, Slice};
use s3s::dto::{
    ChecksumMode, CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopySource, DeleteObjectInput,
    DeleteObjectOutput, DeleteObjectTaggingInput, DeleteObjectTaggingOutput, DeleteObjectsInput,
    DeleteObjectsOutput, DeletedObject, ETag, Error as DeleteError, GetObjectAttributesInput,
    GetObjectAttributesOutput, GetObjectAttributesParts, GetObjectInput, GetObjectOutput,
    GetObjectTaggingInput, GetObjectTaggingOutput, HeadObjectInput, HeadObjectOutput, ObjectPart,
    PutObjectInput, PutObjectOutput, PutObjectTaggingInput, PutObjectTaggingOutput, Range, StorageClass,
    StreamingBlob,
};
use s3s::stream::{ByteStream, RemainingLength};
use s3s::{S3Request, S3Response, S3Result, StdError, s3_error};

use super::checksum::{answer_checksum, claimed};
use super::header::{DEFAULT_TYPE, attributes, refuse_promises, timestamp};
use super::ops::Endpoint;
use super::{checksum, condition, fault, header};

/// How many keys one request may delete.
const DELETE_MAX: usize = 1000;

type Answer<T> = S3Result<S3Response<T>>;

/// Bytes of an object on their way out.
struct Outgoing {
    /// `s3s` wants bodies that may be shared between threads; nobody shares this one.
    body: std::sync::Mutex<Stored>,
    n_left: usize,
}

impl Stream for Outgoing {
    type Item = Result<Bytes, StdError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = match self.body.get_mut() {
            Ok(it) => it,
            Err(poisoned) => poisoned.into_inner(),
        };
        let polled = body.as_mut().poll_next(context);
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => self.n_left = self.n_left.saturating_sub(chunk.len()),
            Poll::Ready(Some(Err(error))) => {
                tracing::error!(error = %error.chain(), "an object's bytes broke off");
            }
            _ => {}
        }
        polled.map(|it| it.map(|it| it.map_err(StdError::from)))
    }
}

impl ByteStream for Outgoing {
    fn remaining_length(&self) -> RemainingLength {
        RemainingLength::new_exact(self.n_left)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every output has it as an option")]
pub(super) fn etag(tag: &str) -> Option<ETag> {
    Some(ETag::Strong(tag.to_owned()))
}

pub(super) fn size(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn slice(range: Option<Range>, part: Option<i32>) -> S3Result<Slice> {
    match (range, part) {
        (None, None) => Ok(Slice::All),
        (Some(_), Some(_)) => {
            Err(s3_error!(InvalidRequest, "Cannot specify both Range header and partNumber query parameter"))
        }
        (Some(Range::Int { first, last }), None) => Ok(Slice::From(first, last)),
        (Some(Range::Suffix { length }), None) => Ok(Slice::Last(length)),
        (None, Some(number)) => Ok(Slice::Part(super::upload::number(number)?)),
    }
}

fn content_range(range: &std::ops::Range<u64>, object: &Object, slice: Slice) -> Option<String> {
    let asked = slice != Slice::All && !range.is_empty();
    asked.then(|| format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), object.size))
}

fn out_of_range(failure: Failure, object_size: u64) -> s3s::S3Error {
    match failure {
        Failure::OutOfRange => fault::with_headers(
            s3_error!(InvalidRange),
            [("content-range", format!("bytes */{object_size}"))],
        ),
        other => fault::of(other),
    }
}

/// Fills the members that GetObject and HeadObject share; a macro, since the outputs share names and no trait.
macro_rules! describe {
    ($output:expr, $object:expr, $range:expr, $slice:expr, $mode:expr) => {{
        let object: &Object = $object;
        let attributes = object.attributes.clone();
        $output.accept_ranges = Some("bytes".to_owned());
        $output.cache_control = attributes.cache_control;
        $output.content_disposition = attributes.content_disposition;
        $output.content_encoding = attributes.content_encoding;
        $output.content_language = attributes.content_language;
        $output.content_length = Some(size($range.end - $range.start));
        $output.content_range = content_range(&$range, object, $slice);
        $output.content_type = Some(attributes.content_type.unwrap_or_else(|| DEFAULT_TYPE.to_owned()));
        $output.e_tag = etag(&object.etag);
        $output.expires = attributes.expires_seconds.map(timestamp);
        $output.last_modified = Some(timestamp(object.modified_seconds));
        $output.metadata = Some(attributes.metadata.into_iter().collect());
        $output.storage_class = attributes.storage_class.map(StorageClass::from);
        $output.website_redirect_location = attributes.website_redirect;
        if matches!($slice, Slice::Part(_)) {
            $output.parts_count = object.parts().and_then(|it| i32::try_from(it).ok());
        }
        let wanted = $mode.as_ref().is_some_and(|it: &ChecksumMode| it.as_str() == ChecksumMode::ENABLED);
        if wanted && $slice == Slice::All {
            answer_checksum!($output, &object.checksum);
            $output.checksum_type = object.checksum.as_ref().map(|it| checksum::kind(it.is_full));
        }
    }};
}

pub(super) async fn put(
    endpoint: &Endpoint,
    mut request: S3Request<PutObjectInput>,
) -> Answer<PutObjectOutput> {
    let claimed = claimed!(request);
    let mut input = request.input;
    refuse_promises!(input);
    let attributes = attributes!(input)?;
    let tags = header::tags_of_header(input.tagging.as_deref())?;
    let condition = Condition {
        if_match: condition::list(input.if_match.as_ref()),
        if_none_match: condition::list(input.if_none_match.as_ref()),
        ..Condition::default()
    };
    // Before the body is read, so that a large upload to nowhere ends early.
    endpoint.objects.bucket(&input.bucket).await.map_err(fault::of)?;
    let summed = checksum::write(&endpoint.objects, input.body.take(), claimed).await?;
    let tag = hex::encode(summed.md5);
    let object = endpoint
        .objects
        .put(&input.bucket, &input.key, summed.draft, tag, summed.checksum, attributes, tags, &condition)
        .await
        .map_err(fault::of)?;
    let mut output = PutObjectOutput { e_tag: etag(&object.etag), ..PutObjectOutput::default() };
    answer_checksum!(output, &object.checksum);
    output.checksum_type = object.checksum.as_ref().map(|it| checksum::kind(it.is_full));
    Ok(S3Response::new(output))
}

pub(super) async fn get(endpoint: &Endpoint, request: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let slice = slice(input.range, input.part_number)?;
    let wanted = condition::of(
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
        input.if_modified_since.as_ref(),
        input.if_unmodified_since.as_ref(),
    );
    let admit = |object: &Object| match condition::admit(&wanted, object) {
        Ok(()) => object.range(slice).map(drop).map_err(|it| Refused(out_of_range(it, object.size))),
        Err(error) => Err(Refused(error)),
    };
    let opened = endpoint.objects.open(&input.bucket, &input.key, slice, admit).await.map_err(|it| it.0)?;
    let Opened { object, range, body } = opened;
    let mut output = GetObjectOutput::default();
    describe!(output, &object, range, slice, input.checksum_mode);
    output.tag_count =
        (!object.tags.is_empty()).then(|| i32::try_from(object.tags.len()).unwrap_or(i32::MAX));
    let n_left = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    output.body = Some(StreamingBlob::new(Outgoing { body: std::sync::Mutex::new(body), n_left }));
    Ok(S3Response::new(output))
}

/// An S3 error on its way through the platform.
struct Refused(s3s::S3Error);

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self(fault::of(failure))
    }
}

pub(super) async fn head(
    endpoint: &Endpoint,
    request: S3Request<HeadObjectInput>,
) -> Answer<HeadObjectOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let slice = slice(input.range, input.part_number)?;
    let wanted = condition::of(
        input.if_match.as_ref(),
        input.if_none_match.as_ref(),
        input.if_modified_since.as_ref(),
        input.if_unmodified_since.as_ref(),
    );
    let object = endpoint.objects.head(&input.bucket, &input.key).await.map_err(fault::of)?;
    condition::admit(&wanted, &object)?;
    let range = object.range(slice).map_err(|it| out_of_range(it, object.size))?;
    let mut output = HeadObjectOutput::default();
    describe!(output, &object, range, slice, input.checksum_mode);
    Ok(S3Response::new(output))
}

/// Bucket and key of a copy's source.
pub(super) fn source(source: &CopySource) -> S3Result<(&str, &str)> {
    match source {
        CopySource::Bucket { bucket, key, version_id } => {
            header::check_version(version_id.as_deref())?;
            Ok((bucket, key))
        }
        _ => Err(s3_error!(NotImplemented, "access points and outposts are not implemented")),
    }
}

pub(super) async fn copy(
    endpoint: &Endpoint,
    request: S3Request<CopyObjectInput>,
) -> Answer<CopyObjectOutput> {
    let mut input = request.input;
    refuse_promises!(input);
    let from = source(&input.copy_source)?;
    let from = (from.0.to_owned(), from.1.to_owned());
    let replaces = input.metadata_directive.as_ref().is_some_and(|it| it.as_str() == "REPLACE");
    let replaces_tags = input.tagging_directive.as_ref().is_some_and(|it| it.as_str() == "REPLACE");
    let class = input.storage_class.clone().map(|it| it.as_str().to_owned()).filter(|it| it != "STANDARD");
    let attributes = attributes!(input)?;
    let tags = header::tags_of_header(input.tagging.as_deref())?;
    let to = (input.bucket.as_str(), input.key.as_str());
    if from.0 == to.0 && from.1 == to.1 && !replaces && class.is_none() {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself without changing the \
             object's metadata, storage class, website redirect location or encryption attributes."
        ));
    }
    let wanted = condition::of(
        input.copy_source_if_match.as_ref(),
        input.copy_source_if_none_match.as_ref(),
        input.copy_source_if_modified_since.as_ref(),
        input.copy_source_if_unmodified_since.as_ref(),
    );
    let change = |object: &mut Object| {
        if replaces {
            object.attributes = attributes.clone();
        } else {
            object.attributes.storage_class.clone_from(&class);
        }
        if replaces_tags {
            object.tags.clone_from(&tags);
        }
    };
    let copied = endpoint.objects.copy((&from.0, &from.1), to, &wanted, change).await.map_err(fault::of)?;
    let mut result = CopyObjectResult {
        e_tag: etag(&copied.etag),
        last_modified: Some(timestamp(copied.modified_seconds)),
        ..CopyObjectResult::default()
    };
    answer_checksum!(result, &copied.checksum);
    result.checksum_type = copied.checksum.as_ref().map(|it| checksum::kind(it.is_full));
    let output = CopyObjectOutput { copy_object_result: Some(result), ..CopyObjectOutput::default() };
    Ok(S3Response::new(output))
}

pub(super) async fn delete(
    endpoint: &Endpoint,
    request: S3Request<DeleteObjectInput>,
) -> Answer<DeleteObjectOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let condition = Condition {
        if_match: condition::list(input.if_match.as_ref()),
        if_size: input.if_match_size.and_then(|it| u64::try_from(it).ok()),
        if_modified_at: input.if_match_last_modified_time.as_ref().map(header::seconds),
        ..Condition::default()
    };
    endpoint.objects.delete(&input.bucket, &[input.key], &condition).await.map_err(fault::of)?;
    Ok(S3Response::new(DeleteObjectOutput::default()))
}

pub(super) async fn delete_many(
    endpoint: &Endpoint,
    request: S3Request<DeleteObjectsInput>,
) -> Answer<DeleteObjectsOutput> {
    let input = request.input;
    let quiet = input.delete.quiet.unwrap_or_default();
    let objects = input.delete.objects;
    if objects.is_empty() || objects.len() > DELETE_MAX {
        return Err(s3_error!(MalformedXML));
    }
    let mut errors = Vec::new();
    let mut plain = Vec::new();
    let mut deleted = Vec::new();
    for object in objects {
        if header::check_version(object.version_id.as_deref()).is_err() {
            errors.push(refused(object.key, "NoSuchVersion", "The specified version does not exist."));
            continue;
        }
        if object.e_tag.is_none() && object.size.is_none() && object.last_modified_time.is_none() {
            plain.push(object.key);
            continue;
        }
        let condition = Condition {
            if_match: object.e_tag.as_ref().map(|it| it.value().to_owned()),
            if_size: object.size.and_then(|it| u64::try_from(it).ok()),
            if_modified_at: object.last_modified_time.as_ref().map(header::seconds),
            ..Condition::default()
        };
        match endpoint.objects.delete(&input.bucket, std::slice::from_ref(&object.key), &condition).await {
            Ok(()) => deleted.push(object.key),
            Err(Failure::ConditionFailed | Failure::NoSuchKey) => errors.push(refused(
                object.key,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
            )),
            Err(failure) => return Err(fault::of(failure)),
        }
    }
    endpoint.objects.delete(&input.bucket, &plain, &Condition::default()).await.map_err(fault::of)?;
    deleted.extend(plain);
    let told = |key| DeletedObject { key: Some(key), ..DeletedObject::default() };
    let output = DeleteObjectsOutput {
        deleted: (!quiet).then(|| deleted.into_iter().map(told).collect()),
        errors: (!errors.is_empty()).then_some(errors),
        ..DeleteObjectsOutput::default()
    };
    Ok(S3Response::new(output))
}

fn refused(key: String, code: &str, message: &str) -> DeleteError {
    DeleteError {
        key: Some(key),
        code: Some(code.to_owned()),
        message: Some(message.to_owned()),
        ..DeleteError::default()
    }
}

pub(super) async fn attributes(
    endpoint: &Endpoint,
    request: S3Request<GetObjectAttributesInput>,
) -> Answer<GetObjectAttributesOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let object = endpoint.objects.head(&input.bucket, &input.key).await.map_err(fault::of)?;
    let wants = |name: &str| {
        let names = input.object_attributes.iter().flat_map(|it| it.as_str().split(','));
        names.map(str::trim).any(|it| it == name)
    };
    let mut output = GetObjectAttributesOutput {
        last_modified: Some(timestamp(object.modified_seconds)),
        ..GetObjectAttributesOutput::default()
    };
    output.e_tag = wants("ETag").then(|| ETag::Strong(object.etag.clone()));
    output.object_size = wants("ObjectSize").then(|| size(object.size));
    let class = || object.attributes.storage_class.clone().unwrap_or_else(|| "STANDARD".to_owned());
    output.storage_class = wants("StorageClass").then(|| StorageClass::from(class()));
    if let Some(found) = object.checksum.as_ref().filter(|_| wants("Checksum")) {
        let mut told = s3s::dto::Checksum::default();
        answer_checksum!(told, Some(found));
        told.checksum_type = Some(checksum::kind(found.is_full));
        output.checksum = Some(told);
    }
    if wants("ObjectParts") && object.parts().is_some() {
        output.object_parts = Some(parts_of(&object, input.part_number_marker, input.max_parts));
    }
    Ok(S3Response::new(output))
}

fn parts_of(object: &Object, marker: Option<i32>, max: Option<i32>) -> GetObjectAttributesParts {
    let marker = marker.unwrap_or_default().max(0);
    let max = max.unwrap_or(1000).clamp(0, 1000);
    let numbered = (1..).zip(&object.pieces).filter(|it| it.0 > marker);
    let parts: Vec<ObjectPart> = numbered
        .take(usize::try_from(max).unwrap_or_default())
        .map(|(number, piece)| ObjectPart {
            part_number: Some(number),
            size: Some(size(piece.size)),
            ..ObjectPart::default()
        })
        .collect();
    let last = parts.last().and_then(|it| it.part_number).unwrap_or(marker);
    let n_parts = i32::try_from(object.pieces.len()).unwrap_or(i32::MAX);
    GetObjectAttributesParts {
        is_truncated: Some(last < n_parts),
        max_parts: Some(max),
        next_part_number_marker: Some(last),
        part_number_marker: Some(marker),
        parts: Some(parts),
        total_parts_count: Some(n_parts),
    }
}

pub(super) async fn get_tags(
    endpoint: &Endpoint,
    request: S3Request<GetObjectTaggingInput>,
) -> Answer<GetObjectTaggingOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let object = endpoint.objects.head(&input.bucket, &input.key).await.map_err(fault::of)?;
    let tag_set = header::tag_set(object.tags);
    Ok(S3Response::new(GetObjectTaggingOutput { tag_set, version_id: None }))
}

pub(super) async fn put_tags(
    endpoint: &Endpoint,
    request: S3Request<PutObjectTaggingInput>,
) -> Answer<PutObjectTaggingOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    let tags = header::tags_of(input.tagging, 10)?;
    endpoint.objects.set_tags(&input.bucket, &input.key, tags).await.map_err(fault::of)?;
    Ok(S3Response::new(PutObjectTaggingOutput::default()))
}

pub(super) async fn delete_tags(
    endpoint: &Endpoint,
    request: S3Request<DeleteObjectTaggingInput>,
) -> Answer<DeleteObjectTaggingOutput> {
    let input = request.input;
    header::check_version(input.version_id.as_deref())?;
    endpoint.objects.set_tags(&input.bucket, &input.key, Vec::new()).await.map_err(fault::of)?;
    Ok(S3Response::with_status(DeleteObjectTaggingOutput::default(), http::StatusCode::NO_CONTENT))
}
