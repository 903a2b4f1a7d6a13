//! Multi-value registers: what stands after concurrent changes (`sync.md`, "Merge per kind of field").

use std::collections::HashSet;

use crate::model::OpId;

use super::Hlc;

/// One value that was set, with what its author saw of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<T> {
    /// The op that set it.
    pub op: OpId,
    /// When.
    pub hlc: Hlc,
    /// The values it takes the place of.
    pub sup: Vec<OpId>,
    /// The value.
    pub value: T,
}

/// The values of one register that no other supersedes, the one to show first.
///
/// More than one is a conflict for a person to settle; until then the latest stands, a tie going to the larger op id.
/// The result depends on the set of versions alone, never on their order.
#[must_use]
pub fn current<T>(versions: &[Version<T>]) -> Vec<&Version<T>> {
    // An op that names itself would make its value vanish; ids are hashes, so it could only be a lie.
    let superseded: HashSet<OpId> = versions
        .iter()
        .flat_map(|v| v.sup.iter().copied().filter(|&sup| sup != v.op))
        .collect();
    let mut live: Vec<&Version<T>> = versions
        .iter()
        .filter(|v| !superseded.contains(&v.op))
        .collect();
    live.sort_by_key(|v| std::cmp::Reverse((v.hlc, v.op)));
    live.dedup_by_key(|v| v.op);
    live
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(n: u8, hlc: i64, sup: &[u8]) -> Version<u8> {
        let sup = sup.iter().map(|s| OpId::of(&[*s])).collect();
        Version {
            op: OpId::of(&[n]),
            hlc: Hlc::from_bits(hlc),
            sup,
            value: n,
        }
    }

    #[test]
    fn concurrent_values_both_stand_until_one_supersedes_both() {
        let (a, b, c) = (
            version(1, 5, &[]),
            version(2, 7, &[]),
            version(3, 6, &[1, 2]),
        );
        let values = |v: &[Version<u8>]| current(v).iter().map(|v| v.value).collect::<Vec<_>>();
        assert_eq!(values(&[a.clone(), b.clone()]), [2, 1]);
        assert_eq!(values(&[c, a, b]), [3]);
    }

    proptest! {
        #[test]
        fn order_and_repetition_change_nothing(
            seeds in prop::collection::vec((0_u8..12, 0_i64..4, prop::collection::vec(0_u8..12, 0..3)), 1..12),
            shuffle in any::<u64>(),
        ) {
            // One op id stands for one content, as a hash does.
            let mut versions: Vec<Version<u8>> = Vec::new();
            for (n, hlc, sup) in seeds {
                // No cycles: an op can only name ops whose hash it knew.
                let sup: Vec<u8> = sup.into_iter().filter(|s| *s < n).collect();
                if !versions.iter().any(|v| v.value == n) {
                    versions.push(version(n, hlc, &sup));
                }
            }
            let expected: Vec<u8> = current(&versions).iter().map(|v| v.value).collect();
            prop_assert!(!expected.is_empty());
            let mut other = versions.clone();
            other.extend(versions.iter().cloned());
            let at = usize::try_from(shuffle).unwrap_or(0) % other.len();
            other.rotate_left(at);
            other.reverse();
            let again: Vec<u8> = current(&other).iter().map(|v| v.value).collect();
            prop_assert_eq!(again, expected);
        }
    }
}
