//! The play: everything that happens, day by day, through the verbs of the workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cast::{COORDINATOR, Cast, REGISTRAR, Who, working_day, working_day_by};
use super::figures::{self, Entering, Gauge};
use super::meetings::{self, Settled};
use super::notes::{self, Report, Reports, Turn, Written};
use super::script::Script;
use super::steps;
use super::story::{Planned, Span, Story};
use super::{after, at, before};
use crate::model::{
    Calendar, Day, DepartmentId, DoneDraft, Edit, ItemId, Judged, Light, Period, Register,
    Reporting, Rhythm, Schedule, Value,
};
use crate::oplog::Sequence;
use crate::workspace::Failure;

/// How long the made-up follow-up has lasted, in days.
const LENGTH: u64 = 730;

/// Something that happens.
#[derive(Debug)]
enum Event {
    /// The leaders in charge are named.
    Leaders,
    /// The rules are changed.
    Rules,
    /// A correction.
    Edit(Edit),
    /// Two coordinators correct the same in the same hour.
    Conflict(ItemId),
    Sign,
    Figures(Entering),
    Step(usize, Planned),
    Measure(usize),
    Duties(usize, Vec<DoneDraft>),
    Reports(usize, Vec<Report>),
    Close(Period),
    Remind(Period),
    Meeting(meetings::Planned),
    Settle(Settled),
}

/// Everything that is going to happen, by day; within a day in the order it was planned.
#[derive(Debug, Default)]
struct Agenda {
    events: BTreeMap<(Day, usize), Event>,
    count: usize,
}

impl Agenda {
    fn add(&mut self, on: Day, event: Event) {
        self.count += 1;
        self.events.insert((on, self.count), event);
    }
}

/// Plays it below `stage`, and gives the folder of somebody's home, in which all of it has come together.
pub(super) fn perform(
    script: &Script,
    stage: &Path,
    day: Day,
    who: Who,
) -> Result<PathBuf, Failure> {
    let issued = before(super::days()?.0, 1);
    let mut span = Span {
        issued,
        end: day,
        from: working_day(after(issued, 6).max(before(day, LENGTH))).min(before(day, 1)),
        day,
    };
    let mut cast = Cast::gather(script, stage, span.from)?;
    let snapshot = cast
        .look(REGISTRAR)?
        .snapshot(usize::MAX, at(span.from, 12, 0))?;
    span.end = snapshot.outlook.end.unwrap_or(day);
    let mut chance = Sequence::of(&format!("{} stories", script.seed));
    let mut stories = Vec::new();
    for row in snapshot.rows.iter() {
        let code = row.code.to_string();
        let known = script.tasks.iter().find(|task| task.code == code);
        stories.extend(known.and_then(|task| Story::new(task, row, span, &mut chance)));
    }
    steps::assign(&mut cast, &stories, span.from)?;
    let gauges = figures::gauges(&cast, script, &stories)?;
    let mut agenda = plan(&cast, script, &stories, span, snapshot.outlook.schedule())?;
    let mut written = Written::default();
    while let Some(((on, _), event)) = agenda.events.pop_first() {
        if on >= day {
            break;
        }
        let mut play = Play {
            cast: &mut cast,
            script,
            stories: &stories,
            gauges: &gauges,
            agenda: &mut agenda,
            written: &mut written,
            chance: &mut chance,
        };
        play.happen(on, event)?;
    }
    cast.dismiss(day, who)
}

