//! Sums over bodies as they pass: the MD5 that makes ETags, and the checksum that the client chose.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use gemel_app::objects::{Algorithm, Checksum, Draft, Failure, Objects, Part};
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::{ChecksumAlgorithm, ChecksumType, StreamingBlob};
use s3s::{S3Result, TrailingHeaders, s3_error};

use super::fault;

/// What a client says about the sums of a body.
#[derive(Default)]
pub(super) struct Claimed {
    /// `Content-MD5`.
    pub(super) md5: Option<String>,
    /// The algorithm, if one was named.
    pub(super) algorithm: Option<Algorithm>,
    /// The checksum; it may follow the body instead.
    pub(super) value: Option<String>,
    /// What follows the body.
    pub(super) trailers: Option<TrailingHeaders>,
}

/// A body that was written, and its sums.
pub(super) struct Summed {
    pub(super) draft: Draft,
    pub(super) md5: [u8; 16],
    pub(super) checksum: Option<Checksum>,
}

/// Reads what an input claims; a macro, since the inputs share names and no trait.
macro_rules! claimed {
    ($request:expr) => {{
        let input = &mut $request.input;
        let given = [
            (gemel_app::objects::Algorithm::Crc32, input.checksum_crc32.take()),
            (gemel_app::objects::Algorithm::Crc32c, input.checksum_crc32c.take()),
            (gemel_app::objects::Algorithm::Crc64Nvme, input.checksum_crc64nvme.take()),
            (gemel_app::objects::Algorithm::Sha1, input.checksum_sha1.take()),
            (gemel_app::objects::Algorithm::Sha256, input.checksum_sha256.take()),
        ];
        let given = given.into_iter().find_map(|(algorithm, value)| Some((algorithm, value?)));
        let named =
            $crate::services::s3::checksum::named(input.checksum_algorithm.as_ref(), &$request.headers);
        $crate::services::s3::checksum::Claimed {
            md5: input.content_md5.take(),
            algorithm: given.as_ref().map(|it| it.0).or(named),
            value: given.map(|it| it.1),
            trailers: $request.trailing_headers.take(),
        }
    }};
}

/// Puts a checksum into an output that has a member for each algorithm.
macro_rules! answer_checksum {
    ($output:expr, $checksum:expr) => {
        if let Some(checksum) = $checksum {
            let value = Some(checksum.value.clone());
            match checksum.algorithm {
                gemel_app::objects::Algorithm::Crc32 => $output.checksum_crc32 = value,
                gemel_app::objects::Algorithm::Crc32c => $output.checksum_crc32c = value,
                gemel_app::objects::Algorithm::Crc64Nvme => $output.checksum_crc64nvme = value,
                gemel_app::objects::Algorithm::Sha1 => $output.checksum_sha1 = value,
                gemel_app::objects::Algorithm::Sha256 => $output.checksum_sha256 = value,
            }
        }
    };
}

pub(super) use {answer_checksum, claimed};

/// The algorithm of a name.
pub(super) fn algorithm(name: &str) -> Option<Algorithm> {
    match name.to_ascii_uppercase().as_str() {
        "CRC32" => Some(Algorithm::Crc32),
        "CRC32C" => Some(Algorithm::Crc32c),
        "CRC64NVME" => Some(Algorithm::Crc64Nvme),
        "SHA1" => Some(Algorithm::Sha1),
        "SHA256" => Some(Algorithm::Sha256),
        _ => None,
    }
}

/// The name of an algorithm.
pub(super) fn name(algorithm: Algorithm) -> ChecksumAlgorithm {
    ChecksumAlgorithm::from_static(match algorithm {
        Algorithm::Crc32 => ChecksumAlgorithm::CRC32,
        Algorithm::Crc32c => ChecksumAlgorithm::CRC32C,
        Algorithm::Crc64Nvme => ChecksumAlgorithm::CRC64NVME,
        Algorithm::Sha1 => ChecksumAlgorithm::SHA1,
        Algorithm::Sha256 => ChecksumAlgorithm::SHA256,
    })
}

