//! The plan under review, as the ledger would have it: its tasks in full, and the departments it names.

use std::sync::Arc;

use crate::model::{Department, DepartmentId, Detail, Directory, Document, ItemId, Row, Task};

/// A plan that was read and is not in force. Corrections of it are drafts until the plan is put in force.
#[derive(Debug)]
pub(crate) struct Reviewed {
    pub(crate) document: Arc<Document>,
    /// The departments that are known, and those that become known with the plan.
    pub(crate) directory: Directory,
    details: Vec<Arc<Detail>>,
}

impl Reviewed {
    pub(crate) fn new(document: Arc<Document>, known: &Directory) -> Self {
        let mut directory = known.clone();
        let mut details = Vec::with_capacity(document.plan.tasks.len());
        for task in &document.plan.tasks {
            let lead = ids(&task.lead, known, &mut directory);
            let support = ids(&task.support, known, &mut directory);
            details.push(Arc::new(detail(task, lead, support)));
        }
        Self {
            document,
            directory,
            details,
        }
    }

    pub(crate) fn detail(&self, task: ItemId) -> Option<&Arc<Detail>> {
        self.details.iter().find(|detail| detail.row.id == task)
    }
}

/// The departments of these names; a name that nobody knows becomes a department, as when a plan is put in force.
fn ids(names: &[String], known: &Directory, directory: &mut Directory) -> Vec<DepartmentId> {
    names
        .iter()
        .map(|name| {
            let found = known.find(name).cloned();
            let department = found.unwrap_or_else(|_| Department::named(name));
            let id = department.id;
            directory.add(department);
            id
        })
        .collect()
}

fn detail(task: &Task, lead: Vec<DepartmentId>, support: Vec<DepartmentId>) -> Detail {
    let row = Row {
        due: task.due,
        due_source: task.due_source,
        lead,
        support,
        ..Row::new(task.id, task.code.clone(), task.title.clone())
    };
    Detail {
        row: Arc::new(row),
        path: task.path.clone(),
        text: task.text.clone(),
        lines: Some(task.lines),
        rule: None,
        corrections: Vec::new(),
        measures: task.measures.clone(),
        indicators: task.indicators.clone(),
        duties: task.duties.clone(),
        steps: Vec::new(),
        figures: Vec::new(),
        done: Vec::new(),
        notes: Vec::new(),
        changes: Vec::new(),
    }
}
