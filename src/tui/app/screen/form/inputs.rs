//! The inputs that a form has for its subject, filled with what stands now.

use super::fields::Standing;
use super::{Input, Kind, Share, Subject, window};
use crate::model::{
    Assessment, Comparator, Confidence, Correction, Day, DepartmentId, Every, Indicator, ItemId,
    OpId, Register, TaskKind,
};
use crate::tui::app::desk::Desk;
use crate::tui::widget::field::{Field, Lines};

impl Subject {
    /// The inputs, filled with what stands now; those of registers know which corrections say so.
    pub(super) fn inputs(self, desk: &Desk) -> Vec<Input> {
        let mut inputs = self.filled(desk);
        if let Some((task, item)) = self.corrects() {
            let detail = desk.detail_of(task);
            for input in inputs.iter_mut().filter(|input| input.name != "reason") {
                let Some(detail) = detail else {
                    input.register = Some(Standing::default());
                    continue;
                };
                let all = detail.corrections.iter();
                let of = |c: &&Correction| c.item == item && c.register == input.name;
                let mut standing = Standing::of(desk, &all.filter(of).collect::<Vec<_>>());
                let mut duties = detail.duties.iter();
                standing.open |= input.name == Register::Every.as_str()
                    && duties.any(|duty| duty.id == item && duty.proposed);
                input.register = Some(standing);
            }
        }
        inputs
    }

    fn filled(self, desk: &Desk) -> Vec<Input> {
        let term = desk.words.term;
        // A correction in the review needs no other reason than that.
        let why = match desk.review {
            Some(_) => desk.words.screen.review,
            None => "",
        };
        let reason = || {
            Input::new("reason", term.reason, Share::Whole, long(why))
                .at_most(desk.snapshot.limits.reason)
        };
        match self {
            Self::Note(task, old) => note(desk, task, old),
            Self::Task(task) => {
                let mut inputs = edit_task(desk, task);
                inputs.push(reason());
                inputs
            }
            Self::Measure(task, id) => {
                let mut inputs = edit_measure(desk, task, id);
                inputs.push(reason());
                inputs
            }
            Self::Indicator(task, id) => {
                let found = desk
                    .detail_of(task)
                    .and_then(|d| d.indicators.iter().find(|i| i.id == id));
                let mut inputs = indicator(desk, found);
                inputs.push(dropped(desk, false));
                inputs.push(reason());
                inputs
            }
            Self::Duty(task, id) => vec![edit_duty(desk, task, id), dropped(desk, false), reason()],
            Self::Dropped(..) => vec![dropped(desk, true), reason()],
            Self::NewTask(near) => {
                let mut inputs = new_task(desk, near);
                inputs.push(reason());
                inputs
            }
            Self::NewMeasure(_) => vec![
                Input::new("text", term.text, Share::Whole, long("")),
                Input::new("due", term.due, Share::Whole, day(None)),
                reason(),
            ],
            Self::NewIndicator(_) => {
                let mut inputs = indicator(desk, None);
                // A new indicator states no period of its own.
                inputs.retain(|input| input.name != "every");
                inputs.push(reason());
                inputs
            }
            Self::Retraction(..) => vec![reason()],
            Self::Act(act) => act.inputs(desk, &[]),
            Self::Follow(follow) => follow.inputs(desk),
        }
    }
}

pub(super) fn day(day: Option<Day>) -> Kind {
    let text = day.map_or_else(String::new, |day| day.to_string());
    Kind::Day(Field::new(Lines::One, &text))
}

pub(super) fn departments(desk: &Desk, ids: &[DepartmentId]) -> Kind {
    let names: Vec<String> = ids.iter().map(|&id| desk.directory().name(id)).collect();
    Kind::Departments(Field::new(Lines::One, &names.join("、")))
}

/// A choice; the first option is the one chosen unless `now` names another.
pub(super) fn choice(options: Vec<(&str, &str)>, now: &str) -> Kind {
    let at = options.iter().position(|(word, _)| *word == now);
    Kind::Choice {
        options: options
            .into_iter()
            .map(|(word, shown)| (word.to_owned(), shown.to_owned()))
            .collect(),
        at: at.unwrap_or(0),
    }
}

fn yes_no(desk: &Desk, yes: bool) -> Kind {
    let words = desk.words.screen;
    let now = if yes { "yes" } else { "no" };
    choice(vec![("no", words.no), ("yes", words.yes)], now)
}

