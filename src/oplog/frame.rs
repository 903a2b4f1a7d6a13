//! The framing of every file on the share (`sync.md`, "File bytes"): a header, lines, an end, a signature, texts.
//!
//! ```text
//! {"fmt":"duban/1","alg":"sha256","plan":"..", ...}     header
//! {...}                                                 lines
//! {"end":530,"head":".."}                               end
//! -----BEGIN SSH SIGNATURE-----                         over every byte before this line
//! ...
//! -----END SSH SIGNATURE-----
//! {"body":"<hash>","salt":"<32 hex>","text":".."}       texts, each checked against the hash that a line bears
//! ```
//!
//! The name of a file commits to its signed part, and the signature to its author; the texts behind it can be taken
//! out without touching either. A file is therefore either whole, or not here yet.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::signature::{BEGIN, END};
use super::{Body, LogId, NotSigned, Salt, strict};
use crate::model::Sha;

/// The largest file that is read, in bytes; a document may be larger.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// The largest document that is read, in bytes: a plan of 10,000 tasks has 64 MB. Only those are read that an op or an
/// entry names which counts.
pub const LARGEST_DOCUMENT: usize = 128 * 1024 * 1024;

/// The first line of a file: which program's format, for which plan, what is in it.
///
/// `log`, `first` and `prev` stand in a file of ops, `entry` and `prev` in a roster entry, `log` alone in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// `duban/1`.
    pub(super) fmt: String,
    /// `sha256`; room for another hash.
    pub(super) alg: String,
    /// The plan's id.
    pub(super) plan: Sha,
    /// The log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) log: Option<LogId>,
    /// The number of the first op.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) first: Option<u64>,
    /// The number of the roster entry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) entry: Option<u64>,
    /// The id of the op or entry before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) prev: Option<Sha>,
    /// The version of the program that wrote it.
    pub(super) app: String,
}

/// The format that this program writes and reads.
const FORMAT: &str = "duban/1";
/// The hash that this program knows.
const HASH: &str = "sha256";

impl Header {
    /// The header of a file for `plan`, with nothing said yet of what is in it.
    #[must_use]
    pub(super) fn new(plan: Sha, app: &str) -> Self {
        Self {
            fmt: FORMAT.to_owned(),
            alg: HASH.to_owned(),
            plan,
            log: None,
            first: None,
            entry: None,
            prev: None,
            app: app.to_owned(),
        }
    }
}

/// The last line of the signed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    /// The number of the last line, as its kind counts them.
    pub(super) end: u64,
    /// The id of the last line: the SHA-256 of its bytes.
    pub(super) head: Sha,
}

/// A text with its salt, as it stands behind the signature.
#[derive(Debug, Serialize, Deserialize)]
struct Text<'a> {
    body: Sha,
    #[serde(borrow)]
    salt: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// Why a file cannot be used (yet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// The file is not whole, or is damaged: it waits for a whole one of the same name.
    #[error("not whole: {0}")]
    Unfinished(Cow<'static, str>),
    /// It is larger than anything this program writes.
    #[error("{0} bytes; at most {LARGEST_FILE} are read")]
    Large(usize),
    /// It is for another plan.
    #[error("it is for another plan")]
    Stranger,
    /// It is of a newer format than this program knows.
    #[error("it is of a newer format ({0})")]
    Newer(String),
    /// It is whole and signed, and what it says makes no sense.
    #[error("{0}")]
    Wrong(String),
    /// Its signature is none, or not by the key that it must be by.
    #[error("forged: {0}")]
    Forged(String),
}

/// A signature that is none of anybody's is damaged, until the whole file comes: nobody is accused for a bit that fell
/// over. One that was made, and for something else, is forged.
impl From<NotSigned> for Flaw {
    fn from(error: NotSigned) -> Self {
        match error {
            NotSigned::Form | NotSigned::False => Self::unfinished("the signature is damaged"),
            NotSigned::Purpose(_) => Self::Forged(error.to_string()),
        }
    }
}

