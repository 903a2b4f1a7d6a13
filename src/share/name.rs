//! The names of files on the share (`sync.md`, "Folder").
//!
//! ASCII lower case, at most 96 characters with the folder, no `~`, no leading dot, no two that differ only in case.
//! A name holds 130 bits of the hash of what it names, so that nothing else can bear it.

use std::fmt;

use crate::oplog::LogId;

/// The folders below the plan's own.
pub const FOLDERS: &[&str] = &["roster", "log", "tail", "request", "doc", "relay"];

/// How many characters a name has at most, with its folder.
const LONGEST: usize = 96;

/// The name of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// What sort of file it is.
    pub kind: Kind,
    /// The hash, as 26 base32 characters.
    pub hash: String,
}

/// What sort of file a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An entry of the roster.
    Entry(u64),
    /// Ops of a log from one number to another, sealed.
    Segment(LogId, u64, u64),
    /// Ops of a log from one number to another, all since the last seal.
    Tail(LogId, u64, u64),
    /// A newcomer's request.
    Request(LogId),
    /// A document.
    Document,
    /// A copy of a file whose own place cannot be written.
    Relay,
}

impl Name {
    /// The name of a file of this sort whose hash is `hash`.
    #[must_use]
    pub fn new(kind: Kind, hash: &str) -> Self {
        Self {
            kind,
            hash: hash.to_owned(),
        }
    }

    /// Reads the name of a file in `folder`: exactly, or behind what a sync program put around it.
    #[must_use]
    pub fn parse(folder: &str, file: &str) -> Option<Self> {
        let mut parts = Parts(file);
        let kind = match folder.split_once('/') {
            None => match folder {
                "roster" => Kind::Entry(parts.number()?),
                "tail" => Kind::Tail(parts.log()?, parts.number()?, parts.number()?),
                "request" => Kind::Request(parts.log()?),
                "doc" => Kind::Document,
                "relay" => Kind::Relay,
                _ => return None,
            },
            Some(("log", log)) => {
                Kind::Segment(log.parse().ok()?, parts.number()?, parts.number()?)
            }
            Some(_) => return None,
        };
        let name = Self {
            kind,
            hash: parts.hash()?,
        };
        // Behind the hash stands the ending, or it stands at the very end with a conflict's mark before it or behind.
        let (rest, ending) = (parts.0, name.ending());
        let ends = rest.starts_with(ending) || rest.ends_with(ending);
        let apart = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        (ends && apart).then_some(name)
    }

    /// The path below the plan's folder; every poll makes one for each file that is listed.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::with_capacity(LONGEST);
        match self.kind {
            Kind::Entry(entry) => {
                path.push_str("roster/");
                number(&mut path, entry);
            }
            Kind::Segment(log, first, last) => {
                path.push_str("log/");
                path.push_str(log.as_str());
                path.push('/');
                number(&mut path, first);
                number(&mut path, last);
            }
            Kind::Tail(log, first, last) => {
                path.push_str("tail/");
                path.push_str(log.as_str());
                path.push('-');
                number(&mut path, first);
                number(&mut path, last);
            }
            Kind::Request(log) => {
                path.push_str("request/");
                path.push_str(log.as_str());
                path.push('-');
            }
            Kind::Document => path.push_str("doc/"),
            Kind::Relay => path.push_str("relay/"),
        }
        path.push_str(&self.hash);
        path.push_str(self.ending());
        path
    }

    fn ending(&self) -> &'static str {
        match self.kind {
            Kind::Entry(_) => ".ros",
            Kind::Segment(..) => ".seg",
            Kind::Tail(..) => ".tail",
            Kind::Request(_) => ".req",
            Kind::Document | Kind::Relay => "",
        }
    }
}

/// The path below the plan's folder.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

/// Writes a number with eight digits, or more if it takes them, and a dash.
fn number(path: &mut String, number: u64) {
    let (mut digits, mut rest) = ([b'0'; 20], number);
    let mut first = digits.len();
    for digit in digits.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        *digit += u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        first -= 1;
    }
    let shown = digits.iter().skip(first.min(12));
    path.extend(shown.map(|digit| char::from(*digit)));
    path.push('-');
}

/// What is left of a name.
struct Parts<'a>(&'a str);

impl<'a> Parts<'a> {
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (part, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(part)
    }

    fn dash(&mut self) -> Option<()> {
        self.take(1).filter(|dash| *dash == "-").map(|_| ())
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.take(8)?;
        self.dash()?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    }

    fn log(&mut self) -> Option<LogId> {
        let log = self.take(26)?.parse().ok()?;
        self.dash()?;
        Some(log)
    }

    fn hash(&mut self) -> Option<String> {
        let hash = self.take(26)?;
        hash.bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
            .then(|| hash.to_owned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::OpId;

    #[test]
    fn names_read_back_and_conflict_copies_are_known_for_what_they_copy() {
        let log = LogId::of(OpId::of(b"hello"));
        let hash = OpId::of(b"file").name26();
        let all = [
            Kind::Entry(7),
            Kind::Segment(log, 12_345_678, 99_999_999),
            Kind::Segment(log, 0, 255),
            Kind::Tail(log, 256, 300),
            Kind::Request(log),
            Kind::Document,
            Kind::Relay,
        ];
        for kind in all {
            let name = Name::new(kind, &hash);
            let path = name.path();
            assert!(path.len() <= LONGEST && path.is_ascii(), "{path}");
            let (folder, file) = path.rsplit_once('/').unwrap();
            assert_eq!(Name::parse(folder, file), Some(name.clone()));
            let (stem, ending) = file.split_at(file.rfind('.').unwrap_or(file.len()));
            for copy in [
                format!("{stem}.sync-conflict-20240517-080000-ABCDEFG{ending}"),
                format!("{stem} (李强的冲突文件 2024-05-17){ending}"),
                format!("{stem} (1){ending}"),
                format!("{stem}-PC01{ending}"),
                format!("{file} (conflicted copy 2024-05-17)"),
            ] {
                assert_eq!(Name::parse(folder, &copy), Some(name.clone()), "{copy}");
            }
            for other in [
                format!(".syncthing.{file}.tmp"),
                format!("~syncthing~{file}.tmp"),
                file.to_uppercase(),
                format!("x{file}"),
                file.chars().skip(1).collect(),
            ] {
                assert_eq!(Name::parse(folder, &other), None, "{other}");
            }
        }
        assert_eq!(
            Name::parse("log/../../etc", "00000000-00000001-x.seg"),
            None
        );
        assert_eq!(Name::parse("", "passwd"), None);
    }
}
