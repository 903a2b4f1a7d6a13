//! `duban close|extend|step`: the steps of tasks, several at once after a look at what they would do.

use super::args::{CloseVerb, ExtendVerb, StepArgs, Told};
use super::named;
use crate::cli::ask::confirmed;
use crate::cli::{Refusal, Session, out, value};
use crate::model::{Evidence, Row, Step, StepDraft};
use crate::words::fill;
use crate::workspace::Workspace;

pub(in crate::cli) fn close(session: &Session, verb: CloseVerb) -> Result<(), Refusal> {
    let (step, codes, due, told) = match verb {
        CloseVerb::Request {
            code,
            evidence,
            attach,
            file,
            told,
        } => {
            let mut workspace = session.open()?;
            let mut pieces: Vec<Evidence> = evidence.iter().map(|text| piece(text)).collect();
            let mut attached = Vec::new();
            let files = attach.iter().map(|path| (path, true));
            for (path, attach) in files.chain(file.iter().map(|path| (path, false))) {
                let found = workspace.evidence_of(path, attach, workspace.now())?;
                pieces.push(found.evidence);
                if attach {
                    attached.push(found.bytes);
                }
            }
            let mut draft = StepDraft::new(workspace.task(&code)?.id, Step::AskClosing);
            draft.evidence = pieces;
            return take(session, &mut workspace, vec![draft], &attached, &told);
        }
        CloseVerb::Approve { codes, told } => (Step::Approve, codes, None, told),
        CloseVerb::Return { codes, due, told } => (Step::Return, codes, due, told),
        CloseVerb::Review { codes, told } => (Step::Review, codes, None, told),
        CloseVerb::TakeBack { codes, told } => (Step::TakeBack, codes, None, told),
    };
    each(session, step, &codes, (due, None), &told)
}

pub(in crate::cli) fn extend(session: &Session, verb: ExtendVerb) -> Result<(), Refusal> {
    let (step, codes, due, told) = match verb {
        ExtendVerb::Request { codes, due, told } => (Step::AskExtension, codes, Some(due), told),
        ExtendVerb::Grant { codes, due, told } => (Step::GrantExtension, codes, due, told),
        ExtendVerb::Refuse { codes, told } => (Step::RefuseExtension, codes, None, told),
    };
    each(session, step, &codes, (due, None), &told)
}

pub(in crate::cli) fn step(session: &Session, args: &StepArgs) -> Result<(), Refusal> {
    let with = (args.due.clone(), args.into.clone());
    each(session, args.step.into(), &args.codes, with, &args.told)
}

/// Evidence as it is typed: what it is, where it is kept, the page.
fn piece(text: &str) -> Evidence {
    let (name, place) = text.split_once(['@', '＠']).unwrap_or((text, ""));
    let (place, page) = place.rsplit_once(['#', '＃']).unwrap_or((place, ""));
    Evidence {
        name: name.trim().to_owned(),
        place: place.trim().to_owned(),
        page: page.trim().to_owned(),
        ..Evidence::default()
    }
}

fn each(
    session: &Session,
    step: Step,
    codes: &[String],
    (due, into): (Option<String>, Option<String>),
    told: &Told,
) -> Result<(), Refusal> {
    let mut workspace = session.open()?;
    let due = due.as_deref().map(value::day).transpose()?;
    let into = match &into {
        Some(code) => Some(workspace.task(code)?.id),
        None => None,
    };
    let mut drafts: Vec<StepDraft> = Vec::new();
    for code in codes {
        let mut draft = StepDraft::new(workspace.task(code)?.id, step);
        (draft.due, draft.into) = (due, into);
        if drafts.iter().all(|known| known.task != draft.task) {
            drafts.push(draft);
        }
    }
    take(session, &mut workspace, drafts, &[], told)
}

/// Takes the steps, after asking where there are several.
fn take(
    session: &Session,
    workspace: &mut Workspace,
    mut drafts: Vec<StepDraft>,
    attached: &[Vec<u8>],
    told: &Told,
) -> Result<(), Refusal> {
    let words = session.words();
    let (t, c, f) = (words.term, words.cli, words.follow);
    let department = named(workspace, told.department.as_deref())?;
    let mut lines = Vec::new();
    for draft in &mut drafts {
        draft.department = department;
        draft.reason.clone_from(&told.reason);
        let row: &Row = &workspace.detail(draft.task)?.row;
        let mut line = fill(
            c.step_of,
            &[f.step(draft.step), &row.code.to_string(), &row.title],
        );
        if let Some(due) = draft.due {
            line.push_str(&format!("  {}: {due}", t.due));
        }
        lines.push((format!("{line}  [{}]", t.status(row.status)), line));
    }
    if drafts.len() > 1 && !told.yes {
        let preview: Vec<String> = lines.iter().map(|(preview, _)| preview.clone()).collect();
        let question = fill(c.take_steps, &[&drafts.len().to_string()]);
        if !confirmed(&preview, &question, words.failure.needs_yes, false)? {
            out::say(c.nothing_done);
            return Ok(());
        }
    }
    let ops = workspace.take_steps(&drafts, attached, workspace.now())?;
    for ((_, line), op) in lines.iter().zip(ops) {
        out::say(&fill(c.step_taken, &[line, &op.short()]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_typed_with_its_place_and_page() {
        let read = |text: &str| {
            let piece = piece(text);
            [piece.name, piece.place, piece.page]
        };
        assert_eq!(
            read("验收报告@档案室 3 柜#12"),
            ["验收报告", "档案室 3 柜", "12"]
        );
        assert_eq!(read("文件"), ["文件", "", ""]);
        assert_eq!(
            read("文件＠淄教〔2024〕5号＃2"),
            ["文件", "淄教〔2024〕5号", "2"]
        );
        // An address keeps its own at-sign.
        assert_eq!(read("邮件@a@b.cn"), ["邮件", "a@b.cn", ""]);
    }
}
