//! Entries about what became of departments.

use chrono::{DateTime, Utc};

use crate::model::{Day, Department};
use crate::oplog::Succession;
use crate::workspace::sharing::{SharingFailure, Written};
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Lets departments become others from a day on: one into one is a renaming, several into one a merger, one into
    /// several a split. Scope, duties and history follow.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or a department is unknown.
    pub fn succeed(
        &mut self,
        from: &[String],
        to: &[String],
        on: Day,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        self.write_entry(None, now, |desk, entry| {
            let mut from = desk.departments(from)?;
            for department in &from {
                if desk.state.current(&[*department]) != [*department] {
                    let name = desk.directory.name(*department);
                    return Err(SharingFailure::BecameAlready(name).into());
                }
            }
            let is_renaming = from.len() == 1 && to.len() == 1;
            let mut heirs = Vec::new();
            for name in to {
                let name = name.trim();
                if name.is_empty() || name.chars().any(char::is_control) {
                    return Err(Failure::BadName(name.to_owned()));
                }
                // By its full name alone: what it was known by before may be what it is called now.
                let known = desk.directory.iter().find(|known| known.name == name);
                if is_renaming && known.is_some() {
                    return Err(SharingFailure::NameInUse(name.to_owned()).into());
                }
                let department = known.cloned().unwrap_or_else(|| Department::named(name));
                heirs.push(department.id);
                if desk.directory.get(department.id).is_none() {
                    entry.departments.push(department);
                }
            }
            // One of those that merge may go on under its name.
            from.retain(|department| !heirs.contains(department));
            if from.is_empty() {
                return Err(SharingFailure::SameDepartment.into());
            }
            entry.succession.push(Succession {
                from,
                to: heirs,
                on,
            });
            Ok(())
        })
    }
}
