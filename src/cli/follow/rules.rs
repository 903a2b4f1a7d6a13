//! `duban rules`: what decides lights, windows and days, in all its versions; changing it from a day on.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::args::{FromArgs, RulesVerb};
use crate::cli::args::Output;
use crate::cli::columns::Head;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session, value};
use crate::config::{Config, ConfigError, rules_text};
use crate::model::{Rules, in_ascii};
use crate::words::fill;
use crate::workspace::{Failure, Workspace};

pub(in crate::cli) fn run(
    session: &Session,
    verb: Option<RulesVerb>,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    let told = |error: &ConfigError, faults: Vec<String>| Refusal::Usage {
        message: format!("{}: {}", error.file.display(), faults.join("; ")),
        hint: words.failure.rules_hint.to_owned(),
    };
    match verb {
        None => list(session, &workspace, out),
        Some(RulesVerb::Toml { out }) => {
            let (rules, _) = workspace.rules(workspace.day(workspace.now()))?;
            out::write(session, &out, rules_text(&rules).as_bytes())
        }
        Some(RulesVerb::Set { rules, from }) => {
            let mut text = "[rules]\n".to_owned();
            for given in &rules {
                let Some((key, value)) = given.split_once(['=', '＝']) else {
                    return Err(Refusal::Usage {
                        message: fill(words.failure.not_a_rule, &[given]),
                        hint: words.failure.rules_hint.to_owned(),
                    });
                };
                text.push_str(&format!("{} = {}\n", key.trim(), written(key, value)));
            }
            let base = newest(&workspace)?;
            let rules = Config::rules(Path::new("rules set"), text, base)
                .map_err(|error| told(&error, error.faults(words)))?;
            set(session, &mut workspace, &rules, &from)
        }
        Some(RulesVerb::Edit { file, from }) => {
            let text = std::fs::read(&file).map_err(|error| Failure::File {
                path: file.clone(),
                error,
            })?;
            let base = newest(&workspace)?;
            let rules = Config::rules(&file, text, base)?;
            set(session, &mut workspace, &rules, &from)
        }
    }
}

/// What was said last: a change goes on from it, whether it is in force already or not.
fn newest(workspace: &Workspace) -> Result<Rules, Failure> {
    let all = workspace.all_rules()?;
    let last = all.last().map(|version| version.rules.clone());
    Ok(last.unwrap_or_default())
}

/// A value as TOML has it: numbers as they are, days of a list set apart by commas, anything else in quotation marks.
fn written(key: &str, value: &str) -> String {
    let (key, value) = (key.trim(), value.trim());
    let quoted = |text: &str| Json::String(text.to_owned()).to_string();
    if matches!(key, "calendar.holidays" | "calendar.workdays") {
        let days = value.split([',', '，', '、']).map(str::trim);
        let days: Vec<String> = days.filter(|day| !day.is_empty()).map(quoted).collect();
        return format!("[{}]", days.join(", "));
    }
    match in_ascii(value).parse::<i64>() {
        Ok(number) => number.to_string(),
        Err(_) if value::is_none(value) => quoted(""),
        Err(_) => quoted(value),
    }
}

fn set(
    session: &Session,
    workspace: &mut Workspace,
    rules: &Rules,
    from: &FromArgs,
) -> Result<(), Refusal> {
    let day = value::day(&from.from)?;
    if day < workspace.day(workspace.now()) {
        out::note(&fill(session.words().cli.rules_past, &[&day.to_string()]));
    }
    let written = workspace.set_rules(rules, day, &from.reason, workspace.now())?;
    let done = fill(session.words().cli.rules_set, &[&day.to_string()]);
    out::say_written(session, workspace, written, &done)
}

/// Each rule with its value, those of the calendar under their own names.
fn each(rules: &Rules) -> Vec<(String, String)> {
    fn flatten(prefix: &str, json: &Json, all: &mut Vec<(String, String)>) {
        match json {
            Json::Object(fields) => {
                for (key, value) in fields {
                    flatten(&format!("{prefix}.{key}"), value, all);
                }
            }
            Json::String(text) => all.push((prefix.to_owned(), text.clone())),
            other => all.push((prefix.to_owned(), other.to_string())),
        }
    }
    let mut all = Vec::new();
    for (key, value) in json!(rules).as_object().into_iter().flatten() {
        flatten(key, value, &mut all);
    }
    all
}

fn list(session: &Session, workspace: &Workspace, out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let (c, f) = (words.cli, words.follow);
    let (_, current) = workspace.rules(workspace.day(workspace.now()))?;
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(f.rules_version),
            Head::whole(c.from_day),
            Head::whole(c.in_force),
            Head::whole(c.rule),
            Head::text(f.figure_value, 8),
        ],
        foot: Some(c.rules_foot.to_owned()),
        ..Sheet::default()
    };
    let mut before: Vec<(String, String)> = Vec::new();
    for version in workspace.all_rules()? {
        let now = version.version == current;
        let from = version.from.map(|from| from.to_string());
        let rules = each(&version.rules);
        // Of a later version only what it changed.
        for (rule, value) in rules.iter().filter(|pair| !before.contains(pair)) {
            sheet.rows.push(vec![
                version.version.to_string(),
                from.clone().unwrap_or_default(),
                if now { words.term.yes } else { "" }.to_owned(),
                rule.clone(),
                value.clone(),
            ]);
        }
        sheet.json.push(json!({
            "version": version.version,
            "from": version.from,
            "in_force": now,
            "rules": version.rules,
        }));
        before = rules;
    }
    sheet.write(session, out)
}