fn dropped(desk: &Desk, now: bool) -> Input {
    let label = desk.words.term.dropped;
    Input::new("dropped", label, Share::Whole, yes_no(desk, now))
}

fn note(desk: &Desk, task: ItemId, old: Option<OpId>) -> Vec<Input> {
    let (term, words) = (desk.words.term, desk.words.screen);
    let old = old.and_then(|op| {
        desk.detail_of(task)?
            .notes
            .iter()
            .find(|note| note.op == op)
    });
    let text = old.map(|note| note.text.clone()).unwrap_or_default();
    // The author's own department that has to do with the task, else its lead: shown, so that it can be changed.
    let own = desk.row(task).and_then(|row| {
        let mut own = desk.snapshot.me.departments.iter().copied();
        own.find(|own| row.involves(*own))
            .or(row.lead.first().copied())
    });
    let speaks = old.map(|note| note.department).or(own);
    let speaks: Vec<DepartmentId> = speaks.into_iter().collect();
    let assessment = old
        .and_then(|note| note.assessment)
        .map_or("", Assessment::as_str);
    let confidence = old
        .and_then(|note| note.confidence)
        .map_or("", Confidence::as_str);
    let percent = old.and_then(|note| note.percent);
    let percent = percent.map_or_else(String::new, |p| p.to_string());
    let mut assessments = vec![("", words.unset)];
    assessments.extend(
        Assessment::ALL
            .iter()
            .map(|&a| (a.as_str(), term.assessment(a))),
    );
    let mut confidences = vec![("", words.unset)];
    confidences.extend(
        Confidence::ALL
            .iter()
            .map(|&c| (c.as_str(), term.confidence(c))),
    );
    let limits = desk.snapshot.limits;
    let on = old.map_or(desk.today(), |note| note.on);
    let field = Input::new;
    let kept = window::kept(desk, task, old);
    let fields = vec![
        field(
            "progress",
            term.progress,
            Share::Whole,
            long(&text.progress),
        )
        .at_most(limits.progress),
        field(
            "problems",
            term.problems,
            Share::Whole,
            long(&text.problems),
        )
        .at_most(limits.text),
        field("next", term.next, Share::Whole, long(&text.next)).at_most(limits.text),
        field(
            "percent",
            words.percent_label,
            Share::Third,
            short(&percent),
        ),
        field(
            "assessment",
            words.assessment_label,
            Share::Third,
            choice(assessments, assessment),
        ),
        field(
            "confidence",
            term.confidence,
            Share::Third,
            choice(confidences, confidence),
        ),
        field(
            "next_on",
            term.next_on,
            Share::Half,
            day(old.and_then(|n| n.next_on)),
        ),
        field(
            "coordinate",
            words.coordinate_label,
            Share::Half,
            short(&text.coordinate),
        )
        .at_most(limits.text),
        field(
            "department",
            term.department,
            Share::Half,
            departments(desk, &speaks),
        )
        .only_one(),
        field("on", term.on, Share::Half, day(Some(on))),
        field(
            "reporter",
            term.reporter,
            Share::Half,
            short(&text.reporter),
        ),
        field(
            "approver",
            term.approver,
            Share::Half,
            short(&text.approver),
        ),
        field(
            "for_another",
            words.for_another_label,
            Share::Third,
            yes_no(desk, old.is_some_and(|note| note.for_another)),
        ),
        field("told_by", term.told_by, Share::Third, short(&text.told_by)),
        field("via", term.via, Share::Third, short(&text.via)),
    ];
    kept.into_iter().chain(fields).collect()
}

fn edit_task(desk: &Desk, task: ItemId) -> Vec<Input> {
    let term = desk.words.term;
    // What is corrected and which corrections say so must be of one moment.
    let detailed = desk.detail_of(task).map(|detail| &detail.row);
    let Some(row) = detailed.or_else(|| desk.row(task)) else {
        return Vec::new();
    };
    let kinds = TaskKind::ALL
        .iter()
        .map(|&kind| (kind.as_str(), term.kind(kind)))
        .collect();
    let field = Input::new;
    vec![
        field("title", term.title, Share::Whole, short(&row.title)),
        field(
            "lead",
            term.lead,
            Share::Whole,
            departments(desk, &row.lead),
        ),
        field(
            "support",
            term.support,
            Share::Whole,
            departments(desk, &row.support),
        ),
        field("due", term.due, Share::Half, day(row.due)),
        field(
            "kind",
            term.kind,
            Share::Half,
            choice(kinds, row.kind.as_str()),
        ),
        field("leader", term.leader, Share::Half, short(&row.leader)),
    ]
}

