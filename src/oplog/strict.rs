//! Strict JSON (`sync.md`, "File bytes"): what two readers could understand differently is refused by both.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Integers stay below 2^53, so that every JSON reader sees the same number.
pub(super) const LARGEST: u64 = 1 << 53;

/// The deepest nesting that is read.
const DEEPEST: u8 = 8;

/// Checks that a line is one JSON object without duplicate keys, fractions, large numbers or deep nesting.
pub(super) fn check(line: &str) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(line);
    Level(DEEPEST).deserialize(&mut reader)?;
    reader.end()
}

/// How many more levels may open.
#[derive(Clone, Copy)]
struct Level(u8);

impl Level {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.0
            .checked_sub(1)
            .map(Self)
            .ok_or_else(|| E::custom("nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("strict JSON")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        if number < LARGEST {
            Ok(())
        } else {
            Err(E::custom("a number of 2^53 or more"))
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_u64(number.unsigned_abs())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Err(E::custom("a fraction; decimals are strings"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut keys = Keys::default();
        while let Some(Key(key)) = fields.next_key()? {
            if let Some(key) = keys.insert(key) {
                return Err(A::Error::custom(format!("duplicate field `{key}`")));
            }
            fields.next_value_seed(inner)?;
        }
        Ok(())
    }
}

/// The name of a field, as it stands in the line where that is possible.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }
        reader.deserialize_str(Name)
    }
}

/// The names that an object has so far. Nearly every object has few, which are looked through faster than they are
/// hashed.
#[derive(Default)]
struct Keys<'de> {
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

impl<'de> Keys<'de> {
    /// Adds a name; gives it back if it is here already.
    fn insert(&mut self, key: Cow<'de, str>) -> Option<Cow<'de, str>> {
        if self.few.contains(&key) || self.many.contains(&key) {
            return Some(key);
        }
        if self.few.len() < 32 {
            self.few.push(key);
        } else {
            self.many.insert(key);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_could_differ_about_is_refused() {
        let good = r#"{"a":1,"b":[{"c":"x"},null,true],"d":-9007199254740991}"#;
        assert!(check(good).is_ok());
        let bad = [
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":1}}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":1.5}"#,
            r#"{"a":[[[[[[[[1]]]]]]]]}"#,
            r#"{"a":1} {"a":1}"#,
            "{\"a\":1",
            "",
        ];
        for line in bad {
            assert!(check(line).is_err(), "{line}");
        }
        let fields: Vec<String> = (0..99).map(|n| format!(r#""f{n}":1"#)).collect();
        let many = |more: &str| format!("{{{}{more}}}", fields.join(","));
        assert!(check(&many("")).is_ok());
        for again in [r#","f0":1"#, r#","f98":1"#, r#","\u006698":1"#] {
            assert!(check(&many(again)).is_err(), "{again}");
        }
        assert!(
            check(r#"{"a":[[[[[[[1]]]]]]]}"#).is_ok(),
            "eight levels are read"
        );
    }
}
