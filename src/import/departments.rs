//! The file of departments that a person can edit.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;

use crate::model::{Department, DepartmentKind, Directory};

/// The file of departments cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct DepartmentsError {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong there and what was expected.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    department: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    short: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    kind: DepartmentKind,
}

/// Reads the departments of a `departments.toml`.
///
/// Every name, short name and alias stands for one department only, so that what a person types is never ambiguous.
///
/// # Errors
///
/// The first thing that is wrong, with its line: no TOML, an unknown key or kind, an empty name, a name used twice.
pub fn departments(toml: &str) -> Result<Directory, DepartmentsError> {
    let line_of = |at: usize| {
        toml.get(..at)
            .map_or(1, |before| before.matches('\n').count() + 1)
    };
    let file: File = toml::from_str(toml).map_err(|error| DepartmentsError {
        line: error.span().map_or(1, |span| line_of(span.start)),
        reason: format!(
            "{}; expected [[department]] with name = \"...\" and perhaps short, aliases and kind",
            error.message().replace('\n', "; ")
        ),
    })?;
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for entry in &file.department {
        let owner = entry.name.get_ref().as_str();
        let names = std::iter::once(&entry.name)
            .chain(&entry.short)
            .chain(&entry.aliases);
        for (nth, name) in names.enumerate() {
            let fail = |reason: String| {
                let line = line_of(name.span().start);
                Err(DepartmentsError { line, reason })
            };
            let text = name.get_ref().as_str();
            if text.is_empty() || text.trim() != text {
                return fail("expected a name without blanks around it".into());
            }
            match owners.insert(text, owner) {
                Some(other) if other != owner || nth == 0 => {
                    return fail(format!(
                        "{text} already stands for {other}; expected every name to stand for one department"
                    ));
                }
                _ => {}
            }
        }
    }
    let departments = file.department.into_iter().map(|entry| {
        let mut department = Department::named(entry.name.get_ref());
        if let Some(short) = entry.short {
            department.short = short.into_inner();
        }
        department.aliases = entry.aliases.into_iter().map(Spanned::into_inner).collect();
        department.kind = entry.kind;
        department
    });
    Ok(Directory::new(departments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line_and_what_was_expected() {
        let error = |toml| departments(toml).map_err(|e| (e.line, e.reason)).err();
        let (line, reason) =
            error("[[department]]\nname = \"市教育局\"\nkind = \"局\"\n").unwrap_or_default();
        assert_eq!(line, 3);
        assert!(reason.contains("bureau"), "{reason}");
        let (line, reason) =
            error("[[department]]\nname = \"市教育局\"\nalias = []\n").unwrap_or_default();
        assert_eq!(line, 3);
        assert!(reason.contains("aliases"), "{reason}");
        let twice = "[[department]]\nname = \"甲局\"\naliases = [\"丙\"]\n\n[[department]]\nname = \"乙局\"\naliases = [\n  \"丁\",\n  \"丙\",\n]\n";
        let (line, reason) = error(twice).unwrap_or_default();
        assert_eq!(line, 9);
        assert!(reason.contains("甲局"), "{reason}");
    }

    #[test]
    fn an_empty_file_is_an_empty_directory() {
        assert_eq!(departments("").map(|d| d.len()), Ok(0));
    }
}
