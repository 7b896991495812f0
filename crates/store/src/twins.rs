//! What typed reading gives back: values with their versions, and pages with cursors.

use crate::{Key, Read, Space, Stored, TwinStore};
use gemel_model::{Error, Result};

/// A value as it was read, with the version of its record: what a later change of it is checked against.
#[derive(Debug, Clone, PartialEq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// The version of its record.
    pub version: u64,
}

/// Some values of a list, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The values; there may be fewer than asked for even when more follow.
    pub items: Vec<T>,
    /// Where the next page begins, when there is more. Opaque; stays good when the element it came from is gone.
    pub next: Option<Vec<u8>>,
}

impl<T> Page<T> {
    /// The page of the first `limit` of `found`, which has one more when more follow. `cursor` tells where an element
    /// stands.
    pub(crate) fn of(mut found: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Vec<u8>) -> Self {
        let has_more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| has_more).map(cursor);
        Self { items: found, next }
    }

    /// The same page with other values.
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// The answers of one read, taken in the order asked.
pub(crate) struct Answers(std::vec::IntoIter<Vec<(Key, Stored)>>);

impl Answers {
    /// Asks.
    pub(crate) async fn of(store: &dyn TwinStore, questions: &[Read]) -> Result<Self> {
        let answers = store.read(questions).await?;
        if answers.len() != questions.len() {
            return Err(Error::internal(format!(
                "the store gave {} answers to {} questions",
                answers.len(),
                questions.len()
            )));
        }
        Ok(Self(answers.into_iter()))
    }

    /// The next answer.
    pub(crate) fn all(&mut self) -> Vec<(Key, Stored)> {
        self.0.next().unwrap_or_default()
    }

    /// The record of the next answer, which was asked by key.
    pub(crate) fn one(&mut self) -> Option<Stored> {
        self.all().into_iter().next().map(|(_, it)| it)
    }
}

/// The record of a key.
pub(crate) async fn one(store: &dyn TwinStore, key: Key) -> Result<Option<Stored>> {
    Ok(Answers::of(store, &[Read::Key(key)]).await?.one())
}

/// A page of the records below `prefix`, whose keys are `prefix` and one more part. The cursor is that part.
pub(crate) async fn page(
    store: &dyn TwinStore,
    space: Space,
    prefix: Vec<u8>,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<(Key, Stored)>> {
    let limit = limit.max(1);
    let after = after.map(|it| behind(&prefix, it));
    let n_prefix = prefix.len();
    let read = Read::Range { space, prefix, after, limit: limit.saturating_add(1) };
    let found = Answers::of(store, &[read]).await?.all();
    Page::of(found, limit, |(key, _)| key.bytes.get(n_prefix..).unwrap_or_default().to_vec()).checked()
}

/// The key whose last part, in the form of [`page`]'s cursor, is `cursor`.
pub(crate) fn behind(prefix: &[u8], cursor: &[u8]) -> Vec<u8> {
    [prefix, cursor].concat()
}

impl Page<(Key, Stored)> {
    /// Refuses a page that does not move on, which would be listed for ever.
    fn checked(self) -> Result<Self> {
        if self.next.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::internal("the store holds a key without a last part"));
        }
        Ok(self)
    }
}

impl<T> Page<Result<T>> {
    /// The page, or the first error in it.
    pub(crate) fn transposed(self) -> Result<Page<T>> {
        Ok(Page { items: self.items.into_iter().collect::<Result<_>>()?, next: self.next })
    }
}
