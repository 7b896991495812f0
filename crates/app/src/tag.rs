//! Tags on resources.

use crate::{App, Context, with_retries};
use gemel_model::tag::{Resource, Tags, merged};
use gemel_model::{Error, Kind, Result};
use gemel_store::change::Refusal;
use gemel_store::tag;
use gemel_store::twins::Page;

impl App {
    /// Adds tags to a resource, over those it has.
    pub async fn tag_resource(&self, cx: &Context, resource: &Resource, added: &Tags) -> Result<()> {
        cx.require("iottwinmaker:TagResource", &self.arn(resource))?;
        self.change_tags(resource, |tags| merged(tags, added)).await
    }

    /// Removes tags from a resource; keys it does not have are ignored.
    pub async fn untag_resource(&self, cx: &Context, resource: &Resource, keys: &[String]) -> Result<()> {
        cx.require("iottwinmaker:UntagResource", &self.arn(resource))?;
        let kept = |tags: &Tags| {
            let mut tags = tags.clone();
            tags.retain(|key, _| !keys.contains(key));
            Ok(tags)
        };
        self.change_tags(resource, kept).await
    }

    /// The tags of a resource, by pages.
    pub async fn tags_of(
        &self,
        cx: &Context,
        resource: &Resource,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<(String, String)>> {
        cx.require("iottwinmaker:ListTagsForResource", &self.arn(resource))?;
        let Some(tags) = tag::get(&*self.store, resource).await? else {
            self.check_exists(resource).await?;
            return Ok(Page { items: Vec::new(), next: None });
        };
        Ok(page(tags.value, after.as_deref(), limit))
    }

    async fn change_tags(&self, resource: &Resource, change: impl Fn(&Tags) -> Result<Tags>) -> Result<()> {
        with_retries(|| async {
            let before = tag::get(&*self.store, resource).await?;
            let after = change(before.as_ref().map_or(&Tags::new(), |it| &it.value))?;
            let change = tag::set(resource, before.as_ref(), &after)?;
            change.commit(&*self.store).await?.map_err(|it| refused(resource, &it))
        })
        .await
    }

    /// Whether a resource is there: its tags may be unchanged by an empty set of tags.
    async fn check_exists(&self, resource: &Resource) -> Result<()> {
        self.change_tags(resource, |tags| Ok(tags.clone())).await
    }
}

/// Tags are few and kept whole, so a page is a slice of them behind a key.
fn page(tags: Tags, after: Option<&[u8]>, limit: usize) -> Page<(String, String)> {
    let mut sorted: Vec<(String, String)> = tags.into_iter().collect();
    if after.is_some() || sorted.len() > limit {
        sorted.sort_unstable();
        sorted.retain(|(key, _)| after.is_none_or(|it| key.as_bytes() > it));
    }
    let has_more = sorted.len() > limit;
    sorted.truncate(limit);
    let next = sorted.last().filter(|_| has_more).map(|(key, _)| key.as_bytes().to_vec());
    Page { items: sorted, next }
}

fn refused(resource: &Resource, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::ResourceMissing => {
            Error::not_found(format!("resource `{}` does not exist", resource.path()))
        }
        _ => Error::new(
            Kind::Contention,
            format!("the tags of `{}` were changed by another writer", resource.path()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_pages_without_repetition() {
        let tags: Tags = ["b", "a", "c"].into_iter().map(|it| (it.to_owned(), String::new())).collect();
        let check = |after: Option<&[u8]>, limit: usize, want: &str, more: bool| {
            let got = page(tags.clone(), after, limit);
            let keys: Vec<String> = got.items.into_iter().map(|it| it.0).collect();
            assert_eq!((keys.join(" "), got.next.is_some()), (want.to_owned(), more));
        };
        check(None, 200, "b a c", false);
        check(None, 2, "a b", true);
        check(Some(b"b"), 2, "c", false);
    }
}
