//! Which known word a mistyped one is near to.

/// How many characters must be added, dropped or changed; `None` if the words have too little in common.
pub(super) fn distance(a: &str, b: &str) -> Option<usize> {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (cb, &above) in b.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(ca != cb);
            left = changed.min(above + 1).min(left + 1);
            next.push(left);
            diagonal = above;
        }
        row = next;
    }
    let distance = row.last().copied()?;
    (distance * 2 <= a.len().max(b.len())).then_some(distance)
}

/// How many telling characters two names of departments share, whatever their order.
pub(super) fn shared(a: &str, b: &str) -> usize {
    // Nearly every name has one of these, so that they tell nothing.
    let telling = |c: &char| !"省市区县委局办处室和".contains(*c);
    a.chars().filter(telling).filter(|&c| b.contains(c)).count()
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
