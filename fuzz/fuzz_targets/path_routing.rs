//! The fuzz target `path_routing`; see its body.
#![no_main]

#[path = "../bodies/path_routing.rs"]
mod body;
#[path = "../bodies/request.rs"]
mod request;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::path_routing(data));