/// Plans what happens.
fn plan(
    cast: &Cast,
    script: &Script,
    stories: &[Story<'_>],
    span: Span,
    schedule: Schedule,
) -> Result<Agenda, Failure> {
    let mut agenda = Agenda::default();
    agenda.add(working_day(after(span.from, 2)), Event::Sign);
    agenda.add(working_day(after(span.from, 4)), Event::Leaders);
    agenda.add(working_day(after(span.from, 40)), Event::Rules);
    for (day, what) in figures::calendar(span) {
        agenda.add(day, Event::Figures(what));
    }
    for planned in meetings::calendar(&script.meetings, span) {
        agenda.add(planned.on, Event::Meeting(planned));
    }
    for (n, story) in stories.iter().enumerate() {
        corrections(&mut agenda, story, span);
        for planned in &story.steps {
            agenda.add(planned.on, Event::Step(n, planned.clone()));
        }
        if let Some(on) = done_on(story, span) {
            agenda.add(on, Event::Measure(n));
        }
        duties(&mut agenda, cast, (n, story), span)?;
    }
    let conflict = stories.iter().find(|story| story.script.code == "2.5.3");
    let on = working_day(before(span.day, 20));
    if let Some(story) = conflict.filter(|_| on > after(span.from, 10)) {
        agenda.add(on, Event::Conflict(story.task));
    }
    windows(&mut agenda, cast, script, stories, (span, schedule))?;
    Ok(agenda)
}

/// What coordinators correct about a task: its deadline, special supervision, the light they see in it.
fn corrections(agenda: &mut Agenda, story: &Story<'_>, span: Span) {
    let script = story.script;
    let mut add = |ago: u64, register, value, reason: &str| {
        let on = working_day(before(span.day, ago).max(after(span.from, 10)));
        let edit = Edit {
            task: story.task,
            item: story.task,
            register,
            value,
            reason: reason.to_owned(),
            seen: None,
        };
        agenda.add(on, Event::Edit(edit));
    };
    if script.due_in.is_some() {
        let due = Value::Day(Some(story.due()));
        add(script.due_ago, Register::Due, due, &script.due_why);
    }
    if let Some(ago) = script.weekly {
        let reason = "列入市政府重点督办事项，按周报送。";
        add(ago, Register::Supervised, Value::Flag(true), reason);
    }
    if let Some(light) = script
        .judged
        .as_ref()
        .and_then(|light| light.parse::<Light>().ok())
    {
        let until = after(span.day, 14);
        let judged = Value::Judged(Some(Judged { light, until }));
        let reason = "督查发现个别区县考核奖发放不同步，认定为黄灯，限期整改。";
        add(5, Register::Light, judged, reason);
    }
}

/// The day on which a measure of a task was done, within the time of the play.
fn done_on(story: &Story<'_>, span: Span) -> Option<Day> {
    let on: Day = story.script.done_measure.as_ref()?.on.parse().ok()?;
    Some(working_day(on.max(after(span.from, 9))))
}

/// Recurring duties are seen to, most of them; what comes round every week is told of once in four.
fn duties(
    agenda: &mut Agenda,
    cast: &Cast,
    (n, story): (usize, &Story<'_>),
    span: Span,
) -> Result<(), Failure> {
    let detail = cast.look(REGISTRAR)?.detail(story.task)?;
    let calendar = Calendar::default();
    for duty in &detail.duties {
        let rhythm = Rhythm::from(duty.every);
        let (early, at_once) = match rhythm {
            Rhythm::Week => (2, 4),
            _ => (22, 1),
        };
        let mut period = Period::of(rhythm, span.from, &calendar);
        let mut drafts = Vec::new();
        for seen in n.. {
            let on = working_day(before(period.last(&calendar), early));
            if on >= span.day {
                break;
            }
            if on > after(span.from, 9) && (at_once > 1 || seen % 5 != 3) {
                drafts.push(DoneDraft {
                    task: story.task,
                    item: duty.id,
                    department: Some(story.lead),
                    period: Some(period),
                    done: Some(on),
                    text: format!("{}，本期已完成。", duty.text),
                });
            }
            if drafts.len() == at_once {
                agenda.add(on, Event::Duties(n, std::mem::take(&mut drafts)));
            }
            period = period.next();
        }
    }
    Ok(())
}

/// The reporting windows: who reports when, and when each is closed.
fn windows(
    agenda: &mut Agenda,
    cast: &Cast,
    script: &Script,
    stories: &[Story<'_>],
    (span, schedule): (Span, Schedule),
) -> Result<(), Failure> {
    let mut chance = Sequence::of(&format!("{} reports", script.seed));
    let mut reports = Reports::new();
    for rhythm in [Rhythm::Month, Rhythm::Week] {
        let mut passed = 0;
        let mut turns = Vec::new();
        for window in schedule.latest_first(rhythm, span.day) {
            let ago = (window.due < span.day).then_some(passed);
            passed += usize::from(ago.is_some());
            let closed = working_day(after(window.due, 2));
            turns.push(Turn {
                window,
                ago,
                closed,
                eve: working_day_by(before(span.day, 1)),
            });
        }
        for turn in turns.into_iter().rev() {
            let mut is_used = rhythm == Rhythm::Month;
            for (n, story) in stories.iter().enumerate() {
                let weekly = story.script.weekly.map(|ago| before(span.day, ago));
                let weekly = weekly.map(|since| since.max(after(span.from, 10)));
                let is_week = weekly.is_some_and(|since| turn.window.due > since);
                if is_week != (rhythm == Rhythm::Week) {
                    continue;
                }
                is_used = true;
                notes::plan(&mut reports, (n, story), turn, cast, &mut chance);
                notes::told(&mut reports, (n, story), turn, cast)?;
            }
            if turn.ago.is_some() && is_used {
                agenda.add(turn.closed, Event::Close(turn.window.period));
                if rhythm == Rhythm::Month {
                    agenda.add(
                        working_day(after(turn.closed, 1)),
                        Event::Remind(turn.window.period),
                    );
                }
            }
        }
    }
    let earliest = working_day(after(span.from, 3));
    for ((on, who), reports) in reports {
        agenda.add(on.max(earliest), Event::Reports(who, reports));
    }
    Ok(())
}

/// The play as it stands.
struct Play<'a, 's> {
    cast: &'a mut Cast,
    script: &'s Script,
    stories: &'a [Story<'s>],
    gauges: &'a [Gauge],
    agenda: &'a mut Agenda,
    written: &'a mut Written,
    chance: &'a mut Sequence,
}

impl Play<'_, '_> {
    fn happen(&mut self, on: Day, event: Event) -> Result<(), Failure> {
        let (script, stories) = (self.script, self.stories);
        match event {
            Event::Sign => steps::sign(self.cast, script, stories, on),
            Event::Leaders => self.name_leaders(on),
            Event::Rules => self.change_rules(on),
            Event::Edit(edit) => {
                let now = self.cast.time(on);
                self.cast.home(REGISTRAR)?.correct(&edit, now).map(drop)
            }
            Event::Conflict(task) => self.disagree(task, on),
            Event::Figures(what) => {
                self.cast.inform(REGISTRAR, on)?;
                figures::enter(self.cast, script, (stories, self.gauges), (on, what))
            }
            Event::Step(n, planned) => match stories.get(n) {
                Some(story) => steps::take(self.cast, script, stories, (story, &planned)),
                None => Ok(()),
            },
            Event::Measure(n) => self.finish_measure(n, on),
            Event::Duties(n, drafts) => self.see_to(n, &drafts, on),
            Event::Reports(who, reports) => {
                let (day, written) = ((on, who), &mut self.written);
                written.write(self.cast, script, stories, day, &reports, self.chance)
            }
            Event::Close(period) => self.close(period, on),
            Event::Remind(period) => self.remind(period, on),
            Event::Meeting(planned) => {
                for settled in meetings::hold(self.cast, script, stories, planned)? {
                    self.agenda.add(settled.on, Event::Settle(settled));
                }
                Ok(())
            }
            Event::Settle(settled) => meetings::settle(self.cast, script, settled),
        }
    }

    /// Names the leader in charge of every task.
    fn name_leaders(&mut self, on: Day) -> Result<(), Failure> {
        let leaders = self.script.leaders.iter();
        let of = |code: &str| {
            let mut leaders = leaders.clone();
            leaders.find(|(section, _)| code.starts_with(section.as_str()))
        };
        let edits = self.stories.iter().filter_map(|story| {
            let (_, leader) = of(&story.script.code)?;
            Some(Edit {
                task: story.task,
                item: story.task,
                register: Register::Leader,
                value: Value::Text(leader.clone()),
                reason: "按领导分工明确责任领导。".to_owned(),
                seen: None,
            })
        });
        let edits: Vec<Edit> = edits.collect();
        let now = self.cast.time(on);
        self.cast.home(REGISTRAR)?.correct_all(&edits, now)?;
        Ok(())
    }

    fn change_rules(&mut self, on: Day) -> Result<(), Failure> {
        let now = self.cast.time(on);
        let home = self.cast.home(REGISTRAR)?;
        let (mut rules, _) = home.rules(on)?;
        rules.text_limit = 300;
        home.set_rules(&rules, on, "存在问题和下一步打算的字数放宽。", now)?;
        Ok(())
    }

    /// Two coordinators write the same register, neither knowing of the other.
    fn disagree(&mut self, task: ItemId, on: Day) -> Result<(), Failure> {
        self.cast.inform(COORDINATOR, on)?;
        let said = [
            (REGISTRAR, "市教育局分管职业教育的副局长"),
            (COORDINATOR, "市教育局分管综合改革和职业教育的副局长"),
        ];
        for (who, leader) in said {
            let edit = Edit {
                task,
                item: task,
                register: Register::Leader,
                value: Value::Text(leader.to_owned()),
                reason: "领导分工调整。".to_owned(),
                seen: None,
            };
            let now = self.cast.time(on);
            self.cast.home(who)?.correct(&edit, now)?;
        }
        Ok(())
    }

    fn finish_measure(&mut self, n: usize, on: Day) -> Result<(), Failure> {
        let Some((story, done)) = self
            .stories
            .get(n)
            .and_then(|story| Some((story, story.script.done_measure.as_ref()?)))
        else {
            return Ok(());
        };
        let detail = self.cast.look(REGISTRAR)?.detail(story.task)?;
        let measure = self.cast.look(REGISTRAR)?.measure(&detail, done.n)?;
        let draft = DoneDraft {
            task: story.task,
            item: measure.id,
            department: Some(story.lead),
            period: None,
            done: Some(on),
            text: done.text.clone(),
        };
        self.see_to(n, &[draft], on)
    }

    /// Has whoever leads say that something was done.
    fn see_to(&mut self, n: usize, drafts: &[DoneDraft], on: Day) -> Result<(), Failure> {
        let story = self.stories.get(n);
        let clerk = story.and_then(|story| self.cast.clerk_of(story.lead));
        let now = self.cast.time(on);
        let home = self.cast.home(clerk.unwrap_or(REGISTRAR))?;
        home.record_all_done(drafts, now)?;
        Ok(())
    }

    fn close(&mut self, period: Period, on: Day) -> Result<(), Failure> {
        // Closing reads the share itself.
        self.cast.gather_news(REGISTRAR, on)?;
        let now = self.cast.time(on);
        self.cast.home(REGISTRAR)?.close_window(period, now)?;
        Ok(())
    }

    /// Reminds whoever did not report for a window.
    fn remind(&mut self, period: Period, on: Day) -> Result<(), Failure> {
        let frozen = self.cast.look(REGISTRAR)?.frozen(period)?;
        let mut of: BTreeMap<DepartmentId, Vec<ItemId>> = BTreeMap::new();
        for task in frozen.tasks {
            let lead = self.stories.iter().find(|story| story.task == task.id);
            if let Some(story) = lead.filter(|_| task.report == Reporting::Missing) {
                of.entry(story.lead).or_default().push(task.id);
            }
        }
        let reminder = &self.script.reminder;
        for (department, tasks) in of {
            let now = self.cast.time(on);
            let words = (reminder.via.as_str(), reminder.text.as_str());
            let home = self.cast.home(REGISTRAR)?;
            home.record_reminder(department, tasks, words, now)?;
        }
        Ok(())
    }
}
