//! `duban roster` and `duban department`: who may do what, and what became of departments.

use serde_json::json;

use super::args::{RosterVerb, ScopeArgs, SuccessionVerb};
use super::remind;
use crate::cli::args::Output;
use crate::cli::ask::agreed;
use crate::cli::columns::Head;
use crate::cli::out::{self, Sheet};
use crate::cli::{Refusal, Session, value};
use crate::model::Code;
use crate::words::{Words, fill};
use crate::workspace::{
    Approval, Change, Decision, Failure, Fingerprint, Role, SharingFailure, Workspace, role_words,
};

pub(in crate::cli) fn roster(
    session: &Session,
    verb: Option<RosterVerb>,
    out: &Output,
) -> Result<(), Refusal> {
    let Some(verb) = verb else {
        return list(session, out);
    };
    let w = session.words().sharing;
    let mut workspace = session.open_existing()?;
    match verb {
        RosterVerb::Approve {
            whom,
            scope,
            person,
            yes,
        } => {
            // What comes in while the entry is written was compared by nobody: it is the one that was shown that is let in.
            let mut shown = None;
            if !yes {
                read_share(&mut workspace, session.words())?;
                let waiting = workspace.asker(&whom)?;
                let print = waiting.fingerprint.to_string();
                let mut place = waiting.departments.join("、");
                if place.is_empty() {
                    w.no_department_given.clone_into(&mut place);
                }
                out::say(&fill(w.approve_shown, &[&waiting.name, &place]));
                out::say(&format!("  {print}"));
                let all = workspace.roster()?;
                let has_namesake = all.iter().any(|l| l.member.name == waiting.name);
                if has_namesake && person.is_none() {
                    out::say(&fill(w.namesake, &[&waiting.name]));
                }
                if !agreed(w.approve_question, w.approve_needs_yes)? {
                    out::say(w.not_approved);
                    return Ok(());
                }
                shown = Some(print);
            }
            let approval = Approval {
                role: scope.role.map(Role::from),
                departments: scope.department.clone(),
                tasks: change(&scope)?.tasks,
                unit: scope.unit.clone(),
                person,
            };
            let compared = shown.as_ref().unwrap_or(&whom);
            let written = workspace.approve(compared, &approval, workspace.now())?;
            out::say_written(session, &workspace, written, &fill(w.approved, &[&whom]))?;
        }
        RosterVerb::Refuse { whom } => {
            read_share(&mut workspace, session.words())?;
            let refused = workspace.refuse(&whom)?;
            let print = refused.fingerprint.to_string();
            out::say(&fill(w.refused_request, &[&refused.name]));
            out::say(&fill(w.refused_again, &[&print.replace(' ', "-")]));
        }
        RosterVerb::Scope { whom, scope } => {
            let change = change(&scope)?;
            if change.is_empty() {
                return Err(Refusal::Usage {
                    message: fill(w.scope_empty, &[&whom]),
                    hint: w.scope_empty_hint.to_owned(),
                });
            }
            let written = workspace.rescope(&whom, &change, workspace.now())?;
            let done = fill(w.rescoped, &[&called(&workspace, &whom)]);
            out::say_written(session, &workspace, written, &done)?;
        }
        RosterVerb::Revoke { whom, reason } => {
            let written = workspace.revoke(&whom, &reason, workspace.now())?;
            let done = fill(w.revoked, &[&called(&workspace, &whom)]);
            out::say_written(session, &workspace, written, &done)?;
        }
        RosterVerb::Replace { whom, request } => {
            let written = workspace.replace_key(&whom, &request, workspace.now())?;
            let done = fill(w.replaced, &[&called(&workspace, &whom)]);
            out::say_written(session, &workspace, written, &done)?;
        }
        RosterVerb::Adopt { ops, reason } => {
            let written = workspace.decide(Decision::Adopt, &ops, &reason, workspace.now())?;
            let decided = fill(w.decided, &[&ops.len().to_string()]);
            out::say_written(session, &workspace, written, &decided)?;
        }
        RosterVerb::Void { ops, reason } => {
            let written = workspace.decide(Decision::Void, &ops, &reason, workspace.now())?;
            let decided = fill(w.decided, &[&ops.len().to_string()]);
            out::say_written(session, &workspace, written, &decided)?;
        }
        RosterVerb::Recover { root, after } => {
            workspace.recover(&root, after, workspace.now())?;
            out::say(w.recovered);
        }
    }
    remind(&workspace, session.words())
}

/// What a member is called who was named so, by a fingerprint perhaps.
fn called(workspace: &Workspace, whom: &str) -> String {
    workspace.member_name(whom).unwrap_or(whom.to_owned())
}

