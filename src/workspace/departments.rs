//! Adding a department that no plan has named.

use chrono::{DateTime, Utc};

use super::{Failure, Workspace};
use crate::model::{Department, DepartmentId, DepartmentKind, Register};
use crate::oplog::{AddWhat, Said, Texts};
use crate::store::Entry;

/// A department that a person adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDepartment {
    /// The full name.
    pub name: String,
    /// The short name; `None` for the full one, shortened.
    pub short: Option<String>,
    /// Other names, for matching.
    pub aliases: Vec<String>,
    /// What sort of body it is.
    pub kind: DepartmentKind,
    /// Why.
    pub reason: String,
}

impl Workspace {
    /// Adds a department.
    ///
    /// # Errors
    ///
    /// If one of this full name is known, one of the names stands for another one, the name is empty, or there is no
    /// reason.
    pub fn add_department(
        &mut self,
        new: &NewDepartment,
        now: DateTime<Utc>,
    ) -> Result<DepartmentId, Failure> {
        self.refuse_past()?;
        let (today, name) = (self.today(now), new.name.trim());
        if name.is_empty() {
            return Err(Failure::EmptyValue(Register::Name));
        }
        let reason = super::correct::reason(&new.reason)?;
        let mut writing = self.store.write()?;
        let dept = Department::id_of(name);
        let directory = writing.directory()?;
        if directory.get(dept).is_some() {
            return Err(Failure::DepartmentExists(name.to_owned()));
        }
        // What a person types is never ambiguous, as in the file of departments.
        for other in [name]
            .into_iter()
            .chain(new.short.as_deref())
            .chain(new.aliases.iter().map(String::as_str))
        {
            let taken = match directory.find(other) {
                Ok(of) => Some(of),
                Err(several) => several.first().copied(),
            };
            if let Some(of) = taken {
                let (name, of) = (other.to_owned(), of.name.clone());
                return Err(Failure::NameTaken { name, of });
            }
        }
        let texts = Texts {
            name: Some(name.to_owned()),
            short: new.short.clone(),
            aliases: new.aliases.clone(),
            reason,
            ..Texts::default()
        };
        let what = AddWhat::Department {
            dept,
            kind: new.kind,
        };
        let entry = Entry::with_texts(&texts, |body| Said::Add {
            what,
            on: today,
            body,
        })?;
        writing.append(entry, now)?;
        writing.commit()?;
        Ok(dept)
    }
}
