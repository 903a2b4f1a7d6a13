//! What a filled-in form asks for, or which field is wrong and why.

use super::fields::{Input, names};
use super::meanwhile::stands_for;
use super::{Form, Subject};
use crate::model::{
    Addition, Code, Comparator, Day, DepartmentId, Edit, Every, ItemId, NewItem, NoteDraft,
    NoteText, OpId, Register, TaskKind, Value, in_ascii, typed_day_near, typed_percent,
};
use crate::search::departments;
use crate::tui::app::desk::Desk;
use crate::tui::app::message::{Effect, Notice, Ticket};
use crate::words::fill;

/// A field that cannot be submitted as it is.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) notice: Notice,
}

/// The effect that records the form.
pub(super) fn effect(form: &Form, desk: &Desk, ticket: Ticket) -> Result<Effect, Wrong> {
    let filled = form.filled(desk);
    match form.subject {
        Subject::Act(act) => act.effect(&form.tasks, &filled, ticket),
        Subject::Note(task, old) => {
            let mut note = filled.note(task)?;
            note.supersedes = old.map_or_else(Vec::new, |op| stands_for(desk, task, op));
            note.folds.clone_from(&form.folds);
            Ok(Effect::Record(ticket, note))
        }
        Subject::Retraction(_, op) => Ok(Effect::Retract(ticket, op, filled.reason()?)),
        Subject::Follow(follow) => follow.effect(&filled, ticket),
        Subject::Task(task) => filled
            .edits(task, task)
            .map(|edits| Effect::Edit(ticket, edits)),
        Subject::Measure(task, item)
        | Subject::Indicator(task, item)
        | Subject::Duty(task, item)
        | Subject::Dropped(task, item) => filled
            .edits(task, item)
            .map(|edits| Effect::Edit(ticket, edits)),
        Subject::NewTask(_) => filled.add(
            NewItem::Task {
                section: filled.section()?,
                title: filled.required("title")?,
                text: filled.text("text").to_owned(),
                lead: filled.departments("lead")?,
                support: filled.departments("support")?,
                due: filled.day("due")?,
            },
            ticket,
        ),
        Subject::NewMeasure(task) => filled.add(
            NewItem::Measure {
                task,
                text: filled.required("text")?,
                due: filled.day("due")?,
            },
            ticket,
        ),
        Subject::NewIndicator(task) => filled.add(
            NewItem::Indicator {
                task,
                name: filled.required("name")?,
                comparator: filled.comparator(),
                value: filled.decimal("value")?,
                upper: filled.decimal("upper")?,
                unit: filled.text("unit").to_owned(),
                due: filled.day("due")?,
            },
            ticket,
        ),
    }
}

/// A value for a register, and the corrections that its author saw there.
struct Said {
    register: Register,
    value: Value,
    seen: Option<Vec<OpId>>,
}

pub(super) struct Filled<'a> {
    pub(super) inputs: &'a [Input],
    pub(super) desk: &'a Desk,
}

