//! Objects: written, read, copied, tagged and removed, under the conditions a caller names.

use std::collections::HashSet;
use std::ops::Range;

use bytes::Bytes;
use futures::Stream;
use gemel_store::{Check, Key, Stored, Write};

use super::content::{ByteStream, Draft};
use super::record::{Attributes, Checksum, ContentId, Object, Piece, decode, encode};
use super::{ATTEMPTS_MAX, Failure, Objects, key, worn_out};

/// What must hold of the object that is there now.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// It has one of these ETags; `*` is any.
    pub if_match: Option<String>,
    /// It has none of these ETags; `*` means that it does not exist.
    pub if_none_match: Option<String>,
    /// It was written after this, epoch seconds.
    pub if_modified_since: Option<i64>,
    /// It was not written after this, epoch seconds.
    pub if_unmodified_since: Option<i64>,
    /// It has this size.
    pub if_size: Option<u64>,
    /// It was written at this time, epoch seconds.
    pub if_modified_at: Option<i64>,
}

/// Which bytes of an object are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// All of them.
    All,
    /// From `first` on, up to and with `last` if it is given.
    From(u64, Option<u64>),
    /// The last so many.
    Last(u64),
    /// The part with this number, counted from 1.
    Part(u16),
}

/// An object and its bytes.
pub struct Opened {
    /// The object.
    pub object: Object,
    /// Which bytes of it follow.
    pub range: Range<u64>,
    /// The bytes.
    pub body: ByteStream,
}

/// Whether a condition of a write holds; `None` is "there is no object".
pub(super) fn admits(condition: &Condition, current: Option<&Object>) -> Result<(), Failure> {
    match (current, &condition.if_match) {
        (None, Some(_)) => return Err(Failure::NoSuchKey),
        (None, None) => return Ok(()),
        (Some(_), _) => {}
    }
    match current {
        Some(object) if judge(condition, object) != Verdict::Holds => Err(Failure::ConditionFailed),
        _ => Ok(()),
    }
}

/// What conditions make of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Holds,
    /// The caller has this very object already.
    Unchanged,
    /// A condition does not hold.
    Fails,
}

/// Judges conditions in the order of RFC 9110: an ETag that is named outweighs the time named beside it.
pub fn judge(condition: &Condition, object: &Object) -> Verdict {
    let names = |list: &String| {
        list.split(',').map(str::trim).any(|it| {
            let tag = it.strip_prefix("W/").unwrap_or(it).trim_matches('"');
            tag == "*" || tag == object.etag
        })
    };
    let same = match (&condition.if_match, condition.if_unmodified_since) {
        (Some(list), _) => names(list),
        (None, Some(time)) => object.modified_seconds <= time,
        (None, None) => true,
    };
    let other = match (&condition.if_none_match, condition.if_modified_since) {
        (Some(list), _) => !names(list),
        (None, Some(time)) => object.modified_seconds > time,
        (None, None) => true,
    };
    let fits = condition.if_size.is_none_or(|it| object.size == it)
        && condition.if_modified_at.is_none_or(|it| object.modified_seconds == it);
    match (same && fits, other) {
        (false, _) => Verdict::Fails,
        (true, false) => Verdict::Unchanged,
        (true, true) => Verdict::Holds,
    }
}

impl Object {
    /// The bytes a slice means; [`Failure::OutOfRange`] when there are none.
    pub fn range(&self, slice: Slice) -> Result<Range<u64>, Failure> {
        match slice {
            Slice::All => Ok(0..self.size),
            Slice::From(first, last) => {
                let end = last.map_or(self.size, |it| it.saturating_add(1).min(self.size));
                if first < end { Ok(first..end) } else { Err(Failure::OutOfRange) }
            }
            Slice::Last(0) => Err(Failure::OutOfRange),
            Slice::Last(_) if self.size == 0 => Err(Failure::OutOfRange),
            Slice::Last(n) => Ok(self.size.saturating_sub(n)..self.size),
            Slice::Part(1) if self.pieces.len() < 2 => Ok(0..self.size),
            Slice::Part(number) => {
                let index = usize::from(number).checked_sub(1).ok_or(Failure::OutOfRange)?;
                let piece = self.pieces.get(index).ok_or(Failure::OutOfRange)?;
                let start = self.pieces[..index].iter().map(|it| it.size).sum();
                Ok(start..start + piece.size)
            }
        }
    }

    /// How many parts it was uploaded in; `None` when it was written whole.
    pub fn parts(&self) -> Option<usize> {
        self.etag.contains('-').then_some(self.pieces.len())
    }

