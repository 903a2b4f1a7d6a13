//! Steps that are taken: handed out and signed for at first, then as each task's story has it.

use std::collections::BTreeMap;

use super::cast::{Cast, REGISTRAR, Who};
use super::script::Script;
use super::story::{Planned, Story};
use super::{figures, notes};
use crate::model::{Day, Evidence, Sha, Step, StepDraft, Taker};
use crate::workspace::Failure;

/// Hands every task out to whoever leads it.
pub(super) fn assign(cast: &mut Cast, stories: &[Story<'_>], day: Day) -> Result<(), Failure> {
    let draft = |story: &Story<'_>| StepDraft::new(story.task, Step::Assign);
    let drafts: Vec<StepDraft> = stories.iter().map(draft).collect();
    let now = cast.time(day);
    cast.home(REGISTRAR)?.take_steps(&drafts, &[], now)?;
    Ok(())
}

/// Has whoever leads sign for what was handed out.
pub(super) fn sign(
    cast: &mut Cast,
    script: &Script,
    stories: &[Story<'_>],
    day: Day,
) -> Result<(), Failure> {
    let mut of: BTreeMap<Who, Vec<StepDraft>> = BTreeMap::new();
    for story in stories {
        if let Some(clerk) = cast.clerk_of(story.lead) {
            let mut draft = StepDraft::new(story.task, Step::Sign);
            draft.department = Some(story.lead);
            draft.reason.clone_from(&script.phrases.sign_late);
            of.entry(clerk).or_default().push(draft);
        }
    }
    for (clerk, drafts) in of {
        cast.inform(clerk, day)?;
        let now = cast.time(day);
        cast.home(clerk)?.take_steps(&drafts, &[], now)?;
    }
    Ok(())
}

/// Has somebody take a step of a task's story.
pub(super) fn take(
    cast: &mut Cast,
    script: &Script,
    stories: &[Story<'_>],
    (story, planned): (&Story<'_>, &Planned),
) -> Result<(), Failure> {
    let (step, day) = (planned.step, planned.on);
    let who = match step.taker() {
        Taker::Department => cast.clerk_of(story.lead).unwrap_or(REGISTRAR),
        _ => REGISTRAR,
    };
    if step.taker() != Taker::Department || story.is_answered(planned) {
        cast.inform(who, day)?;
    }
    let phrases = &script.phrases;
    let said = match step {
        Step::AskClosing => &phrases.ask,
        Step::Review => &phrases.review,
        Step::Approve => &phrases.approve,
        _ => &planned.why,
    };
    let mut draft = StepDraft::new(story.task, step);
    draft.reason = if planned.why.is_empty() {
        said.clone()
    } else {
        planned.why.clone()
    };
    draft.due = planned.due;
    if step.taker() == Taker::Department {
        draft.department = Some(story.lead);
    }
    if let Some(code) = &planned.into {
        let into = stories.iter().find(|story| story.script.code == *code);
        draft.into = into.map(|story| story.task);
    }
    let mut attached = Vec::new();
    if step == Step::AskClosing {
        figures::complete(cast, who, story, day)?;
        let note = notes::finished(script, story, cast.names(who), day);
        let now = cast.time(day);
        cast.home(who)?.record_note(&note, now)?;
        let summary = format!(
            "演示数据：{} 工作总结\n\n{}\n",
            story.script.code,
            story.script.stages.join("\n")
        );
        let bytes = summary.into_bytes();
        draft.evidence = evidence(script, story, &bytes);
        attached.push(bytes);
    }
    let now = cast.time(day);
    cast.home(who)?.take_steps(&[draft], &attached, now)?;
    Ok(())
}

/// A file that goes along, and what is kept elsewhere.
fn evidence(script: &Script, story: &Story<'_>, bytes: &[u8]) -> Vec<Evidence> {
    let phrases = &script.phrases;
    let code = &story.script.code;
    let mut all = vec![Evidence {
        name: format!("{code}工作总结.txt"),
        sha256: Some(Sha::of(bytes)),
        attached: true,
        ..Evidence::default()
    }];
    let kept = phrases.evidence.iter().zip(&phrases.places).skip(1);
    all.extend(kept.map(|(name, place)| Evidence {
        name: name.clone(),
        place: place.clone(),
        page: "全文".to_owned(),
        ..Evidence::default()
    }));
    all
}