fn edit_measure(desk: &Desk, task: ItemId, id: ItemId) -> Vec<Input> {
    let term = desk.words.term;
    let found = desk
        .detail_of(task)
        .and_then(|detail| detail.measures.iter().find(|m| m.id == id));
    let text = found.map_or("", |measure| measure.text.as_str());
    vec![
        Input::new("text", term.text, Share::Whole, long(text)),
        Input::new("due", term.due, Share::Half, day(found.and_then(|m| m.due))),
        Input::new("dropped", term.dropped, Share::Half, yes_no(desk, false)),
    ]
}

fn edit_duty(desk: &Desk, task: ItemId, id: ItemId) -> Input {
    let term = desk.words.term;
    let found = desk
        .detail_of(task)
        .and_then(|detail| detail.duties.iter().find(|duty| duty.id == id));
    let periods = Every::ALL.iter().map(|&e| (e.as_str(), term.every(e)));
    let now = found.map_or("", |duty| duty.every.as_str());
    Input::new(
        "every",
        term.every,
        Share::Whole,
        choice(periods.collect(), now),
    )
}

fn indicator(desk: &Desk, found: Option<&Indicator>) -> Vec<Input> {
    let (term, words) = (desk.words.term, desk.words.screen);
    let text = |pick: fn(&Indicator) -> &str| found.map_or("", pick);
    let comparators = Comparator::ALL
        .iter()
        .map(|&c| (c.as_str(), term.comparator(c)))
        .collect();
    let mut periods = vec![("", words.unset)];
    periods.extend(Every::ALL.iter().map(|&e| (e.as_str(), term.every(e))));
    let comparator = found.map_or("", |i| i.comparator.as_str());
    let every = found.and_then(|i| i.every).map_or("", Every::as_str);
    let field = Input::new;
    vec![
        field("name", term.name, Share::Whole, short(text(|i| &i.name))),
        field(
            "comparator",
            term.comparator,
            Share::Half,
            choice(comparators, comparator),
        ),
        field(
            "value",
            term.value,
            Share::Half,
            short(text(|i| i.value.as_deref().unwrap_or(""))),
        ),
        field(
            "upper",
            term.upper,
            Share::Half,
            short(text(|i| i.upper.as_deref().unwrap_or(""))),
        ),
        field("unit", term.unit, Share::Half, short(text(|i| &i.unit))),
        field("due", term.due, Share::Half, day(found.and_then(|i| i.due))),
        field("every", term.every, Share::Half, choice(periods, every)),
    ]
}

fn new_task(desk: &Desk, near: Option<ItemId>) -> Vec<Input> {
    let term = desk.words.term;
    let section = near
        .and_then(|id| desk.row(id))
        .and_then(|row| row.code.parent())
        .map_or_else(String::new, |code| code.to_string());
    let sections: Vec<(String, String)> = desk
        .snapshot
        .sections
        .iter()
        .map(|s| {
            let code = s.code.to_string();
            let shown = format!("{code} {}", desk.clean(&s.title));
            (code, shown)
        })
        .collect();
    let kind = if sections.is_empty() {
        short(&section)
    } else {
        let options = sections
            .iter()
            .map(|(code, shown)| (code.as_str(), shown.as_str()))
            .collect();
        choice(options, &section)
    };
    let field = Input::new;
    vec![
        field("section", term.section, Share::Whole, kind),
        field("title", term.title, Share::Whole, short("")),
        field("text", term.text, Share::Whole, long("")),
        field("lead", term.lead, Share::Whole, departments(desk, &[])),
        field(
            "support",
            term.support,
            Share::Whole,
            departments(desk, &[]),
        ),
        field("due", term.due, Share::Whole, day(None)),
    ]
}

/// A field for a text of several lines.
pub(super) fn long(text: &str) -> Kind {
    Kind::Text(Field::new(Lines::Many, text))
}

/// A field for one line.
pub(super) fn short(text: &str) -> Kind {
    Kind::Text(Field::new(Lines::One, text))
}
