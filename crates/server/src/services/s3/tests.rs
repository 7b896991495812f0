//! Tests of what the S3 endpoint refuses before anything else sees a request.

use super::*;

const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host;x-amz-date, \
                      Signature=0000000000000000000000000000000000000000000000000000000000000000";
const LINK: &str = "/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2Fs3%2F\
                    aws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&\
                    X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";

fn check(uri: &str, headers: &[(&str, &str)], want: Result<bool, &str>) {
    let mut request = Request::builder().method("PUT").uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let parts = request.body(()).unwrap().into_parts().0;
    let got = guard(&parts, "000000000000").map_err(|it| it.fault(Protocol::RestXml).code.into_owned());
    assert_eq!(got, want.map_err(str::to_owned), "{uri} {headers:?}");
}

#[test]
fn what_is_not_signed_does_not_come_in() {
    let date = ("x-amz-date", "20260101T000000Z");
    check("/bucket/key", &[("authorization", SIGNED), date], Ok(true));
    check(
        "/bucket/key",
        &[("authorization", SIGNED), date, ("x-amz-copy-source", "/b/k")],
        Err("AccessDenied"),
    );
    check(LINK, &[], Ok(true));
    check(LINK, &[("x-amz-copy-source", "/b/k")], Err("AccessDenied"));
    check(LINK, &[("x-amz-content-sha256", "UNSIGNED-PAYLOAD")], Ok(true));
    check(LINK, &[("authorization", SIGNED), date], Err("InvalidArgument"));
}

#[test]
fn buckets_are_this_accounts() {
    for (header, want) in [("000000000000", Ok(false)), ("111111111111", Err("AccessDenied"))] {
        check("/bucket/key", &[("x-amz-expected-bucket-owner", header)], want);
        check("/bucket/key", &[("x-amz-source-expected-bucket-owner", header)], want);
    }
}

#[test]
fn old_signatures_stand_in_links_only_and_never_for_lent_keys() {
    check("/bucket/key?AWSAccessKeyId=AKIA&Expires=1&Signature=x", &[], Ok(false));
    check("/bucket/key", &[("authorization", "AWS AKIA:signature")], Err("InvalidArgument"));
    check("/bucket/key", &[], Ok(false));
}

#[test]
fn lent_keys_need_a_request_whose_token_was_checked() {
    let doorkeeper =
        Doorkeeper { secrets: Arc::new(|key| key.starts_with('A').then(|| "secret".to_owned())) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ask = |key: &'static str, admits_lent_keys: bool| {
        let call = Call { admits_lent_keys, operation: Cell::new("-") };
        let found = runtime.block_on(CALL.scope(call, doorkeeper.get_secret_key(key)));
        found.map(|it| it.expose().to_owned()).map_err(|it| it.code().as_str().to_owned())
    };
    assert_eq!(ask("AKIA1", false), Ok("secret".to_owned()));
    assert_eq!(ask("ASIA1", true), Ok("secret".to_owned()));
    assert_eq!(ask("ASIA1", false), Err("InvalidToken".to_owned()));
    assert_eq!(ask("nobody", true), Err("InvalidAccessKeyId".to_owned()));
}

#[test]
fn forms_are_known_by_their_type() {
    for (method, kind, want) in [
        ("POST", "multipart/form-data; boundary=x", true),
        ("POST", "Multipart/Form-Data", true),
        ("PUT", "multipart/form-data", false),
        ("POST", "application/xml", false),
    ] {
        let request =
            Request::builder().method(method).uri("/b").header("content-type", kind).body(()).unwrap();
        assert_eq!(is_form(&request.into_parts().0), want, "{method} {kind}");
    }
}
