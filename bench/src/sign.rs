//! Requests as bytes, signed: just enough of SigV4 to drive a server, apart from the server's own code.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The credentials that every server of a bench is started with.
pub(crate) const ACCESS_KEY: &str = "AKIABENCHOFGEMEL0000";
pub(crate) const SECRET_KEY: &str = "the-secret-of-gemel-benches-and-no-other";
const REGION: &str = "us-east-1";

/// Signs requests to one host for one service.
#[derive(Clone)]
pub(crate) struct Signer {
    host: String,
    service: &'static str,
    stamp: String,
    key: Hmac<Sha256>,
}

impl Signer {
    /// A signer whose requests are good for a quarter of an hour.
    pub(crate) fn new(host: &str, service: &'static str) -> Self {
        let stamp = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut key = format!("AWS4{SECRET_KEY}").into_bytes();
        for part in [&stamp[..8], REGION, service, "aws4_request"] {
            key = mac(&key, part.as_bytes());
        }
        Self { host: host.to_owned(), service, stamp, key: keyed(&key) }
    }

    /// A whole HTTP/1.1 request; the path must need no escaping.
    pub(crate) fn request(&self, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let hash = hex::encode(Sha256::digest(body));
        let canonical = format!(
            "{method}\n{path}\n{query}\nhost:{}\nx-amz-content-sha256:{hash}\nx-amz-date:{}\n\n\
             host;x-amz-content-sha256;x-amz-date\n{hash}",
            self.host, self.stamp
        );
        let scope = format!("{}/{REGION}/{}/aws4_request", &self.stamp[..8], self.service);
        let text = format!(
            "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
            self.stamp,
            hex::encode(Sha256::digest(canonical.as_bytes()))
        );
        let mut mac = self.key.clone();
        mac.update(text.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: {}\r\nx-amz-date: {}\r\nx-amz-content-sha256: {hash}\r\n{kind}\
             authorization: AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, \
             SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}\r\ncontent-length: {}\r\n\r\n",
            self.host,
            self.stamp,
            body.len()
        );
        [head.as_bytes(), body].concat()
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = keyed(key);
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}
