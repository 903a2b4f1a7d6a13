//! What a name that a person typed for a department stands for: the same in filters, in forms and on the command line.

use crate::model::{Department, Directory};

use super::automaton::{Automaton, Held};
use super::fold::Folded;
use super::pinyin::readings;
use super::query::Query;

/// The most names that are suggested for one that is unknown.
const SUGGESTIONS: usize = 3;

/// The three ways a name may agree with what was typed, the closest first: whole, in a part, in scattered letters.
const WAYS: usize = 3;

/// The departments a name stands for, in the order of the directory; never none.
///
/// A full name, short name or alias stands for its department; else all of a name in pinyin; else a part of a name, in
/// Chinese or pinyin, for all that have it; else letters scattered over a name (发改 for 发展改革).
///
/// # Errors
///
/// If it stands for none, those with the names nearest to it, perhaps none either.
pub fn departments<'d>(
    directory: &'d Directory,
    typed: &str,
) -> Result<Vec<&'d Department>, Vec<&'d Department>> {
    match directory.find(typed) {
        Ok(one) => return Ok(vec![one]),
        Err(several) if !several.is_empty() => return Ok(several),
        Err(_) => {}
    }
    let query = Query::phrase(typed);
    let automata: Vec<Automaton> = query.words().iter().map(Automaton::new).collect();
    let mut found: [Vec<&Department>; WAYS] = Default::default();
    for department in directory.iter() {
        let way = department
            .names()
            .filter_map(|name| agrees(&automata, name))
            .min();
        if let Some(list) = way.and_then(|way| found.get_mut(way)) {
            list.push(department);
        }
    }
    found
        .into_iter()
        .find(|list| !list.is_empty())
        .ok_or_else(|| near(directory, typed))
}

/// The way in which a name agrees with all pieces of what was typed: that of the worst one.
fn agrees(automata: &[Automaton], name: &str) -> Option<usize> {
    let name = Folded::new(name).chars;
    let table = readings();
    let ways = automata.iter().map(|automaton| {
        let rows = || name.iter().map(|&c| automaton.row(c, table.set_of(c)));
        match automaton.scan(rows())? {
            Held::Whole(_) => {
                let path = automaton.resolve(rows())?;
                Some(usize::from(path.at.len() != name.len()))
            }
            Held::Scattered(_) => Some(WAYS - 1),
        }
    });
    ways.collect::<Option<Vec<usize>>>()?.into_iter().max()
}

/// The departments whose names share most with what was typed.
fn near<'d>(directory: &'d Directory, typed: &str) -> Vec<&'d Department> {
    let likeness = |department: &Department| {
        let shared = department.names().map(|name| shared(typed, name)).max();
        shared.unwrap_or_default()
    };
    let mut near: Vec<(usize, &Department)> = directory
        .iter()
        .map(|department| (likeness(department), department))
        .filter(|(likeness, _)| *likeness > 0)
        .collect();
    near.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    let nearest = near.into_iter().take(SUGGESTIONS);
    nearest.map(|(_, department)| department).collect()
}

/// How many telling characters two names share, whatever their order.
fn shared(a: &str, b: &str) -> usize {
    // Nearly every name has one of these, so that they tell nothing.
    let telling = |c: &char| !"省市区县委局办处室和".contains(*c);
    a.chars().filter(telling).filter(|&c| b.contains(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let with = |name: &str, alias: &str| {
            let mut department = Department::named(name);
            department.aliases.push(alias.to_owned());
            department
        };
        Directory::new([
            with("市教育局", "教育局"),
            with("市委教育工委", "教育工委"),
            with("市发展改革委", "发改委"),
            with("市财政局", "财政局"),
        ])
    }

    /// The names meant, or those suggested after a question mark.
    fn meant(typed: &str) -> String {
        let names = |list: &[&Department]| {
            let names: Vec<&str> = list.iter().map(|d| d.name.as_str()).collect();
            names.join(" ")
        };
        match departments(&directory(), typed) {
            Ok(list) => names(&list),
            Err(near) => format!("? {}", names(&near)),
        }
    }

    #[test]
    fn the_closest_way_to_agree_decides() {
        for (typed, expected) in [
            ("市财政局", "市财政局"),
            ("发改委", "市发展改革委"),
            (" 教育局 ", "市教育局"),
            ("jyj", "市教育局"),
            ("jiaoyuju", "市教育局"),
            ("教育", "市教育局 市委教育工委"),
            ("caiz", "市财政局"),
            ("发展委", "市发展改革委"),
            ("财政居", "? 市财政局"),
            ("xyz", "? "),
            ("", "? "),
        ] {
            assert_eq!(meant(typed), expected, "{typed}");
        }
    }
}