/// The name of a checksum's kind.
pub(super) fn kind(is_full: bool) -> ChecksumType {
    ChecksumType::from_static(if is_full { ChecksumType::FULL_OBJECT } else { ChecksumType::COMPOSITE })
}

/// The algorithm that headers name: outright, or by announcing a trailer.
pub(super) fn named(outright: Option<&ChecksumAlgorithm>, headers: &http::HeaderMap) -> Option<Algorithm> {
    let announced = || {
        let trailer = headers.get("x-amz-trailer")?.to_str().ok()?;
        trailer.trim().to_ascii_lowercase().strip_prefix("x-amz-checksum-").and_then(algorithm)
    };
    outright.and_then(|it| algorithm(it.as_str())).or_else(announced)
}

/// Sums under way.
struct Sums {
    md5: Option<Md5>,
    chosen: ChecksumHasher,
}

fn hasher(algorithm: Option<Algorithm>) -> ChecksumHasher {
    let mut hasher = ChecksumHasher::default();
    match algorithm {
        None => {}
        Some(Algorithm::Crc32) => hasher.crc32 = Some(Crc32::new()),
        Some(Algorithm::Crc32c) => hasher.crc32c = Some(Crc32c::new()),
        Some(Algorithm::Crc64Nvme) => hasher.crc64nvme = Some(Crc64Nvme::new()),
        Some(Algorithm::Sha1) => hasher.sha1 = Some(Sha1::new()),
        Some(Algorithm::Sha256) => hasher.sha256 = Some(Sha256::new()),
    }
    hasher
}

fn value_of(hasher: ChecksumHasher) -> Option<String> {
    let sums = hasher.finalize();
    let crcs = sums.checksum_crc32.or(sums.checksum_crc32c).or(sums.checksum_crc64nvme);
    crcs.or(sums.checksum_sha1).or(sums.checksum_sha256)
}

/// Writes a body, summing it as it passes, and refuses it when its sums are not what was claimed.
pub(super) async fn write(
    objects: &Objects,
    body: Option<StreamingBlob>,
    claimed: Claimed,
) -> S3Result<Summed> {
    let wanted_md5 = claimed.md5.as_deref().map(read_md5).transpose()?;
    let first = Sums { md5: Some(Md5::new()), chosen: hasher(claimed.algorithm) };
    let sums = Arc::new(Mutex::new(first));
    let passing = Arc::clone(&sums);
    let draft = match body {
        None => objects.write(futures::stream::empty()).await,
        Some(body) => {
            let summing = body.map(move |chunk| {
                if let Ok(bytes) = &chunk {
                    let mut sums = passing.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(md5) = &mut sums.md5 {
                        md5.update(bytes);
                    }
                    sums.chosen.update(bytes);
                }
                chunk
            });
            objects.write(summing).await
        }
    };
    let draft = draft.map_err(fault::of)?;
    let mut sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
    let md5: [u8; 16] = sums.md5.take().map(Md5::finalize).unwrap_or_default();
    let computed = value_of(std::mem::take(&mut sums.chosen));
    drop(sums);
    if wanted_md5.is_some_and(|it| it != md5) {
        return Err(s3_error!(BadDigest));
    }
    let checksum = match claimed.algorithm.zip(computed) {
        None => None,
        Some((algorithm, value)) => {
            let wanted = claimed.value.or_else(|| trailing(claimed.trailers.as_ref(), algorithm));
            if wanted.is_some_and(|it| it != value) {
                let name = name(algorithm);
                let name = name.as_str();
                return Err(s3_error!(
                    BadDigest,
                    "The {name} you specified did not match the calculated checksum."
                ));
            }
            Some(Checksum { algorithm, value, is_full: true })
        }
    };
    Ok(Summed { draft, md5, checksum })
}

fn read_md5(text: &str) -> S3Result<[u8; 16]> {
    let bytes = STANDARD.decode(text).ok().and_then(|it| <[u8; 16]>::try_from(it).ok());
    bytes.ok_or_else(|| s3_error!(InvalidDigest))
}

fn trailing(trailers: Option<&TrailingHeaders>, algorithm: Algorithm) -> Option<String> {
    let header = format!("x-amz-checksum-{}", name(algorithm).as_str().to_ascii_lowercase());
    trailers?.read(|it| it.get(header.as_str()).and_then(|it| it.to_str().ok()).map(str::to_owned)).flatten()
}

