//! Bodies that come in chunks (`aws-chunked`), decoded as the bytes arrive and verified before they leave.

use std::fmt;

use subtle::ConstantTimeEq;

use super::{Claim, EMPTY_SHA256, SigningKey, sha256};
use crate::message::hex_32;

/// The longest chunk with a signature: it is held until its signature is proven. SDKs send 64 KiB to 1 MiB.
const CHUNK_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The longest line before a chunk or in the trailer.
const LINE_BYTES_MAX: usize = 4096;
const TRAILERS_MAX: usize = 16;
const TRAILER_SIGNATURE: &str = "x-amz-trailer-signature";

/// The chunked forms, by what `x-amz-content-sha256` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Each chunk is signed.
    Signed,
    /// Each chunk is signed, and so are the trailing headers.
    SignedTrailer,
    /// Nothing is signed but the head; trailing headers follow.
    UnsignedTrailer,
}

impl Mode {
    const ALL: [Self; 3] = [Self::Signed, Self::SignedTrailer, Self::UnsignedTrailer];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signed => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            Self::SignedTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            Self::UnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        }
    }

    /// The mode of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What is wrong with a chunked body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChunkError {
    /// The form is broken; the words say where.
    Malformed(&'static str),
    /// A chunk or the trailer is not signed by this key after what came before.
    Mismatch,
    /// The body ended before its last chunk, or is not as long as declared.
    Incomplete,
}

impl fmt::Display for ChunkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(words) => write!(out, "the chunked body is malformed: {words}"),
            Self::Mismatch => out.write_str("the signature of a chunk does not match"),
            Self::Incomplete => out.write_str(
                "the chunked body does not have the number of bytes given by x-amz-decoded-content-length",
            ),
        }
    }
}

impl std::error::Error for ChunkError {}

impl From<ChunkError> for crate::Refusal {
    fn from(error: ChunkError) -> Self {
        match error {
            ChunkError::Mismatch => Self::Mismatch,
            other => Self::BadBody(other.to_string()),
        }
    }
}

/// Where the next byte belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The line `size;chunk-signature=…`.
    Head,
    /// The chunk's bytes, so many to go.
    Data(u64),
    /// The line break after a chunk, so many of its two bytes to go.
    Break(u8),
    /// Lines after the last chunk.
    Trailer,
    /// The empty line was read.
    Done,
}

/// Takes a chunked body in pieces of any size and gives the decoded bytes.
#[derive(Debug)]
pub struct Decoder {
    mode: Mode,
    key: SigningKey,
    /// The lines of time and scope that every signature covers.
    context: String,
    /// The signature before, in hexadecimal: each covers the one before it.
    previous: String,
    declared_bytes: Option<u64>,
    decoded_bytes: u64,
    state: State,
    line: Vec<u8>,
    chunk: Vec<u8>,
    chunk_signature: [u8; 32],
    trailers: Vec<(String, String)>,
    trailer_proven: bool,
}

impl Decoder {
    /// A decoder for the body of a verified request; `declared_bytes` is `x-amz-decoded-content-length`.
    pub fn new(mode: Mode, key: SigningKey, claim: &Claim<'_>, declared_bytes: Option<u64>) -> Self {
        Self {
            mode,
            key,
            context: format!("{}\n{}\n", claim.amz_date, claim.scope_text()),
            previous: hex::encode(claim.signature),
            declared_bytes,
            decoded_bytes: 0,
            state: State::Head,
            line: Vec::new(),
            chunk: Vec::new(),
            chunk_signature: [0; 32],
            trailers: Vec::new(),
            trailer_proven: false,
        }
    }

    /// Takes the next bytes and appends what they decode to. After an error the decoder is of no more use.
    pub fn push(&mut self, mut input: &[u8], out: &mut Vec<u8>) -> Result<(), ChunkError> {
        while !input.is_empty() {
            input = match self.state {
                State::Head | State::Trailer => self.take_line(input)?,
                State::Data(left) => self.take_data(left, input, out)?,
                State::Break(left) => self.take_break(left, input)?,
                State::Done => return Err(ChunkError::Malformed("bytes after the end")),
            };
        }
        Ok(())
    }

    /// Says that the body has ended; gives the trailing headers, names in lower case.
    pub fn finish(self) -> Result<Vec<(String, String)>, ChunkError> {
        let ended = match self.state {
            State::Done => true,
            // The empty line after the last chunk proves nothing when no trailer is due.
            State::Trailer => self.mode == Mode::Signed && self.line.is_empty(),
            _ => false,
        };
        let whole = self.declared_bytes.is_none_or(|declared| declared == self.decoded_bytes);
        if ended && whole { Ok(self.trailers) } else { Err(ChunkError::Incomplete) }
    }

