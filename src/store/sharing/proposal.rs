//! What coordinators proposed that the roster should say.

use crate::model::OpId;
use crate::oplog::{Law, Op, Proposal, Said, State};
use crate::store::{Error, Store};

/// A proposal that counts and that no entry has answered.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The op that made it.
    pub op: OpId,
    /// The public key that signs its log.
    pub key: String,
    /// What the roster should say.
    pub what: Proposal,
}

impl Proposed {
    /// Whether it is to be entered behind `state`.
    #[must_use]
    pub fn is_due(&self, state: &State) -> bool {
        self.what.is_due((self.op, &self.key), state, Law::REAL)
    }
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
            "SELECT o.id, a.key, o.line FROM proposal AS t JOIN op AS o ON o.n = t.op
             JOIN author AS a ON a.log = o.log LEFT JOIN verdict AS v ON v.op = o.n
             WHERE v.refusal IS NULL ORDER BY o.hlc, o.id",
        )?;
        let mut rows = found.query([])?;
        let mut proposals = Vec::new();
        while let Some(row) = rows.next()? {
            let op = OpId::from_bytes(row.get(0)?);
            if chain.state().has_entered(op) {
                continue;
            }
            let line: String = row.get(2)?;
            let read = Op::parse_foreign(&line).map_err(|bad| Error::Damaged(bad.to_string()))?;
            let Said::Propose { what, .. } = read.said else {
                continue;
            };
            let key = row.get(1)?;
            let proposed = Proposed { op, key, what };
            if proposed.is_due(chain.state()) {
                proposals.push(proposed);
            }
        }
        Ok(proposals)
    }
}
