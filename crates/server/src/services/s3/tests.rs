//! Tests of the S3 endpoint: what unsigned, wrongly signed and malformed requests get.
