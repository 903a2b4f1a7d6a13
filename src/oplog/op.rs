//! An op (操作): one line of JSON, strictly read, whose id is the SHA-256 of its bytes.

use super::strict;
use super::wire::{Frame, Wire};
use super::{Head, Hlc, LogId, Said};
use crate::model::{OpId, Sha};

/// The longest line that is read, in bytes (`sync.md`, "File bytes").
const LONGEST: usize = 64 * 1024;

/// An op as it stands in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Its number in the log, from 0.
    pub seq: u64,
    /// The id of the op before it; all zeros for the first.
    pub prev: OpId,
    /// When it was recorded.
    pub hlc: Hlc,
    /// What it says.
    pub said: Said,
}

/// The exact bytes of an op, with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line without its line feed.
    pub text: String,
    /// The SHA-256 of `text`.
    pub id: OpId,
}

/// A line that is no op.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// The line is longer than 64 KiB.
    #[error("a line of {0} bytes; at most 65536 are read")]
    Long(usize),
    /// It is not the JSON that was expected.
    #[error("{0}")]
    Json(String),
    /// A field that this kind needs is missing or out of range.
    #[error("{kind}: field `{field}` is missing or wrong")]
    Field {
        /// The kind of op.
        kind: String,
        /// The field.
        field: &'static str,
    },
}

impl Op {
    /// The op that says `said` behind `head`, recorded at `hlc`.
    #[must_use]
    pub fn after(head: Option<&Head>, hlc: Hlc, said: Said) -> Self {
        head.map_or_else(
            || Self {
                seq: 0,
                prev: OpId::default(),
                hlc,
                said: said.clone(),
            },
            |head| Self {
                seq: head.seq + 1,
                prev: head.id,
                hlc,
                said: said.clone(),
            },
        )
    }

    /// Writes the op's line. It is written once; from then on its bytes are kept as they are.
    ///
    /// # Errors
    ///
    /// If the line would be longer than 64 KiB.
    pub fn line(&self) -> Result<Line, Bad> {
        let wire = Wire::new(self.seq, self.prev, self.hlc, self.said.clone());
        let text = serde_json::to_string(&wire).map_err(|e| Bad::Json(e.to_string()))?;
        if text.len() > LONGEST {
            return Err(Bad::Long(text.len()));
        }
        let id = OpId::of(text.as_bytes());
        Ok(Line { text, id })
    }

    /// Reads a line of another program: a known kind whose fields this one cannot make sense of is kept like an
    /// unknown one.
    ///
    /// # Errors
    ///
    /// If the line is no op of any program.
    pub fn parse_foreign(line: &str) -> Result<Self, Bad> {
        Self::check(line)?;
        Self::parse_kept(line)
    }

    /// Reads a line that this home has kept: it was read strictly when it was taken.
    ///
    /// # Errors
    ///
    /// As [`Self::parse_foreign`].
    pub fn parse_kept(line: &str) -> Result<Self, Bad> {
        Self::read(line).or_else(|bad| {
            let frame: Frame = serde_json::from_str(line).map_err(|_| bad.clone())?;
            Ok(Self {
                seq: frame.seq,
                prev: frame.prev,
                hlc: frame.hlc.parse().map_err(|_| bad)?,
                said: Said::not_understood(line).map_err(|e| Bad::Json(e.to_string()))?,
            })
        })
    }

    /// Whether this op, whose id is `id`, begins the log `log` of `plan`, signed by `key`.
    #[must_use]
    pub fn begins(&self, log: LogId, id: OpId, plan: Sha, key: &str) -> bool {
        let Said::Hello {
            key: own, plan: of, ..
        } = &self.said
        else {
            return false;
        };
        self.seq == 0 && own == key && *of == plan && LogId::of(id) == log
    }

    /// Reads a line as it came, strictly: duplicate keys, deep nesting and numbers from 2^53 on are refused.
    ///
    /// # Errors
    ///
    /// If the line is no op.
    pub fn parse(line: &str) -> Result<Self, Bad> {
        Self::check(line)?;
        Self::read(line)
    }

    fn check(line: &str) -> Result<(), Bad> {
        if line.len() > LONGEST {
            return Err(Bad::Long(line.len()));
        }
        strict::check(line).map_err(|error| Bad::Json(error.to_string()))
    }

