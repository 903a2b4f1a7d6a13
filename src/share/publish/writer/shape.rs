//! What lies on the share in the place of a file, beside what this home would write there.

use crate::model::OpId;
use crate::oplog::{Finding, Replica, Seen, texts_beside};

/// What lies on the share, beside what this home would write.
pub(super) enum Shape {
    /// The same.
    Same,
    /// The same signed part, and behind it words of these ops that have not arrived here.
    More(Vec<OpId>),
    /// The same signed part, and behind it words that were purged meanwhile.
    Purged,
    /// Something else: cut short, or changed on the way.
    Other,
}

/// Marks a file that has words which have not arrived here: the reader takes them, and then it is written as it should be.
pub(super) fn lacking<R: Replica>(
    home: &mut R,
    path: &str,
    size: u64,
    lacks: Vec<OpId>,
) -> Result<(), R::Error> {
    let finding = Finding::Textless { read: 0, lacks };
    home.mark(path, &Seen { size, finding })
}

pub(super) fn shape<R: Replica>(home: &R, there: &[u8], here: &[u8]) -> Result<Shape, R::Error> {
    if there == here {
        return Ok(Shape::Same);
    }
    let Some(beside) = texts_beside(there, here) else {
        return Ok(Shape::Other);
    };
    let mut lacks = Vec::new();
    for op in beside.more {
        if home.lacks(op)? {
            lacks.push(op);
        }
    }
    Ok(match (lacks.is_empty(), beside.less) {
        (false, _) => Shape::More(lacks),
        (true, false) => Shape::Purged,
        (true, true) => Shape::Other,
    })
}
