//! An op (操作): one line of JSON, strictly read, whose id is the SHA-256 of its bytes.

use serde::{Deserialize, Serialize};

use crate::model::{
    Assessment, Code, Comparator, Confidence, Day, DepartmentId, DepartmentKind, Every, ItemId,
    OpId, Register, Sha, TaskKind, Value,
};

use super::{Head, Hlc};

/// The longest line that is read, in bytes (`sync.md`, "File bytes").
const LONGEST: usize = 64 * 1024;
/// The deepest nesting that is read.
const DEEPEST: usize = 8;
/// Integers stay below 2^53, so that every JSON reader sees the same number.
const LARGEST: u64 = 1 << 53;

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

/// What an op says. Kinds are only ever added; an unknown one is kept, chained and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The first op of a log: who signs it, and for which plan.
    Hello {
        /// The public key that signs files of this log.
        key: String,
        /// Makes every log one of its own.
        nonce: String,
        /// What its owner calls this computer.
        label: String,
        /// The plan's id.
        plan: Sha,
    },
    /// Puts a plan document in force.
    Adopt {
        /// The document.
        sha256: Sha,
        /// The day from which it is in force: its issue date.
        on: Day,
    },
    /// A status note; its words are the body.
    Note {
        /// The task it is about.
        task: ItemId,
        /// The department that speaks.
        dept: DepartmentId,
        /// The day it is true of.
        on: Day,
        /// The day of the next step.
        next: Option<Day>,
        /// 0 to 100.
        percent: Option<u8>,
        /// How the department sees itself.
        assessment: Option<Assessment>,
        /// How sure it is.
        confidence: Option<Confidence>,
        /// Whether another wrote it down (代录).
        for_another: bool,
        /// The hash of its words.
        body: Sha,
        /// The notes it corrects.
        sup: Vec<OpId>,
    },
    /// Takes a note back; the reason is the body.
    Retract {
        /// The task it is about.
        task: ItemId,
        /// The note.
        op: OpId,
        /// The day it is true of.
        on: Day,
        /// The hash of the reason.
        body: Sha,
    },
    /// Sets a register of an item; a text and the reason are the body.
    Set {
        /// The task.
        task: ItemId,
        /// The task itself, or the measure or indicator of it.
        item: ItemId,
        /// The register, as a word, so that an old program marks one it does not know.
        reg: String,
        /// The value, if it is a keyword, a day or a decimal.
        value: Option<String>,
        /// The value, if it is departments.
        depts: Vec<DepartmentId>,
        /// The day it is true of.
        on: Day,
        /// The hash of text and reason.
        body: Sha,
        /// The values its author saw.
        sup: Vec<OpId>,
    },
    /// Adds an item; its words are the body. The item's id is minted from the op's.
    Add {
        /// What is added.
        what: AddWhat,
        /// The day it is true of.
        on: Day,
        /// The hash of its words and the reason.
        body: Sha,
    },
    /// A kind, or a field that must be understood, which this program does not know.
    Unknown {
        /// The kind.
        kind: String,
    },
}

/// What an `add` adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddWhat {
    /// A task.
    Task {
        /// Its code.
        code: Code,
        /// Who leads.
        lead: Vec<DepartmentId>,
        /// Who supports.
        support: Vec<DepartmentId>,
        /// Its deadline.
        due: Option<Day>,
    },
    /// A measure of a task.
    Measure {
        /// The task.
        task: ItemId,
        /// Its deadline.
        due: Option<Day>,
    },
    /// An indicator of a task.
    Indicator {
        /// The task.
        task: ItemId,
        /// How it compares.
        comparator: Comparator,
        /// The goal.
        value: Option<String>,
        /// The upper end.
        upper: Option<String>,
        /// Its deadline.
        due: Option<Day>,
    },
    /// A department, whose id is minted from its full name.
    Department {
        /// Its id.
        dept: DepartmentId,
        /// What sort of body it is.
        kind: DepartmentKind,
    },
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