impl Flaw {
    /// The flaw of a file that is not whole.
    #[must_use]
    pub const fn unfinished(what: &'static str) -> Self {
        Self::Unfinished(Cow::Borrowed(what))
    }
}

/// The parts of a file, as they stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Framed<'a> {
    /// Every byte before the signature.
    pub(super) signed: &'a str,
    /// The first line.
    pub(super) header: &'a str,
    /// The lines between the first and the last.
    pub(super) lines: Vec<&'a str>,
    /// The last line of the signed part.
    pub(super) end: &'a str,
    /// The signature, with its first and its last line.
    pub(super) armor: &'a str,
    /// What stands behind it.
    texts: &'a str,
}

impl<'a> Framed<'a> {
    /// Takes a file apart without reading what its lines say.
    ///
    /// # Errors
    ///
    /// [`Flaw::Unfinished`] where something is missing, [`Flaw::Large`].
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Flaw> {
        if bytes.len() > LARGEST_FILE {
            return Err(Flaw::Large(bytes.len()));
        }
        // A text that is cut inside a character is cut: what stands before it may be whole.
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => bytes
                .get(..error.valid_up_to())
                .and_then(|whole| std::str::from_utf8(whole).ok())
                .unwrap_or_default(),
        };
        let (signed, rest) = match text.split_once(BEGIN) {
            Some((signed, _)) => (signed, text.get(signed.len()..).unwrap_or_default()),
            None => return Err(Flaw::unfinished("no signature")),
        };
        let Some((armor, texts)) = rest.split_once(END) else {
            return Err(Flaw::unfinished("the signature is cut"));
        };
        let armor = rest.get(..armor.len() + END.len()).unwrap_or_default();
        let Some(inner) = signed.strip_suffix('\n') else {
            return Err(Flaw::unfinished("the last line is cut"));
        };
        let mut lines: Vec<&str> = inner.split('\n').collect();
        let (Some(end), true) = (lines.pop(), !lines.is_empty()) else {
            return Err(Flaw::unfinished("fewer than two lines"));
        };
        let header = lines.remove(0);
        Ok(Self {
            signed,
            header,
            lines,
            end,
            armor,
            texts,
        })
    }

    /// What the name of the file must hold: 26 characters of the hash of the signed part.
    #[must_use]
    pub(super) fn name26(&self) -> String {
        Sha::of(self.signed.as_bytes()).name26()
    }

    /// Reads the header.
    ///
    /// # Errors
    ///
    /// If it is not the header of a file for `plan` in a format that this program knows.
    pub(super) fn header(&self, plan: Sha) -> Result<Header, Flaw> {
        let wrong = |error: serde_json::Error| Flaw::Wrong(format!("header: {error}"));
        strict::check(self.header).map_err(wrong)?;
        let header: Header = serde_json::from_str(self.header).map_err(wrong)?;
        if header.fmt != FORMAT || header.alg != HASH {
            return Err(Flaw::Newer(format!("{} {}", header.fmt, header.alg)));
        }
        if header.plan != plan {
            return Err(Flaw::Stranger);
        }
        Ok(header)
    }

    /// Reads the end and holds it against the last line.
    ///
    /// # Errors
    ///
    /// If it does not name the last line.
    pub(super) fn end(&self) -> Result<End, Flaw> {
        let wrong = |error: serde_json::Error| Flaw::Wrong(format!("end: {error}"));
        strict::check(self.end).map_err(wrong)?;
        let end: End = serde_json::from_str(self.end).map_err(wrong)?;
        let last = self.lines.last().map(|line| Sha::of(line.as_bytes()));
        if last != Some(end.head) {
            return Err(Flaw::Wrong("the end names another line".to_owned()));
        }
        Ok(end)
    }

    /// The texts that are whole and are what their hashes say; the others have not arrived yet.
    #[must_use]
    pub(super) fn texts(&self) -> Vec<(Sha, Body)> {
        self.texts
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
            .filter_map(read_text)
            .collect()
    }
}

