//! Multi-value registers: what stands after concurrent changes (`sync.md`, "Merge per kind of field").

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{ItemId, OpId};

use super::{Breach, Hlc, Law};

/// One value that was set, with what its author saw of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<T> {
    /// The op that set it.
    pub op: OpId,
    /// When.
    pub hlc: Hlc,
    /// The values it takes the place of.
    pub sup: Vec<OpId>,
    /// Who said it, and whether it counts.
    pub standing: Standing,
    /// The value.
    pub value: T,
}

/// How much an op counts among others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The person, or the log of somebody whom the roster does not name.
    pub author: Arc<str>,
    /// Whether the op counts at all.
    pub refused: bool,
    /// Whether it may take the place of what others said.
    pub over_others: bool,
}

impl Standing {
    /// Whether an op of this standing may take the place of one of `other`'s.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        !self.refused && self.could_replace(other)
    }

    /// The same if it counted.
    fn could_replace(&self, other: &Self) -> bool {
        self.over_others || self.author == other.author
    }

    /// Whether an op of this standing that takes back what was said about `task` takes back an op of `other`'s about
    /// `of`.
    #[must_use]
    pub fn takes_back(&self, task: ItemId, (of, other): (ItemId, &Self), law: Law) -> bool {
        (task == of || law.breaks(Breach::CrossRegister)) && self.replaces(other)
    }

    /// Whether an approval of this standing approves what one of `asker`'s asked for: it takes another person, whatever
    /// keys the two used.
    #[must_use]
    pub fn approves(&self, asker: &Self) -> bool {
        !self.refused && !asker.refused && self.author != asker.author
    }
}

/// The ops among `ops` that others take the place of, each with the first of these in the order given: what each may
/// replace, and what that had replaced in turn where it does not count itself, since the author of the replacement saw
/// it all.
#[must_use]
pub fn superseded<'a>(
    ops: impl IntoIterator<Item = (OpId, &'a [OpId], &'a Standing)> + Clone,
) -> HashMap<OpId, OpId> {
    let mut gone = HashMap::new();
    let Some(known) = by_id(ops.clone()) else {
        return gone;
    };
    for (op, sup, standing) in ops.into_iter().filter(|(.., standing)| !standing.refused) {
        // An op that names itself would make its value vanish; ids are hashes, so it could only be a lie.
        let mut seen: HashSet<OpId> = HashSet::from([op]);
        let mut next: Vec<(OpId, &Standing)> = sup.iter().map(|sup| (*sup, standing)).collect();
        while let Some((target, via)) = next.pop() {
            let Some((further, of)) = known.get(&target) else {
                continue;
            };
            // Only what may pass is marked as seen: another way to the same op may be open.
            if !via.could_replace(of) || !seen.insert(target) {
                continue;
            }
            if standing.could_replace(of) {
                gone.entry(target).or_insert(op);
            }
            if of.refused {
                next.extend(further.iter().map(|sup| (*sup, *of)));
            }
        }
    }
    gone
}

/// What each of `ops` takes the place of, and its standing; `None` where none takes the place of anything, as most of
/// what is said does not.
fn by_id<'a>(
    ops: impl IntoIterator<Item = (OpId, &'a [OpId], &'a Standing)> + Clone,
) -> Option<HashMap<OpId, (&'a [OpId], &'a Standing)>> {
    if ops.clone().into_iter().all(|(_, sup, _)| sup.is_empty()) {
        return None;
    }
    let pairs = ops.into_iter();
    Some(
        pairs
            .map(|(op, sup, standing)| (op, (sup, standing)))
            .collect(),
    )
}

/// What stands against each of the `live` ones among `ops`, in the order of the ids: the others that take the place of
/// the same op, by whatever way, where neither takes the other's; and what it takes the place of itself, where somebody
/// who had not seen it took that back.
///
/// Whoever takes the place of all of them settles it.
#[must_use]
pub fn rivals<'a>(
    ops: impl IntoIterator<Item = (OpId, &'a [OpId], &'a Standing)> + Clone,
    live: impl Fn(OpId) -> bool,
    taken_back: impl Fn(OpId) -> bool,
) -> HashMap<OpId, Vec<OpId>> {
    let mut against: HashMap<OpId, Vec<OpId>> = HashMap::new();
    let Some(known) = by_id(ops.clone()) else {
        return against;
    };
    let replaced = |op: OpId| {
        let (sup, standing) = known.get(&op).copied().unzip();
        let of = sup.unwrap_or_default().iter().copied();
        of.filter(|target| {
            let of = known.get(target);
            standing
                .zip(of)
                .is_some_and(|(mine, (_, of))| mine.could_replace(of))
        })
        .collect::<Vec<OpId>>()
    };
    // Ids are hashes: what is replaced was there before, and no way comes back.
    let roots = |op: OpId| {
        let (mut seen, mut next) = (HashSet::new(), replaced(op));
        while let Some(target) = next.pop() {
            if seen.insert(target) {
                next.extend(replaced(target));
            }
        }
        seen
    };
    let ends: Vec<(OpId, HashSet<OpId>)> = known
        .keys()
        .filter(|op| live(**op))
        .map(|op| (*op, roots(*op)))
        .filter(|(_, of)| !of.is_empty())
        .collect();
    for (op, of) in &ends {
        let beside = ends
            .iter()
            .filter(|(other, others)| other != op && !of.is_disjoint(others))
            .map(|(other, _)| *other);
        let gone = replaced(*op).into_iter().filter(|op| taken_back(*op));
        let mut all: Vec<OpId> = beside.chain(gone).collect();
        all.sort();
        if !all.is_empty() {
            against.insert(*op, all);
        }
    }
    against
}

