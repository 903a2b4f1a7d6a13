//! Annotations of responsibility: who leads, who supports, and how that is known.
//!
//! An annotation is a bracket at the end of a paragraph, 「（市教育局、市科技局负责）」, or lines of their own,
//! 「牵头单位：市教育局」. Styles and synonyms follow `domain.md` section 9.

use std::ops::Range;

use crate::model::{Directory, LeadRule};

use super::names::{self, Name};
use super::passage::{Enclosure, Passage, cut, enclosures, is_enclosed};
use super::role::{Announces, Role, label, verb};

/// Ways of saying the first of a list.
const FIRST: &[&str] = &[
    "第一位",
    "首位",
    "第一个",
    "第一名",
    "排名第一",
    "排第一",
    "列第一",
];

/// An annotation as it was read, before it is settled who leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Annotation {
    names: Vec<(Name, Role)>,
    /// Nobody leads: 按职责分工负责, 排名不分先后.
    equal: bool,
    /// The words of a stated deadline.
    pub(super) due: Option<String>,
    /// Whether the bracket was never closed.
    pub(super) unclosed: bool,
}

/// Who leads, who supports, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    /// Leading departments.
    pub(super) leads: Vec<String>,
    /// The others.
    pub(super) supports: Vec<String>,
    /// How it is known.
    pub(super) rule: LeadRule,
}

impl Annotation {
    /// Whether it names departments; a lone deadline does not.
    pub(super) fn names_departments(&self) -> bool {
        !self.names.is_empty()
    }

    /// The names that do not look like a department's.
    pub(super) fn odd_names(&self) -> impl Iterator<Item = &str> {
        let odd = self.names.iter().filter(|(name, _)| !name.is_plausible);
        odd.map(|(name, _)| name.text.as_str())
    }

    /// Takes in an annotation that directly follows: 「（责任单位：…）（完成时限：…）」 or one label a line.
    pub(super) fn merge(&mut self, next: Self) {
        self.names.extend(next.names);
        self.equal |= next.equal;
        self.unclosed |= next.unclosed;
        self.due = self.due.take().or(next.due);
    }

    /// Settles who leads.
    pub(super) fn settle(&self) -> Settled {
        let in_role = |role: Role| {
            let names = self.names.iter().filter(move |(_, r)| *r == role);
            names.map(|(name, _)| name.text.clone()).collect::<Vec<_>>()
        };
        let leads = in_role(Role::Lead);
        let mut listed = in_role(Role::Responsible);
        let supports = in_role(Role::Support);
        let all = || self.names.iter().map(|(name, _)| name.text.clone());
        if !leads.is_empty() {
            let others = self.names.iter().filter(|(_, role)| *role != Role::Lead);
            return Settled {
                supports: others.map(|(name, _)| name.text.clone()).collect(),
                leads,
                rule: LeadRule::Explicit,
            };
        }
        if !supports.is_empty() && !listed.is_empty() {
            return Settled {
                leads: listed,
                supports,
                rule: LeadRule::Explicit,
            };
        }
        if self.names.len() == 1 {
            return Settled {
                leads: all().collect(),
                supports: Vec::new(),
                rule: LeadRule::Sole,
            };
        }
        // 各地区、各部门 are everybody: nobody is first among them.
        if self.equal || all().all(|name| name.starts_with('各')) {
            return Settled {
                leads: Vec::new(),
                supports: all().collect(),
                rule: LeadRule::AllEqual,
            };
        }
        if listed.is_empty() {
            listed = supports;
        }
        let rest = listed.split_off(listed.len().min(1));
        Settled {
            leads: listed,
            supports: rest,
            rule: LeadRule::FirstListed,
        }
    }
}

/// Whether a sentence says that the first listed department leads (列第一位的为牵头部门).
///
/// It may stand in an annotation or in the text, and holds for the whole document (`domain.md` 1.7, no. 3).
pub(super) fn says_first_leads(text: &str) -> bool {
    // Between 第一位 and 牵头 there is room for 的责任单位为 and little more.
    const NEAR: usize = 12;
    text.match_indices("牵头").any(|(at, _)| {
        let before = names::last_chars(cut(text, 0..at), NEAR);
        let tail = before
            .rsplit(['。', '；', '，', '（', '('])
            .next()
            .unwrap_or_default();
        tail.contains(['为', '是', '系']) && FIRST.iter().any(|first| tail.contains(first))
    })
}