    fn slices(&self, range: &Range<u64>) -> Vec<(ContentId, Range<u64>)> {
        let mut slices = Vec::new();
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.size;
            let from = range.start.clamp(start, end);
            let to = range.end.clamp(start, end);
            if from < to {
                slices.push((piece.content, from - start..to - start));
            }
            start = end;
        }
        slices
    }
}

impl Objects {
    /// Writes bytes and syncs them; they belong to no key until [`put`](Self::put) names them.
    pub async fn write<S>(&self, body: S) -> Result<Draft, Failure>
    where
        S: Stream<Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin,
    {
        self.sweep_now_and_then();
        self.content.write(body).await
    }

    /// Makes a draft the object at a key, if the condition holds; whatever was there is replaced at once.
    #[expect(clippy::too_many_arguments, reason = "each is a part of the new object, named nowhere else")]
    pub async fn put(
        &self,
        bucket: &str,
        key: &str,
        draft: Draft,
        etag: String,
        checksum: Option<Checksum>,
        attributes: Attributes,
        tags: Vec<(String, String)>,
        condition: &Condition,
    ) -> Result<Object, Failure> {
        let object = Object {
            size: draft.size(),
            etag,
            modified_seconds: self.clock.now().seconds(),
            attributes,
            tags,
            checksum,
            pieces: draft.pieces.clone(),
        };
        let result = self.replace(bucket, key, &object, condition).await;
        let mut hold = draft.hold;
        if result.is_ok() {
            hold.keep();
        }
        result.map(|()| object)
    }

    async fn replace(
        &self,
        bucket: &str,
        name: &str,
        object: &Object,
        condition: &Condition,
    ) -> Result<(), Failure> {
        let place = key::object(bucket, name);
        for _ in 0..ATTEMPTS_MAX {
            let (current, version) = self.current(bucket, &place).await?;
            admits(condition, current.as_ref())?;
            let mut writes = vec![Write::Put(place.clone(), encode(object)?)];
            writes.extend(object.pieces.iter().map(|it| Write::Put(key::reference(it.content), Vec::new())));
            let old = unnamed(current.as_ref(), object);
            writes.extend(old.iter().map(|it| Write::Delete(key::reference(*it))));
            let checks = vec![Check::Present(key::bucket(bucket)), Check::Version(place.clone(), version)];
            match self.commit(checks, writes).await? {
                None => {
                    self.content.doom(old);
                    return Ok(());
                }
                Some(0) => return Err(Failure::NoSuchBucket),
                Some(_) => {}
            }
        }
        Err(worn_out())
    }

    /// The object at a place and its record's version, 0 when there is none.
    pub(super) async fn current(&self, bucket: &str, place: &Key) -> Result<(Option<Object>, u64), Failure> {
        let mut found = self.read(&[&key::bucket(bucket), place]).await?.into_iter();
        found.next().flatten().ok_or(Failure::NoSuchBucket)?;
        match found.next().flatten() {
            None => Ok((None, 0)),
            Some(stored) => Ok((Some(decode(&stored)?), stored.version)),
        }
    }

    /// The object at a key, without its bytes.
    pub async fn head(&self, bucket: &str, name: &str) -> Result<Object, Failure> {
        self.current(bucket, &key::object(bucket, name)).await?.0.ok_or(Failure::NoSuchKey)
    }

    /// The object at a key with some of its bytes, if `admit` says so.
    pub async fn open<E: From<Failure>>(
        &self,
        bucket: &str,
        name: &str,
        slice: Slice,
        admit: impl Fn(&Object) -> Result<(), E>,
    ) -> Result<Opened, E> {
        let place = key::object(bucket, name);
        for _ in 0..ATTEMPTS_MAX {
            let (current, version) = self.current(bucket, &place).await?;
            let object = current.ok_or(Failure::NoSuchKey)?;
            admit(&object)?;
            let range = object.range(slice)?;
            let slices = object.slices(&range);
            let hold = self.content.hold(slices.iter().map(|it| it.0).collect());
            // Between record and hold a writer may have removed content; with one piece the read itself shows it.
            if slices.len() > 1 && self.current(bucket, &place).await?.1 != version {
                continue;
            }
            let body = self.content.read(slices, hold).await.map_err(Failure::from)?;
            if let Some(body) = body {
                return Ok(Opened { object, range, body });
            }
            if self.current(bucket, &place).await?.1 == version {
                let words = format!("the bytes of object `{name}` in bucket `{bucket}` are missing");
                return Err(Failure::Broken(gemel_model::Error::internal(words)).into());
            }
        }
        Err(worn_out().into())
    }