    fn read(line: &str) -> Result<Self, Bad> {
        let json = |error: serde_json::Error| Bad::Json(error.to_string());
        // Nearly every line is one that this program writes itself: one reading then does for all of it.
        let wire: Result<Wire, _> = serde_json::from_str(line);
        let known = |wire: &Wire| wire.crit.is_empty() && Said::is_known(&wire.kind);
        let (seq, prev, hlc, said) = match wire {
            Ok(wire) if known(&wire) => (wire.seq, wire.prev, wire.hlc, Said::take(wire)?),
            read => {
                // A kind or a needed field of a newer program: its other fields may mean, and be, anything.
                let frame: Frame = serde_json::from_str(line).map_err(json)?;
                if let (Err(error), true) =
                    (read, frame.crit.is_empty() && Said::is_known(&frame.kind))
                {
                    return Err(json(error));
                }
                let hlc = frame.hlc.parse().map_err(|_| Bad::Field {
                    kind: frame.kind.clone(),
                    field: "hlc",
                })?;
                (
                    frame.seq,
                    frame.prev,
                    hlc,
                    Said::not_understood(line).map_err(json)?,
                )
            }
        };
        Ok(Self {
            seq,
            prev,
            hlc,
            said,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::{Assessment, Comparator, DepartmentId, DepartmentKind, ItemId, Rules};
    use crate::oplog::AddWhat;

    fn note() -> Op {
        let task = ItemId::mint(&["t"]);
        let said = Said::Note {
            task,
            dept: DepartmentId::mint(&["市教育局"]),
            on: "2024-05-17".parse().unwrap(),
            next: None,
            percent: Some(45),
            assessment: Some(Assessment::Slow),
            confidence: None,
            for_another: true,
            body: Sha::of(b"x"),
            sup: vec![OpId::of(b"y")],
            kept: None,
            unchanged: None,
            folds: vec![],
            meeting: None,
        };
        let head = Head {
            seq: 256,
            id: OpId::of(b"before"),
            hlc: Hlc::default(),
        };
        Op::after(Some(&head), "018f85a0b0000000".parse().unwrap(), said)
    }

    #[test]
    fn every_kind_reads_back_as_it_is_written() {
        use crate::oplog::Proposal;
        let on = "2024-05-17".parse().unwrap();
        let (task, dept, body) = (
            ItemId::mint(&["t"]),
            DepartmentId::mint(&["d"]),
            Sha::of(b"x"),
        );
        let due = Some(on);
        let adds = [
            AddWhat::Task {
                code: "2.1.9".parse().unwrap(),
                lead: vec![dept],
                support: vec![],
                due,
            },
            AddWhat::Measure { task, due: None },
            AddWhat::Indicator {
                task,
                comparator: Comparator::Range,
                value: Some("1".into()),
                upper: Some("2".into()),
                due,
            },
            AddWhat::Department {
                dept,
                kind: DepartmentKind::Party,
            },
        ];
        let mut all: Vec<Said> = adds
            .into_iter()
            .map(|what| Said::Add { what, on, body })
            .collect();
        all.push(Said::Adopt { sha256: body, on });
        all.push(Said::Retract {
            task,
            op: OpId::of(b"n"),
            on,
            body,
        });
        all.push(Said::Purge {
            op: OpId::of(b"n"),
            on,
            body,
        });
        all.push(Said::Propose {
            what: Proposal {
                void: vec![OpId::of(b"n")],
                rules: Some(Rules::default()),
                rules_from: "2024-06-01".parse().ok(),
                rules_saw: Some(3),
                ..Proposal::default()
            },
            on,
            body,
        });
        all.push(Said::Set {
            task,
            item: task,
            reg: "lead".into(),
            value: None,
            depts: vec![dept],
            on,
            body,
            sup: vec![],
            meeting: Some(task),
        });
        all.push(note().said);
        for said in all {
            let op = Op::after(None, Hlc::default(), said);
            assert_eq!(Op::parse(&op.line().unwrap().text), Ok(op));
        }
    }

    #[test]
    fn the_bytes_of_a_line_are_fixed() {
        let line = note().line().unwrap();
        let head = r#"{"seq":257,"prev":""#;
        assert!(line.text.starts_with(head), "{}", line.text);
        assert!(
            line.text
                .contains(r#","hlc":"018f85a0b0000000","kind":"note","task":""#)
        );
        assert!(
            line.text.contains(
                r#""on":"2024-05-17","percent":45,"assessment":"slow","for":true,"body":""#
            )
        );
        assert_eq!(line.id, OpId::of(line.text.as_bytes()));
    }

    #[test]
    fn what_is_not_strict_is_refused_and_what_is_new_is_kept() {
        let line = note().line().unwrap().text;
        let doubled = line.replacen("\"percent\":45", "\"percent\":45,\"percent\":46", 1);
        assert!(matches!(Op::parse(&doubled), Err(Bad::Json(_))));
        let beyond = line.replacen("\"percent\":45", "\"percent\":101", 1);
        assert!(matches!(
            Op::parse(&beyond),
            Err(Bad::Field {
                field: "percent",
                ..
            })
        ));
        let long = line.replacen("\"note\"", &format!("\"{}\"", "x".repeat(LONGEST)), 1);
        assert!(matches!(Op::parse(&long), Err(Bad::Long(_))));
        let deep = line.replacen(
            "\"for\":true",
            &format!("\"z\":{}{}", "[".repeat(9), "]".repeat(9)),
            1,
        );
        assert!(matches!(Op::parse(&deep), Err(Bad::Json(_))));
        let newer = line.replacen("\"note\"", "\"merge.bid\"", 1);
        assert_eq!(Op::parse(&newer).unwrap().said.kind(), "merge.bid");
        let stranger = line.replacen("\"note\"", "\"light\"", 1).replacen(
            "\"percent\":45",
            "\"percent\":{\"x\":1}",
            1,
        );
        assert_eq!(
            Op::parse(&stranger).unwrap().said.kind(),
            "light",
            "its fields may be of other kinds"
        );
        let critical = line.replacen("\"for\":true", "\"mood\":1,\"crit\":[\"mood\"]", 1);
        assert!(matches!(
            Op::parse(&critical).unwrap().said,
            Said::Unknown { .. }
        ));
    }
}
