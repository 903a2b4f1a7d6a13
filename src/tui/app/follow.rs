//! What the screens of the follow-up ask of the home, what it tells them, and what they have it do; all plain data.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::message::Notice;
use crate::model::{
    Answer, Day, Decision, DecisionDraft, DepartmentId, Detail, Difference, DoneDraft, Evidence,
    FigureDraft, Indicator, ItemId, Judgement, Meeting, MeetingWords, Nature, OpId, Period,
    Proposed, Reporting, Since, Step, StepDraft, Window, Wish,
};
use crate::report::{Format, Name};

/// Something to find out; answered by [`Told`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Whether a meeting runs here.
    Running,
    /// The meetings, what was decided, and what is proposed for the next agenda.
    Meetings,
    /// Everything about the task that an agenda comes to next.
    Ahead(ItemId),
    /// The requests for closing and for more time.
    Requests,
    /// The reporting windows.
    Windows,
    /// One reporting window.
    Window(Period),
    /// All indicators.
    Indicators,
    /// What a report would say.
    Report(Issue),
    /// What a file of figures says.
    FigureFile(String),
    /// Whether something is not open to the owner of the home.
    Shut(Wish),
}

/// The figures of a file, and in words what of it cannot be taken; or why it cannot be read.
pub type FigureFile = Result<(Vec<FigureDraft>, Vec<String>), Notice>;

/// What the home tells.
#[derive(Debug, Clone)]
pub enum Told {
    /// This meeting runs here, and was at this item of its agenda; and all that is known of meetings.
    Running(ItemId, usize, Arc<Meetings>),
    /// See [`Ask::Meetings`].
    Meetings(Arc<Meetings>),
    /// See [`Ask::Ahead`].
    Ahead(Arc<Detail>),
    /// See [`Ask::Requests`].
    Requests(Arc<Vec<Request>>),
    /// See [`Ask::Windows`].
    Windows(Arc<Vec<WindowLine>>),
    /// See [`Ask::Window`].
    Window(Arc<WindowPage>),
    /// See [`Ask::Indicators`].
    Indicators(Arc<Vec<IndicatorLine>>),
    /// See [`Ask::Report`].
    Report(Issue, Arc<Preview>),
    /// See [`Ask::FigureFile`].
    FigureFile(Arc<FigureFile>),
    /// See [`Ask::Shut`]: why it is not.
    Shut(Wish, Notice),
}

/// The places of the files that go to the share as evidence.
pub type Files = Vec<String>;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Takes a step with a task; the files at these places go to the share as evidence.
    Step(StepDraft, Files),
    /// Records figures, all or none.
    Figures(Vec<FigureDraft>),
    /// Opens a meeting with this agenda.
    OpenMeeting(MeetingWords, Day, Vec<ItemId>),
    /// Writes the words of a meeting anew.
    DescribeMeeting(ItemId, MeetingWords),
    /// Sets the agenda of a meeting.
    SetAgenda(ItemId, Vec<ItemId>),
    /// Records a decision or a problem.
    Decide(DecisionDraft),
    /// Records that a decision is done.
    Settle(DoneDraft),
    /// Keeps at which item of which meeting this computer is.
    Place(Option<(ItemId, usize)>),
    /// Ends a meeting with these words, and writes its minutes.
    EndMeeting(ItemId, MeetingWords),
    /// Writes the minutes of a meeting, which goes on.
    Minutes(ItemId),
    /// Writes a file that is evidence to where it can be opened.
    Evidence(Evidence),
    /// Closes a reporting window.
    CloseWindow(Period),
    /// Writes a report into the folder the program was started in.
    Report(Issue, Format),
}

/// A report that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Which one.
    pub name: Name,
    /// The tasks it is about; `None` for all.
    pub tasks: Option<Vec<ItemId>>,
    /// The closed window it shows; `None` for the present.
    pub window: Option<Period>,
    /// The meeting it is about; `None` for the latest.
    pub meeting: Option<ItemId>,
}

/// What a report would say, and what else there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The windows that were closed, the latest first.
    pub windows: Vec<Period>,
    /// The meetings in words, the latest first.
    pub meetings: Vec<(ItemId, String)>,
    /// The folder it would be written into.
    pub folder: String,
    /// The report; or why there is none.
    pub page: Result<Page, Notice>,
}

/// A report as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its first lines.
    pub lines: Vec<String>,
    /// How many more it has.
    pub left_out: usize,
    /// The name of its file in each of its formats.
    pub names: Vec<(Format, String)>,
}

/// The meetings, and what the next one may be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meetings {
    /// All meetings, the latest first.
    pub all: Vec<Meeting>,
    /// All decisions, the latest first.
    pub decisions: Vec<Decision>,
    /// The proposed agenda.
    pub proposed: Vec<Proposed>,
}

