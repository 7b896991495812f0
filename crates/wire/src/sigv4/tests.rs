//! The verifier on small cases; `tests/sigv4_vectors.rs` has what botocore signed.

use super::*;

/// The requests of AWS's guide to S3 signatures.
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW: i64 = 1_369_353_600;
const CREDENTIAL: &str = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

fn parts(uri: &str, headers: &[(&str, &str)]) -> Parts {
    let mut builder = http::Request::builder().uri(uri);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(()).unwrap().into_parts().0
}

fn claim_of(parts: &Parts) -> Result<Claim<'_>, Refusal> {
    match evidence(parts)? {
        Evidence::SigV4(claim) => Ok(claim),
        other => panic!("{other:?}"),
    }
}

fn prove(parts: &Parts, payload: Payload<'_>, terms: Terms<'_>) -> Result<(), Refusal> {
    verify(&KeyCache::default(), parts, payload, &claim_of(parts)?, SECRET, terms).map(|_| ())
}

const TERMS: Terms<'static> = Terms { now: NOW, region: Some("us-east-1") };

#[test]
fn the_documented_get() {
    let signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={CREDENTIAL},\
         SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature={signature}"
    );
    let headers = [
        ("host", "examplebucket.s3.amazonaws.com"),
        ("authorization", authorization.as_str()),
        ("range", "bytes=0-9"),
        ("x-amz-content-sha256", EMPTY_SHA256),
        ("x-amz-date", "20130524T000000Z"),
    ];
    let parts = parts("/test.txt", &headers);
    assert_eq!(prove(&parts, Payload::Whole(b""), TERMS), Ok(()));
    assert_eq!(prove(&parts, Payload::Unread, TERMS), Ok(()));
    assert_eq!(prove(&parts, Payload::Whole(b"x"), TERMS), Err(Refusal::BodyHash));
    let elsewhere = Terms { region: Some("eu-west-1"), ..TERMS };
    let want = Refusal::ScopeRegion { given: "us-east-1".into(), expected: "eu-west-1".into() };
    assert_eq!(prove(&parts, Payload::Unread, elsewhere), Err(want));
}

#[test]
fn the_documented_link() {
    let link = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let host = ("host", "examplebucket.s3.amazonaws.com");
    let plain = parts(link, &[host]);
    assert_eq!(prove(&plain, Payload::Whole(b"any"), TERMS), Ok(()));
    let claim = claim_of(&plain).unwrap();
    assert_eq!(claim.access_key(), "AKIAIOSFODNN7EXAMPLE");
    assert_eq!(claim.scope(), Scope { date: "20130524", region: "us-east-1", service: "s3" });
    let late = Terms { now: NOW + 86_401, ..TERMS };
    let want = Refusal::LinkExpired { until: NOW + 86_400, now: NOW + 86_401 };
    assert_eq!(prove(&plain, Payload::Unread, late), Err(want));
    // The hole of the issue: whoever holds the link adds a header that changes what it does.
    let added = parts(link, &[host, ("x-amz-copy-source", "/secret/key")]);
    let want = Refusal::UnsignedHeader("x-amz-copy-source".into());
    assert_eq!(prove(&added, Payload::Unread, TERMS), Err(want));
    let token = parts(link, &[host, ("x-amz-security-token", "t")]);
    let want = Refusal::UnsignedHeader("x-amz-security-token".into());
    assert_eq!(prove(&token, Payload::Unread, TERMS), Err(want));
    let harmless = [host, ("x-amz-content-sha256", UNSIGNED_PAYLOAD), ("x-amzn-trace-id", "1")];
    assert_eq!(prove(&parts(link, &harmless), Payload::Unread, TERMS), Ok(()));
}

/// The words or the reason for which a header or link is no claim.
fn refused(uri: &str, headers: &[(&str, &str)]) -> Refusal {
    let parts = parts(uri, headers);
    evidence(&parts).map(|it| format!("{it:?}")).expect_err("no claim")
}