fn change(scope: &ScopeArgs) -> Result<Change, Refusal> {
    Ok(Change {
        role: scope.role.map(Role::from),
        departments: scope.department.clone(),
        tasks: match scope.task.as_slice() {
            [] => scope.all_tasks.then(Vec::new),
            some => Some(codes(some)?),
        },
        unit: scope.unit.clone(),
    })
}

fn codes(texts: &[String]) -> Result<Vec<Code>, Refusal> {
    let read = |text: &String| {
        let code = text.parse();
        code.map_err(|_| Failure::NoTask(text.clone()).into())
    };
    texts.iter().map(read).collect()
}

/// Lets the requests of newcomers be here; a share that cannot be read is said.
fn read_share(workspace: &mut Workspace, words: &Words) -> Result<(), Refusal> {
    match workspace.read_share(workspace.now()) {
        Err(failure @ Failure::Sharing(SharingFailure::Unavailable { .. })) => {
            let why = failure.message(words);
            out::note(&fill(words.sharing.roster_unread, &[&why]));
            Ok(())
        }
        read => Ok(read.map(|_| ())?),
    }
}

fn list(session: &Session, out: &Output) -> Result<(), Refusal> {
    let words = session.words();
    let w = words.sharing;
    let mut workspace = session.open_existing()?;
    let mut sheet = Sheet {
        heads: vec![
            Head::text(w.head_name, 8),
            Head::whole(w.head_role),
            Head::text(w.head_departments, 12),
            Head::text(w.head_unit, 6).spare(1),
            Head::whole(w.head_keys).spare(2),
            Head::whole(w.head_heard),
            Head::whole(w.head_fingerprint).spare(3),
        ],
        ..Sheet::default()
    };
    read_share(&mut workspace, words)?;
    for listed in workspace.roster()? {
        let prints: Vec<String> = listed
            .member
            .keys
            .iter()
            .map(|key| Fingerprint::of_key(key).to_string())
            .collect();
        let role = if listed.member.revoked {
            w.gone
        } else {
            role_words(listed.role, words)
        };
        let heard = listed
            .last_heard
            .map(|at| at.format("%Y-%m-%d").to_string());
        let tasks: Vec<String> = listed.tasks.iter().map(Code::to_string).collect();
        let mut scope = listed.departments.join("、");
        if !tasks.is_empty() {
            scope.push_str(&format!(" {}", fill(w.only_tasks, &[&tasks.join(" ")])));
        }
        sheet.rows.push(vec![
            listed.member.name.clone(),
            role.to_owned(),
            scope,
            listed.member.unit.clone(),
            listed.member.keys.len().to_string(),
            heard.clone().unwrap_or_else(|| "--".to_owned()),
            prints.first().cloned().unwrap_or_default(),
        ]);
        sheet.further(&listed.member.name, prints.iter().skip(1));
        sheet.json.push(json!({
            "person": listed.member.person,
            "name": listed.member.name,
            "role": listed.role,
            "revoked": listed.member.revoked,
            "waiting": false,
            "departments": listed.departments,
            "tasks": tasks,
            "unit": listed.member.unit,
            "fingerprints": prints,
            "last_heard": listed.last_heard.map(|at| at.to_rfc3339()),
        }));
    }
    for waiting in workspace.waiting()? {
        let print = waiting.fingerprint.to_string();
        sheet.rows.push(vec![
            waiting.name.clone(),
            w.waiting.to_owned(),
            waiting.departments.join("、"),
            waiting.unit.clone(),
            waiting.label.clone(),
            waiting.asked.format("%Y-%m-%d").to_string(),
            print.clone(),
        ]);
        sheet.json.push(json!({
            "person": null,
            "name": waiting.name,
            "role": null,
            "revoked": false,
            "waiting": true,
            "departments": waiting.departments,
            "unit": waiting.unit,
            "fingerprints": [print],
            "last_heard": null,
        }));
    }
    sheet.write(session, out)
}

pub(in crate::cli) fn succession(session: &Session, verb: SuccessionVerb) -> Result<(), Refusal> {
    let (old, new, from) = match verb {
        SuccessionVerb::Rename { old, new, from } => (vec![old], vec![new], from),
        SuccessionVerb::Merge { old, into, from } => (old, vec![into], from),
        SuccessionVerb::Split { old, into, from } => (vec![old], into, from),
    };
    let on = value::day(&from)?;
    let mut workspace = session.open_existing()?;
    let written = workspace.succeed(&old, &new, on, workspace.now())?;
    let words = session.words().sharing;
    let done = fill(words.succeeded, &[&old.join("、"), &new.join("、")]);
    out::say_written(session, &workspace, written, &done)
}
