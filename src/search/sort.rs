//! The order of the ledger.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::model::{Day, DepartmentId, Directory, Row};
use crate::words::{Lang, Words, fill};

use super::pinyin;

/// A column of the ledger to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// By number, so that 2.1.10 follows 2.1.9.
    Code,
    /// By pinyin.
    Title,
    /// By section; within one, the order stays.
    Section,
    /// By the first department that leads, in the order of the directory.
    Lead,
    /// By the first department that supports, in the order of the directory.
    Support,
    /// By status, in the order of the procedure.
    Status,
    /// By the light that shows, the most urgent first.
    Light,
    /// By the lead's percent.
    Percent,
    /// By deadline.
    Due,
    /// By the day of the last note.
    Updated,
    /// By the days since the last note, which is the reverse of [`Self::Updated`].
    Stale,
    /// By the sort of task.
    Kind,
}

/// The columns with their names: the Chinese one, the English one, and others people type.
const NAMES: &[(Column, &str, &str, &[&str])] = &[
    (Column::Code, "编号", "code", &["序号"]),
    (Column::Title, "标题", "title", &["任务", "名称"]),
    (Column::Section, "节", "section", &["章节"]),
    (Column::Lead, "牵头", "lead", &["牵头单位"]),
    (
        Column::Support,
        "责任",
        "support",
        &["责任单位", "配合", "配合单位"],
    ),
    (Column::Status, "状态", "status", &[]),
    (Column::Light, "灯", "light", &["亮灯"]),
    (Column::Percent, "进度", "percent", &["progress"]),
    (Column::Due, "期限", "due", &["时限", "截止"]),
    (Column::Updated, "更新", "updated", &["更新时间"]),
    (Column::Stale, "未更新", "stale", &[]),
    (Column::Kind, "类型", "kind", &["类别", "type"]),
];

/// An order: a column, forwards or backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Whether the greatest comes first; what is missing comes last either way.
    pub reverse: bool,
}

/// The text names no column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no column \u{201c}{typed}\u{201d}; expected one of: {}", Column::names(Lang::En).join(", "))]
pub struct NotAColumn {
    /// What was typed.
    pub typed: String,
}

impl NotAColumn {
    /// What is wrong and what would be right, in one line.
    #[must_use]
    pub fn say(&self, words: &Words) -> String {
        let known = Column::names(words.lang).join(", ");
        fill(words.filter.unknown_column, &[&self.typed, &known])
    }
}

impl Column {
    /// Every column, in the order of the ledger.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(column, ..)| *column)
    }

    /// The names of all columns.
    #[must_use]
    pub fn names(lang: Lang) -> Vec<&'static str> {
        Self::all().map(|column| column.name(lang)).collect()
    }

    /// The name of the column, as it is typed.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        NAMES
            .iter()
            .find(|(column, ..)| *column == self)
            .map_or("", |(_, zh, en, _)| match lang {
                Lang::Zh => zh,
                Lang::En => en,
            })
    }
}

impl FromStr for Sort {
    type Err = NotAColumn;

    /// Reads `due`, `-updated`, `期限` or `-更新`.
    fn from_str(text: &str) -> Result<Self, NotAColumn> {
        let text = text.trim();
        let name = text.strip_prefix(['-', '－', '−']);
        let typed = name.unwrap_or(text).trim();
        let folded = super::fold::fold(typed);
        NAMES
            .iter()
            .find(|(_, zh, en, others)| {
                folded == *zh || folded == *en || others.iter().any(|other| folded == *other)
            })
            .map(|(column, ..)| Self {
                column: *column,
                reverse: name.is_some(),
            })
            .ok_or_else(|| NotAColumn {
                typed: typed.to_owned(),
            })
    }
}

/// The English form, as files hold it.
impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.reverse { "-" } else { "" };
        write!(f, "{sign}{}", self.column.name(Lang::En))
    }
}

/// What a task is sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'r> {
    Number(i64),
    Numbers(&'r [u32]),
    Words(Vec<(&'static str, char)>),
}

impl Sort {
    /// Puts places among `rows` into this order; those that are equal keep theirs. `today` tells which lights show.
    pub fn apply(
        &self,
        rows: &[Arc<Row>],
        directory: &Directory,
        today: Day,
        places: &mut [usize],
    ) {
        let departments: HashMap<DepartmentId, i64> = directory
            .iter()
            .map(|department| department.id)
            .zip(0..)
            .collect();
        let mut keyed: Vec<(Option<Key<'_>>, usize)> = places
            .iter()
            .map(|&place| {
                (
                    rows.get(place)
                        .and_then(|row| self.key(row, &departments, today)),
                    place,
                )
            })
            .collect();
        keyed.sort_by(|(a, _), (b, _)| match (a, b) {
            (Some(a), Some(b)) if self.reverse => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        for (slot, (_, place)) in places.iter_mut().zip(keyed) {
            *slot = place;
        }
    }

    fn key<'r>(
        &self,
        row: &'r Row,
        departments: &HashMap<DepartmentId, i64>,
        today: Day,
    ) -> Option<Key<'r>> {
        // A department the directory does not know stands after all others.
        let department =
            |id: &DepartmentId| Key::Number(departments.get(id).copied().unwrap_or(i64::MAX));
        let day = |day: chrono::NaiveDate| i64::from(chrono::Datelike::num_days_from_ce(&day));
        match self.column {
            Column::Code => Some(Key::Numbers(row.code.numbers())),
            Column::Title => Some(Key::Words(
                row.title.chars().map(|c| (pinyin::usual(c), c)).collect(),
            )),
            Column::Section => row
                .code
                .numbers()
                .split_last()
                .map(|(_, above)| Key::Numbers(above)),
            Column::Lead => row.lead.first().map(department),
            Column::Support => row.support.first().map(department),
            Column::Status => Some(Key::Number(row.status as i64)),
            Column::Light => Some(Key::Number(row.light(today).urgency().into())),
            Column::Percent => row.percent.map(|percent| Key::Number(percent.into())),
            Column::Due => row.due.map(|due| Key::Number(day(due))),
            Column::Updated => row.updated.map(|on| Key::Number(day(on))),
            Column::Stale => row.updated.map(|on| Key::Number(-day(on))),
            Column::Kind => Some(Key::Number(row.kind as i64)),
        }
    }
}