impl Meetings {
    /// The decision of this id.
    #[must_use]
    pub fn decision(&self, id: ItemId) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.id == id)
    }
}

/// A request for closing or for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The task.
    pub task: ItemId,
    /// The op that asked.
    pub op: OpId,
    /// [`Step::AskClosing`] or [`Step::AskExtension`].
    pub step: Step,
    /// Who asked.
    pub author: String,
    /// The department that asked.
    pub department: Option<DepartmentId>,
    /// The day.
    pub on: Day,
    /// The deadline that is asked for.
    pub due: Option<Day>,
    /// Why.
    pub reason: String,
    /// What proves it.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub answer: Answer,
    /// Whether a coordinator has looked it over.
    pub reviewed: bool,
    /// Who answered, when and what.
    pub answered: Option<(String, DateTime<FixedOffset>, String)>,
    /// The steps by which it could be answered and that are not open to the owner of the home, each with the reason.
    pub shut: Vec<(Step, String)>,
}

impl Request {
    /// The steps that answer it, what is done most often in front.
    #[must_use]
    pub fn steps(&self) -> &'static [Step] {
        match self.step {
            Step::AskClosing => &[Step::Approve, Step::Return, Step::Review, Step::TakeBack],
            _ => &[Step::GrantExtension, Step::RefuseExtension],
        }
    }

    /// Why a step is not open to the owner of the home, if it is not.
    #[must_use]
    pub fn why_not(&self, step: Step) -> Option<&str> {
        let mut shut = self.shut.iter();
        shut.find(|(of, _)| *of == step)
            .map(|(_, why)| why.as_str())
    }
}

/// A reporting window in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowLine {
    /// The window.
    pub window: Window,
    /// The day on which it was closed.
    pub closed: Option<Day>,
    /// How many reports are expected, have come, came on time, came late, are missing.
    pub counts: Counts,
}

/// How many reports of a window there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Expected.
    pub expected: usize,
    /// Here, in time or not.
    pub reported: usize,
    /// In time.
    pub on_time: usize,
}

/// A reporting window with its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowPage {
    /// In numbers.
    pub line: WindowLine,
    /// Each task with what became of its report, and since the window was closed.
    pub tasks: Vec<(ItemId, Reporting, Option<Since>)>,
    /// The window before.
    pub before: Option<Period>,
    /// What differs from it; `None` if nothing was frozen then.
    pub difference: Option<Difference>,
}

/// An indicator and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorLine {
    /// Its task.
    pub task: ItemId,
    /// Its number among the indicators of the task.
    pub n: usize,
    /// The indicator.
    pub indicator: Indicator,
    /// How it stands.
    pub judgement: Judgement,
    /// How much it binds, and whether a person settled that.
    pub nature: Option<(Nature, bool)>,
    /// The districts that give a figure each.
    pub regions: Vec<DepartmentId>,
    /// The districts that have given one for the latest period.
    pub given: usize,
    /// What was measured, the earliest period first, as decimals.
    pub trend: Vec<(Period, String)>,
    /// Where the latest figure comes from.
    pub source: String,
    /// Whether figures of it disagree: neither author saw the other's.
    pub conflict: bool,
    /// Why the owner of the home cannot give a figure of it, if they cannot.
    pub shut: Option<String>,
}

/// What the home told last, for the screens to draw from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) meetings: Option<Arc<Meetings>>,
    pub(crate) requests: Option<Arc<Vec<Request>>>,
    pub(crate) windows: Option<Arc<Vec<WindowLine>>>,
    pub(crate) window: Option<Arc<WindowPage>>,
    pub(crate) indicators: Option<Arc<Vec<IndicatorLine>>>,
}

/// A row of numbers as a line of ASCII characters, the higher the larger: `_.-'^`.
pub(crate) fn trend(values: &[f64]) -> String {
    const STEPS: [char; 5] = ['_', '.', '-', '\'', '^'];
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let place = |value: f64| {
        if most > least {
            ((value - least) / (most - least) * 4.0).round()
        } else {
            2.0
        }
    };
    let step = |value: &f64| {
        let place = place(*value);
        let at = (0..STEPS.len()).find(|&at| place <= at as f64);
        at.and_then(|at| STEPS.get(at)).copied().unwrap_or('^')
    };
    values.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_rises_and_falls_with_its_values() {
        assert_eq!(trend(&[1.0, 2.0, 3.0, 4.0, 5.0, 3.0]), "_.-'^-");
        assert_eq!(trend(&[7.0, 7.0]), "--");
        assert_eq!(trend(&[]), "");
        assert_eq!(trend(&[-1.0, 0.0]), "_^");
    }
}
