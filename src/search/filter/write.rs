//! A filter written out again, so that it reads back as the same.

use std::fmt;

use crate::words::Lang;

use super::date::Date;
use super::{Condition, Filter, Flag, Key, Operator, Role, Term, Test, Wanted};

impl Filter {
    /// The filter with the keys of this language; values stand as they were typed.
    #[must_use]
    pub fn write(&self, lang: Lang) -> String {
        let conditions: Vec<String> = self.conditions.iter().map(|c| c.write(lang)).collect();
        conditions.join(" ")
    }
}

/// The Chinese form.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(Lang::Zh))
    }
}

impl Condition {
    fn write(&self, lang: Lang) -> String {
        let sign = if self.negated { "-" } else { "" };
        let typed = |choices: &mut dyn Iterator<Item = &String>| -> Vec<String> {
            choices.map(|typed| quoted(typed)).collect()
        };
        let dates = |dates: &[Date]| dates.iter().map(|date| date.write(lang)).collect();
        let wanted = |wanted: &[Wanted]| wanted.iter().map(|w| quoted(&w.typed)).collect();
        let (key, operator, values): (Key, Operator, Vec<String>) = match &self.test {
            Test::Any(terms) => {
                let terms: Vec<String> = terms
                    .iter()
                    .map(|term| match term {
                        Term::Flag(flag) => flag.name(lang).to_owned(),
                        Term::Word(word) => bare(&word.typed),
                    })
                    .collect();
                return format!("{sign}{}", terms.join(","));
            }
            Test::Departments(role, choices) => {
                let key = match role {
                    Role::Leads => Key::Lead,
                    Role::Supports => Key::Support,
                    Role::Either => Key::Department,
                };
                (
                    key,
                    Operator::Is,
                    typed(&mut choices.iter().map(|c| &c.typed)),
                )
            }
            Test::Status(choices) => (
                Key::Status,
                Operator::Is,
                typed(&mut choices.iter().map(|c| &c.typed)),
            ),
            Test::Light(choices) => (
                Key::Light,
                Operator::Is,
                typed(&mut choices.iter().map(|c| &c.typed)),
            ),
            Test::Kind(choices) => (
                Key::Kind,
                Operator::Is,
                typed(&mut choices.iter().map(|c| &c.typed)),
            ),
            Test::Percent(operator, values) => {
                let write = |value: &Option<u8>| {
                    value.map_or_else(|| Date::None.write(lang), |value| value.to_string())
                };
                (Key::Percent, *operator, values.iter().map(write).collect())
            }
            Test::Code(codes) => (
                Key::Code,
                Operator::Is,
                codes.iter().map(ToString::to_string).collect(),
            ),
            Test::Section(choices) => (
                Key::Section,
                Operator::Is,
                typed(&mut choices.iter().map(|c| &c.typed)),
            ),
            Test::Due(operator, values) => (Key::Due, *operator, dates(values)),
            Test::Updated(operator, values) => (Key::Updated, *operator, dates(values)),
            Test::Stale(operator, days) => (
                Key::Stale,
                *operator,
                days.iter().map(ToString::to_string).collect(),
            ),
            Test::Leader(values) => (Key::Leader, Operator::Is, wanted(values)),
            Test::Title(values) => (Key::Title, Operator::Is, wanted(values)),
        };
        format!(
            "{sign}{}{}{}",
            key.name(lang),
            operator.as_str(),
            values.join(",")
        )
    }
}

/// A bare word, in quotation marks where it would else be read as something other.
fn bare(typed: &str) -> String {
    let sign = |c| {
        matches!(
            c,
            ':' | '：' | '<' | '＜' | '>' | '＞' | '=' | '＝' | '≤' | '≥'
        )
    };
    if Flag::find(typed).is_some() || typed.contains(sign) || typed.starts_with(['-', '－', '−'])
    {
        quote(typed)
    } else {
        quoted(typed)
    }
}

/// A value, in quotation marks where it would else be cut or read as something other.
fn quoted(typed: &str) -> String {
    let cut = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
    // A sign after the key's own would become a part of it.
    let sign = |c| matches!(c, '<' | '＜' | '>' | '＞' | '=' | '＝');
    let opens = |c| matches!(c, '"' | '＂' | '“' | '”' | '「');
    if typed.contains(cut) || typed.starts_with(sign) || typed.starts_with(opens) {
        quote(typed)
    } else {
        typed.to_owned()
    }
}

/// Puts a text into marks that it does not itself hold; whatever was read stood in such a pair, or needs none.
fn quote(typed: &str) -> String {
    if !typed.contains(['"', '＂']) {
        format!("\"{typed}\"")
    } else if !typed.contains(['“', '”']) {
        format!("“{typed}”")
    } else {
        format!("「{typed}」")
    }
}
