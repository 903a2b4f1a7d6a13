//! How the value of a register is divided between the op's line and its body.

use crate::model::{DepartmentId, Every, Register, TaskKind, Value};

/// How a register's value is divided between the line and the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// A keyword, a day or a decimal.
    pub value: Option<String>,
    /// Departments.
    pub depts: Vec<DepartmentId>,
    /// Free text, for the body.
    pub text: Option<String>,
}

impl From<&Value> for Parts {
    fn from(value: &Value) -> Self {
        let word = |word: &str| Self {
            value: Some(word.to_owned()),
            ..Self::default()
        };
        match value {
            Value::Text(text) => Self {
                text: Some(text.clone()),
                ..Self::default()
            },
            Value::Departments(depts) => Self {
                depts: depts.clone(),
                ..Self::default()
            },
            Value::Day(day) => Self {
                value: day.map(|day| day.to_string()),
                ..Self::default()
            },
            Value::Kind(kind) => word(kind.as_str()),
            Value::Comparator(comparator) => word(comparator.as_str()),
            Value::Decimal(decimal) => Self {
                value: decimal.clone(),
                ..Self::default()
            },
            Value::Every(every) => Self {
                value: every.map(|every| every.as_str().to_owned()),
                ..Self::default()
            },
            Value::Flag(flag) => word(if *flag { "true" } else { "false" }),
            Value::Judged(judged) => Self {
                value: judged.map(|judged| judged.to_string()),
                ..Self::default()
            },
            Value::Rhythm(rhythm) => Self {
                value: rhythm.map(|rhythm| rhythm.as_str().to_owned()),
                ..Self::default()
            },
            Value::Nature(nature) => word(nature.as_str()),
        }
    }
}

impl Parts {
    /// The value these parts make for `register`; `None` if they make none.
    #[must_use]
    pub fn value_of(self, register: Register) -> Option<Value> {
        let Self { value, depts, text } = self;
        /// Reads a keyword by the JSON names of the type.
        fn word<T: serde::de::DeserializeOwned>(value: String) -> Option<T> {
            serde_json::from_value(serde_json::Value::String(value)).ok()
        }
        Some(match register {
            Register::Title
            | Register::Leader
            | Register::Text
            | Register::Name
            | Register::Unit => Value::Text(text?),
            Register::Lead | Register::Support | Register::Regions => Value::Departments(depts),
            Register::Due => Value::Day(match value {
                Some(day) => Some(day.parse().ok()?),
                None => None,
            }),
            Register::Kind => Value::Kind(word::<TaskKind>(value?)?),
            Register::Comparator => Value::Comparator(word(value?)?),
            Register::Value | Register::Upper => Value::Decimal(value),
            Register::Every => Value::Every(match value {
                Some(every) => Some(word::<Every>(every)?),
                None => None,
            }),
            Register::Dropped | Register::Supervised => Value::Flag(value? == "true"),
            Register::Light => Value::Judged(match value {
                Some(judged) => Some(judged.parse().ok()?),
                None => None,
            }),
            Register::Rhythm => Value::Rhythm(match value {
                Some(rhythm) => Some(rhythm.parse().ok()?),
                None => None,
            }),
            Register::Nature => Value::Nature(value?.parse().ok()?),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::Comparator;

    #[test]
    fn a_value_survives_its_division() {
        let day = "2025-12-31".parse().unwrap();
        let values = [
            (Register::Title, Value::Text("标题".into())),
            (
                Register::Lead,
                Value::Departments(vec![DepartmentId::mint(&["d"])]),
            ),
            (Register::Due, Value::Day(Some(day))),
            (Register::Due, Value::Day(None)),
            (Register::Kind, Value::Kind(TaskKind::Standing)),
            (
                Register::Comparator,
                Value::Comparator(Comparator::NotBelowPrevious),
            ),
            (Register::Value, Value::Decimal(Some("55.5".into()))),
            (Register::Every, Value::Every(Some(Every::SchoolYear))),
            (Register::Dropped, Value::Flag(true)),
        ];
        for (register, value) in values {
            assert_eq!(Parts::from(&value).value_of(register), Some(value));
        }
    }
}