/// What sort of file this is, as its first line says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Ops of this log, from this number on.
    Ops(LogId, u64),
    /// An entry of the roster.
    Entry,
    /// A newcomer's request.
    Request,
}

impl Sort {
    /// What sort of file for `plan` this is.
    ///
    /// # Errors
    ///
    /// If the file is not whole, or its first line tells of none for `plan` in a format that this program knows.
    pub fn of(bytes: &[u8], plan: Sha) -> Result<Self, Flaw> {
        let header = Framed::read(bytes)?.header(plan)?;
        match (header.log, header.first, header.entry) {
            (Some(log), Some(first), None) => Ok(Self::Ops(log, first)),
            (_, None, Some(_)) => Ok(Self::Entry),
            (Some(_), None, None) => Ok(Self::Request),
            _ => Err(Flaw::Wrong("it is no file of ours".to_owned())),
        }
    }
}

/// What the name of a file must hold, as far as its signed part is there.
#[must_use]
pub fn signed_name26(bytes: &[u8]) -> Option<String> {
    Framed::read(bytes).ok().map(|framed| framed.name26())
}

/// How the texts differ behind two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The ids of the lines whose text only the first has.
    pub more: Vec<Sha>,
    /// Whether the second has a text that the first lacks.
    pub less: bool,
}

/// What a line names as its text, whatever it is a line of.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    body: Option<Sha>,
}

/// How the texts differ behind two files whose signed parts and signatures are the same, byte for byte; `None` for any
/// others.
#[must_use]
pub fn texts_beside(one: &[u8], other: &[u8]) -> Option<Beside> {
    let (one, other) = (Framed::read(one).ok()?, Framed::read(other).ok()?);
    if one.signed != other.signed || one.armor != other.armor {
        return None;
    }
    let texts = |framed: &Framed<'_>| -> HashSet<Sha> {
        framed.texts().into_iter().map(|(hash, _)| hash).collect()
    };
    let (theirs, ours) = (texts(&one), texts(&other));
    // What is no text may be what is left of one that was taken out.
    if one
        .texts
        .split('\n')
        .filter(|line| !line.is_empty())
        .count()
        != theirs.len()
    {
        return None;
    }
    let named = one.lines.iter().filter_map(|line| {
        let body = serde_json::from_str::<Named>(line).ok()?.body?;
        (theirs.contains(&body) && !ours.contains(&body)).then(|| Sha::of(line.as_bytes()))
    });
    Some(Beside {
        more: named.collect(),
        less: !ours.is_subset(&theirs),
    })
}

/// The ops of a file, each with whether its text stands behind the signature; `None` unless the file is whole and
/// everything behind it is a text that a line names. Whether the signature is good is not asked.
#[must_use]
pub fn ops_told(bytes: &[u8]) -> Option<Vec<(Sha, bool)>> {
    let framed = Framed::read(bytes).ok()?;
    let lines = framed.texts.split('\n').filter(|line| !line.is_empty());
    let texts: Option<HashSet<Sha>> = lines.map(|line| Some(read_text(line)?.0)).collect();
    let (texts, mut named, mut ops) = (texts?, HashSet::new(), Vec::new());
    for line in &framed.lines {
        let body = serde_json::from_str::<Named>(line).ok()?.body;
        let told = body.filter(|body| texts.contains(body));
        ops.push((Sha::of(line.as_bytes()), told.is_some()));
        named.extend(told);
    }
    (named.len() == texts.len()).then_some(ops)
}

fn read_text(line: &str) -> Option<(Sha, Body)> {
    strict::check(line).ok()?;
    let read: Text<'_> = serde_json::from_str(line).ok()?;
    let body = Body {
        salt: Salt::parse(&read.salt)?,
        text: read.text.into_owned(),
    };
    (body.hash() == read.body).then_some((read.body, body))
}

