//! Acting on several tasks together: what is asked for, and what will happen to each task, named before it does.

use super::fields::Input;
use super::inputs::{choice, day, long};
use super::reminder::reminder;
use super::submit::{Filled, Wrong};
use super::{Kind, Share};
use crate::model::{
    Course, Day, DepartmentId, Draft, Edit, ItemId, Judged, Light, NoteDraft, Register, Reporting,
    Row, Step, StepDraft, Unchanged, Value,
};
use crate::tui::app::desk::Desk;
use crate::tui::app::message::{Effect, Ticket};
use crate::tui::app::work::Reminder;
use crate::words::fill;

/// Something that can be done with several tasks at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// 本期无变化.
    Unchanged,
    /// 签收.
    Sign,
    /// 催办 of this department.
    Remind(DepartmentId),
    /// 认定灯.
    Light,
    /// 重点督办, or not any more.
    Supervise,
    /// 调整时限.
    Due,
    /// 结转.
    Carry,
}

/// What an act will do to a task, or why it cannot.
pub(crate) type Outlook = Result<String, String>;

impl Act {
    /// Every act, those of a clerk first. The department is that of the first task.
    pub(crate) fn all(lead: Option<DepartmentId>) -> Vec<Self> {
        let mut all = vec![Self::Unchanged, Self::Sign];
        all.extend(lead.map(Self::Remind));
        all.extend([Self::Light, Self::Supervise, Self::Due, Self::Carry]);
        all
    }