/// The values of one register that count and that no other supersedes, the one to show first.
///
/// More than one is a conflict for a person to settle; until then the latest stands, a tie going to the larger op id.
/// The result depends on the set of versions alone, never on their order.
#[must_use]
pub fn current<T>(versions: &[Version<T>]) -> Vec<&Version<T>> {
    let gone = superseded(
        versions
            .iter()
            .map(|v| (v.op, v.sup.as_slice(), &v.standing)),
    );
    let mut live: Vec<&Version<T>> = versions
        .iter()
        .filter(|v| !v.standing.refused && !gone.contains_key(&v.op))
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
            standing: Standing::default(),
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

    #[test]
    fn two_that_take_the_place_of_one_stand_against_each_other_until_one_takes_the_place_of_both() {
        let against = |versions: &[Version<u8>], taken: &[u8]| {
            let of = |n: &u8| OpId::of(&[*n]);
            let live: Vec<OpId> = current(versions).iter().map(|v| v.op).collect();
            let taken: Vec<OpId> = taken.iter().map(of).collect();
            let ops = versions
                .iter()
                .map(|v| (v.op, v.sup.as_slice(), &v.standing));
            let live = |op| live.contains(&op) && !taken.contains(&op);
            let found = rivals(ops, live, |op| taken.contains(&op));
            let name = |op: &OpId| versions.iter().find(|v| v.op == *op).map(|v| v.value);
            let mut found: Vec<_> = found
                .iter()
                .map(|(op, all)| (name(op), all.iter().filter_map(name).collect::<Vec<_>>()))
                .collect();
            found.sort();
            found
        };
        let (first, one, other) = (version(1, 1, &[]), version(2, 2, &[1]), version(3, 3, &[1]));
        let apart = [first.clone(), one.clone(), other.clone()];
        assert_eq!(
            against(&apart, &[]),
            [(Some(2), vec![3]), (Some(3), vec![2])]
        );
        // One who knew of neither goes on from one of them.
        let on = [&apart[..], &[version(4, 4, &[2])]].concat();
        assert_eq!(against(&on, &[]), [(Some(3), vec![4]), (Some(4), vec![3])]);
        let settled = [&on[..], &[version(5, 5, &[3, 4])]].concat();
        assert_eq!(against(&settled, &[]), []);
        // Taken back while another corrected it.
        assert_eq!(
            against(&[first.clone(), one.clone()], &[1]),
            [(Some(2), vec![1])]
        );
        assert_eq!(
            against(&[first.clone(), one.clone(), version(6, 6, &[2])], &[1]),
            []
        );
        assert_eq!(against(&[first.clone(), one.clone()], &[1, 2]), []);
        // What may not take its place stands beside it anyway.
        let mut stranger = version(7, 7, &[1]);
        stranger.standing.author = "wang".into();
        assert_eq!(against(&[first, one, stranger], &[]), []);
    }

    #[test]
    fn only_its_author_or_a_coordinator_replaces_a_value_and_a_refused_op_lets_through_what_it_replaced()
     {
        let by = |version: Version<u8>, author: &str, refused, over_others| Version {
            standing: Standing {
                author: author.into(),
                refused,
                over_others,
            },
            ..version
        };
        let values = |v: &[Version<u8>]| current(v).iter().map(|v| v.value).collect::<Vec<_>>();
        let first = by(version(1, 1, &[]), "li", false, false);
        let other = by(version(2, 2, &[1]), "wang", false, false);
        assert_eq!(
            values(&[first.clone(), other]),
            [2, 1],
            "not hers to replace"
        );
        let refused = by(version(2, 2, &[1]), "wang", true, true);
        assert_eq!(values(&[first.clone(), refused.clone()]), [1]);
        let after = by(version(3, 3, &[2]), "zhao", false, true);
        assert_eq!(values(&[first, refused, after]), [3]);
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