#[test]
fn headers_that_are_no_claim() {
    const SIGNATURE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
    let date = ("x-amz-date", "20130524T000000Z");
    let check = |value: &str, words: &str| {
        let refusal = refused("/", &[("authorization", value), date]);
        assert_eq!(refusal, Refusal::Incomplete(words.into()), "{value}");
    };
    let all = format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders=host, Signature={SIGNATURE}");
    check("Bearer topsecret", "Authorization header requires 'AWS4-HMAC-SHA256'");
    check("", "Authorization header requires 'AWS4-HMAC-SHA256'");
    check(
        "AWS4-HMAC-SHA256 Credential=a",
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires 'Signature' parameter.",
    );
    check(&format!("{all}, Signature=00"), "Authorization header has 'Signature' twice");
    check(&format!("{all}, X=1"), "Authorization header has a parameter that is not known");
    check(&all.replace("=0000", "=000g"), "Signature is not 64 hexadecimal digits");
    check(&all.replace("=0000", "=000"), "Signature is not 64 hexadecimal digits");
    check(&all.replace("/2013", "/x013"), "the day in Credential is not of the form `20260101`");
    for bad in
        ["AK/20130524/r/aws4_request", "AK/20130524/r/s3/aws5_request", "/20130524/r/s3/aws4_request", "AK"]
    {
        let words = format!(
            "Credential must have 5 slash-delimited elements, key/date/region/service/aws4_request: `{bad}`"
        );
        check(&all.replace(CREDENTIAL, bad), &words);
    }
    let refusal = refused("/", &[("authorization", &all)]);
    let words = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
    assert_eq!(refusal, Refusal::Incomplete(words.into()));
    let refusal = refused("/", &[("authorization", &all), ("x-amz-date", "now")]);
    assert_eq!(refusal, Refusal::Incomplete("Date must be in ISO-8601 'basic format'. Got 'now'.".into()));
    assert_eq!(
        refused("/", &[("authorization", &all), ("authorization", &all), date]),
        Refusal::TwoSignatures
    );
    assert_eq!(refused("/?X-Amz-Signature=0", &[("authorization", &all), date]), Refusal::TwoSignatures);
    let four_a = all.replace("HMAC-SHA256", "ECDSA-P256-SHA256");
    assert_eq!(
        refused("/", &[("authorization", &four_a)]),
        Refusal::Algorithm("AWS4-ECDSA-P256-SHA256".into())
    );
}

#[test]
fn links_that_are_no_claim() {
    let credential = "X-Amz-Credential=AK/20130524/r/s3/aws4_request";
    let rest = "X-Amz-SignedHeaders=host&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
    let link = format!("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&{credential}&X-Amz-Date=20130524T000000Z&{rest}");
    let incomplete = |uri: &str| matches!(refused(uri, &[]), Refusal::Incomplete(_));
    assert!(incomplete("/?X-Amz-Algorithm=AWS4-HMAC-SHA256"));
    assert!(incomplete(&link), "an S3 link must say how long it is good");
    assert!(incomplete(&format!("{link}&X-Amz-Expires=1&X-Amz-Expires=2")));
    assert!(incomplete(&format!("{}&X-Amz-Expires=1", link.replace("T000000Z", ""))));
    for seconds in ["0", "604801", "-1", "x", "", "99999999999"] {
        assert_eq!(
            refused(&format!("{link}&X-Amz-Expires={seconds}"), &[]),
            Refusal::LinkTooLong,
            "{seconds}"
        );
    }
    assert!(evidence(&parts(&format!("{link}&X-Amz-Expires=604800"), &[])).is_ok());
    assert!(evidence(&parts(&link.replace("/s3/", "/sts/"), &[])).is_ok());
    let other = link.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256");
    assert_eq!(refused(&other, &[]), Refusal::Algorithm("AWS4-ECDSA-P256-SHA256".into()));
    assert!(matches!(refused("/?X-Amz-Credential=%zz", &[]), Refusal::BadPath(_)));
}

