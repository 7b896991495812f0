//! Tags.

use crate::Map;

shapes! {
    /// `POST /tags`
    TagResourceRequest {
        #[serde(rename = "resourceARN")]
        resource_arn: String,         // required, 20..=2048
        tags: Map<String>,            // required, 0..=50
    }

    /// Its answer, and that of `DELETE /tags?resourceARN=&tagKeys=`
    TagResourceResponse {}

    /// `POST /tags-list`
    ListTagsForResourceRequest {
        #[serde(rename = "resourceARN")]
        resource_arn: String,         // required
        max_results: i64,
        next_token: String,
    }

    /// Its answer.
    ListTagsForResourceResponse { tags: Map<String>, next_token: String }
}
