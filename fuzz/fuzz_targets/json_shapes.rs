//! The fuzz target `json_shapes`; see its body.
#![no_main]

#[path = "../bodies/json_shapes.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::json_shapes(data));
