//! Uploads in parts over S3.

use futures::StreamExt as _;
use gemel_app::objects::{
    Algorithm, ChosenPart, Condition, Failure, Finished, Object, PART_NUMBER_MAX, Part as Stored, Slice,
    Upload,
};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CompletedPart, CopyPartResult, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, ListPartsInput, ListPartsOutput, Part, StorageClass, StreamingBlob,
    UploadPartCopyInput, UploadPartCopyOutput, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, S3Response, S3Result, StdError, s3_error};

use super::checksum::{Claimed, answer_checksum, claimed};
use super::header::{attributes, refuse_promises, timestamp};
use super::object::{etag, size, source};
use super::ops::Endpoint;
use super::{checksum, condition, fault, header};

type Answer<T> = S3Result<S3Response<T>>;

/// A part's number, which must be from 1 to 10,000.
pub(super) fn number(given: i32) -> S3Result<u16> {
    let fits = u16::try_from(given).ok().filter(|it| (1..=PART_NUMBER_MAX).contains(it));
    fits.ok_or_else(|| {
        s3_error!(InvalidArgument, "Part number must be an integer between 1 and 10000, inclusive")
    })
}

pub(super) async fn create(
    endpoint: &Endpoint,
    request: S3Request<CreateMultipartUploadInput>,
) -> Answer<CreateMultipartUploadOutput> {
    let mut input = request.input;
    refuse_promises!(input);
    let attributes = attributes!(input)?;
    let tags = header::tags_of_header(input.tagging.as_deref())?;
    let algorithm = input.checksum_algorithm.as_ref().and_then(|it| checksum::algorithm(it.as_str()));
    let wants_full = input.checksum_type.as_ref().map(|it| it.as_str() == "FULL_OBJECT");
    let checksum = algorithm.map(|it| (it, wants_full.unwrap_or(it == Algorithm::Crc64Nvme)));
    if let Some((Algorithm::Sha1 | Algorithm::Sha256, true)) = checksum {
        return Err(s3_error!(
            InvalidRequest,
            "The FULL_OBJECT checksum type cannot be used with the sha1 and sha256 checksum algorithms."
        ));
    }
    let id = endpoint
        .objects
        .begin_upload(&input.bucket, &input.key, attributes, tags, checksum)
        .await
        .map_err(fault::of)?;
    Ok(S3Response::new(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(id),
        checksum_algorithm: checksum.map(|it| checksum::name(it.0)),
        checksum_type: checksum.map(|it| checksum::kind(it.1)),
        ..CreateMultipartUploadOutput::default()
    }))
}

pub(super) async fn put_part(
    endpoint: &Endpoint,
    mut request: S3Request<UploadPartInput>,
) -> Answer<UploadPartOutput> {
    let mut claimed = claimed!(request);
    let mut input = request.input;
    let number = number(input.part_number)?;
    let place = (input.bucket.as_str(), input.key.as_str(), input.upload_id.as_str());
    let upload = endpoint.objects.upload(place.0, place.1, place.2).await.map_err(fault::of)?;
    claimed.algorithm = claimed.algorithm.or(upload.checksum.map(|it| it.0));
    let summed = checksum::write(&endpoint.objects, input.body.take(), claimed).await?;
    let part = endpoint
        .objects
        .put_part(place, number, summed.draft, summed.md5, summed.checksum)
        .await
        .map_err(fault::of)?;
    let mut output = UploadPartOutput { e_tag: etag(&part.etag()), ..UploadPartOutput::default() };
    answer_checksum!(output, &part.checksum);
    Ok(S3Response::new(output))
}

/// Reads `bytes=first-last`, the only form that copies of parts take.
fn copied_range(text: Option<&str>) -> S3Result<Slice> {
    let Some(text) = text else { return Ok(Slice::All) };
    let wrong = || {
        s3_error!(
            InvalidArgument,
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the \
             zero-based offsets of the first and last bytes to copy"
        )
    };
    let (first, last) = text.strip_prefix("bytes=").and_then(|it| it.split_once('-')).ok_or_else(wrong)?;
    let number =
        |it: &str| it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse::<u64>().ok()).flatten();
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Slice::From(first, Some(last))),
        _ => Err(wrong()),
    }
}