/// The line on the wire: every field of every kind, in the order they are written.
#[derive(Serialize, Deserialize, Default)]
struct Wire {
    seq: u64,
    prev: Sha,
    hlc: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    plan: Option<Sha>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sha256: Option<Sha>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    task: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    item: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    op: Option<OpId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    code: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    dept: Option<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sort: Option<DepartmentKind>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    comparator: Option<Comparator>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    upper: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    depts: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    lead: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    support: Vec<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    due: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    next: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    assessment: Option<Assessment>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    confidence: Option<Confidence>,
    #[serde(rename = "for", skip_serializing_if = "std::ops::Not::not", default)]
    for_another: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    body: Option<Sha>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    sup: Vec<OpId>,
    /// Fields that must be understood; none is known to this program beyond those above.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    crit: Vec<String>,
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
        let mut wire = Wire {
            seq: self.seq,
            prev: self.prev,
            hlc: self.hlc.to_string(),
            ..Wire::default()
        };
        self.said.clone().put(&mut wire);
        let text = serde_json::to_string(&wire).map_err(|e| Bad::Json(e.to_string()))?;
        if text.len() > LONGEST {
            return Err(Bad::Long(text.len()));
        }
        let id = OpId::of(text.as_bytes());
        Ok(Line { text, id })
    }

    /// Reads a line as it came, strictly: duplicate keys, deep nesting and numbers from 2^53 on are refused.
    ///
    /// # Errors
    ///
    /// If the line is no op.
    pub fn parse(line: &str) -> Result<Self, Bad> {
        if line.len() > LONGEST {
            return Err(Bad::Long(line.len()));
        }
        if depth(line) > DEEPEST {
            return Err(Bad::Json("nested too deeply".to_owned()));
        }
        let wire: Wire = serde_json::from_str(line).map_err(|e| Bad::Json(e.to_string()))?;
        let hlc = wire.hlc.parse().map_err(|_| Bad::Field {
            kind: wire.kind.clone(),
            field: "hlc",
        })?;
        if wire.seq >= LARGEST {
            return Err(Bad::Field {
                kind: wire.kind,
                field: "seq",
            });
        }
        Ok(Self {
            seq: wire.seq,
            prev: wire.prev,
            hlc,
            said: Said::take(wire)?,
        })
    }
}