/// The signed part of a file.
///
/// # Errors
///
/// If the header cannot be written as JSON.
pub(super) fn signed_part<'a>(
    header: &Header,
    lines: impl IntoIterator<Item = &'a str>,
    end: u64,
) -> Result<String, serde_json::Error> {
    let mut signed = serde_json::to_string(header)?;
    signed.push('\n');
    let mut head = Sha::default();
    for line in lines {
        head = Sha::of(line.as_bytes());
        signed.push_str(line);
        signed.push('\n');
    }
    signed.push_str(&serde_json::to_string(&End { end, head })?);
    signed.push('\n');
    Ok(signed)
}

/// A whole file: the signed part, its signature, and the texts that are still known.
#[must_use]
pub(super) fn whole(signed: &str, armor: &str, texts: &[Body]) -> Vec<u8> {
    let mut file = String::with_capacity(signed.len() + armor.len() + 64 * texts.len());
    file.push_str(signed);
    file.push_str(armor);
    for body in texts {
        let text = Text {
            body: body.hash(),
            salt: body.salt.as_str().into(),
            text: body.text.as_str().into(),
        };
        // A text of strings is always JSON.
        file.push_str(&serde_json::to_string(&text).unwrap_or_default());
        file.push('\n');
    }
    file.into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::oplog::{Identity, NotSigned, Signer as _, SshVerifier, Verifier as _, namespace};

    fn file(identity: &Identity, plan: Sha) -> (String, Vec<u8>) {
        let header = Header {
            first: Some(0),
            ..Header::new(plan, "0.1.0")
        };
        let signed = signed_part(&header, ["{\"a\":1}", "{\"b\":2}"], 1).unwrap();
        let armor = identity.sign(&namespace(plan), signed.as_bytes()).unwrap();
        let file = whole(&signed, &armor, &[Body::new("已完成22所学校招聘。".into())]);
        (signed, file)
    }

    #[test]
    fn a_file_reads_back_and_its_signer_is_known() {
        let identity = Identity::generate("x").unwrap();
        let plan = Sha::of(b"plan");
        let (signed, file) = file(&identity, plan);
        let framed = Framed::read(&file).unwrap();
        assert_eq!(framed.signed, signed);
        assert_eq!(framed.lines, ["{\"a\":1}", "{\"b\":2}"]);
        assert_eq!(framed.header(plan).unwrap().first, Some(0));
        assert_eq!(framed.header(Sha::of(b"other")), Err(Flaw::Stranger));
        assert_eq!(framed.end().unwrap().end, 1);
        assert_eq!(framed.texts().len(), 1);
        let by = SshVerifier.signer(&namespace(plan), framed.signed.as_bytes(), framed.armor);
        assert_eq!(by.unwrap(), identity.public().unwrap());
        let other = SshVerifier.signer(&namespace(Sha::of(b"x")), signed.as_bytes(), framed.armor);
        assert_eq!(other, Err(NotSigned::Purpose("another plan")));
        let changed = SshVerifier.signer(&namespace(plan), b"something else", framed.armor);
        assert_eq!(changed, Err(NotSigned::False));
        for junk in [
            format!("junk\n{}", framed.armor),
            framed.armor.replace('\n', "\r\n"),
            format!("{}\n", framed.armor),
        ] {
            let read = SshVerifier.signer(&namespace(plan), framed.signed.as_bytes(), &junk);
            assert_eq!(read, Err(NotSigned::Form), "{junk:?}");
        }
    }

    #[test]
    fn a_file_cut_at_any_byte_waits_or_lacks_texts() {
        let identity = Identity::generate("x").unwrap();
        let plan = Sha::of(b"plan");
        let (signed, file) = file(&identity, plan);
        for length in 0..file.len() {
            let cut = file.get(..length).unwrap();
            match Framed::read(cut) {
                Err(flaw) => {
                    let unfinished = matches!(flaw, Flaw::Unfinished(_));
                    assert!(unfinished, "cut at {length}: {flaw:?}");
                }
                Ok(framed) => {
                    assert_eq!(framed.signed, signed, "cut at {length}");
                    assert!(framed.texts().is_empty(), "cut at {length}");
                    assert!(
                        SshVerifier
                            .signer(&namespace(plan), signed.as_bytes(), framed.armor)
                            .is_ok()
                    );
                }
            }
        }
    }
}
