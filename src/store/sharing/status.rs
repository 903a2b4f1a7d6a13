//! How far each log is.

use std::collections::{HashMap, HashSet};

use crate::model::{Delivery, OpId};
use crate::oplog::{Chain, Finding, Hlc, Line, LogId};
use crate::store::append::own_log;
use crate::store::{Error, Store};

/// How far a log is.
#[derive(Debug, Clone)]
pub struct LogStatus {
    /// The person behind it, or its own name where the roster names none.
    pub person: String,
    /// The name.
    pub name: String,
    /// The public key that signs it.
    pub key: String,
    /// The stamp of its last op here.
    pub last: Hlc,
    /// The version of the program that wrote its newest file.
    pub app: Option<String>,
    /// How many of its ops are here.
    pub ops: u64,
    /// How many of these an entry covers.
    pub received: u64,
    /// How many an entry has accepted that are not here.
    pub missing: u64,
    /// How many do not count, by reason.
    pub refused: Vec<(String, u64)>,
    /// Whether it has two branches.
    pub forked: bool,
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

impl Store {
    /// How far each log is.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn log_status(&self, chain: &Chain) -> Result<Vec<LogStatus>, Error> {
        let mut refused: HashMap<i64, Vec<(String, u64)>> = HashMap::new();
        {
            let mut found = self.db.prepare_cached(
                "SELECT o.log, v.refusal, count(*) FROM verdict AS v JOIN op AS o ON o.n = v.op
                 WHERE v.refusal IS NOT NULL GROUP BY o.log, v.refusal ORDER BY o.log, v.refusal",
            )?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                let entry = refused.entry(row.get(0)?).or_default();
                entry.push((row.get(1)?, count(row.get(2)?)));
            }
        }
        let mut found = self.db.prepare_cached(
            "SELECT a.log, a.person, a.name, a.key, a.forked, l.id, count(o.n), max(o.hlc), max(o.seq),
               count(CASE WHEN v.entry IS NOT NULL THEN 1 END),
               (SELECT s.header FROM signed AS s WHERE s.log = a.log ORDER BY s.last DESC LIMIT 1)
             FROM author AS a JOIN log AS l ON l.n = a.log JOIN op AS o ON o.log = a.log
             LEFT JOIN verdict AS v ON v.op = o.n GROUP BY a.log ORDER BY a.log",
        )?;
        let mut rows = found.query([])?;
        let mut logs = Vec::new();
        while let Some(row) = rows.next()? {
            let id: Option<LogId> = row.get_ref(5)?.as_str().unwrap_or_default().parse().ok();
            let accepted = id.and_then(|id| chain.state().accepted.get(&id));
            let last = count(row.get(8)?);
            let header: Option<String> = row.get(10)?;
            let app = header
                .and_then(|header| serde_json::from_str::<serde_json::Value>(&header).ok())
                .and_then(|header| header.get("app")?.as_str().map(str::to_owned));
            logs.push(LogStatus {
                person: row.get(1)?,
                name: row.get(2)?,
                key: row.get(3)?,
                forked: row.get(4)?,
                ops: count(row.get(6)?),
                last: Hlc::from_bits(row.get(7)?),
                received: count(row.get(9)?),
                missing: accepted.map_or(0, |accepted| accepted.seq.saturating_sub(last)),
                refused: refused.remove(&row.get(0)?).unwrap_or_default(),
                app,
            });
        }
        // Of a log that an entry has accepted not even the beginning may be here.
        let mut found = self.db.prepare_cached("SELECT id FROM log")?;
        let here: HashSet<String> = found
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let state = chain.state();
        let accepted = state.accepted.values();
        for accepted in accepted.filter(|accepted| !here.contains(accepted.log.as_str())) {
            logs.push(LogStatus {
                person: accepted.log.to_string(),
                name: accepted.log.to_string(),
                key: String::new(),
                last: state.hlc,
                app: None,
                ops: 0,
                received: 0,
                missing: accepted.seq + 1,
                refused: Vec::new(),
                forked: false,
            });
        }
        Ok(logs)
    }

    /// How far the own ops have come; a log's own beginning says nothing and is not counted.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn delivery(&self, registrar: String) -> Result<Delivery, Error> {
        let mut delivery = Delivery {
            registrar,
            refused: count(
                self.db
                    .prepare_cached(
                        "SELECT count(*) FROM verdict AS v JOIN op AS o ON o.n = v.op
                         WHERE v.refusal IS NOT NULL AND o.log IN (SELECT log FROM own)",
                    )?
                    .query_row([], |row| row.get(0))?,
            ),
            ..Delivery::default()
        };
        let mut found = self.db.prepare_cached(
            "SELECT w.log, (SELECT max(seq) FROM op WHERE log = w.log),
               CASE WHEN a.forked THEN
                 (SELECT count(*) FROM op AS o LEFT JOIN verdict AS v ON v.op = o.n
                  WHERE o.log = w.log AND o.seq > 0 AND v.entry IS NULL)
               ELSE (SELECT count(*) FROM op WHERE log = w.log AND seq > max(a.settled, 0)) END
             FROM own AS w JOIN author AS a ON a.log = w.log",
        )?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let last = count(row.get::<_, Option<i64>>(1)?.unwrap_or(0));
            delivery.said += last;
            delivery.unsent += last - self.shown(row.get(0)?)?.min(last);
            delivery.unreceived += count(row.get(2)?);
        }
        Ok(delivery)
    }

    /// The number of the last own op that a look at the share has shown. What was sealed before the newest file was
    /// shown long ago.
    fn shown(&self, log: i64) -> Result<u64, Error> {
        let mut files = self
            .db
            .prepare_cached("SELECT last, name FROM signed WHERE log = ?1 ORDER BY last DESC")?;
        let mut seen = self
            .db
            .prepare_cached("SELECT finding FROM seen WHERE place = '' AND instr(name, ?1) > 0")?;
        let mut files = files.query([log])?;
        while let Some(file) = files.next()? {
            let name = file.get_ref(1)?.as_str().unwrap_or_default();
            // In its own place, or as a copy where that could not be written.
            let mut found = seen.query([name])?;
            while let Some(row) = found.next()? {
                let finding = row.get_ref(0)?.as_str().unwrap_or_default();
                if let Finding::Written { shown: 1.. } | Finding::Taken | Finding::Textless { .. } =
                    serde_json::from_str(finding)?
                {
                    return Ok(count(file.get(0)?));
                }
            }
        }
        Ok(0)
    }

    /// The stamp of the last op of each person.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn last_heard(&self) -> Result<HashMap<String, Hlc>, Error> {
        let mut found = self.db.prepare_cached(
            "SELECT a.person, max(o.hlc) FROM author AS a JOIN op AS o ON o.log = a.log GROUP BY a.person",
        )?;
        Ok(found
            .query_map([], |row| Ok((row.get(0)?, Hlc::from_bits(row.get(1)?))))?
            .collect::<Result<_, _>>()?)
    }

    /// The files of the share that wait or are kept out, with what they are.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn unsettled_files(&self) -> Result<Vec<(String, Finding)>, Error> {
        let mut found = self
            .db
            .prepare_cached("SELECT name, finding FROM seen WHERE place = '' ORDER BY name")?;
        let mut rows = found.query([])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            let finding: Finding =
                serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?;
            if !matches!(finding, Finding::Taken | Finding::Written { .. }) {
                files.push((row.get(0)?, finding));
            }
        }
        Ok(files)
    }

    /// The ops whose ids begin with this hex, at most two.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn ops_from(&self, prefix: &str) -> Result<Vec<OpId>, Error> {
        let mut found = self.db.prepare_cached(
            "SELECT id FROM op WHERE lower(hex(id)) LIKE ?1 || '%' ORDER BY n LIMIT 2",
        )?;
        let hex = prefix.bytes().all(|b| b.is_ascii_hexdigit());
        if !hex {
            return Ok(Vec::new());
        }
        Ok(found
            .query_map([prefix.to_ascii_lowercase()], |row| {
                row.get(0).map(OpId::from_bytes)
            })?
            .collect::<Result<_, _>>()?)
    }

    /// The public key that signs the home's own log.
    ///
    /// # Errors
    ///
    /// If the home has no log.
    pub fn own_key(&self) -> Result<String, Error> {
        let log = own_log(&self.db)?;
        Ok(self
            .db
            .prepare_cached("SELECT key FROM author WHERE log = ?1")?
            .query_row([log], |row| row.get(0))?)
    }

    /// The first line of the home's own log.
    ///
    /// # Errors
    ///
    /// If the home has no log.
    pub fn own_hello(&self) -> Result<Line, Error> {
        let log = own_log(&self.db)?;
        Ok(self
            .db
            .prepare_cached("SELECT line, id FROM op WHERE log = ?1 AND seq = 0")?
            .query_row([log], |row| {
                Ok(Line {
                    text: row.get(0)?,
                    id: OpId::from_bytes(row.get(1)?),
                })
            })?)
    }

    /// Whether words of anything were purged.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn has_purged(&self) -> Result<bool, Error> {
        Ok(self
            .db
            .query_row("SELECT EXISTS (SELECT 1 FROM purged)", [], |row| row.get(0))?)
    }

    /// Whether anything was recorded here beyond what a first run does by itself.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn has_own_words(&self) -> Result<bool, Error> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM op AS o WHERE o.n NOT IN (SELECT op FROM adopted) AND o.seq > 0)",
            [],
            |row| row.get(0),
        )?)
    }
}
