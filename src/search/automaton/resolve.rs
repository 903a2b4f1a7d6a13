//! To which characters of a text a word is best resolved, so that they can be shown.

use super::{Automaton, DEAD, Row};

/// The places of a text that a word was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Path {
    /// The places, in order.
    pub(in crate::search) at: Vec<u32>,
    /// How many of them were typed by the beginning of a reading alone.
    pub(in crate::search) partial: u32,
}

impl Automaton {
    /// The best way to resolve the word to characters of a text: few gaps, whole syllables; `None` if there is none.
    pub(in crate::search) fn resolve(&self, rows: impl Iterator<Item = Row>) -> Option<Path> {
        const GAP: i32 = 12;
        const INITIAL: i32 = 1;
        const PARTIAL: i32 = 3;
        const NEVER: i32 = i32::MAX / 2;
        #[derive(Clone, Copy)]
        struct Best {
            cost: i32,
            node: u32,
        }
        const NONE: Best = Best {
            cost: NEVER,
            node: u32::MAX,
        };
        // Each node is one character used, with the node before it.
        let mut nodes: Vec<(u32, u32, bool)> = Vec::new();
        // `run`: the character before this one was used; `gap`: some were left out, costs counted from place 0.
        let mut places = [[NONE; 64]; 3];
        // As many places as the word has, for they are gone through once for each character.
        let [run, gap, next] = places
            .each_mut()
            .map(|all| all.get_mut(..=self.letters).unwrap_or_default());
        let (mut run, mut next) = (run, next);
        let mut done = NONE;
        let mut running = false;
        for (at, row) in (0_i32..).zip(rows) {
            if row == DEAD && !running {
                continue;
            }
            next.fill(NONE);
            for m in self.moves(row) {
                let from = m.from.trailing_zeros() as usize;
                let before = if from == 0 {
                    Best {
                        cost: 0,
                        node: u32::MAX,
                    }
                } else {
                    let (Some(&run), Some(&gap)) = (run.get(from), gap.get(from)) else {
                        continue;
                    };
                    let over = gap.cost.saturating_add(GAP + at);
                    if run.cost <= over {
                        run
                    } else {
                        Best { cost: over, ..gap }
                    }
                };
                if before.cost >= NEVER {
                    continue;
                }
                let mut to = m.to;
                while to != 0 {
                    let place = to.trailing_zeros() as usize;
                    let whole = m.whole & (1 << place) != 0;
                    to &= to - 1;
                    let step = match (whole, place - from) {
                        (true, _) => 0,
                        (false, 1) => INITIAL,
                        (false, _) => PARTIAL,
                    };
                    let cost = before.cost + step;
                    if let Some(slot) = next.get_mut(place)
                        && cost < slot.cost
                    {
                        nodes.push((at.cast_unsigned(), before.node, whole));
                        *slot = Best {
                            cost,
                            node: u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX),
                        };
                    }
                }
            }
            for (gap, run) in gap.iter_mut().zip(&*run) {
                // Counted back to place 0, so that the length of a gap is a mere difference.
                let cost = run.cost.saturating_sub(at);
                if run.cost < NEVER && cost < gap.cost {
                    *gap = Best { cost, ..*run };
                }
            }
            std::mem::swap(&mut run, &mut next);
            running = row != DEAD;
            if let Some(end) = run.get(self.letters)
                && end.cost < done.cost
            {
                done = *end;
            }
        }
        let mut path = Path {
            at: Vec::new(),
            partial: 0,
        };
        let mut node = done.node;
        while let Some(&(at, before, whole)) = nodes.get(node as usize) {
            path.at.push(at);
            path.partial += u32::from(!whole);
            node = before;
        }
        path.at.reverse();
        (!path.at.is_empty()).then_some(path)
    }
}
