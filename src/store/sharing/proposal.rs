//! What coordinators proposed that the roster should say.

use crate::model::OpId;
use crate::oplog::{Op, Proposal, Said};
use crate::store::{Error, Store};

/// A proposal that counts and that no entry has answered.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The op that made it.
    pub op: OpId,
    /// What the roster should say.
    pub what: Proposal,
}

impl Store {
    /// What was proposed and not entered yet, the earliest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn proposals(&self) -> Result<Vec<Proposed>, Error> {
        let chain = self.chain()?;
        let mut found = self.db.prepare_cached(
            "SELECT o.id, o.line FROM proposal AS t JOIN op AS o ON o.n = t.op
             LEFT JOIN verdict AS v ON v.op = o.n
             WHERE v.refusal IS NULL ORDER BY o.hlc, o.id",
        )?;
        let mut rows = found.query([])?;
        let mut proposals = Vec::new();
        while let Some(row) = rows.next()? {
            let op = OpId::from_bytes(row.get(0)?);
            if chain.state().has_entered(op) {
                continue;
            }
            let line: String = row.get(1)?;
            let read = Op::parse_foreign(&line).map_err(|bad| Error::Damaged(bad.to_string()))?;
            let Said::Propose { what, .. } = read.said else {
                continue;
            };
            if !what.is_admissible(chain.state()) {
                continue;
            }
            proposals.push(Proposed { op, what });
        }
        Ok(proposals)
    }
}
