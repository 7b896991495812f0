//! What is the console's, what is a bucket's; whose origin is our own; what pages may load.

use super::*;

fn parts(request: &str) -> Parts {
    let mut lines = request.lines();
    let (method, uri) = lines.next().unwrap().split_once(' ').unwrap();
    let mut builder = http::Request::builder().method(method).uri(uri);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        builder = builder.header(name, value);
    }
    builder.body(()).unwrap().into_parts().0
}

#[test]
fn a_signature_means_a_bucket() {
    let check = |request: &str, want: Option<Meant>| assert_eq!(meant(&parts(request)), want, "{request}");
    check("GET /console", Some(Meant::Page));
    check("GET /console/", Some(Meant::Page));
    check("GET /console/workspaces/a?tab=json", Some(Meant::Page));
    check("HEAD /console/assets/a.js", Some(Meant::Page));
    check("POST /console/session", Some(Meant::Session));
    check("PUT /console/session", Some(Meant::Session));
    check("POST /console/other", None);
    check("GET /consoles/a", None);
    check("GET /", None);
    let scope = "20260101/us-east-1/s3/aws4_request";
    check(
        &format!(
            "GET /console/a\nauthorization: AWS4-HMAC-SHA256 Credential=AK/{scope}, SignedHeaders=host, Signature={}",
            "0".repeat(64)
        ),
        None,
    );
    check(&format!("GET /console/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK/{scope}"), None);
    check("GET /console/a?AWSAccessKeyId=AK&Signature=x&Expires=1", None);
}

#[test]
fn only_our_own_pages_redeem() {
    let check = |origin: &str, host: &str, public: Option<&str>, want: bool| {
        let parts = parts(&format!("POST /console/session\nhost: {host}"));
        assert_eq!(is_own(origin, &parts.headers, None, public), want, "{origin} {host}");
    };
    check("http://127.0.0.1:8780", "127.0.0.1:8780", None, true);
    check("https://Plant.example", "plant.example", None, true);
    check("http://127.0.0.1:8781", "127.0.0.1:8780", None, false);
    check("http://evil.example", "127.0.0.1:8780", None, false);
    check("null", "127.0.0.1:8780", None, false);
    check("https://twin.example", "127.0.0.1:8780", Some("https://twin.example"), true);
    check("https://twin.example", "127.0.0.1:8780", Some("https://twin.example/below"), true);
    check("https://twin.example.evil", "127.0.0.1:8780", Some("https://twin.example"), false);
}

#[test]
fn other_origins_are_for_data_and_pictures_only() {
    let told = policy(&["https://tiles.example".to_owned()]);
    assert!(told.contains("connect-src 'self' blob: data: https://tiles.example;"), "{told}");
    assert!(told.contains("img-src 'self' data: blob: https://tiles.example;"), "{told}");
    assert!(told.contains("script-src 'self' 'wasm-unsafe-eval';"), "{told}");
    assert!(!policy(&[]).contains("http"), "{told}");
}