/// How deeply a line nests, brackets inside strings left out.
fn depth(line: &str) -> usize {
    let (mut deep, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                deep += 1;
                deepest = deepest.max(deep);
            }
            b'}' | b']' if !quoted => deep = deep.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

impl Said {
    /// The word for the kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Hello { .. } => "hello",
            Self::Adopt { .. } => "plan.adopt",
            Self::Note { .. } => "note",
            Self::Retract { .. } => "retract",
            Self::Set { .. } => "set",
            Self::Add { .. } => "add",
            Self::Unknown { kind } => kind,
        }
    }

    /// The day it is true of; `None` for what is true of no day.
    #[must_use]
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Adopt { on, .. }
            | Self::Note { on, .. }
            | Self::Retract { on, .. }
            | Self::Set { on, .. }
            | Self::Add { on, .. } => Some(*on),
            Self::Hello { .. } | Self::Unknown { .. } => None,
        }
    }

    /// The hash of its free text.
    #[must_use]
    pub fn body(&self) -> Option<Sha> {
        match self {
            Self::Note { body, .. }
            | Self::Retract { body, .. }
            | Self::Set { body, .. }
            | Self::Add { body, .. } => Some(*body),
            Self::Hello { .. } | Self::Adopt { .. } | Self::Unknown { .. } => None,
        }
    }

    fn put(self, wire: &mut Wire) {
        self.kind().clone_into(&mut wire.kind);
        wire.on = self.on();
        wire.body = self.body();
        match self {
            Self::Hello {
                key,
                nonce,
                label,
                plan,
            } => {
                (wire.key, wire.nonce, wire.label, wire.plan) =
                    (Some(key), Some(nonce), Some(label), Some(plan));
            }
            Self::Adopt { sha256, .. } => wire.sha256 = Some(sha256),
            Self::Note {
                task,
                dept,
                next,
                percent,
                assessment,
                confidence,
                for_another,
                sup,
                ..
            } => {
                (wire.task, wire.dept, wire.next, wire.percent) =
                    (Some(task), Some(dept), next, percent);
                (wire.assessment, wire.confidence, wire.for_another, wire.sup) =
                    (assessment, confidence, for_another, sup);
            }
            Self::Retract { task, op, .. } => (wire.task, wire.op) = (Some(task), Some(op)),
            Self::Set {
                task,
                item,
                reg,
                value,
                depts,
                sup,
                ..
            } => {
                (wire.task, wire.item, wire.reg) = (Some(task), Some(item), Some(reg));
                (wire.value, wire.depts, wire.sup) = (value, depts, sup);
            }
            Self::Add { what, .. } => what.put(wire),
            Self::Unknown { .. } => {}
        }
    }

    fn take(wire: Wire) -> Result<Self, Bad> {
        let kind = wire.kind;
        let lacks = |field| Bad::Field {
            kind: kind.clone(),
            field,
        };
        if !wire.crit.is_empty() {
            return Ok(Self::Unknown { kind });
        }
        Ok(match kind.as_str() {
            "hello" => Self::Hello {
                key: wire.key.ok_or_else(|| lacks("key"))?,
                nonce: wire.nonce.ok_or_else(|| lacks("nonce"))?,
                label: wire.label.ok_or_else(|| lacks("label"))?,
                plan: wire.plan.ok_or_else(|| lacks("plan"))?,
            },
            "plan.adopt" => Self::Adopt {
                sha256: wire.sha256.ok_or_else(|| lacks("sha256"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
            },
            "note" => Self::Note {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                next: wire.next,
                percent: match wire.percent {
                    Some(101..) => return Err(lacks("percent")),
                    percent => percent,
                },
                assessment: wire.assessment,
                confidence: wire.confidence,
                for_another: wire.for_another,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
            },
            "retract" => Self::Retract {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                op: wire.op.ok_or_else(|| lacks("op"))?,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
            },
            "set" => Self::Set {
                task: wire.task.ok_or_else(|| lacks("task"))?,
                item: wire.item.ok_or_else(|| lacks("item"))?,
                reg: wire.reg.ok_or_else(|| lacks("reg"))?,
                value: wire.value,
                depts: wire.depts,
                on: wire.on.ok_or_else(|| lacks("on"))?,
                body: wire.body.ok_or_else(|| lacks("body"))?,
                sup: wire.sup,
            },
            "add" => {
                let (on, body) = (
                    wire.on.ok_or_else(|| lacks("on"))?,
                    wire.body.ok_or_else(|| lacks("body"))?,
                );
                let task = wire.task.ok_or_else(|| lacks("task"));
                let what = match wire.what.as_deref() {
                    Some("task") => AddWhat::Task {
                        code: wire.code.ok_or_else(|| lacks("code"))?,
                        lead: wire.lead,
                        support: wire.support,
                        due: wire.due,
                    },
                    Some("measure") => AddWhat::Measure {
                        task: task?,
                        due: wire.due,
                    },
                    Some("indicator") => AddWhat::Indicator {
                        task: task?,
                        comparator: wire.comparator.ok_or_else(|| lacks("comparator"))?,
                        value: wire.value,
                        upper: wire.upper,
                        due: wire.due,
                    },
                    Some("department") => AddWhat::Department {
                        dept: wire.dept.ok_or_else(|| lacks("dept"))?,
                        kind: wire.sort.unwrap_or_default(),
                    },
                    _ => return Ok(Self::Unknown { kind }),
                };
                Self::Add { what, on, body }
            }
            _ => Self::Unknown { kind },
        })
    }
}

impl AddWhat {
    fn put(self, wire: &mut Wire) {
        let what = match self {
            Self::Task {
                code,
                lead,
                support,
                due,
            } => {
                (wire.code, wire.lead, wire.support, wire.due) = (Some(code), lead, support, due);
                "task"
            }
            Self::Measure { task, due } => {
                (wire.task, wire.due) = (Some(task), due);
                "measure"
            }
            Self::Indicator {
                task,
                comparator,
                value,
                upper,
                due,
            } => {
                (wire.task, wire.comparator) = (Some(task), Some(comparator));
                (wire.value, wire.upper, wire.due) = (value, upper, due);
                "indicator"
            }
            Self::Department { dept, kind } => {
                (wire.dept, wire.sort) = (Some(dept), Some(kind));
                "department"
            }
        };
        wire.what = Some(what.to_owned());
    }
}

/// How a register's value is divided between the line and the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// A keyword, a day or a decimal.
    pub value: Option<String>,
    /// Departments.
    pub depts: Vec<DepartmentId>,
    /// Free text, for the body.
    pub text: Option<String>,
}

