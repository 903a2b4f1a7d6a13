//! Adding what the plan lacks: a task, a measure, an indicator.

use chrono::{DateTime, Utc};

use super::correct::{decimal, disjoint, filled, reason};
use super::{Failure, Workspace};
use crate::model::{Addition, ItemId, NewItem, OpId, Register, Row};
use crate::oplog::{AddWhat, Said, Texts};
use crate::store::{self, Entry};

impl Workspace {
    /// Adds a task, a measure or an indicator, and gives the op with the task it belongs to.
    ///
    /// # Errors
    ///
    /// If the section or task is unknown, something is empty, or there is no reason.
    pub fn add(
        &mut self,
        addition: &Addition,
        now: DateTime<Utc>,
    ) -> Result<(OpId, ItemId), Failure> {
        self.refuse_past()?;
        let today = self.today(now);
        let reason = reason(&addition.reason)?;
        match &addition.item {
            NewItem::Task { title, .. } => self.check_length(Register::Title, title, today)?,
            NewItem::Measure { text, .. } => self.check_length(Register::Text, text, today)?,
            NewItem::Indicator { name, unit, .. } => {
                self.check_length(Register::Name, name, today)?;
                self.check_length(Register::Unit, unit, today)?;
            }
        }
        let (NewItem::Task { due, .. }
        | NewItem::Measure { due, .. }
        | NewItem::Indicator { due, .. }) = &addition.item;
        if let Some(due) = due {
            self.span()?.refuse_before(*due)?;
        }
        let mut writing = self.store.write()?;
        let (what, texts) = match &addition.item {
            NewItem::Task {
                section,
                title,
                text,
                lead,
                support,
                due,
            } => {
                let title = filled(title, Register::Title)?;
                if lead.is_empty() {
                    return Err(Failure::EmptyValue(Register::Lead));
                }
                let sections = writing.sections()?;
                if !sections.iter().any(|known| known.code == *section) {
                    let known = sections
                        .iter()
                        .map(|section| section.code.to_string())
                        .collect();
                    return Err(Failure::NoSection {
                        code: section.clone(),
                        known,
                    });
                }
                disjoint(lead, support, &writing.directory()?)?;
                let (lead, support, due) = (lead.clone(), support.clone(), *due);
                let what = AddWhat::Task {
                    code: writing.next_code(section)?,
                    lead,
                    support,
                    due,
                };
                (
                    what,
                    Texts {
                        title: Some(title),
                        text: Some(text.trim().to_owned()),
                        ..Texts::default()
                    },
                )
            }
            NewItem::Measure { task, text, due } => {
                known(writing.row(*task)?, *task)?;
                let text = Some(filled(text, Register::Text)?);
                (
                    AddWhat::Measure {
                        task: *task,
                        due: *due,
                    },
                    Texts {
                        text,
                        ..Texts::default()
                    },
                )
            }
            NewItem::Indicator {
                task,
                name,
                comparator,
                value,
                upper,
                unit,
                due,
            } => {
                known(writing.row(*task)?, *task)?;
                let name = Some(filled(name, Register::Name)?);
                let (value, upper, due) = (value.clone(), upper.clone(), *due);
                for number in [&value, &upper].into_iter().flatten() {
                    decimal(number)?;
                }
                let what = AddWhat::Indicator {
                    task: *task,
                    comparator: *comparator,
                    value,
                    upper,
                    due,
                };
                (
                    what,
                    Texts {
                        name,
                        unit: Some(unit.trim().to_owned()),
                        ..Texts::default()
                    },
                )
            }
        };
        let parent = match &what {
            AddWhat::Measure { task, .. } | AddWhat::Indicator { task, .. } => Some(*task),
            _ => None,
        };
        let entry = Entry::with_texts(&Texts { reason, ..texts }, |body| Said::Add {
            what,
            on: today,
            body,
        })?;
        let id = writing.append(entry, now)?;
        writing.commit()?;
        Ok((id, parent.unwrap_or_else(|| store::added_id(id))))
    }
}

fn known(row: Option<std::sync::Arc<Row>>, task: ItemId) -> Result<(), Failure> {
    row.map(|_| ())
        .ok_or_else(|| Failure::NoTask(task.to_string()))
}
