//! Naive
