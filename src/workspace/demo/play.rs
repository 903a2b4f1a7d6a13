//! The play: everything that happens, day by day, through the verbs of the workspace.

mod plan;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plan::plan;

use super::cast::{COORDINATOR, Cast, REGISTRAR, Who, working_day};
use super::figures::{self, Entering, Gauge};
use super::meetings::{self, Settled};
use super::notes::{Report, Written};
use super::script::Script;
use super::steps;
use super::story::{Planned, Span, Story};
use super::{after, at, before};
use crate::model::{
    Day, DepartmentId, DoneDraft, Edit, ItemId, Period, Register, Reporting, Value,
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