    /// Copies an object; what `change` does to the copy's headers and tags comes before it is written.
    pub async fn copy(
        &self,
        from: (&str, &str),
        to: (&str, &str),
        admit: &Condition,
        change: impl Fn(&mut Object),
    ) -> Result<Object, Failure> {
        let place = key::object(from.0, from.1);
        for _ in 0..ATTEMPTS_MAX {
            let (current, version) = self.current(from.0, &place).await?;
            let mut object = current.ok_or(Failure::NoSuchKey)?;
            if judge(admit, &object) != Verdict::Holds {
                return Err(Failure::ConditionFailed);
            }
            let hold = self.content.hold(object.pieces.iter().map(|it| it.content).collect());
            if self.current(from.0, &place).await?.1 != version {
                continue;
            }
            object.modified_seconds = self.clock.now().seconds();
            if from == to {
                // The same bytes under a new record: only while that record is the one that was read.
                change(&mut object);
                let checks = vec![Check::Version(place.clone(), version)];
                if self.commit(checks, vec![Write::Put(place.clone(), encode(&object)?)]).await?.is_some() {
                    continue;
                }
                return Ok(object);
            }
            let mut draft = self.content.copy(&object.pieces).await?;
            object.pieces.clone_from(&draft.pieces);
            change(&mut object);
            self.replace(to.0, to.1, &object, &Condition::default()).await?;
            draft.hold.keep();
            drop(hold);
            return Ok(object);
        }
        Err(worn_out())
    }

    /// Sets an object's tags.
    pub async fn set_tags(
        &self,
        bucket: &str,
        name: &str,
        tags: Vec<(String, String)>,
    ) -> Result<(), Failure> {
        let place = key::object(bucket, name);
        for _ in 0..ATTEMPTS_MAX {
            let (current, version) = self.current(bucket, &place).await?;
            let object = Object { tags: tags.clone(), ..current.ok_or(Failure::NoSuchKey)? };
            let checks = vec![Check::Version(place.clone(), version)];
            if self.commit(checks, vec![Write::Put(place.clone(), encode(&object)?)]).await?.is_none() {
                return Ok(());
            }
        }
        Err(worn_out())
    }

    /// Removes objects, all at once; keys that do not exist are fine, unless the condition wants them.
    pub async fn delete(&self, bucket: &str, names: &[String], condition: &Condition) -> Result<(), Failure> {
        // One key named twice is one change; the second would meet the version of the first.
        let mut seen = HashSet::new();
        let places: Vec<Key> =
            names.iter().map(|it| key::object(bucket, it)).filter(|it| seen.insert(it.clone())).collect();
        let home = key::bucket(bucket);
        for _ in 0..ATTEMPTS_MAX {
            let mut asked = vec![&home];
            asked.extend(&places);
            let mut found = self.read(&asked).await?.into_iter();
            found.next().flatten().ok_or(Failure::NoSuchBucket)?;
            let (mut checks, mut writes, mut old) = (Vec::new(), Vec::new(), Vec::new());
            for (place, stored) in places.iter().zip(found) {
                let Some((object, version)) = object_of(stored.as_ref())? else {
                    admits(condition, None)?;
                    continue;
                };
                admits(condition, Some(&object))?;
                checks.push(Check::Version(place.clone(), version));
                writes.push(Write::Delete(place.clone()));
                for Piece { content, .. } in object.pieces {
                    writes.push(Write::Delete(key::reference(content)));
                    old.push(content);
                }
            }
            if writes.is_empty() || self.commit(checks, writes).await?.is_none() {
                self.content.doom(old);
                return Ok(());
            }
        }
        Err(worn_out())
    }
}

fn object_of(stored: Option<&Stored>) -> Result<Option<(Object, u64)>, Failure> {
    match stored {
        None => Ok(None),
        Some(stored) => Ok(Some((decode(stored)?, stored.version))),
    }
}

/// Content that the old record names and the new one does not.
pub(super) fn unnamed(old: Option<&Object>, new: &Object) -> Vec<ContentId> {
    let kept: HashSet<ContentId> = new.pieces.iter().map(|it| it.content).collect();
    let pieces = old.map(|it| it.pieces.as_slice()).unwrap_or_default();
    pieces.iter().map(|it| it.content).filter(|it| !kept.contains(it)).collect()
}
