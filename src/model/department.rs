//! Departments (单位) and how their many names are told apart.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::DepartmentId;

/// A department: whoever leads or supports a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Minted from the full name.
    pub id: DepartmentId,
    /// The full name, as the plan writes it.
    pub name: String,
    /// The short name for narrow columns.
    pub short: String,
    /// Other names people type; they serve matching only and are never shown in place of the name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What sort of body it is.
    #[serde(default)]
    pub kind: DepartmentKind,
    /// The full names of the departments that became this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
}

/// What sort of body a department is (`domain.md` 5.1, 类别).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepartmentKind {
    /// 市直.
    #[default]
    Bureau,
    /// 党群.
    Party,
    /// 区县.
    District,
    /// 功能区.
    Zone,
    /// 学校.
    School,
    /// 驻地.
    Garrison,
    /// 企业.
    Enterprise,
}

impl Department {
    /// A department known by its full name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            id: Self::id_of(name),
            name: name.to_owned(),
            short: name
                .strip_prefix('市')
                .filter(|rest| rest.chars().count() > 2)
                .unwrap_or(name)
                .to_owned(),
            aliases: Vec::new(),
            kind: DepartmentKind::Bureau,
            former: Vec::new(),
        }
    }

    /// The id of the department with this full name.
    #[must_use]
    pub fn id_of(name: &str) -> DepartmentId {
        DepartmentId::mint(&[name])
    }

    /// The full name, with what it was called before: 市数据局（原市大数据局）.
    #[must_use]
    pub fn label(&self) -> String {
        if self.former.is_empty() {
            self.name.clone()
        } else {
            format!("{}（原{}）", self.name, self.former.join("、"))
        }
    }

    /// Every name it goes by, the full one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.name.as_str(), self.short.as_str()]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.former.iter().map(String::as_str))
    }
}

/// All departments of a home, found by id or by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    departments: Vec<Department>,
    by_id: HashMap<DepartmentId, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Directories are equal when they hold the same departments in the same order.
impl PartialEq for Directory {
    fn eq(&self, other: &Self) -> bool {
        self.departments == other.departments
    }
}

impl Eq for Directory {}

impl Directory {
    /// A directory of these departments; of several with one id the first counts.
    #[must_use]
    pub fn new(departments: impl IntoIterator<Item = Department>) -> Self {
        let mut directory = Self::default();
        for department in departments {
            directory.add(department);
        }
        directory
    }

    /// Adds a department unless its id is known.
    pub fn add(&mut self, department: Department) {
        let at = self.departments.len();
        if self.by_id.contains_key(&department.id) {
            return;
        }
        self.by_id.insert(department.id, at);
        for name in department.names() {
            let known = self.by_name.entry(name.to_owned()).or_default();
            if !known.contains(&at) {
                known.push(at);
            }
        }
        self.departments.push(department);
    }

    /// The department of this id.
    #[must_use]
    pub fn get(&self, id: DepartmentId) -> Option<&Department> {
        self.by_id.get(&id).and_then(|&at| self.departments.get(at))
    }

    /// The full name of a department, or its id where the directory does not know it.
    #[must_use]
    pub fn name(&self, id: DepartmentId) -> String {
        self.get(id)
            .map_or_else(|| id.to_string(), |d| d.name.clone())
    }

    /// The department that goes by exactly this name; `Err` holds every candidate (none or several).
    ///
    /// # Errors
    ///
    /// The candidates, if the name is unknown or stands for more than one department.
    pub fn find(&self, name: &str) -> Result<&Department, Vec<&Department>> {
        let found: Vec<&Department> = self
            .by_name
            .get(name.trim())
            .into_iter()
            .flatten()
            .filter_map(|&at| self.departments.get(at))
            .collect();
        // A full name wins over another department's alias.
        let exact = found.iter().find(|d| d.name == name.trim()).copied();
        match (exact, found.as_slice()) {
            (Some(one), _) => Ok(one),
            (None, [one]) => Ok(one),
            _ => Err(found),
        }
    }

    /// The full name of a department with what it was called before, or its id where the directory does not know it.
    #[must_use]
    pub fn label(&self, id: DepartmentId) -> String {
        self.get(id)
            .map_or_else(|| id.to_string(), Department::label)
    }

    /// Whether a department became another one.
    #[must_use]
    pub fn is_former(&self, department: &Department) -> bool {
        let mut all = self.departments.iter();
        all.any(|heir| heir.id != department.id && heir.former.contains(&department.name))
    }

    /// What a department is now: itself, or those that it became, by however many steps.
    #[must_use]
    pub fn heirs<'d>(&'d self, department: &'d Department) -> Vec<&'d Department> {
        let (mut heirs, mut next, mut seen) = (Vec::new(), vec![department], HashSet::new());
        while let Some(one) = next.pop() {
            if !seen.insert(one.id) {
                continue;
            }
            let all = self.departments.iter();
            let became = all.filter(|heir| !seen.contains(&heir.id));
            let became: Vec<&Department> = became
                .filter(|heir| heir.former.contains(&one.name))
                .collect();
            if became.is_empty() {
                heirs.push(one);
            }
            next.extend(became);
        }
        heirs
    }

    /// All departments, in the order they became known.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.departments.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.departments.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.departments.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_finds_the_department_and_a_shared_one_finds_none() {
        let mut reform = Department::named("市发展改革委");
        reform.aliases.push("发改委".into());
        let mut other = Department::named("省发展改革委");
        other.aliases.push("发改委".into());
        let directory = Directory::new([reform.clone()]);
        assert_eq!(directory.find(" 发改委 "), Ok(&reform));
        let directory = Directory::new([reform.clone(), other]);
        assert_eq!(directory.find("发改委").map_err(|c| c.len()), Err(2));
        assert_eq!(directory.find("市发展改革委"), Ok(&reform));
    }
}