impl Filled<'_> {
    fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.input(name).map_or("", |input| input.value().trim())
    }

    pub(super) fn wrong(&self, field: &'static str, message: &str, hint: &str) -> Wrong {
        Wrong {
            field,
            notice: Notice::new(message).hint(hint),
        }
    }

    pub(super) fn required(&self, field: &'static str) -> Result<String, Wrong> {
        let text = self.text(field);
        if text.is_empty() {
            let words = self.desk.words.screen;
            let label = self.input(field).map_or("", |input| &input.label);
            return Err(self.wrong(field, &fill(words.required, &[label]), ""));
        }
        Ok(text.to_owned())
    }

    pub(super) fn reason(&self) -> Result<String, Wrong> {
        self.required("reason").map_err(|mut wrong| {
            wrong.notice.hint = self.desk.words.screen.reason_hint.into();
            wrong
        })
    }

    fn note(&self, task: ItemId) -> Result<NoteDraft, Wrong> {
        let words = self.desk.words.screen;
        let on = self.day("on")?.unwrap_or(self.desk.today());
        if on > self.desk.today() {
            return Err(self.wrong("on", words.day_ahead, words.day_ahead_hint));
        }
        let mut note = NoteDraft::new(task, on);
        let text = |name| self.text(name).to_owned();
        note.text = NoteText {
            progress: text("progress"),
            problems: text("problems"),
            next: text("next"),
            coordinate: text("coordinate"),
            reporter: text("reporter"),
            approver: text("approver"),
            told_by: text("told_by"),
            via: text("via"),
        };
        note.next_on = self.day("next_on")?;
        note.percent = self.percent()?;
        note.assessment = self.text("assessment").parse().ok();
        note.confidence = self.text("confidence").parse().ok();
        note.for_another = self.text("for_another") == "yes";
        note.kept = self.text("kept").parse().ok();
        let departments = self.departments("department")?;
        note.department = match departments.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => return Err(self.wrong("department", words.one_department, "")),
        };
        let said = [
            &note.text.progress,
            &note.text.problems,
            &note.text.next,
            &note.text.coordinate,
        ];
        let nothing = said.iter().all(|text| text.is_empty())
            && note.percent.is_none()
            && note.assessment.is_none();
        if nothing {
            return Err(self.wrong("progress", words.note_empty, words.note_empty_hint));
        }
        let told = !note.text.told_by.is_empty() || !note.text.via.is_empty();
        if told && !note.for_another {
            return Err(self.wrong("for_another", words.told_without, words.told_without_hint));
        }
        Ok(note)
    }

    fn percent(&self) -> Result<Option<u8>, Wrong> {
        let words = self.desk.words.screen;
        match self.text("percent") {
            "" | "%" | "％" => Ok(None),
            text => typed_percent(text)
                .map(Some)
                .ok_or_else(|| self.wrong("percent", words.bad_percent, "")),
        }
    }

    pub(super) fn day(&self, field: &'static str) -> Result<Option<Day>, Wrong> {
        let words = self.desk.words.screen;
        match self.text(field) {
            "" => Ok(None),
            text => typed_day_near(text, self.desk.today())
                .map(Some)
                .ok_or_else(|| self.wrong(field, words.bad_day, words.hint_day)),
        }
    }

    pub(super) fn departments(&self, field: &'static str) -> Result<Vec<DepartmentId>, Wrong> {
        let words = self.desk.words.screen;
        let mut found = Vec::new();
        for name in names(self.text(field)) {
            let meant = departments(self.desk.directory(), name).map_err(|_| {
                let message = fill(words.unknown_department, &[name]);
                let hint = match self.desk.review {
                    Some(_) => words.unknown_in_review_hint,
                    None => words.unknown_department_hint,
                };
                self.wrong(field, &message, hint)
            })?;
            match meant.as_slice() {
                [one] => {
                    if !found.contains(&one.id) {
                        found.push(one.id);
                    }
                }
                several => {
                    let names: Vec<&str> = several.iter().map(|d| d.name.as_str()).collect();
                    let message = fill(words.ambiguous_department, &[name, &names.join(" ")]);
                    return Err(self.wrong(field, &message, ""));
                }
            }
        }
        Ok(found)
    }

    pub(super) fn decimal(&self, field: &'static str) -> Result<Option<String>, Wrong> {
        let text = in_ascii(self.text(field));
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let is_decimal = digits.chars().all(|c| c.is_ascii_digit() || c == '.')
            && digits.matches('.').count() <= 1
            && digits.starts_with(|c: char| c.is_ascii_digit());
        match text.as_str() {
            "" => Ok(None),
            _ if is_decimal => Ok(Some(text)),
            _ => Err(self.wrong(field, self.desk.words.screen.bad_decimal, "")),
        }
    }

    fn comparator(&self) -> Comparator {
        comparator(self.text("comparator"))
    }

    fn section(&self) -> Result<Code, Wrong> {
        let text = self.required("section")?;
        text.parse()
            .map_err(|_| self.wrong("section", self.desk.words.screen.bad_section, ""))
    }

    fn add(&self, item: NewItem, ticket: Ticket) -> Result<Effect, Wrong> {
        let reason = self.reason()?;
        Ok(Effect::Add(ticket, Addition { item, reason }))
    }

    /// One edit for each register that differs from what stood before.
    fn edits(&self, task: ItemId, item: ItemId) -> Result<Vec<Edit>, Wrong> {
        let words = self.desk.words.screen;
        let originals: Vec<Input> = self.inputs.iter().map(Input::original).collect();
        let before = Filled {
            inputs: &originals,
            desk: self.desk,
        };
        let said = |input: &Input| -> Result<Said, Wrong> {
            let (register, value) = self.value(input)?;
            let seen = input.register.as_ref().and_then(|r| r.seen.clone());
            Ok(Said {
                register,
                value,
                seen,
            })
        };
        let mut values = Vec::new();
        for (input, original) in self.inputs.iter().zip(&originals) {
            if !input.is_changed() || input.name == "reason" {
                continue;
            }
            let said = said(input)?;
            // The same day or department in other words is no change.
            let before = before.value(original).ok().map(|(_, value)| value);
            if before.as_ref() != Some(&said.value) {
                values.push(said);
            }
        }
        if values.is_empty() {
            // What others disagree on is settled, and what was inferred is confirmed, by saving it as it is.
            let open = |input: &&Input| input.register.as_ref().is_some_and(|r| r.open);
            let open = self.inputs.iter().filter(open);
            values = open.map(said).collect::<Result<_, _>>()?;
        }
        if values.is_empty() {
            let first = self.inputs.first().map_or("reason", |input| input.name);
            return Err(self.wrong(first, words.nothing_changed, words.nothing_changed_hint));
        }
        let reason = self.reason()?;
        Ok(values
            .into_iter()
            .map(|said| Edit {
                task,
                item,
                register: said.register,
                value: said.value,
                reason: reason.clone(),
                seen: said.seen,
            })
            .collect())
    }

    fn value(&self, input: &Input) -> Result<(Register, Value), Wrong> {
        let text = || self.text(input.name).to_owned();
        Ok(match input.name {
            "title" => (Register::Title, Value::Text(self.required("title")?)),
            "lead" => (
                Register::Lead,
                Value::Departments(self.departments("lead")?),
            ),
            "support" => (
                Register::Support,
                Value::Departments(self.departments("support")?),
            ),
            "due" => (Register::Due, Value::Day(self.day("due")?)),
            "kind" => {
                let kind: TaskKind = input.value().parse().unwrap_or_default();
                (Register::Kind, Value::Kind(kind))
            }
            "leader" => (Register::Leader, Value::Text(text())),
            "text" => (Register::Text, Value::Text(self.required("text")?)),
            "name" => (Register::Name, Value::Text(self.required("name")?)),
            "comparator" => (Register::Comparator, Value::Comparator(self.comparator())),
            "value" => (Register::Value, Value::Decimal(self.decimal("value")?)),
            "upper" => (Register::Upper, Value::Decimal(self.decimal("upper")?)),
            "every" => (Register::Every, Value::Every(every(input.value()))),
            "dropped" => (Register::Dropped, Value::Flag(input.value() == "yes")),
            _ => (Register::Unit, Value::Text(text())),
        })
    }
}

fn comparator(word: &str) -> Comparator {
    use Comparator as C;
    [
        C::MoreThan,
        C::Exactly,
        C::About,
        C::Range,
        C::Ratio,
        C::NotBelowPrevious,
        C::Cover,
    ]
    .into_iter()
    .find(|known| known.as_str() == word)
    .unwrap_or(C::AtLeast)
}

fn every(word: &str) -> Option<Every> {
    [Every::Year, Every::SchoolYear, Every::Term, Every::Week]
        .into_iter()
        .find(|known| known.as_str() == word)
}
