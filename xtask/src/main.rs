//! The build's own tools: `cargo xtask tidy`.

fn main() {}
