//! The fuzz target `page_token`; see its body.
#![no_main]

#[path = "../bodies/page_token.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::page_token(data));
