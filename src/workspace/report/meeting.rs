//! What stands in the report on a meeting: R13.

use std::collections::HashMap;

use chrono::Datelike as _;

use super::stamp;
use crate::model::{
    Day, Decision, DecisionSort, ItemId, JudgedAt, Light, Meeting, Note, Row, Snapshot, says_none,
};
use crate::report::meeting::{
    AgendaLine, DecisionLine, JudgedLine, Meeting as Content, NotedLine, OldLine,
};
use crate::report::{self, Report};
use crate::words::{Lang, Words, fill};
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// R13 会议议程与纪要.
    pub(super) fn meeting_report(
        &self,
        snapshot: &Snapshot,
        lang: Lang,
        wanted: Option<ItemId>,
    ) -> Result<Report, Failure> {
        let meetings = self.meetings()?;
        let meeting = match wanted {
            Some(id) => Some(self.meeting(id)?),
            None => meetings.first().cloned(),
        };
        let Some(meeting) = meeting else {
            let empty = Content::default();
            return Ok(report::meeting::report(lang, stamp(snapshot, None), &empty));
        };
        let mut decisions = self.decisions()?;
        for decision in &mut decisions {
            // What was written down later belongs to the day of its meeting.
            let met = meetings.iter().find(|met| Some(met.id) == decision.meeting);
            decision.on = met.map_or(decision.on, |met| met.on.min(decision.on));
        }
        let mut said = Said {
            snapshot,
            words: lang.words(),
            meeting: &meeting,
            decisions: &decisions,
            lights: Vec::new(),
            by_rules: HashMap::new(),
            notes: HashMap::new(),
        };
        for task in said.tasks() {
            said.lights.extend(self.store.judged_at(meeting.id, task)?);
            said.notes.insert(task, self.store.notes(task, self.zone)?);
        }
        if !said.lights.is_empty() {
            said.by_rules = self.lights_on(meeting.on, snapshot)?;
        }
        let number = number(&meeting, &meetings);
        let content = said.content(number);
        Ok(report::meeting::report(
            lang,
            stamp(snapshot, None),
            &content,
        ))
    }
}

/// Which meeting of its name it is in its year.
fn number(meeting: &Meeting, all: &[Meeting]) -> Option<(i32, usize)> {
    // The latest comes first.
    let until = all.iter().skip_while(|other| other.id != meeting.id);
    let year = meeting.on.year();
    let alike =
        |other: &&Meeting| other.words.name == meeting.words.name && other.on.year() == year;
    let n = until.filter(alike).count();
    (n > 0 && !meeting.words.name.is_empty()).then_some((year, n))
}

/// A meeting and what was said at it.
struct Said<'a> {
    snapshot: &'a Snapshot,
    words: &'static Words,
    meeting: &'a Meeting,
    /// Of all meetings, the latest first.
    decisions: &'a [Decision],
    lights: Vec<JudgedAt>,
    /// The lights by the rules on the day of the meeting, where it judged any.
    by_rules: HashMap<ItemId, Light>,
    /// The notes of the tasks that it was about or that an open problem is about.
    notes: HashMap<ItemId, Vec<Note>>,
}