impl From<&Value> for Parts {
    fn from(value: &Value) -> Self {
        let word = |word: &str| Self {
            value: Some(word.to_owned()),
            ..Self::default()
        };
        match value {
            Value::Text(text) => Self {
                text: Some(text.clone()),
                ..Self::default()
            },
            Value::Departments(depts) => Self {
                depts: depts.clone(),
                ..Self::default()
            },
            Value::Day(day) => Self {
                value: day.map(|day| day.to_string()),
                ..Self::default()
            },
            Value::Kind(kind) => word(kind.as_str()),
            Value::Comparator(comparator) => word(comparator.as_str()),
            Value::Decimal(decimal) => Self {
                value: decimal.clone(),
                ..Self::default()
            },
            Value::Every(every) => Self {
                value: every.map(|every| every.as_str().to_owned()),
                ..Self::default()
            },
            Value::Dropped(dropped) => word(if *dropped { "true" } else { "false" }),
        }
    }
}

impl Parts {
    /// The value these parts make for `register`; `None` if they make none.
    #[must_use]
    pub fn value_of(self, register: Register) -> Option<Value> {
        let Self { value, depts, text } = self;
        /// Reads a keyword by the JSON names of the type.
        fn word<T: serde::de::DeserializeOwned>(value: String) -> Option<T> {
            serde_json::from_value(serde_json::Value::String(value)).ok()
        }
        Some(match register {
            Register::Title
            | Register::Leader
            | Register::Text
            | Register::Name
            | Register::Unit => Value::Text(text?),
            Register::Lead | Register::Support => Value::Departments(depts),
            Register::Due => Value::Day(match value {
                Some(day) => Some(day.parse().ok()?),
                None => None,
            }),
            Register::Kind => Value::Kind(word::<TaskKind>(value?)?),
            Register::Comparator => Value::Comparator(word(value?)?),
            Register::Value | Register::Upper => Value::Decimal(value),
            Register::Every => Value::Every(match value {
                Some(every) => Some(word::<Every>(every)?),
                None => None,
            }),
            Register::Dropped => Value::Dropped(value? == "true"),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

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
        all.push(Said::Set {
            task,
            item: task,
            reg: "lead".into(),
            value: None,
            depts: vec![dept],
            on,
            body,
            sup: vec![],
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
        let critical = line.replacen("\"for\":true", "\"mood\":1,\"crit\":[\"mood\"]", 1);
        assert!(matches!(
            Op::parse(&critical).unwrap().said,
            Said::Unknown { .. }
        ));
    }

    #[test]
    fn a_value_survives_its_division() {
        let day = "2025-12-31".parse().unwrap();
        let values = [
            (Register::Title, Value::Text("标题".into())),
            (
                Register::Lead,
                Value::Departments(vec![DepartmentId::mint(&["d"])]),
            ),
            (Register::Due, Value::Day(Some(day))),
            (Register::Due, Value::Day(None)),
            (Register::Kind, Value::Kind(TaskKind::Standing)),
            (
                Register::Comparator,
                Value::Comparator(Comparator::NotBelowPrevious),
            ),
            (Register::Value, Value::Decimal(Some("55.5".into()))),
            (Register::Every, Value::Every(Some(Every::SchoolYear))),
            (Register::Dropped, Value::Dropped(true)),
        ];
        for (register, value) in values {
            assert_eq!(Parts::from(&value).value_of(register), Some(value));
        }
    }
}