/// The ETag of an object made of parts.
pub(super) fn etag_of(parts: &[Part]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(&part.md5);
    }
    format!("{}-{}", hex::encode(md5.finalize()), parts.len())
}

/// The checksum of an object made of parts; `None` when a part has none.
pub(super) fn checksum_of(algorithm: Algorithm, is_full: bool, parts: &[Part]) -> Option<Checksum> {
    let sums: Option<Vec<(Vec<u8>, u64)>> = parts
        .iter()
        .map(|it| {
            let checksum = it.checksum.as_ref().filter(|it| it.algorithm == algorithm)?;
            Some((STANDARD.decode(&checksum.value).ok()?, it.size))
        })
        .collect();
    let sums = sums?;
    let value = if is_full {
        STANDARD.encode(combined(algorithm, &sums)?)
    } else {
        let mut all = hasher(Some(algorithm));
        for (sum, _) in &sums {
            all.update(sum);
        }
        format!("{}-{}", value_of(all)?, parts.len())
    };
    Some(Checksum { algorithm, value, is_full })
}

/// The CRC of the whole from the CRCs of its parts; hashes cannot be joined so.
fn combined(algorithm: Algorithm, sums: &[(Vec<u8>, u64)]) -> Option<Vec<u8>> {
    let (crc, n_bytes) = match algorithm {
        Algorithm::Crc32 => (crc_fast::CrcAlgorithm::Crc32IsoHdlc, 4),
        Algorithm::Crc32c => (crc_fast::CrcAlgorithm::Crc32Iscsi, 4),
        Algorithm::Crc64Nvme => (crc_fast::CrcAlgorithm::Crc64Nvme, 8),
        Algorithm::Sha1 | Algorithm::Sha256 => return None,
    };
    let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, it| sum << 8 | u64::from(*it));
    let (first, rest) = sums.split_first()?;
    let sum = rest.iter().fold(number(&first.0), |sum, (bytes, size)| {
        crc_fast::checksum_combine(crc, sum, number(bytes), *size)
    });
    sum.to_be_bytes().get(8 - n_bytes..).map(<[u8]>::to_vec)
}

/// Refuses a finished upload whose checksum is not what the client says.
pub(super) fn confirm(wanted: Option<&str>, found: Option<&Checksum>) -> Result<(), Failure> {
    match (wanted, found) {
        (Some(wanted), Some(found)) if wanted != found.value => Err(Failure::InvalidPart(0)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(body: &[u8], algorithm: Algorithm) -> Part {
        let mut sum = hasher(Some(algorithm));
        sum.update(body);
        let value = value_of(sum).unwrap();
        Part {
            piece: None,
            size: body.len() as u64,
            md5: Md5::checksum(body),
            modified_seconds: 0,
            checksum: Some(Checksum { algorithm, value, is_full: true }),
        }
    }

    #[test]
    fn crcs_of_parts_join_to_the_crc_of_the_whole() {
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let parts = [part(b"hello ", algorithm), part(b"", algorithm), part(b"world", algorithm)];
            let joined = checksum_of(algorithm, true, &parts).unwrap();
            assert_eq!(
                joined.value,
                part(b"hello world", algorithm).checksum.unwrap().value,
                "{algorithm:?}"
            );
        }
        assert_eq!(checksum_of(Algorithm::Sha256, true, &[part(b"x", Algorithm::Sha256)]), None);
    }

    #[test]
    fn composite_sums_count_their_parts() {
        let parts = [part(b"hello ", Algorithm::Sha1), part(b"world", Algorithm::Sha1)];
        let sum = checksum_of(Algorithm::Sha1, false, &parts).unwrap();
        assert!(sum.value.ends_with("=-2"), "{}", sum.value);
        let joined = [Md5::checksum(b"hello "), Md5::checksum(b"world")].concat();
        assert_eq!(etag_of(&parts), format!("{}-2", hex::encode(Md5::checksum(&joined))));
        assert_eq!(checksum_of(Algorithm::Crc32, false, &parts), None, "a part without that checksum");
    }
}
