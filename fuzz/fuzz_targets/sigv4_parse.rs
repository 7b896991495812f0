//! The fuzz target `sigv4_parse`; see its body.
#![no_main]

#[path = "../bodies/sigv4_parse.rs"]
mod body;
#[path = "../bodies/request.rs"]
mod request;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::sigv4_parse(data));