pub(super) async fn copy_part(
    endpoint: &Endpoint,
    request: S3Request<UploadPartCopyInput>,
) -> Answer<UploadPartCopyOutput> {
    let input = request.input;
    let number = number(input.part_number)?;
    let from = source(&input.copy_source)?;
    let slice = copied_range(input.copy_source_range.as_deref())?;
    let place = (input.bucket.as_str(), input.key.as_str(), input.upload_id.as_str());
    let upload = endpoint.objects.upload(place.0, place.1, place.2).await.map_err(fault::of)?;
    let wanted = condition::of(
        input.copy_source_if_match.as_ref(),
        input.copy_source_if_none_match.as_ref(),
        input.copy_source_if_modified_since.as_ref(),
        input.copy_source_if_unmodified_since.as_ref(),
    );
    let admit = |object: &Object| {
        let last_is_inside = match slice {
            Slice::From(_, Some(last)) => last < object.size,
            _ => true,
        };
        match gemel_app::objects::judge(&wanted, object) {
            gemel_app::objects::Verdict::Holds if last_is_inside => Ok(()),
            gemel_app::objects::Verdict::Holds => Err(Failure::OutOfRange),
            _ => Err(Failure::ConditionFailed),
        }
    };
    let opened = endpoint.objects.open(from.0, from.1, slice, admit).await.map_err(fault::of)?;
    let body = opened.body.map(|it| it.map_err(StdError::from));
    let claimed = Claimed { algorithm: upload.checksum.map(|it| it.0), ..Claimed::default() };
    let body = s3s::Body::http_body_unsync(http_body_util::StreamBody::new(
        body.map(|it| it.map(http_body::Frame::data)),
    ));
    let summed = checksum::write(&endpoint.objects, Some(StreamingBlob::from(body)), claimed).await?;
    let part = endpoint
        .objects
        .put_part(place, number, summed.draft, summed.md5, summed.checksum)
        .await
        .map_err(fault::of)?;
    let mut result = CopyPartResult {
        e_tag: etag(&part.etag()),
        last_modified: Some(timestamp(part.modified_seconds)),
        ..CopyPartResult::default()
    };
    answer_checksum!(result, &part.checksum);
    let output = UploadPartCopyOutput { copy_part_result: Some(result), ..UploadPartCopyOutput::default() };
    Ok(S3Response::new(output))
}

/// The parts that a client names, which must be in order.
fn chosen(parts: Vec<CompletedPart>) -> S3Result<Vec<ChosenPart>> {
    if parts.is_empty() {
        return Err(s3_error!(MalformedXML));
    }
    let part = |it: CompletedPart| {
        let number =
            it.part_number.and_then(|it| u16::try_from(it).ok()).ok_or_else(|| s3_error!(InvalidPart))?;
        Ok(ChosenPart { number, etag: it.e_tag.map(s3s::dto::ETag::into_value) })
    };
    let chosen: Vec<ChosenPart> = parts.into_iter().map(part).collect::<S3Result<_>>()?;
    if chosen.windows(2).any(|it| it[0].number >= it[1].number) {
        return Err(s3_error!(InvalidPartOrder));
    }
    Ok(chosen)
}

pub(super) async fn complete(
    endpoint: &Endpoint,
    request: S3Request<CompleteMultipartUploadInput>,
) -> Answer<CompleteMultipartUploadOutput> {
    let input = request.input;
    let parts = input.multipart_upload.and_then(|it| it.parts).unwrap_or_default();
    let chosen = chosen(parts)?;
    let condition = Condition {
        if_match: condition::list(input.if_match.as_ref()),
        if_none_match: condition::list(input.if_none_match.as_ref()),
        ..Condition::default()
    };
    let wanted = input.checksum_crc32.or(input.checksum_crc32c).or(input.checksum_crc64nvme);
    let wanted = wanted.or(input.checksum_sha1).or(input.checksum_sha256);
    let sum = |upload: &Upload, parts: &[Stored]| {
        let checksum =
            upload.checksum.and_then(|(algorithm, full)| checksum::checksum_of(algorithm, full, parts));
        checksum::confirm(wanted.as_deref(), checksum.as_ref())?;
        Ok(Finished { etag: checksum::etag_of(parts), checksum })
    };
    let place = (input.bucket.as_str(), input.key.as_str(), input.upload_id.as_str());
    let object = endpoint.objects.finish_upload(place, &chosen, &condition, sum).await.map_err(fault::of)?;
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        e_tag: etag(&object.etag),
        ..CompleteMultipartUploadOutput::default()
    };
    answer_checksum!(output, &object.checksum);
    output.checksum_type = object.checksum.as_ref().map(|it| checksum::kind(it.is_full));
    output.bucket = Some(input.bucket);
    output.key = Some(input.key);
    Ok(S3Response::new(output))
}

