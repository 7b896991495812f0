//! The body of the fuzz target `json_shapes`, driven for a moment by seeded noise over pieces of real requests.

#![expect(clippy::expect_used, reason = "a test may stop here")]

#[path = "../../../fuzz/bodies/json_shapes.rs"]
pub mod json_shapes;

const ROUNDS: u32 = 60_000;

/// What bodies are made of, so that noise gets past the first brace.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "true",
    "false",
    "1",
    "-0.5",
    "1e999",
    "9223372036854775808",
    "\"NaN\"",
    "\"Infinity\"",
    "\"entityId\":",
    "\"entityName\":",
    "\"components\":",
    "\"properties\":",
    "\"value\":",
    "\"doubleValue\":",
    "\"mapValue\":",
    "\"listValue\":",
    "\"stringValue\":\"x\"",
    "\"integerValue\":",
    "\"definition\":",
    "\"dataType\":",
    "\"type\":\"LIST\"",
    "\"nestedType\":",
    "\"entries\":",
    "\"propertyValues\":",
    "\"time\":\"2026-01-01T00:00:00Z\"",
    "\"selectedProperties\":",
    "\"maxResults\":",
    "\"nextToken\":\"\"",
    "\"filters\":",
    "\\u0000",
    "\\ud800",
    "é",
    "\u{0}",
    " ",
    "\n",
    "{\"a\":{\"a\":{\"a\":{}}}}",
];

#[test]
fn noise_becomes_a_shape_or_a_fault() {
    let mut state = 0x5eed_u64;
    let mut next = move || {
        // xorshift: any noise will do, as long as it is the same every time
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..ROUNDS {
        let mut input = vec![next().to_le_bytes()[0]];
        for _ in 0..next() % 14 {
            let piece = PIECES[usize::try_from(next() % PIECES.len() as u64).expect("small")];
            input.extend_from_slice(piece.as_bytes());
        }
        json_shapes::json_shapes(&input);
    }
}

#[test]
fn deep_nesting_is_refused_and_not_followed_to_the_end_of_the_stack() {
    for open in ["[", "{\"mapValue\":{\"a\":", "{\"listValue\":["] {
        let body = format!("\u{0}{{\"components\":{}", open.repeat(200_000));
        json_shapes::json_shapes(body.as_bytes());
    }
}
