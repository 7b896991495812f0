//! What botocore signs, the verifier takes; what anybody changed on the way, it does not.
//!
//! `sigv4_vectors.jsonl` is written by `make_vectors.py`.

#![expect(clippy::unwrap_used, reason = "a test may stop here")]

use gemel_wire::Refusal;
use gemel_wire::sigv4::{Evidence, Form, KeyCache, Payload, Terms, evidence, verify};
use http::request::Parts;
use serde_json::Value;

/// 2026-01-01T12:30:05Z, when all of them were signed.
const NOW: i64 = 1_767_270_605;

#[derive(Clone)]
struct Case {
    name: String,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    secret: String,
}

fn cases() -> Vec<Case> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = include_str!("sigv4_vectors.jsonl").lines();
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        let headers = case["headers"].as_array().unwrap();
        let body = text(&case["body"]);
        let byte = |at: usize| u8::from_str_radix(&body[at..at + 2], 16).unwrap();
        Case {
            name: text(&case["name"]),
            method: text(&case["method"]),
            target: text(&case["target"]),
            headers: headers.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            body: (0..body.len()).step_by(2).map(byte).collect(),
            secret: text(&case["secret"]),
        }
    };
    lines.map(case).collect()
}

fn parts(case: &Case) -> Parts {
    let mut builder = http::Request::builder().method(case.method.as_str()).uri(case.target.as_str());
    for (name, value) in &case.headers {
        builder = builder.header(name, value);
    }
    builder.body(()).unwrap().into_parts().0
}

fn check(keys: &KeyCache, case: &Case, now: i64) -> Result<Form, Refusal> {
    let parts = parts(case);
    let Evidence::SigV4(claim) = evidence(&parts)? else { return Err(Refusal::Unsigned) };
    verify(keys, &parts, Payload::Whole(&case.body), &claim, &case.secret, Terms { now, region: None })?;
    Ok(claim.form)
}

#[test]
fn what_botocore_signs_is_taken() {
    let keys = KeyCache::default();
    let mut forms = [0; 2];
    for case in cases() {
        // Twice: with a key that is derived, and with the one that was kept.
        for round in 0..2 {
            match check(&keys, &case, NOW) {
                Ok(form) => forms[usize::from(form == Form::Presigned)] += 1,
                Err(refusal) => panic!("{} (round {round}): {refusal:?}", case.name),
            }
        }
    }
    assert!(forms[0] >= 200 && forms[1] >= 100, "{forms:?}");
}

#[test]
fn what_was_changed_on_the_way_is_not() {
    let keys = KeyCache::default();
    for case in cases() {
        let fails = |what: &str, change: &dyn Fn(&mut Case)| {
            let mut bent = case.clone();
            change(&mut bent);
            let got = check(&keys, &bent, NOW);
            assert!(got.is_err(), "{}: {what} was changed and taken", case.name);
        };
        fails("the method", &|it| it.method = "TRACE".into());
        fails("the path", &|it| it.target.insert_str(1, "x/"));
        fails("the secret", &|it| it.secret.push('x'));
        fails("the query", &|it| it.target += if it.target.contains('?') { "&zz=1" } else { "?zz=1" });
        fails("an added header", &|it| it.headers.push(("x-amz-copy-source".into(), "b/k".into())));
        for at in 0..case.headers.len() {
            let signed = !["content-length", "user-agent"].contains(&case.headers[at].0.as_str());
            if signed && case.headers[at].0 != "authorization" {
                fails("a header", &|it| it.headers[at].1 += "0");
            }
        }
        let unsigned_body = case.target.contains("%2Fs3%2F")
            || case.headers.iter().any(|(_, value)| value == "UNSIGNED-PAYLOAD");
        if !unsigned_body {
            fails("the body", &|it| it.body.push(b' '));
        }
        let signature = |it: &mut Case, digit: usize| {
            let text = match it.target.find("X-Amz-Signature=") {
                Some(_) => &mut it.target,
                None => &mut it.headers.iter_mut().find(|(name, _)| name == "authorization").unwrap().1,
            };
            let at = text.rfind("Signature=").unwrap() + "Signature=".len() + digit;
            let other = if &text[at..=at] == "0" { "1" } else { "0" };
            text.replace_range(at..=at, other);
        };
        for digit in [0, 31, 63] {
            fails("the signature", &|it| signature(it, digit));
        }
    }
}

#[test]
fn time_runs_out() {
    let keys = KeyCache::default();
    for case in cases() {
        let link = case.target.contains("X-Amz-Expires=");
        let life = if link {
            let text = case.target.split("X-Amz-Expires=").nth(1).unwrap();
            text.split('&').next().unwrap().parse().unwrap()
        } else {
            15 * 60
        };
        assert!(check(&keys, &case, NOW + life).is_ok(), "{}", case.name);
        assert!(check(&keys, &case, NOW - 15 * 60).is_ok(), "{}", case.name);
        let early = check(&keys, &case, NOW - 15 * 60 - 1);
        assert!(matches!(early, Err(Refusal::Skewed { .. })), "{}: {early:?}", case.name);
        let late = check(&keys, &case, NOW + life + 1);
        let want = if link {
            matches!(late, Err(Refusal::LinkExpired { .. }))
        } else {
            late == early_of(NOW + life + 1)
        };
        assert!(want, "{}: {late:?}", case.name);
    }
}

fn early_of(now: i64) -> Result<Form, Refusal> {
    Err(Refusal::Skewed { signed: NOW, now })
}
