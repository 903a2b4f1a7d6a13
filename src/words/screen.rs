//! The words of the screens.

use super::words;

words! {
    /// The words of the screens.
    Screen {
        duban: "督办", "duban";
    }
}