    fn take_line<'i>(&mut self, input: &'i [u8]) -> Result<&'i [u8], ChunkError> {
        let end = input.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(input.len());
        if self.line.len() + taken > LINE_BYTES_MAX {
            return Err(ChunkError::Malformed("a line is too long"));
        }
        self.line.extend_from_slice(&input[..taken]);
        let Some(end) = end else { return Ok(&[]) };
        let line = std::mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r").ok_or(ChunkError::Malformed("a line does not end in CRLF"))?;
        let line = std::str::from_utf8(line).map_err(|_| ChunkError::Malformed("a line is not UTF-8"))?;
        match self.state {
            State::Head => self.head(line)?,
            _ => self.trailer(line)?,
        }
        Ok(&input[end + 1..])
    }

    fn head(&mut self, line: &str) -> Result<(), ChunkError> {
        let (size, extension) = line.split_once(';').unwrap_or((line, ""));
        let plain = !size.is_empty() && size.bytes().all(|it| it.is_ascii_hexdigit());
        let size = u64::from_str_radix(size, 16).ok().filter(|_| plain);
        let size = size.ok_or(ChunkError::Malformed("the size of a chunk is not a hexadecimal number"))?;
        if self.mode != Mode::UnsignedTrailer {
            if size > CHUNK_BYTES_MAX {
                return Err(ChunkError::Malformed("a signed chunk is longer than 16 MiB"));
            }
            let signature = extension.trim().strip_prefix("chunk-signature=").unwrap_or_default();
            self.chunk_signature =
                hex_32(signature).ok_or(ChunkError::Malformed("a chunk has no signature"))?;
        }
        self.decoded_bytes = self.decoded_bytes.saturating_add(size);
        if self.declared_bytes.is_some_and(|declared| self.decoded_bytes > declared) {
            return Err(ChunkError::Incomplete);
        }
        if size > 0 {
            self.state = State::Data(size);
            return Ok(());
        }
        self.state = State::Trailer;
        self.prove_chunk()
    }

    fn take_data<'i>(
        &mut self,
        left: u64,
        input: &'i [u8],
        out: &mut Vec<u8>,
    ) -> Result<&'i [u8], ChunkError> {
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
        let (data, rest) = input.split_at(taken);
        let left = left - taken as u64;
        self.state = if left == 0 { State::Break(2) } else { State::Data(left) };
        if self.mode == Mode::UnsignedTrailer {
            out.extend_from_slice(data);
            return Ok(rest);
        }
        self.chunk.extend_from_slice(data);
        if left == 0 {
            self.prove_chunk()?;
            out.append(&mut self.chunk);
        }
        Ok(rest)
    }

    fn take_break<'i>(&mut self, left: u8, input: &'i [u8]) -> Result<&'i [u8], ChunkError> {
        let expected = if left == 2 { b'\r' } else { b'\n' };
        self.state = if left == 2 { State::Break(1) } else { State::Head };
        match input.split_first() {
            Some((byte, rest)) if *byte == expected => Ok(rest),
            _ => Err(ChunkError::Malformed("a chunk is not as long as it says")),
        }
    }

    fn prove_chunk(&mut self) -> Result<(), ChunkError> {
        if self.mode == Mode::UnsignedTrailer {
            return Ok(());
        }
        let hash = hex::encode(sha256(&self.chunk));
        let claimed = self.chunk_signature;
        self.prove("AWS4-HMAC-SHA256-PAYLOAD\n", &[EMPTY_SHA256, "\n", &hash], claimed)
    }

    fn prove(&mut self, title: &str, tail: &[&str], claimed: [u8; 32]) -> Result<(), ChunkError> {
        let mut pieces = vec![title.as_bytes(), self.context.as_bytes(), self.previous.as_bytes(), b"\n"];
        pieces.extend(tail.iter().map(|it| it.as_bytes()));
        let signature = self.key.sign(&pieces);
        if !bool::from(signature.ct_eq(&claimed)) {
            return Err(ChunkError::Mismatch);
        }
        self.previous = hex::encode(signature);
        Ok(())
    }

    fn trailer(&mut self, line: &str) -> Result<(), ChunkError> {
        if line.is_empty() {
            if self.mode == Mode::SignedTrailer && !self.trailer_proven {
                return Err(ChunkError::Malformed("the trailer has no signature"));
            }
            self.state = State::Done;
            return Ok(());
        }
        if self.mode == Mode::Signed || self.trailer_proven || self.trailers.len() == TRAILERS_MAX {
            return Err(ChunkError::Malformed("a trailing header that nothing announced"));
        }
        let (name, value) =
            line.split_once(':').ok_or(ChunkError::Malformed("a trailing header has no `:`"))?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name != TRAILER_SIGNATURE {
            self.trailers.push((name, value.to_owned()));
            return Ok(());
        }
        if self.mode == Mode::UnsignedTrailer {
            return Err(ChunkError::Malformed("a trailing header that nothing announced"));
        }
        let claimed = hex_32(value)
            .ok_or(ChunkError::Malformed("the trailer's signature is not 64 hexadecimal digits"))?;
        let mut sorted: Vec<_> =
            self.trailers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        sorted.sort_unstable();
        let hash = hex::encode(sha256(sorted.concat().as_bytes()));
        self.trailer_proven = true;
        self.prove("AWS4-HMAC-SHA256-TRAILER\n", &[&hash], claimed)
    }
}

#[cfg(test)]
mod tests;
