//! The only terminal I/O.