impl Said<'_> {
    /// The tasks of the agenda and of the decisions of this meeting, and those that earlier problems are about.
    fn tasks(&self) -> Vec<ItemId> {
        let mut tasks: Vec<ItemId> = Vec::new();
        let own = self.decisions.iter().filter(|d| self.is_own(d));
        let earlier = self.decisions.iter().filter(|d| self.is_earlier(d));
        let problems = earlier.filter(|d| d.sort == DecisionSort::Problem);
        let of_decisions = own.chain(problems).flat_map(|d| &d.tasks);
        for task in self.meeting.agenda.iter().chain(of_decisions) {
            if self.row(*task).is_some() && !tasks.contains(task) {
                tasks.push(*task);
            }
        }
        tasks
    }

    fn row(&self, task: ItemId) -> Option<&Row> {
        self.snapshot.row(task).map(|row| &**row)
    }

    fn is_own(&self, decision: &Decision) -> bool {
        decision.meeting == Some(self.meeting.id)
    }

    fn is_earlier(&self, decision: &Decision) -> bool {
        !self.is_own(decision) && decision.on <= self.meeting.on
    }

    /// What this meeting decided or named, in the order in which it did.
    fn own(&self, sort: DecisionSort) -> impl Iterator<Item = &Decision> {
        let own = self.decisions.iter().rev();
        own.filter(move |decision| self.is_own(decision) && decision.sort == sort)
    }

    /// The notes of a task that were written at the meeting and still count, in the order in which they were.
    fn noted(&self, task: ItemId) -> impl Iterator<Item = &Note> {
        let notes = self.notes.get(&task).map_or(&[][..], Vec::as_slice);
        let here = |note: &&Note| note.meeting == Some(self.meeting.id) && note.is_current();
        notes.iter().rev().filter(here)
    }

    fn content(&self, number: Option<(i32, usize)>) -> Content {
        let (meeting, report) = (self.meeting, self.words.report);
        let words = &meeting.words;
        let names = words.present.split(['、', ',', '，', ';', '；', '\n']);
        let names = names.map(str::trim).filter(|name| !name.is_empty());
        let on = meeting.on.format(report.day);
        let lines = |sort| self.own(sort).map(|decision| self.line(decision)).collect();
        let decisions: Vec<DecisionLine> = lines(DecisionSort::Action);
        let problems: Vec<DecisionLine> = lines(DecisionSort::Problem);
        let lights: Vec<JudgedLine> = self.lights.iter().map(|at| self.judged(at)).collect();
        let tasks = self.tasks();
        let notes = tasks.iter().flat_map(|task| {
            let notes = self.noted(*task);
            notes.map(|note| self.note(note))
        });
        let notes: Vec<NotedLine> = notes.collect();
        // Nobody writes down when a meeting was and who wrote its minutes before it began.
        let is_described = !words.time.is_empty() || !words.recorder.is_empty();
        let held = is_described
            || !(decisions.is_empty()
                && problems.is_empty()
                && lights.is_empty()
                && notes.is_empty());
        Content {
            name: words.name.clone(),
            on: Some(meeting.on),
            number,
            time: format!("{on} {}", words.time).trim_end().to_owned(),
            place: words.place.clone(),
            chair: words.chair.clone(),
            present: names.map(ToOwned::to_owned).collect(),
            recorder: words.recorder.clone(),
            held,
            agenda: self.agenda(),
            old: self.old(),
            decisions,
            problems,
            lights,
            notes,
        }
    }

    fn named(&self, task: ItemId) -> String {
        let row = self.row(task);
        row.map_or_else(String::new, |row| format!("{} {}", row.code, row.title))
    }

    fn line(&self, decision: &Decision) -> DecisionLine {
        let codes = decision.tasks.iter().filter_map(|task| self.row(*task));
        let codes: Vec<String> = codes.map(|row| row.code.to_string()).collect();
        DecisionLine {
            content: decision.words.text.clone(),
            department: self.snapshot.directory.name(decision.department),
            due: decision.due,
            done_when: decision.words.criterion.clone(),
            task: codes.join(self.words.report.listing),
        }
    }

    fn judged(&self, at: &JudgedAt) -> JudgedLine {
        let light = at.judged.map(|judged| self.changed(at.task, judged.light));
        JudgedLine {
            task: self.named(at.task),
            light: light.unwrap_or_else(|| self.words.report.judged_no_more.to_owned()),
            until: at.judged.map(|judged| judged.until),
            reason: at.reason.clone(),
            by: at.author.clone(),
        }
    }

    /// The light that was judged, after the one by the rules where that was another.
    fn changed(&self, task: ItemId, judged: Light) -> String {
        let word = |light| self.words.follow.light(light);
        match self.by_rules.get(&task) {
            Some(by_rules) if *by_rules != judged => {
                let both = [word(*by_rules), word(judged)];
                fill(self.words.report.judged_from, &both)
            }
            _ => word(judged).to_owned(),
        }
    }

    /// A note in one text: what was done, then under their names what is amiss and what comes next.
    fn note(&self, note: &Note) -> NotedLine {
        let report = self.words.report;
        let mut parts = Vec::new();
        if let Some(percent) = note.percent {
            parts.push(format!("{}{}{percent}", report.percent, report.colon));
        }
        let unchanged = note.unchanged.map(|why| self.words.follow.unchanged(why));
        parts.extend(unchanged.map(ToOwned::to_owned));
        let text = &note.text;
        for (head, text) in [
            ("", &text.progress),
            (report.problems, &text.problems),
            (report.next, &text.next),
            (report.coordinate, &text.coordinate),
        ] {
            let text = text.trim();
            match head {
                _ if text.is_empty() || (!head.is_empty() && says_none(text)) => {}
                "" => parts.push(text.to_owned()),
                head => parts.push(format!("{head}{}{text}", report.colon)),
            }
        }
        NotedLine {
            task: self.named(note.task),
            department: self.snapshot.directory.name(note.department),
            text: parts.join("\n"),
        }
    }

    fn agenda(&self) -> Vec<AgendaLine> {
        let agenda = self.meeting.agenda.iter();
        let lines = agenda.filter_map(|id| {
            if let Some(row) = self.row(*id) {
                let lead = row.lead.first();
                return Some(AgendaLine {
                    item: self.named(row.id),
                    speaker: lead
                        .map(|lead| self.snapshot.directory.name(*lead))
                        .unwrap_or_default(),
                    minutes: None,
                });
            }
            let decision = self.decisions.iter().find(|decision| decision.id == *id)?;
            Some(AgendaLine {
                item: decision.words.text.clone(),
                speaker: self.snapshot.directory.name(decision.department),
                minutes: None,
            })
        });
        lines.collect()
    }

    /// The day on which a decision was settled, as far as that was known when the meeting was.
    fn settled(&self, decision: &Decision) -> Option<Day> {
        let of = |task: &ItemId| {
            let notes = self.notes.get(task).map_or(&[][..], Vec::as_slice);
            Some((self.row(*task)?, notes))
        };
        let settled = decision.settled(decision.tasks.iter().filter_map(of));
        settled.filter(|day| *day <= self.meeting.on)
    }

    /// Old business: what earlier meetings decided or named, and was not settled when this one began, in the order of
    /// deadlines; what has none comes last, as it was said.
    fn old(&self) -> Vec<OldLine> {
        let mut old = Vec::new();
        let mut decisions: Vec<&Decision> = self.decisions.iter().rev().collect();
        decisions.sort_by_key(|decision| decision.due.unwrap_or(Day::MAX));
        for decision in decisions {
            let settled = self.settled(decision);
            let open = settled.is_none_or(|day| day >= self.meeting.on);
            if (self.is_earlier(decision) && open) || self.meeting.agenda.contains(&decision.id) {
                let mut line = self.line(decision);
                if decision.sort == DecisionSort::Problem {
                    let (problem, report) = (self.words.follow.problem, self.words.report);
                    let named = match line.task.as_str() {
                        "" => problem.to_owned(),
                        codes => fill(report.problem_of, &[problem, codes]),
                    };
                    line.content = format!("{named}{}{}", report.colon, line.content);
                }
                old.push(OldLine {
                    decision: line,
                    outcome: self.outcome(decision, settled),
                });
            }
        }
        old
    }

    fn outcome(&self, decision: &Decision, settled: Option<Day>) -> String {
        let (follow, stop) = (self.words.follow, self.words.report.stop);
        let late = decision.due.is_some_and(|due| due < self.meeting.on);
        match (decision.sort, settled) {
            (_, Some(day)) if decision.done == settled => {
                let said = format!("{} {day} {}", follow.done, decision.outcome);
                said.trim_end().to_owned()
            }
            (_, Some(day)) => fill(follow.problem_over, &[&day.to_string()]),
            (DecisionSort::Problem, None) => follow.problem_open.to_owned(),
            (DecisionSort::Action, None) if late => {
                format!("{}{stop}{}", follow.not_done, follow.late_item)
            }
            (DecisionSort::Action, None) => follow.not_done.to_owned(),
        }
    }
}
