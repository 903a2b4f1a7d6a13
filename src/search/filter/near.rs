//! Which known word a mistyped one is near to.

use crate::text;

/// How far one word is from the other; `None` if they have too little in common.
pub(super) fn distance(a: &str, b: &str) -> Option<usize> {
    let distance = text::distance(a, b);
    let longer = a.chars().count().max(b.chars().count());
    (distance * 2 <= longer).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        assert_eq!(distance("staus", "status"), Some(1));
        assert_eq!(distance("牵投", "牵头"), Some(1));
        assert_eq!(distance("lead", "dept"), None);
        assert_eq!(distance("", ""), Some(0));
    }
}
