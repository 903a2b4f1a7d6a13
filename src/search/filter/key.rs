//! The keys of the filter language: what a condition speaks of.

use crate::words::Lang;

/// What a condition speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Who leads.
    Lead,
    /// Who supports.
    Support,
    /// Who leads or supports.
    Department,
    /// Where the task stands.
    Status,
    /// The light that shows, the coordinator's before the one by the rules.
    Light,
    /// The sort of task.
    Kind,
    /// The lead's percent.
    Percent,
    /// The code, or the section it begins with.
    Code,
    /// The section.
    Section,
    /// The deadline.
    Due,
    /// The day of the last note.
    Updated,
    /// The days since the last note.
    Stale,
    /// The leader in charge.
    Leader,
    /// Words of the title.
    Title,
}

/// A condition that is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// There never was a note.
    Unreported,
    /// The report that is due in the running window has not come.
    Missing,
    /// It is under special supervision.
    Supervised,
    /// Somebody's latest report asks for coordination.
    Coordinate,
    /// A request for closing or for more time waits for its answer.
    Waiting,
    /// Two concurrent corrections disagree.
    Conflict,
    /// One of the person's own departments leads or supports.
    Mine,
}

/// A key with its Chinese name, its English name and the others it answers to.
type Named<T> = (T, &'static str, &'static str, &'static [&'static str]);

const KEYS: &[Named<Key>] = &[
    (Key::Lead, "牵头", "lead", &["牵头单位", "牵头部门", "主办"]),
    (
        Key::Support,
        "责任",
        "support",
        &["责任单位", "配合", "配合单位", "协办", "supports"],
    ),
    (Key::Department, "单位", "dept", &["部门", "department"]),
    (Key::Status, "状态", "status", &[]),
    (Key::Light, "灯", "light", &["亮灯"]),
    (Key::Kind, "类型", "kind", &["类别", "type"]),
    (Key::Percent, "进度", "percent", &["progress"]),
    (Key::Code, "编号", "code", &["序号"]),
    (Key::Section, "节", "section", &["章节"]),
    (Key::Due, "期限", "due", &["时限", "截止", "完成时限"]),
    (Key::Updated, "更新", "updated", &["更新时间"]),
    (Key::Stale, "未更新", "stale", &[]),
    (Key::Leader, "责任领导", "leader", &["分管领导"]),
    (Key::Title, "标题", "title", &["任务", "任务名称"]),
];

const FLAGS: &[Named<Flag>] = &[
    (Flag::Unreported, "未报", "unreported", &[]),
    (Flag::Missing, "未报本期", "missing", &["本期未报"]),
    (Flag::Supervised, "重点督办", "supervised", &[]),
    (Flag::Coordinate, "需协调", "coordinate", &[]),
    (Flag::Waiting, "待审核", "waiting", &["待答复"]),
    (Flag::Conflict, "冲突", "conflict", &[]),
    (Flag::Mine, "我的", "mine", &["本单位"]),
];

fn find<T: Copy>(table: &[Named<T>], typed: &str) -> Option<T> {
    let typed = crate::search::fold::fold(typed);
    table
        .iter()
        .find(|(_, zh, en, others)| typed == *zh || typed == *en || others.contains(&&*typed))
        .map(|(named, ..)| *named)
}

fn name<T: PartialEq>(table: &[Named<T>], of: &T, lang: Lang) -> &'static str {
    table
        .iter()
        .find(|(named, ..)| named == of)
        .map_or("", |(_, zh, en, _)| match lang {
            Lang::Zh => zh,
            Lang::En => en,
        })
}

impl Key {
    pub(super) fn find(typed: &str) -> Option<Self> {
        find(KEYS, typed)
    }

    /// The name of the key, as it is typed.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        name(KEYS, &self, lang)
    }

    /// Every key, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        KEYS.iter().map(|(key, ..)| *key)
    }

    /// The keys nearest to what was typed, nearest first; empty if none is near.
    pub(super) fn near(typed: &str) -> Vec<Self> {
        let typed = crate::search::fold::fold(typed);
        let mut near: Vec<(usize, Self)> = KEYS
            .iter()
            .filter_map(|(key, zh, en, others)| {
                [zh, en]
                    .into_iter()
                    .chain(*others)
                    .filter_map(|name| super::near::distance(&typed, name))
                    .min()
                    .map(|distance| (distance, *key))
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.into_iter().map(|(_, key)| key).take(3).collect()
    }
}

impl Flag {
    pub(super) fn find(typed: &str) -> Option<Self> {
        find(FLAGS, typed)
    }

    /// The name of the flag, as it is typed.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        name(FLAGS, &self, lang)
    }

    /// Every flag, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        FLAGS.iter().map(|(flag, ..)| *flag)
    }
}
