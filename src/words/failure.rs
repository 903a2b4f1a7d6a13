//! The words of the failures.

use super::words;

words! {
    /// The words of the failures.
    Failures {
        duban: "督办", "duban";
    }
}