    pub(crate) fn heading(self, desk: &Desk) -> &'static str {
        let words = desk.words.work;
        match self {
            Self::Unchanged => words.act_unchanged,
            Self::Sign => words.act_sign,
            Self::Remind(_) => words.act_remind,
            Self::Light => words.act_light,
            Self::Supervise => words.act_supervise,
            Self::Due => words.act_due,
            Self::Carry => words.act_carry,
        }
    }

    /// What it is done with, in words.
    pub(crate) fn title(self, desk: &Desk) -> String {
        match self {
            Self::Remind(lead) => desk.snapshot.directory.name(lead),
            _ => self.heading(desk).to_owned(),
        }
    }

    /// Its name in drafts; that of a reminder bears the department.
    pub(super) fn form(self) -> String {
        match self {
            Self::Unchanged => "act-unchanged".to_owned(),
            Self::Sign => "act-sign".to_owned(),
            Self::Remind(lead) => format!("act-remind-{lead}"),
            Self::Light => "act-light".to_owned(),
            Self::Supervise => "act-supervise".to_owned(),
            Self::Due => "act-due".to_owned(),
            Self::Carry => "act-carry".to_owned(),
        }
    }

    /// The act that a draft is about.
    pub(super) fn of_draft(draft: &Draft) -> Option<Self> {
        let form = draft.form.split('.').next().unwrap_or_default();
        let lead = form.strip_prefix("act-remind-");
        let all = Self::all(lead.and_then(|lead| lead.parse().ok()));
        all.into_iter().find(|act| act.form() == form)
    }

    pub(super) fn inputs(self, desk: &Desk, tasks: &[ItemId]) -> Vec<Input> {
        let (term, words, follow) = (desk.words.term, desk.words.work, desk.words.follow);
        let unset = ("", desk.words.screen.unset);
        let reason = || {
            Input::new("reason", term.reason, Share::Whole, long(""))
                .at_most(desk.snapshot.limits.reason)
        };
        let field = |name, label, kind: Kind| Input::new(name, label, Share::Whole, kind);
        match self {
            Self::Unchanged => {
                let mut options = vec![unset];
                options.extend(
                    Unchanged::ALL
                        .iter()
                        .map(|why| (why.as_str(), follow.unchanged(*why))),
                );
                vec![field("unchanged", words.why, choice(options, ""))]
            }
            Self::Sign => Vec::new(),
            Self::Remind(lead) => {
                let ways = words.reminder_ways.split(' ').map(|way| (way, way));
                vec![
                    field("via", term.via, choice(ways.collect(), "")),
                    field("text", words.reminder, long(&reminder(desk, lead, tasks))),
                ]
            }
            Self::Light => {
                let lights = [
                    Light::Red,
                    Light::Yellow,
                    Light::Blue,
                    Light::Green,
                    Light::Grey,
                ];
                let mut options = vec![unset];
                options.extend(lights.map(|light| (light.as_str(), follow.light(light))));
                options.push(("none", words.by_rules_alone));
                vec![
                    field("light", follow.judged, choice(options, "")),
                    field("until", words.until, day(Some(judged_until(desk, tasks)))),
                    reason(),
                ]
            }
            Self::Supervise => {
                let options = vec![("yes", words.supervise_on), ("no", words.supervise_off)];
                let first = tasks.first().and_then(|task| desk.row(*task));
                let on = first.is_some_and(|row| row.follow.supervised);
                let now = if on { "no" } else { "yes" };
                vec![
                    field("supervised", words.act_supervise, choice(options, now)),
                    reason(),
                ]
            }
            Self::Due => vec![field("due", words.new_due, day(None)), reason()],
            Self::Carry => vec![reason()],
        }
    }

    /// With how many of these tasks it can be done.
    pub(crate) fn able(self, desk: &Desk, tasks: &[ItemId]) -> usize {
        let inputs = self.inputs(desk, tasks);
        let filled = Filled {
            inputs: &inputs,
            desk,
        };
        let rows = tasks.iter().filter_map(|task| desk.row(*task));
        rows.filter(|row| self.outlook(row, &filled).is_ok())
            .count()
    }

    /// What will happen to a task as the form is filled in now, or why nothing will.
    pub(super) fn outlook(self, row: &Row, filled: &Filled<'_>) -> Outlook {
        let desk = filled.desk;
        let (words, follow, term) = (desk.words.work, desk.words.follow, desk.words.term);
        let leads = desk.names(&row.lead);
        let ended = || Err(fill(words.has_ended, &[term.status(row.status)]));
        match self {
            Self::Unchanged if row.status.is_final() => ended(),
            Self::Unchanged => {
                let own = &desk.snapshot.me.departments;
                if !own.is_empty() && !row.lead.iter().any(|lead| own.contains(lead)) {
                    return Err(fill(words.not_yours, &[&leads]));
                }
                match desk.snapshot.outlook.reporting(row) {
                    Reporting::Missing => {
                        let why = filled.text("unchanged").parse();
                        let why = why.map_or("--", |why: Unchanged| follow.unchanged(why));
                        Ok(fill(words.will_unchanged, &[why]))
                    }
                    Reporting::NotExpected => Err(words.not_expected.to_owned()),
                    _ => Err(words.reported_already.to_owned()),
                }
            }
            Self::Sign => can(desk, row, Step::Sign).map(|()| words.will_sign.to_owned()),
            Self::Carry => can(desk, row, Step::Carry).map(|()| words.will_carry.to_owned()),
            Self::Remind(lead) if row.lead.contains(&lead) => Ok(words.will_remind.to_owned()),
            Self::Remind(_) => Err(fill(words.other_lead, &[&leads])),
            Self::Light if row.status.is_final() => ended(),
            Self::Light => {
                let by_rules = follow.light(row.lit.light);
                Ok(match filled.text("light").parse::<Light>() {
                    Ok(light) => fill(words.will_light, &[follow.light(light), by_rules]),
                    Err(_) if filled.text("light") == "none" => {
                        fill(words.will_light_off, &[by_rules])
                    }
                    Err(_) => fill(words.will_light, &["--", by_rules]),
                })
            }
            Self::Supervise if row.status.is_final() => ended(),
            Self::Supervise => match (filled.text("supervised") == "yes", row.follow.supervised) {
                (true, false) => Ok(words.will_supervise.to_owned()),
                (false, true) => Ok(words.will_release.to_owned()),
                (true, true) => Err(words.already_supervised.to_owned()),
                (false, false) => Err(words.not_supervised.to_owned()),
            },
            Self::Due if row.status.is_final() => ended(),
            Self::Due => {
                let now = row
                    .due
                    .map_or_else(|| "--".to_owned(), |due| due.to_string());
                let new = filled.day("due").ok().flatten();
                let new = new.map_or_else(|| "--".to_owned(), |due| due.to_string());
                Ok(fill(words.will_due, &[&now, &new]))
            }
        }
    }

    /// What records the act for the tasks that it can be done with.
    pub(super) fn effect(
        self,
        tasks: &[ItemId],
        filled: &Filled<'_>,
        ticket: Ticket,
    ) -> Result<Effect, Wrong> {
        let desk = filled.desk;
        let words = desk.words.work;
        let able: Vec<&Row> = tasks
            .iter()
            .filter_map(|task| desk.row(*task).map(|row| &**row))
            .filter(|row| self.outlook(row, filled).is_ok())
            .collect();
        if able.is_empty() && !matches!(self, Self::Remind(_)) {
            return Err(filled.wrong("", words.nobody_can, words.nobody_can_hint));
        }
        let edits = |register, value: &Value| -> Result<Effect, Wrong> {
            let reason = filled.reason()?;
            let edit = |row: &&Row| Edit {
                task: row.id,
                item: row.id,
                register,
                value: value.clone(),
                reason: reason.clone(),
                seen: None,
            };
            Ok(Effect::Edit(ticket, able.iter().map(edit).collect()))
        };
        let steps = |step, reason: &str| {
            let step = |row: &&Row| StepDraft {
                reason: reason.to_owned(),
                ..StepDraft::new(row.id, step)
            };
            Effect::TakeSteps(ticket, able.iter().map(step).collect())
        };
        match self {
            Self::Unchanged => {
                let Ok(why) = filled.text("unchanged").parse::<Unchanged>() else {
                    let hint = words.pick_a_reason_hint;
                    return Err(filled.wrong("unchanged", words.pick_a_reason, hint));
                };
                let own = &desk.snapshot.me.departments;
                let note = |row: &&Row| {
                    let mut note = NoteDraft::new(row.id, desk.today());
                    let mine = row.lead.iter().find(|lead| own.contains(lead));
                    note.department = mine.or(row.lead.first()).copied();
                    note.unchanged = Some(why);
                    note
                };
                Ok(Effect::RecordAll(ticket, able.iter().map(note).collect()))
            }
            Self::Sign => Ok(steps(Step::Sign, "")),
            Self::Carry => Ok(steps(Step::Carry, &filled.reason()?)),
            Self::Remind(department) => Ok(Effect::Remind(
                ticket,
                Reminder {
                    department,
                    tasks: able.iter().map(|row| row.id).collect(),
                    via: filled.text("via").to_owned(),
                    text: filled.required("text")?,
                },
            )),
            Self::Light => {
                let light = match filled.text("light") {
                    "none" => return edits(Register::Light, &Value::Judged(None)),
                    light => light.parse(),
                };
                let Ok(light) = light else {
                    return Err(filled.wrong("light", words.pick_a_light, ""));
                };
                let until = self.needed_day("until", filled)?;
                if until < desk.today() {
                    return Err(filled.wrong("until", words.until_past, words.until_past_hint));
                }
                let judged = Judged { light, until };
                edits(Register::Light, &Value::Judged(Some(judged)))
            }
            Self::Supervise => {
                let on = filled.text("supervised") == "yes";
                edits(Register::Supervised, &Value::Flag(on))
            }
            Self::Due => {
                let due = self.needed_day("due", filled)?;
                edits(Register::Due, &Value::Day(Some(due)))
            }
        }
    }

    fn needed_day(self, field: &'static str, filled: &Filled<'_>) -> Result<Day, Wrong> {
        let hint = filled.desk.words.screen.hint_day;
        let missing = || filled.wrong(field, filled.desk.words.work.no_day, hint);
        filled.day(field)?.ok_or_else(missing)
    }

    /// What follows once the act was recorded: a reminder is copied.
    pub(crate) fn after(self, form: &super::Form, desk: &Desk) -> Option<Effect> {
        let Self::Remind(lead) = self else {
            return None;
        };
        let text = form.inputs.iter().find(|input| input.name == "text")?;
        let lead = desk.short_name(lead);
        let name = format!("{} {lead} {}", self.heading(desk), desk.today());
        Some(Effect::Copy(name, text.value().to_owned()))
    }
}

/// Whether the status lets a step be taken; who asked matters to none of those offered here.
fn can(desk: &Desk, row: &Row, step: Step) -> Result<(), String> {
    let course = Course {
        status: row.status,
        ..Course::default()
    };
    let lets = course.lets(step, "", false);
    lets.map_err(|why| desk.words.follow.not_now(step, why, desk.words.term))
}

/// The last day on which a judged light counts unless another is typed: the day on which the running window is due.
fn judged_until(desk: &Desk, tasks: &[ItemId]) -> Day {
    let row = tasks.first().and_then(|task| desk.row(*task));
    let window = row.and_then(|row| desk.snapshot.outlook.window(row));
    window.map_or(desk.today(), |window| window.due)
}
