//! The importer against the real plan in `data/`, against every trap of such texts, and against damage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "import/damage.rs"]
mod damage;
#[path = "import/expected.rs"]
mod expected;
#[path = "import/goals.rs"]
mod goals;
#[path = "import/plan.rs"]
mod plan;
#[path = "import/styles.rs"]
mod styles;
#[path = "import/traps.rs"]
mod traps;

use duban::import::{Reading, departments, read};
use duban::model::{Directory, Task};

const PLAN: &[u8] = include_bytes!("../data/zibo-education-plan.txt");

fn directory() -> Directory {
    departments(include_str!("../data/departments.toml")).unwrap()
}

/// Reads a text with the departments of the repository.
fn import(text: &str) -> Reading {
    read(text.as_bytes(), &directory())
}

/// The only task of a text.
fn only_task(text: &str) -> Task {
    let reading = import(text);
    let [task] = reading.plan.tasks.as_slice() else {
        panic!("expected one task, read {:#?}", reading.plan.tasks);
    };
    task.clone()
}

/// The codes and titles of a text's tasks.
fn outline(text: &str) -> Vec<(String, String)> {
    let tasks = import(text).plan.tasks;
    tasks
        .into_iter()
        .map(|t| (t.code.to_string(), t.title))
        .collect()
}

/// The departments of a task: leads, supports.
fn departments_of(task: &Task) -> (Vec<&str>, Vec<&str>) {
    (
        task.lead.iter().map(String::as_str).collect(),
        task.support.iter().map(String::as_str).collect(),
    )
}

/// The indicators of a task as (name, comparator, value, unit).
fn goals_of(task: &Task) -> Vec<(&str, &str, &str, &str)> {
    let goals = task.indicators.iter().map(|i| {
        let value = i.value.as_deref().unwrap_or_default();
        (
            i.name.as_str(),
            i.comparator.as_str(),
            value,
            i.unit.as_str(),
        )
    });
    goals.collect()
}
