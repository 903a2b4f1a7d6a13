//! The words of the command line.

use super::words;

words! {
    /// The words of the command line.
    Cli {
        duban: "督办", "duban";
    }
}
