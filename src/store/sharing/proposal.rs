//! What coordinators proposed that the roster should say.

use crate::model::{Fate, OpId};
use crate::oplog::{Hlc, Law, Op, Proposal, Said, State};
use crate::store::{Error, Store};

/// A proposal that counts.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The number under which it is stored.
    pub n: i64,
    /// The op that made it.
    pub op: OpId,
    /// When it was made.
    pub hlc: Hlc,
    /// Who made it, by name.
    pub author: String,
    /// The public key that signs its log.
    pub key: String,
    /// What the roster should say.
    pub what: Proposal,
}

impl Proposed {
    /// What became of it by `state`.
    #[must_use]
    pub fn fate(&self, state: &State) -> Fate {
        self.what.fate((self.op, &self.key), state, Law::REAL)
    }
}

impl Store {
    /// What was proposed, entered or not, the earliest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn proposals(&self) -> Result<Vec<Proposed>, Error> {
        let mut found = self.db.prepare_cached(
            "SELECT o.n, o.id, a.name, a.key, o.line FROM proposal AS t JOIN op AS o ON o.n = t.op
             JOIN author AS a ON a.log = o.log LEFT JOIN verdict AS v ON v.op = o.n
             WHERE v.refusal IS NULL ORDER BY o.hlc, o.id",
        )?;
        let mut rows = found.query([])?;
        let mut proposals = Vec::new();
        while let Some(row) = rows.next()? {
            let line: String = row.get(4)?;
            let read = Op::parse_foreign(&line).map_err(|bad| Error::Damaged(bad.to_string()))?;
            let Said::Propose { what, .. } = read.said else {
                continue;
            };
            proposals.push(Proposed {
                n: row.get(0)?,
                op: OpId::from_bytes(row.get(1)?),
                hlc: read.hlc,
                author: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                key: row.get(3)?,
                what,
            });
        }
        Ok(proposals)
    }

    /// The number of the op that was stored last.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn last_op(&self) -> Result<i64, Error> {
        let mut last = self
            .db
            .prepare_cached("SELECT coalesce(max(n), 0) FROM op")?;
        Ok(last.query_row([], |row| row.get(0))?)
    }
}