pub(super) async fn abort(
    endpoint: &Endpoint,
    request: S3Request<AbortMultipartUploadInput>,
) -> Answer<AbortMultipartUploadOutput> {
    let input = request.input;
    endpoint.objects.abort_upload(&input.bucket, &input.key, &input.upload_id).await.map_err(fault::of)?;
    Ok(S3Response::new(AbortMultipartUploadOutput::default()))
}

pub(super) async fn list_parts(
    endpoint: &Endpoint,
    request: S3Request<ListPartsInput>,
) -> Answer<ListPartsOutput> {
    let input = request.input;
    let upload =
        endpoint.objects.upload(&input.bucket, &input.key, &input.upload_id).await.map_err(fault::of)?;
    let limit = input.max_parts.unwrap_or(1000).clamp(0, 1000);
    let marker = input.part_number_marker.unwrap_or_default().clamp(0, i32::from(u16::MAX));
    let after = u16::try_from(marker).unwrap_or_default();
    let wanted = usize::try_from(limit).unwrap_or_default();
    let mut parts = endpoint.objects.parts(&input.upload_id, after, wanted + 1).await.map_err(fault::of)?;
    let is_truncated = parts.len() > wanted;
    parts.truncate(wanted);
    let next = parts.last().map_or(after, |it| it.0);
    let told = |(number, part): (u16, Stored)| {
        let mut told = Part {
            e_tag: etag(&part.etag()),
            last_modified: Some(timestamp(part.modified_seconds)),
            part_number: Some(i32::from(number)),
            size: Some(size(part.size)),
            ..Part::default()
        };
        answer_checksum!(told, &part.checksum);
        told
    };
    Ok(S3Response::new(ListPartsOutput {
        bucket: Some(input.bucket),
        checksum_algorithm: upload.checksum.map(|it| checksum::name(it.0)),
        checksum_type: upload.checksum.map(|it| checksum::kind(it.1)),
        initiator: Some(endpoint.initiator()),
        is_truncated: Some(is_truncated),
        key: Some(input.key),
        max_parts: Some(limit),
        next_part_number_marker: Some(i32::from(next)),
        owner: Some(endpoint.owner()),
        part_number_marker: Some(marker),
        parts: Some(parts.into_iter().map(told).collect()),
        storage_class: Some(StorageClass::from(
            upload.attributes.storage_class.unwrap_or_else(|| "STANDARD".to_owned()),
        )),
        upload_id: Some(input.upload_id),
        ..ListPartsOutput::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_numbers() {
        for (given, fits) in
            [(1, true), (10_000, true), (0, false), (-1, false), (10_001, false), (i32::MAX, false)]
        {
            assert_eq!(number(given).is_ok(), fits, "{given}");
        }
    }

    #[test]
    fn ranges_of_copies() {
        for (text, want) in [
            ("bytes=0-9", Some(Slice::From(0, Some(9)))),
            ("bytes=9-0", None),
            ("bytes=0-", None),
            ("bytes=-5", None),
            ("0-9", None),
            ("bytes=+1-2", None),
            ("bytes=0-99999999999999999999", None),
        ] {
            assert_eq!(copied_range(Some(text)).ok(), want, "{text}");
        }
    }

    #[test]
    fn parts_must_be_in_order() {
        let parts = |numbers: &[i32]| {
            let part = |it: &i32| CompletedPart { part_number: Some(*it), ..CompletedPart::default() };
            chosen(numbers.iter().map(part).collect())
        };
        assert!(parts(&[1, 2, 9]).is_ok());
        for wrong in [&[][..], &[2, 1], &[1, 1], &[-1], &[70_000]] {
            assert!(parts(wrong).is_err(), "{wrong:?}");
        }
    }
}
