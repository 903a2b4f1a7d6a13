//! The forms of the follow-up: steps with their evidence, lights as judged, decisions.

use chrono::Days;

use super::submit::{Filled, Wrong};
use super::{Input, Share, inputs};
use crate::model::{
    Code, DecisionDraft, DecisionSort, DecisionWords, Draft, Edit, Evidence, ItemId, Judged, Light,
    Register, Step, StepDraft, Value, in_ascii,
};
use crate::tui::app::desk::Desk;
use crate::tui::app::follow::{Act, Files};
use crate::tui::app::message::{Effect, Ticket};
use crate::words::fill;

/// For how many days a light as judged counts unless somebody says otherwise.
const JUDGED_DAYS: u64 = 30;
/// The fields of each piece of evidence: its name, where it is kept, the page.
const EVIDENCE: [[&str; 3]; 3] = [
    ["evidence", "place", "page"],
    ["evidence2", "place2", "page2"],
    ["evidence3", "place3", "page3"],
];

/// What a form of the follow-up is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follow {
    /// A step with a task.
    Step(ItemId, Step),
    /// The light that a coordinator sees, this one to begin with.
    Judged(ItemId, Light),
    /// What a meeting writes down, perhaps about a task.
    Decision(DecisionSort, ItemId, Option<ItemId>),
    /// The words of a meeting.
    Meeting(ItemId),
    /// The end of a meeting, with its words.
    End(ItemId),
}

impl Follow {
    pub(super) fn task(self) -> Option<ItemId> {
        match self {
            Self::Step(task, _) | Self::Judged(task, _) => Some(task),
            Self::Decision(.., task) => task,
            Self::Meeting(_) | Self::End(_) => None,
        }
    }

    /// The meeting whose form it is.
    pub(super) fn meeting(self) -> Option<ItemId> {
        match self {
            Self::Decision(_, meeting, _) | Self::Meeting(meeting) | Self::End(meeting) => {
                Some(meeting)
            }
            _ => None,
        }
    }

    /// The name of its form in drafts, and the item that it is about.
    pub(super) fn form(self) -> (&'static str, Option<ItemId>) {
        match self {
            Self::Step(task, step) => (step.as_str(), Some(task)),
            Self::Judged(task, _) => ("judge", Some(task)),
            Self::Decision(sort, meeting, task) => {
                let form = match sort {
                    DecisionSort::Action => "decide",
                    DecisionSort::Problem => "problem",
                };
                (form, task.or(Some(meeting)))
            }
            Self::Meeting(meeting) => ("meeting", Some(meeting)),
            Self::End(meeting) => ("end-meeting", Some(meeting)),
        }
    }

    /// What the forms of such a draft may be about.
    pub(super) fn of_draft(draft: &Draft, item: ItemId) -> impl Iterator<Item = Self> {
        let task: Option<ItemId> = draft.field("task").parse().ok();
        let about = task.unwrap_or(item);
        let steps = Step::ALL.iter().map(move |step| Self::Step(about, *step));
        let meeting: Option<ItemId> = draft.field("meeting").parse().ok();
        let meeting = meeting.into_iter().flat_map(move |meeting| {
            [
                Self::Decision(DecisionSort::Action, meeting, task),
                Self::Decision(DecisionSort::Problem, meeting, task),
                Self::Meeting(meeting),
                Self::End(meeting),
            ]
        });
        steps
            .chain(meeting)
            .chain([Self::Judged(about, Light::Yellow)])
    }

