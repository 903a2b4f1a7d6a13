//! The 51 tasks of the real plan, read just well enough to be searched.

use std::sync::{Arc, LazyLock};

use duban::model::{Code, Day, Department, DepartmentId, Directory, ItemId, Row, Section};

const TEXT: &str = include_str!("../../data/zibo-education-plan.txt");

/// The names people type instead of the full ones.
const ALIASES: &[(&str, &[&str])] = &[
    ("市发展改革委", &["发改委", "市发改委"]),
    ("市人力资源社会保障局", &["人社局", "市人社局"]),
    ("市文化和旅游局", &["文旅局"]),
    ("市工业和信息化局", &["工信局"]),
    ("市住房城乡建设局", &["住建局"]),
    ("市卫生健康委", &["卫健委"]),
    ("市自然资源和规划局", &["自然资源局"]),
    ("市委机构编制委员会办公室", &["市委编办"]),
];

/// The plan as it was read, for tests that do not change it.
pub(crate) static PLAN: LazyLock<Plan> = LazyLock::new(Plan::read);

/// What the tests search in.
pub(crate) struct Plan {
    pub(crate) rows: Arc<Vec<Arc<Row>>>,
    pub(crate) directory: Directory,
    pub(crate) sections: Vec<Section>,
    /// The words of each task.
    pub(crate) bodies: Vec<String>,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn row(code: &str, title: &str) -> Row {
    Row {
        due: Some(day("2025-12-31")),
        ..Row::new(
            ItemId::mint(&[code, title]),
            code.parse().expect("a code"),
            title,
        )
    }
}

impl Plan {
    pub(crate) fn read() -> Self {
        let lines: Vec<&str> = TEXT
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('—'))
            .collect();
        let text = lines.join("\n");
        let start = text.find("\n二、重点任务").expect("the second chapter");
        let (_, text) = text.split_at(start);
        let mut plan = Self {
            rows: Arc::default(),
            directory: Directory::default(),
            sections: Vec::new(),
            bodies: Vec::new(),
        };
        let mut names: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        let mut paragraphs: Vec<String> = Vec::new();
        for line in text.lines() {
            let begins = numbered(line).is_some()
                || line.starts_with(['二', '三', '（']) && heading(line).is_some();
            // A line that ends a sentence or a bracket ends the paragraph before a new number.
            let open = paragraphs
                .last()
                .is_some_and(|p: &String| p.chars().count() > 40 && !p.ends_with(['。', '）']));
            match paragraphs.last_mut() {
                Some(last) if open || !begins => last.push_str(line),
                _ => paragraphs.push(line.to_owned()),
            }
        }
        let (mut chapter, mut section) = (0, 0);
        for paragraph in paragraphs {
            let (code, rest) = if let Some((number, rest)) = numbered(&paragraph) {
                (Code::new(&[chapter, section, number]), rest.to_owned())
            } else {
                let Some((level, number, rest)) = heading(&paragraph) else {
                    continue;
                };
                if level == 1 {
                    (chapter, section) = (number, 0);
                } else {
                    section = number;
                }
                let code = match level {
                    1 => Code::new(&[chapter]),
                    _ => Code::new(&[chapter, section]),
                };
                if !rest.contains('。') {
                    plan.sections.push(Section {
                        code,
                        title: paragraph.clone(),
                    });
                    continue;
                }
                (code, rest)
            };
            let (title, body) = rest.split_once('。').expect("a title ends in a full stop");
            let from = body.rfind('（').expect("departments stand in brackets");
            let (body, departments) = body.split_at(from);
            let departments = departments
                .trim_start_matches('（')
                .replace("列第一位的为牵头部门，下同）", "");
            let departments = departments
                .trim_end_matches(['）', '，'])
                .trim_end_matches("负责");
            let ids: Vec<DepartmentId> = departments.split('、').map(Department::id_of).collect();
            for name in departments.split('、') {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
            let mut task = row(&code.to_string(), title);
            task.lead = ids.iter().take(1).copied().collect();
            task.support = ids.iter().skip(1).copied().collect();
            rows.push(Arc::new(task));
            plan.bodies.push(body.to_owned());
        }
        plan.rows = Arc::new(rows);
        plan.directory = Directory::new(names.iter().map(|name| {
            let mut department = Department::named(name);
            let aliases = ALIASES.iter().find(|(full, _)| full == name);
            department.aliases = aliases
                .map(|(_, aliases)| aliases.iter().map(|&alias| alias.to_owned()).collect())
                .unwrap_or_default();
            department
        }));
        plan
    }

    /// The codes of the tasks at these places.
    pub(crate) fn codes(&self, places: impl IntoIterator<Item = usize>) -> Vec<String> {
        places
            .into_iter()
            .map(|at| self.rows[at].code.to_string())
            .collect()
    }

    /// Changes some tasks.
    pub(crate) fn change(&mut self, code: &str, change: impl FnOnce(&mut Row)) {
        let mut rows = (*self.rows).clone();
        let task = rows
            .iter_mut()
            .find(|row| row.code.to_string() == code)
            .expect("the task exists");
        change(Arc::make_mut(task));
        self.rows = Arc::new(rows);
    }
}

/// `4.提升` is number 4 with the rest.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (number, rest) = line.split_once('.')?;
    let rest = rest.trim_start();
    let chinese = rest.chars().next().is_some_and(|c| !c.is_ascii());
    Some((number.parse().ok()?, rest)).filter(|_| chinese)
}

/// `二、` is level 1, `（三）` level 2; then the number and the rest.
fn heading(line: &str) -> Option<(u32, u32, String)> {
    let number = |text: &str| {
        let at = "一二三四五六七八九"
            .chars()
            .position(|c| text == c.to_string())?;
        u32::try_from(at + 1).ok()
    };
    if let Some((chapter, rest)) = line.split_once('、')
        && let Some(number) = number(chapter)
    {
        return Some((1, number, rest.to_owned()));
    }
    let (section, rest) = line.strip_prefix('（')?.split_once('）')?;
    Some((2, number(section)?, rest.to_owned()))
}

#[test]
fn the_plan_is_read_well_enough() {
    let plan = Plan::read();
    assert_eq!(plan.rows.len(), 51);
    assert_eq!(plan.directory.len(), 30);
    assert_eq!(plan.sections.len(), 10);
    let pairs: usize = plan
        .rows
        .iter()
        .map(|row| row.lead.len() + row.support.len())
        .sum();
    assert_eq!(pairs, 153);
}
