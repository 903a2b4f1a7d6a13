//! A file of ops: a segment, sealed for ever, or a tail, all that came since the last seal.

use std::collections::HashSet;
use std::sync::Arc;

use super::frame::{self, Flaw, Framed, Header};
use super::signature::{Signer, Verifier, namespace};
use super::{Body, Head, Line, LogId, Op};
use crate::model::{OpId, Sha};

/// A segment is sealed at this many ops (`sync.md`, "Folder").
pub const SEALED_OPS: usize = 256;
/// Or at this many bytes of lines.
pub const SEALED_BYTES: usize = 128 * 1024;

/// A file of ops, whole, chained and signed by one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The log.
    pub log: LogId,
    /// The id of the op before the first; all zeros where the log begins.
    pub prev: OpId,
    /// The ops with their lines, in order.
    pub ops: Vec<(Op, Line)>,
    /// The last op.
    pub head: Head,
    /// The public key that signed; whether it is the log's own, its `hello` tells.
    pub signer: String,
    /// The version of the program that wrote it.
    pub app: String,
    /// What its name must hold.
    pub name26: String,
    /// What is needed to write the file again, byte for byte, beside the lines themselves.
    pub seal: Arc<Seal>,
    /// The texts that came with it.
    pub texts: Vec<(Sha, Body)>,
}

/// What surrounds the lines of a file, kept as it came, so that anybody can put anybody's file back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The first line.
    pub header: String,
    /// The last line of the signed part.
    pub end: String,
    /// The signature.
    pub armor: String,
}

impl Seal {
    /// The file again: `lines` as they came, and the texts that are still known.
    #[must_use]
    pub fn file<'a>(&self, lines: impl IntoIterator<Item = &'a str>, texts: &[Body]) -> Vec<u8> {
        let mut signed = self.header.clone();
        signed.push('\n');
        for line in lines {
            signed.push_str(line);
            signed.push('\n');
        }
        signed.push_str(&self.end);
        signed.push('\n');
        frame::whole(&signed, &self.armor, texts)
    }
}

impl Segment {
    /// The number of the first op.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.ops.first().map_or(0, |(op, _)| op.seq)
    }

    /// Reads a file of ops for `plan`.
    ///
    /// # Errors
    ///
    /// What keeps the file from being used.
    pub fn read(bytes: &[u8], plan: Sha, verifier: &dyn Verifier) -> Result<Self, Flaw> {
        let framed = Framed::read(bytes)?;
        let header = framed.header(plan)?;
        let (Some(log), Some(first), Some(prev), None) =
            (header.log, header.first, header.prev, header.entry)
        else {
            return Err(Flaw::Wrong("it is no file of ops".to_owned()));
        };
        let end = framed.end()?;
        // Before anything is made of its lines: a stranger's file costs one hash.
        let signer = verifier.signer(&namespace(plan), framed.signed.as_bytes(), framed.armor)?;
        let mut ops: Vec<(Op, Line)> = Vec::with_capacity(framed.lines.len());
        let mut head: Option<Head> = None;
        for text in &framed.lines {
            let op = Op::parse_foreign(text).map_err(|bad| Flaw::Wrong(bad.to_string()))?;
            let line = Line {
                text: (*text).to_owned(),
                id: OpId::of(text.as_bytes()),
            };
            head = Some(match head {
                None if op.seq == first && op.prev == prev => Head {
                    seq: op.seq,
                    id: line.id,
                    hlc: op.hlc,
                },
                None => return Err(Flaw::Wrong("it begins elsewhere than it says".to_owned())),
                Some(head) => Head::follow(Some(&head), &op, line.id)
                    .map_err(|broken| Flaw::Wrong(broken.to_string()))?,
            });
            ops.push((op, line));
        }
        let Some(head) = head.filter(|head| head.seq == end.end) else {
            return Err(Flaw::Wrong("it ends elsewhere than it says".to_owned()));
        };
        let begins = ops.first().filter(|_| first == 0);
        if begins.is_some_and(|(op, line)| !op.begins(log, line.id, plan, &signer)) {
            return Err(Flaw::Forged("its first op begins another log".to_owned()));
        }
        if (first == 0) != (prev == OpId::default()) {
            return Err(Flaw::Wrong("it begins elsewhere than it says".to_owned()));
        }
        // Nobody signs the texts: only those that a line names are taken.
        let named: HashSet<Sha> = ops.iter().filter_map(|(op, _)| op.said.body()).collect();
        let mut texts = framed.texts();
        texts.retain(|(hash, _)| named.contains(hash));
        Ok(Self {
            log,
            prev,
            ops,
            head,
            signer,
            app: header.app,
            name26: framed.name26(),
            seal: Arc::new(Seal {
                header: framed.header.to_owned(),
                end: framed.end.to_owned(),
                armor: framed.armor.to_owned(),
            }),
            texts,
        })
    }

    /// Writes and signs a file of `lines`, which follow `prev` in `log` from number `first` on. Gives the seal and what
    /// the name must hold.
    ///
    /// # Errors
    ///
    /// If the key refuses.
    pub fn seal(
        (plan, log): (Sha, LogId),
        (first, prev): (u64, OpId),
        lines: &[&str],
        app: &str,
        signer: &dyn Signer,
    ) -> Result<(Seal, String), super::KeyError> {
        let header = Header {
            log: Some(log),
            first: Some(first),
            prev: Some(prev),
            ..Header::new(plan, app)
        };
        let last = (first + lines.len() as u64).saturating_sub(1);
        Seal::over(&header, lines, last, signer)
    }
}

impl Seal {
    /// Signs `lines` under `header`, the last of them numbered `last`. Gives the seal and what the name must hold.
    pub(super) fn over(
        header: &Header,
        lines: &[&str],
        last: u64,
        signer: &dyn Signer,
    ) -> Result<(Self, String), super::KeyError> {
        let signed = frame::signed_part(header, lines.iter().copied(), last)?;
        let armor = signer.sign(&namespace(header.plan), signed.as_bytes())?;
        let name26 = Sha::of(signed.as_bytes()).name26();
        let mut outer = signed.trim_end_matches('\n').split('\n');
        let seal = Self {
            header: outer.next().unwrap_or_default().to_owned(),
            end: outer.next_back().unwrap_or_default().to_owned(),
            armor,
        };
        Ok((seal, name26))
    }
}
