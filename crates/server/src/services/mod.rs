//! One file or folder a service: shapes in, one call, shapes out.