/// Finds the annotations of a paragraph: where each stands, and what it says.
pub(super) fn find(paragraph: &Passage, directory: &Directory) -> Vec<(Range<usize>, Annotation)> {
    let text = paragraph.text();
    if label(text).is_some() {
        let found = read(text, directory).map(|annotation| (0..text.len(), annotation));
        return found.into_iter().collect();
    }
    let enclosures = enclosures(text);
    let mut found: Vec<(Range<usize>, Annotation)> = Vec::new();
    for enclosure in enclosures.iter().filter(|e| e.is_round()) {
        // 「（责任单位：…）」 may stand in brackets that a label does not need.
        let inside = enclosure.inside(text);
        if let Some(annotation) = read(inside, directory) {
            found.push((enclosure.range.clone(), annotation));
        } else if enclosure.range.end == text.trim_end_matches('。').len()
            && let Some(annotation) = bare(inside, directory)
        {
            found.push((enclosure.range.clone(), annotation));
        }
    }
    let behind = found.last().map_or(0, |(range, _)| range.end);
    if let Some((at, annotation)) = unclosed(text, behind, &enclosures, directory) {
        found.push((at..text.len(), annotation));
    }
    found
}

/// Reads an annotation whose bracket is opened behind `from` and never closed.
fn unclosed(
    text: &str,
    from: usize,
    enclosures: &[Enclosure],
    directory: &Directory,
) -> Option<(usize, Annotation)> {
    let at = from + cut(text, from..text.len()).rfind(['（', '('])?;
    if is_enclosed(enclosures, at) {
        return None;
    }
    let mut inside = cut(text, at..text.len()).chars();
    inside.next();
    let annotation = read(inside.as_str(), directory)?;
    let unclosed = true;
    Some((
        at,
        Annotation {
            unclosed,
            ..annotation
        },
    ))
}

/// Reads the inside of a bracket, or a line with a label; `None` if it speaks of something else.
pub(super) fn read(text: &str, directory: &Directory) -> Option<Annotation> {
    let mut annotation = Annotation::default();
    let mut role: Option<Role> = None;
    let mut waiting: Vec<Name> = Vec::new();
    let mut recognised = false;
    let mut skipping = false;
    for token in names::tokens(text) {
        let mut token = token.trim();
        if let Some((announces, len)) = label(token) {
            annotation.put(&mut waiting, role.unwrap_or(Role::Responsible));
            token = token.get(len..).unwrap_or_default().trim();
            skipping = announces == Announces::Person;
            match announces {
                Announces::Departments(new) => (role, recognised) = (Some(new), true),
                Announces::Person => role = None,
                Announces::Due => {
                    annotation.due = Some(token.to_owned());
                    role = None;
                    continue;
                }
            }
        }
        if token.is_empty() || skipping || says_first_leads(token) || is_aside(token) {
            continue;
        }
        if token.contains("不分先后") {
            annotation.equal = true;
            continue;
        }
        let (list, equal, verb) = verb(token);
        annotation.equal |= equal;
        if let Some((lead, others)) = list.split_once("会同") {
            waiting.extend(names::read(lead, directory));
            annotation.put(&mut waiting, Role::Lead);
            waiting.extend(names::read(others, directory));
            annotation.put(&mut waiting, Role::Support);
            recognised = true;
            continue;
        }
        waiting.extend(names::read(list, directory));
        if let Some(verb) = verb {
            recognised |= waiting.iter().any(|name| name.is_plausible);
            annotation.put(&mut waiting, verb);
        }
    }
    if !recognised {
        return annotation.due.is_some().then_some(annotation);
    }
    annotation.put(&mut waiting, role.unwrap_or(Role::Responsible));
    (annotation.names_departments() || annotation.due.is_some()).then_some(annotation)
}

/// Reads a bracket that holds nothing but departments, without a verb.
fn bare(text: &str, directory: &Directory) -> Option<Annotation> {
    let mut listed = Vec::new();
    for token in names::tokens(text) {
        listed.extend(names::read(token, directory));
    }
    let sure = |name: &&Name| name.is_known || names::has_level(&name.text);
    let all = listed.len() > 1
        && listed.iter().all(|name| name.is_plausible)
        && listed.first().as_ref().is_some_and(sure)
        && listed.iter().filter(sure).count() * 2 >= listed.len();
    let mut annotation = Annotation::default();
    annotation.put(&mut listed, Role::Responsible);
    all.then_some(annotation)
}

impl Annotation {
    fn put(&mut self, waiting: &mut Vec<Name>, role: Role) {
        self.names
            .extend(waiting.drain(..).map(|name| (name, role)));
    }
}

/// 下同 and the like.
fn is_aside(token: &str) -> bool {
    matches!(token, "下同" | "以下同" | "以下均同" | "下略")
}