    /// What the form does, in a word.
    pub(super) fn heading(self, desk: &Desk) -> &'static str {
        let (follow, words) = (desk.words.follow, desk.words.meeting);
        match self {
            Self::Step(_, step) => follow.step(step),
            Self::Judged(..) => follow.judged,
            Self::Decision(sort, ..) => follow.decision(sort),
            Self::Meeting(_) => words.meeting_words,
            Self::End(_) => words.end_meeting,
        }
    }

    /// What is said once it is recorded.
    pub(crate) fn saved(self, desk: &Desk) -> String {
        fill(desk.words.meeting.saved, &[self.heading(desk)])
    }

    /// The part of a task that the form is about, in words.
    pub(super) fn part(self, desk: &Desk) -> Option<String> {
        match self {
            Self::Decision(_, meeting, _) | Self::Meeting(meeting) | Self::End(meeting) => {
                let meetings = desk.known.meetings.as_ref()?;
                let meeting = meetings.all.iter().find(|m| m.id == meeting)?;
                Some(format!("{} {}", meeting.words.name, meeting.on))
            }
            _ => None,
        }
    }

    pub(super) fn inputs(self, desk: &Desk) -> Vec<Input> {
        let (term, follow, words) = (desk.words.term, desk.words.follow, desk.words.meeting);
        let limits = desk.snapshot.limits;
        let field = Input::new;
        let reason = |label: &str| {
            field("reason", label, Share::Whole, inputs::long("")).at_most(limits.reason)
        };
        match self {
            Self::Step(_, Step::AskClosing) => {
                let mut all = vec![reason(words.what_was_done)];
                for names in EVIDENCE {
                    for (name, (label, share)) in names.into_iter().zip([
                        (follow.evidence, Share::Half),
                        (words.evidence_place, Share::Quarter),
                        (words.evidence_page, Share::Quarter),
                    ]) {
                        all.push(field(name, label, share, inputs::short("")));
                    }
                }
                all.push(field(
                    "file",
                    words.evidence_file,
                    Share::Whole,
                    inputs::short(""),
                ));
                all
            }
            Self::Step(task, step) => {
                let mut all = Vec::new();
                let row = desk.row(task);
                let asked = row.and_then(|row| row.follow.extension);
                match step {
                    Step::AskExtension => {
                        all.push(field("due", words.new_due, Share::Whole, inputs::day(None)))
                    }
                    Step::GrantExtension => {
                        all.push(field(
                            "due",
                            words.new_due,
                            Share::Whole,
                            inputs::day(asked),
                        ));
                    }
                    Step::Return => {
                        all.push(field("due", words.mend_by, Share::Whole, inputs::day(None)));
                    }
                    _ => {}
                }
                let label = if step.answers().is_some() {
                    words.opinion
                } else {
                    term.reason
                };
                all.push(reason(label));
                all
            }
            Self::Judged(_, light) => {
                let lights = [Light::Red, Light::Yellow, Light::Blue, Light::Green];
                let options = lights.map(|light| (light.as_str(), follow.light(light)));
                let until = desk.today() + Days::new(JUDGED_DAYS);
                vec![
                    field(
                        "light",
                        follow.judged,
                        Share::Half,
                        inputs::choice(options.to_vec(), light.as_str()),
                    ),
                    field(
                        "until",
                        words.judged_until,
                        Share::Half,
                        inputs::day(Some(until)),
                    ),
                    reason(term.reason),
                ]
            }
            Self::Decision(sort, _, task) => {
                let row = task.and_then(|task| desk.row(task));
                let lead = row.and_then(|row| row.lead.first().copied());
                let lead: Vec<_> = lead.into_iter().collect();
                let code = row.map(|row| row.code.to_string()).unwrap_or_default();
                let mut all = vec![
                    field(
                        "text",
                        follow.decision(sort),
                        Share::Whole,
                        inputs::long(""),
                    )
                    .at_most(limits.reason),
                    field(
                        "department",
                        words.responsible,
                        Share::Half,
                        inputs::departments(desk, &lead),
                    )
                    .only_one(),
                    field("due", term.due, Share::Half, inputs::day(None)),
                ];
                if sort == DecisionSort::Action {
                    all.push(
                        field(
                            "criterion",
                            follow.criterion,
                            Share::Whole,
                            inputs::short(""),
                        )
                        .at_most(limits.text),
                    );
                }
                all.push(field(
                    "tasks",
                    words.linked_tasks,
                    Share::Whole,
                    inputs::short(&code),
                ));
                all
            }
            Self::Meeting(id) => super::minutes::inputs(desk, super::minutes::known(desk, id)),
            Self::End(id) => super::minutes::inputs(desk, super::minutes::at_the_end(desk, id)),
        }
    }

    /// The effect that records the form.
    pub(super) fn effect(self, filled: &Filled<'_>, ticket: Ticket) -> Result<Effect, Wrong> {
        let act = match self {
            Self::Step(task, step) => {
                let mut draft = StepDraft::new(task, step);
                draft.reason = if step.needs_reason() && step != Step::AskClosing {
                    filled.required("reason")?
                } else {
                    filled.text("reason").to_owned()
                };
                draft.due = filled.day("due")?;
                let mut files = Vec::new();
                if step == Step::AskClosing {
                    draft.reason = filled.required("reason")?;
                    (draft.evidence, files) = evidence(filled)?;
                }
                Act::Step(draft, files)
            }
            Self::Judged(task, _) => {
                let until = filled.required("until").and(filled.day("until"))?;
                let light = filled.text("light").parse().unwrap_or_default();
                let edit = Edit {
                    task,
                    item: task,
                    register: Register::Light,
                    value: Value::Judged(until.map(|until| Judged { light, until })),
                    reason: filled.reason()?,
                    seen: None,
                };
                return Ok(Effect::Edit(ticket, vec![edit]));
            }
            Self::Decision(sort, meeting, _) => Act::Decide(decision(filled, sort, meeting)?),
            Self::Meeting(id) => Act::DescribeMeeting(id, super::minutes::words(filled)?),
            Self::End(id) => Act::EndMeeting(id, super::minutes::words(filled)?),
        };
        Ok(Effect::Act(ticket, act))
    }
}

