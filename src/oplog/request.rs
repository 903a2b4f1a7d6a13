//! A newcomer's signed request to be put on the roster.

use serde::{Deserialize, Serialize};

use super::frame::{Flaw, Framed, Header};
use super::signature::{Signer, Verifier, namespace};
use super::{Hlc, KeyError, Line, LogId, Op, Seal, strict};
use crate::model::{DepartmentId, OpId, Sha};

/// The kind that the line of a request bears.
const REQUEST: &str = "request";

/// What a newcomer says of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// `request`.
    kind: String,
    /// When.
    pub hlc: Hlc,
    /// The name.
    pub name: String,
    /// The departments they speak for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<DepartmentId>,
    /// The section (科室).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What they call their computer.
    pub label: String,
}

impl Ask {
    /// A request made at `hlc`.
    #[must_use]
    pub fn new(
        hlc: Hlc,
        name: String,
        departments: Vec<DepartmentId>,
        unit: String,
        label: String,
    ) -> Self {
        Self {
            kind: REQUEST.to_owned(),
            hlc,
            name,
            departments,
            unit,
            label,
        }
    }
}

/// A request as it travels: the `hello` of the newcomer's log, which bears the key, and what they say of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The newcomer's log.
    pub log: LogId,
    /// The public key that signed, which is the log's.
    pub key: String,
    /// What they say.
    pub ask: Ask,
    /// The two lines.
    pub lines: [String; 2],
    /// What surrounds them.
    pub seal: Seal,
    /// What the name of the file must hold.
    pub name26: String,
    /// The version of the program that wrote it.
    pub app: String,
}

impl Request {
    /// Reads a request for `plan`.
    ///
    /// # Errors
    ///
    /// What keeps the file from being used.
    pub fn read(bytes: &[u8], plan: Sha, verifier: &dyn Verifier) -> Result<Self, Flaw> {
        let framed = Framed::read(bytes)?;
        let header = framed.header(plan)?;
        let (Some(log), None, None, [hello, ask]) = (
            header.log,
            header.first,
            header.entry,
            framed.lines.as_slice(),
        ) else {
            return Err(Flaw::Wrong("it is no request".to_owned()));
        };
        framed.end()?;
        let key = verifier.signer(&namespace(plan), framed.signed.as_bytes(), framed.armor)?;
        let first = Op::parse(hello).map_err(|bad| Flaw::Wrong(bad.to_string()))?;
        if !first.begins(log, OpId::of(hello.as_bytes()), plan, &key) {
            return Err(Flaw::Forged("it speaks for another's log".to_owned()));
        }
        let wrong = |error: serde_json::Error| Flaw::Wrong(format!("request: {error}"));
        strict::check(ask).map_err(wrong)?;
        let said: Ask = serde_json::from_str(ask).map_err(wrong)?;
        if said.kind != REQUEST {
            return Err(Flaw::Wrong("it is no request".to_owned()));
        }
        Ok(Self {
            log,
            key,
            ask: said,
            lines: [(*hello).to_owned(), (*ask).to_owned()],
            seal: Seal {
                header: framed.header.to_owned(),
                end: framed.end.to_owned(),
                armor: framed.armor.to_owned(),
            },
            name26: framed.name26(),
            app: header.app,
        })
    }

    /// Signs a request of the owner of the log that begins with `hello`.
    ///
    /// # Errors
    ///
    /// If the key refuses.
    pub fn sign(
        plan: Sha,
        hello: &Line,
        ask: Ask,
        app: &str,
        signer: &dyn Signer,
    ) -> Result<Self, KeyError> {
        let log = LogId::of(hello.id);
        let header = Header {
            log: Some(log),
            ..Header::new(plan, app)
        };
        let line = serde_json::to_string(&ask)?;
        let (seal, name26) = Seal::over(&header, &[&hello.text, &line], 1, signer)?;
        Ok(Self {
            log,
            key: signer.public()?,
            ask,
            lines: [hello.text.clone(), line],
            seal,
            name26,
            app: app.to_owned(),
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.seal.file(self.lines.iter().map(String::as_str), &[])
    }
}
