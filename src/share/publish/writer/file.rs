//! The files that a home puts on the share: their names and their bytes.

use crate::model::Sha;
use crate::oplog::{Replica, Request, Signed};
use crate::share::{Kind, Name};

/// A file that a home puts on the share.
pub(super) enum File {
    /// Ops of a log.
    Ops(Signed),
    /// An entry of the roster: its number and what its name must hold. Anybody who holds one puts it back.
    Entry(u64, String),
    /// A document. It is content-named; anybody who holds it puts it back.
    Document(Sha),
    /// The own request.
    Request(Box<Request>),
}

impl File {
    pub(super) fn name(&self) -> Name {
        match self {
            Self::Ops(signed) => name_of(signed),
            Self::Entry(entry, name26) => Name::new(Kind::Entry(*entry), name26),
            Self::Document(sha) => Name::new(Kind::Document, &sha.name26()),
            Self::Request(request) => Name::new(Kind::Request(request.log), &request.name26),
        }
    }

    /// Its bytes, with the texts that are still known.
    pub(super) fn bytes<R: Replica>(&self, home: &R) -> Result<Option<Vec<u8>>, R::Error> {
        match self {
            Self::Ops(signed) => {
                let (lines, texts) = home.content(signed)?;
                let lines = lines.iter().map(String::as_str);
                Ok(Some(signed.seal.file(lines, &texts)))
            }
            Self::Entry(_, name26) => home.entry_file(name26),
            Self::Document(sha) => home.document(*sha),
            Self::Request(request) => Ok(Some(request.bytes())),
        }
    }
}

pub(super) fn name_of(signed: &Signed) -> Name {
    name_as(signed, signed.sealed)
}

/// The name that a file of ops has as a segment, or as a tail.
pub(super) fn name_as(signed: &Signed, sealed: bool) -> Name {
    let (log, first, last) = (signed.log, signed.first, signed.last);
    let kind = if sealed {
        Kind::Segment(log, first, last)
    } else {
        Kind::Tail(log, first, last)
    };
    Name::new(kind, &signed.name26)
}
