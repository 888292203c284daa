//! Tests of the carver.
