//! The words of annotations: labels before a colon, verbs and adverbs behind a list (`domain.md` section 9).

use super::passage::cut;

/// What a department does for a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 牵头.
    Lead,
    /// 责任: the list tells who leads, or nobody does.
    Responsible,
    /// 配合.
    Support,
}

/// What a label before a colon announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Announces {
    /// Departments in this role.
    Departments(Role),
    /// A person; read over.
    Person,
    /// A deadline.
    Due,
}

/// Labels and what they announce, without 单位, 部门 and the like at the end.
const LABELS: &[(&str, Announces)] = &[
    ("牵头", Announces::Departments(Role::Lead)),
    ("牵头责任", Announces::Departments(Role::Lead)),
    ("主办", Announces::Departments(Role::Lead)),
    ("主要责任", Announces::Departments(Role::Lead)),
    ("第一责任", Announces::Departments(Role::Lead)),
    ("汇总", Announces::Departments(Role::Lead)),
    ("责任", Announces::Departments(Role::Responsible)),
    ("负责", Announces::Departments(Role::Responsible)),
    ("承办", Announces::Departments(Role::Responsible)),
    ("落实", Announces::Departments(Role::Responsible)),
    ("实施", Announces::Departments(Role::Responsible)),
    ("配合", Announces::Departments(Role::Support)),
    ("协办", Announces::Departments(Role::Support)),
    ("协同", Announces::Departments(Role::Support)),
    ("协同责任", Announces::Departments(Role::Support)),
    ("协同配合", Announces::Departments(Role::Support)),
    ("协助", Announces::Departments(Role::Support)),
    ("参与", Announces::Departments(Role::Support)),
    ("参加", Announces::Departments(Role::Support)),
    ("验收", Announces::Departments(Role::Support)),
    ("完成时限", Announces::Due),
    ("完成时间", Announces::Due),
    ("办结时限", Announces::Due),
    ("时间节点", Announces::Due),
    ("时限", Announces::Due),
];

/// What may follow a label's own word.
const LABEL_ENDS: &[&str] = &["单位", "部门", "主体", "处室", "科室"];

/// Labels that end so announce a person.
const PERSONS: &[&str] = &["领导", "责任人", "负责人", "联系人", "负责同志"];

/// Verbs behind a list of departments.
const VERBS: &[(&str, Role)] = &[
    ("牵头抓总", Role::Lead),
    ("牵头负责", Role::Lead),
    ("牵头落实", Role::Lead),
    ("牵头实施", Role::Lead),
    ("牵头", Role::Lead),
    ("主办", Role::Lead),
    ("组织实施", Role::Responsible),
    ("负责落实", Role::Responsible),
    ("负责", Role::Responsible),
    ("落实", Role::Responsible),
    ("承办", Role::Responsible),
    ("配合落实", Role::Support),
    ("配合", Role::Support),
    ("协同", Role::Support),
    ("协助", Role::Support),
    ("协办", Role::Support),
    ("参与", Role::Support),
    ("参加", Role::Support),
];

/// Adverbs between the list and its verb; those marked `true` make all departments equal.
const MANNERS: &[(&str, bool)] = &[
    ("按照各自职责分工", true),
    ("按照各自职责", true),
    ("按各自职责分工", true),
    ("按各自职责", true),
    ("按照职责分工", true),
    ("按照职责", true),
    ("按职责分工", true),
    ("按职责", true),
    ("根据职责分工", true),
    ("根据职责", true),
    ("依职责分工", true),
    ("依职责", true),
    ("按分工", true),
    ("分工", true),
    ("分别", true),
    ("各自", true),
    ("共同", false),
    ("具体", false),
    ("联合", false),
];

/// The label at the start of `text` and how many bytes it takes, colon included.
pub(super) fn label(text: &str) -> Option<(Announces, usize)> {
    // 协同配合责任单位 is about as long as labels get.
    const LONGEST: usize = 12;
    let at = text
        .char_indices()
        .take(LONGEST)
        .find_map(|(at, c)| matches!(c, '：' | ':').then_some((at, c.len_utf8())));
    let (at, colon) = at?;
    let word: String = cut(text, 0..at)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '【' | '】'))
        .collect();
    let end = at + colon;
    if PERSONS.iter().any(|person| word.ends_with(person)) {
        return Some((Announces::Person, end));
    }
    let stem = LABEL_ENDS
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(&word);
    let known = LABELS.iter().find(|(label, _)| *label == stem);
    known.map(|&(_, announces)| (announces, end))
}

/// Takes the verb and its adverb off the end of a list.
pub(super) fn verb(token: &str) -> (&str, bool, Option<Role>) {
    let Some((list, role)) = VERBS
        .iter()
        .find_map(|&(verb, role)| token.strip_suffix(verb).map(|list| (list, role)))
    else {
        return (token, false, None);
    };
    let list = list.trim_end();
    let manner = MANNERS
        .iter()
        .find_map(|&(manner, equal)| list.strip_suffix(manner).map(|list| (list, equal)));
    let (list, equal) = manner.unwrap_or((list, false));
    (list.trim_end(), equal, Some(role))
}
