//! The chain of one log: every op names the one before it, so nothing can be taken out or put in between.

use crate::model::OpId;

use super::{Hlc, Line, Op};

/// The last op of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: u64,
    /// Its id.
    pub id: OpId,
    /// Its time stamp.
    pub hlc: Hlc,
}

/// Why an op does not continue a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The number is not the next one.
    #[error("op {got} follows op {last}")]
    Number {
        /// The number found.
        got: u64,
        /// The number before it.
        last: i128,
    },
    /// The op names another one before it.
    #[error("op {0} names another op before it")]
    Link(u64),
    /// The time stamp does not grow.
    #[error("op {0} is not later than the one before it")]
    Time(u64),
    /// The bytes do not have this id.
    #[error("op {0} was changed: its bytes do not have its id")]
    Changed(u64),
}

impl Head {
    /// The head after `op`, whose line is `line`, once it is seen to continue the log behind `head`.
    ///
    /// # Errors
    ///
    /// What keeps the op from continuing the log.
    pub fn advance(head: Option<&Self>, op: &Op, line: &Line) -> Result<Self, Broken> {
        let next = Self::follow(head, op, line.id)?;
        if OpId::of(line.text.as_bytes()) != line.id {
            return Err(Broken::Changed(op.seq));
        }
        Ok(next)
    }

    /// The same for an op whose id was just made of its line.
    pub(super) fn follow(head: Option<&Self>, op: &Op, id: OpId) -> Result<Self, Broken> {
        let (last, prev, hlc) = head.map_or((-1, OpId::default(), None), |h| {
            (i128::from(h.seq), h.id, Some(h.hlc))
        });
        if i128::from(op.seq) != last + 1 {
            return Err(Broken::Number { got: op.seq, last });
        }
        if op.prev != prev {
            return Err(Broken::Link(op.seq));
        }
        if hlc.is_some_and(|hlc| op.hlc <= hlc) {
            return Err(Broken::Time(op.seq));
        }
        Ok(Self {
            seq: op.seq,
            id,
            hlc: op.hlc,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::Sha;
    use crate::oplog::Said;

    fn op(head: Option<&Head>, hlc: &str) -> (Op, Line) {
        let said = Said::Adopt {
            sha256: Sha::of(b"x"),
            on: "2022-04-26".parse().unwrap(),
        };
        let op = Op::after(head, hlc.parse().unwrap(), said);
        let line = op.line().unwrap();
        (op, line)
    }

    #[test]
    fn a_chain_notices_what_was_changed_left_out_or_put_in() {
        let (first, line) = op(None, "0000000000000001");
        let head = Head::advance(None, &first, &line).unwrap();
        let (second, line2) = op(Some(&head), "0000000000000002");
        let next = Head::advance(Some(&head), &second, &line2).unwrap();
        assert_eq!(next.seq, 1);
        assert!(matches!(
            Head::advance(None, &second, &line2),
            Err(Broken::Number { got: 1, last: -1 })
        ));
        let stranger = Head {
            id: Sha::of(b"other"),
            ..head
        };
        assert_eq!(
            Head::advance(Some(&stranger), &second, &line2),
            Err(Broken::Link(1))
        );
        let (early, early_line) = op(Some(&head), "0000000000000001");
        assert_eq!(
            Head::advance(Some(&head), &early, &early_line),
            Err(Broken::Time(1))
        );
        let changed = Line {
            text: line2.text.replace("2022", "2023"),
            id: line2.id,
        };
        assert_eq!(
            Head::advance(Some(&head), &second, &changed),
            Err(Broken::Changed(1))
        );
    }
}