#[test]
fn others_are_told_apart() {
    let of = |uri: &str, headers: &[(&str, &str)]| match evidence(&parts(uri, headers)) {
        Ok(Evidence::SigV2) => 2,
        Ok(Evidence::Anonymous) => 0,
        other => panic!("{other:?}"),
    };
    assert_eq!(of("/", &[]), 0);
    assert_eq!(of("/?x-amz-algorithm=1&Signature=1", &[]), 0);
    assert_eq!(of("/?AWSAccessKeyId=AK&Signature=x&Expires=1", &[]), 2);
    assert_eq!(of("/?AWSAccessKeyId=AK&Signature=x&Expires=1&x-amz-security-token=t", &[]), 2);
    assert_eq!(of("/", &[("authorization", "AWS AK:sig")]), 2);
}

#[test]
fn what_a_signature_must_cover() {
    let header = |signed: &str, day: &str| {
        format!(
            "AWS4-HMAC-SHA256 Credential=AK/{day}/us-east-1/s3/aws4_request, SignedHeaders={signed}, Signature={}",
            "0".repeat(64)
        )
    };
    let check = |signed: &str, day: &str, extra: (&str, &str)| {
        let authorization = header(signed, day);
        let headers = [("authorization", authorization.as_str()), ("x-amz-date", "20130524T000000Z"), extra];
        prove(&parts("/", &headers), Payload::Whole(b""), TERMS).unwrap_err()
    };
    let none = ("x-other", "1");
    assert_eq!(
        check("x-amz-date", "20130524", none),
        Refusal::Incomplete("the `host` header is not signed".into())
    );
    assert_eq!(check("host", "20130524", none), Refusal::UnsignedHeader("x-amz-date".into()));
    let want = Refusal::UnsignedHeader("x-amz-security-token".into());
    assert_eq!(check("host;x-amz-date", "20130524", ("x-amz-security-token", "t")), want);
    let want = Refusal::ScopeDate { scope: "20130525".into(), signed: NOW };
    assert_eq!(check("host;x-amz-date", "20130525", none), want);
    assert_eq!(check("host;x-amz-date", "20130524", none), Refusal::Mismatch);
    assert_eq!(check("host;x-amz-date", "20130524", ("x-amz-content-sha256", "zz")), Refusal::BodyHashForm);
}

#[test]
fn bodies_are_declared() {
    let of = |uri: &str, value: Option<&str>| {
        let headers: Vec<_> = value.map(|it| ("x-amz-content-sha256", it)).into_iter().collect();
        let parts = parts(uri, &headers);
        declared(&parts).map(|it| format!("{it:?}"))
    };
    let is = |uri: &str, value, want: &str| assert_eq!(of(uri, value).as_deref(), Ok(want));
    is("/", None, "Nothing");
    is("/", Some(UNSIGNED_PAYLOAD), "Unsigned");
    is("/?X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", None, "Unsigned");
    is("/", Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), "Chunks(Signed)");
    is("/", Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER"), "Chunks(UnsignedTrailer)");
    is("/", Some(EMPTY_SHA256), &format!("Sha256({EMPTY_SHA256:?})"));
    assert_eq!(of("/", Some("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")), Err(Refusal::BodyHashForm));
    assert_eq!(of("/", Some("")), Err(Refusal::BodyHashForm));
}

/// A key with a slash in it is still told from its scope.
#[test]
fn credentials_are_cut_from_the_end() {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=A/K/20130524/r/iam/aws4_request, SignedHeaders=host, Signature={}",
        "0".repeat(64)
    );
    let parts = parts("/", &[("authorization", authorization.as_str()), ("x-amz-date", "20130524T000000Z")]);
    let claim = claim_of(&parts).unwrap();
    assert_eq!(claim.access_key(), "A/K");
    assert_eq!(claim.scope_text(), "20130524/r/iam/aws4_request");
}