/// The pieces of evidence that were named, and the files that are to go to the share.
fn evidence(filled: &Filled<'_>) -> Result<(Vec<Evidence>, Files), Wrong> {
    let words = filled.desk.words.meeting;
    let mut named = Vec::new();
    for [name, place, page] in EVIDENCE {
        let piece = Evidence {
            name: filled.text(name).to_owned(),
            place: filled.text(place).to_owned(),
            page: filled.text(page).to_owned(),
            ..Evidence::default()
        };
        if piece != Evidence::default() {
            if piece.name.is_empty() {
                return Err(filled.wrong(name, words.evidence_nameless, ""));
            }
            named.push(piece);
        }
    }
    // An attached file is a piece of its own, under its own name.
    let file = filled.text("file");
    let files: Files = (!file.is_empty())
        .then(|| file.to_owned())
        .into_iter()
        .collect();
    if named.is_empty() && files.is_empty() {
        let say = filled.desk.words.failure;
        return Err(filled.wrong("evidence", say.no_evidence, say.no_evidence_hint));
    }
    Ok((named, files))
}

fn decision(
    filled: &Filled<'_>,
    sort: DecisionSort,
    meeting: ItemId,
) -> Result<DecisionDraft, Wrong> {
    let desk = filled.desk;
    let text = filled.required("text")?;
    let one = desk.words.meeting.one_department;
    let departments = filled.departments("department")?;
    let [department] = departments.as_slice() else {
        return Err(filled.wrong("department", one, ""));
    };
    let due = filled.day("due")?;
    if due.is_none() && sort == DecisionSort::Action {
        let words = desk.words.meeting;
        return Err(filled.wrong("due", words.decision_due, words.decision_due_hint));
    }
    let known = desk.known.meetings.as_ref();
    let held = known.and_then(|known| known.all.iter().find(|held| held.id == meeting));
    if let (Some(due), Some(held)) = (due, held)
        && !held.may_set(due)
    {
        let words = desk.words.meeting;
        let days = [due.to_string(), held.on.to_string()];
        let before = fill(words.due_before, &[&days[0], &days[1]]);
        return Err(filled.wrong("due", &before, words.decision_due_hint));
    }
    let mut tasks = Vec::new();
    for name in super::fields::names(filled.text("tasks")) {
        let code = in_ascii(name).parse::<Code>().ok();
        let mut rows = desk.snapshot.rows.iter();
        let Some(row) = rows.find(|row| Some(&row.code) == code.as_ref()) else {
            let message = fill(desk.words.meeting.no_such_task, &[name]);
            return Err(filled.wrong("tasks", &message, desk.words.meeting.no_such_task_hint));
        };
        tasks.push(row.id);
    }
    Ok(DecisionDraft {
        sort,
        meeting: Some(meeting),
        department: *department,
        tasks,
        due,
        words: DecisionWords {
            text,
            criterion: filled.text("criterion").to_owned(),
        },
    })
}
