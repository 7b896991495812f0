//! Names and text at, below and beyond their limits.

use super::*;

fn check(parses: impl Fn(&str) -> bool, good: &[&str], bad: &[&str]) {
    for it in good {
        assert!(parses(it), "`{it}` should parse");
    }
    for it in bad {
        assert!(!parses(it), "`{it}` should be refused");
    }
}

#[test]
fn ids() {
    let long = "a".repeat(129);
    check(
        |it| WorkspaceId::parse("workspaceId", it).is_ok(),
        &["ws", "_a", "0a", "a-b", "a__9", &"a".repeat(128)],
        &["", "a", "ws-", "ws_", "-a", "a.b", "a b", "é1", &long],
    );
    check(
        |it| EntityId::parse("entityId", it).is_ok(),
        &["e1", "a.b:c-d_e0", "0b5f8e1c-0000-4000-8000-123456789abc"],
        &["", "a", "_a", "a-", "$ROOT", "a/b", "a b", &long],
    );
    check(|it| Parent::parse("parentEntityId", it).is_ok(), &["$ROOT", "e1"], &["$root", "", "$ROOTx"]);
    check(
        |it| ComponentTypeId::parse("componentTypeId", it).is_ok(),
        &["a", "com.example.mixer", "iotsitewise.assetmodel:1-2"],
        &["", "a b", "a/b", &"a".repeat(257)],
    );
    check(|it| Name::parse("name", it).is_ok(), &["a", "-", "A_9-"], &["", "a.b", "a b", "a/b"]);
}

#[test]
fn arns_and_urls() {
    check(
        |it| RoleArn::parse("role", it).is_ok(),
        &["arn:aws:iam::000000000000:role/x", "arn:aws-cn:iam::123456789012:role/path/é"],
        &["notarn", "arn:aws:iam::00000000000:role/x", "arn:aws:iam::000000000000:user/x"],
    );
    check(
        |it| LambdaArn::parse("arn", it).is_ok(),
        &["arn:aws:lambda:us-east-1:000000000000:function:f-1_b"],
        &["arn:aws:lambda:us-east-1:000000000000:function:f:1", "arn:aws:lambda:us-east-1:0:function:f"],
    );
    check(
        |it| S3Location::parse("s3Location", it).is_ok(),
        &["arn:aws:s3:::bucket", "arn:aws-us-gov:s3:::b_u-1"],
        &["arn:aws:s3:::bucket/prefix", "arn:aws:s3:::a.b", "bucket", ""],
    );
    check(
        |it| S3Url::parse("contentLocation", it).is_ok(),
        &["s3://bucket/key.json", "S3://b"],
        &["http://x", "s3://", "s3://a b", ""],
    );
    check(
        |it| TwinMakerArn::parse("resourceARN", it).is_ok(),
        &["arn:aws:iottwinmaker:us-east-1:000000000000:workspace/a/entity/b.c:d"],
        &["arn:aws:iottwinmaker:us-east-1:iotrociaccount:workspace/x", "arn:aws:s3:us-east-1:000000000000:x"],
    );
}

#[test]
fn text() {
    check(|it| EntityName::parse("entityName", it).is_ok(), &["Mixer 3", "é"], &["", "a\nb", "\u{7f}"]);
    check(|it| TagKey::parse("k", it).is_ok(), &["a b", "k:1/2=+-@_."], &["", "a!b", "a\tb!"]);
    check(|it| Expression::parse("expression", it).is_ok(), &["${Parameters.a1}"], &["${Parameters.}", "x"]);
    // 2,048 UTF-16 units of two bytes each fit; one more does not
    check(
        |it| Description::parse("description", it).is_ok(),
        &["", &"é".repeat(2048), &"😀".repeat(1024)],
        &[&"é".repeat(2049), &"😀".repeat(1025)],
    );
}

#[test]
fn a_refusal_names_member_value_and_rule() {
    let error = WorkspaceId::parse("workspaceId", "ws-").unwrap_err();
    assert_eq!(
        error.message(),
        "1 validation error detected: Value 'ws-' at 'workspaceId' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [a-zA-Z_0-9][a-zA-Z_\\-0-9]*[a-zA-Z0-9]+"
    );
    assert!(required::<u8>("entityName", None).unwrap_err().message().contains("Value null at 'entityName'"));
}

#[test]
fn parts() {
    let url = S3Url::parse("u", "s3://bucket/a/b.json").unwrap();
    assert_eq!(url.bucket_and_key(), ("bucket", "a/b.json"));
    let location = S3Location::parse("l", "arn:aws:s3:::gemel-bakery").unwrap();
    assert_eq!(location.bucket(), "gemel-bakery");
}
