//! The course of a task: the status its steps lead to, the state machine of `domain.md` 5.2.
//!
//! The status is not set, it follows: a task's steps are gone through in one order, and each takes effect if the status
//! it meets lets it. So every home that holds the same steps sees the same status, whoever took them at the same time.

use serde::Serialize;

use super::{Day, OpId, Status, Step, is_reported};

/// A step that was taken, as far as the status hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The op.
    pub op: OpId,
    /// The step.
    pub step: Step,
    /// The person who took it.
    pub person: std::sync::Arc<str>,
    /// Whether that person had the whole plan alone: then nobody else could have approved.
    pub alone: bool,
    /// The day it is true of.
    pub on: Day,
    /// The deadline it asks for or grants.
    pub due: Option<Day>,
    /// The request it answers.
    pub answers: Option<OpId>,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nobody has answered it.
    Open,
    /// It was granted.
    Granted,
    /// It was refused, or sent back.
    Refused,
    /// Whoever asked took it back, or the task went another way.
    Void,
}

/// A request for closing or for more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The op that asked.
    pub op: OpId,
    /// [`Step::AskClosing`] or [`Step::AskExtension`].
    pub step: Step,
    /// The person who asked.
    pub person: std::sync::Arc<str>,
    /// The day.
    pub on: Day,
    /// The deadline that is asked for.
    pub due: Option<Day>,
    /// Where it stands.
    pub answer: Answer,
    /// Whether a coordinator has looked it over.
    pub reviewed: bool,
}

/// What the steps of a task come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// Where the task stands.
    pub status: Status,
    /// Since which day; `None` if no step was ever taken.
    pub since: Option<Day>,
    /// The day on which it became one to be reported on again; `None` if it never was not.
    pub expected_since: Option<Day>,
    /// The deadline that was granted last.
    pub granted: Option<(OpId, Day)>,
    /// The day by which work that was sent back is to be mended.
    pub mend_by: Option<Day>,
    /// The requests, in the order they were made.
    pub requests: Vec<Asked>,
    /// The steps that met a status which did not let them.
    pub idle: Vec<OpId>,
}

impl Course {
    /// Goes through steps in the order given.
    pub fn of<'a>(steps: impl IntoIterator<Item = &'a Taken>) -> Self {
        let mut course = Self::default();
        for taken in steps {
            if course.take(taken).is_none() {
                course.idle.push(taken.op);
            }
        }
        course
    }

    /// The request that waits for an answer.
    #[must_use]
    pub fn open(&self, step: Step) -> Option<&Asked> {
        let mut requests = self.requests.iter();
        requests.rfind(|asked| asked.step == step && asked.answer == Answer::Open)
    }

    /// Whether a step by `person` would take effect now.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn lets(&self, step: Step, person: &str, alone: bool) -> Result<(), NotNow> {
        if !step.from().contains(&self.status) {
            return Err(NotNow::Status(self.status));
        }
        self.answers(step, person, alone)
    }

    /// Whether a step fits the requests that wait.
    fn answers(&self, step: Step, person: &str, alone: bool) -> Result<(), NotNow> {
        if let Some(request) = step.answers() {
            let open = self.open(request).ok_or(NotNow::NothingAsked(request))?;
            if step.is_by_another() && !alone && &*open.person == person {
                return Err(NotNow::OwnRequest);
            }
        }
        if matches!(step, Step::AskClosing | Step::AskExtension) && self.open(step).is_some() {
            return Err(NotNow::AskedAlready(step));
        }
        Ok(())
    }

    fn take(&mut self, taken: &Taken) -> Option<()> {
        let step = taken.step;
        // A request for more time changes no status. Whoever asked did not know what the task went through meanwhile:
        // it waits as if it had been made before.
        if step == Step::AskExtension && !self.status.is_final() {
            self.answers(step, &taken.person, taken.alone).ok()?;
        } else {
            self.lets(step, &taken.person, taken.alone).ok()?;
        }
        if let Some(request) = step.answers() {
            let open = self.open(request)?.op;
            // An answer to another request than the one that waits answers nothing.
            if taken.answers.is_some_and(|answered| answered != open) {
                return None;
            }
            let asked = self.requests.iter_mut().find(|asked| asked.op == open)?;
            match step {
                Step::Approve => asked.answer = Answer::Granted,
                Step::GrantExtension => {
                    asked.answer = Answer::Granted;
                    self.granted = taken.due.or(asked.due).map(|due| (taken.op, due));
                }
                Step::Return | Step::RefuseExtension => asked.answer = Answer::Refused,
                Step::TakeBack => asked.answer = Answer::Void,
                _ => asked.reviewed = true,
            }
        }
        if matches!(step, Step::AskClosing | Step::AskExtension) {
            self.requests.push(Asked {
                op: taken.op,
                step,
                person: taken.person.clone(),
                on: taken.on,
                due: taken.due,
                answer: Answer::Open,
                reviewed: false,
            });
        }
        self.mend_by = (step == Step::Return)
            .then_some(taken.due)
            .flatten()
            .or(self.mend_by);
        let to = match step {
            Step::Assign => Status::Assigned,
            Step::Sign | Step::Resume | Step::TakeBack => Status::Active,
            Step::Dispute => Status::Returned,
            Step::AskClosing => Status::Closing,
            Step::Approve => Status::Closed,
            Step::Return => Status::Rework,
            Step::Suspend => Status::Suspended,
            Step::Standing => Status::Ongoing,
            Step::Merge => Status::Merged,
            Step::Withdraw => Status::Withdrawn,
            Step::Reopen => Status::Reopened,
            Step::Carry => Status::Carried,
            Step::Review | Step::AskExtension | Step::GrantExtension | Step::RefuseExtension => {
                return Some(());
            }
        };
        if to != Status::Closing {
            // Whatever else was asked for has no object any more once the task has ended.
            let ended = to.is_final();
            for asked in self.requests.iter_mut().filter(|_| ended) {
                if asked.answer == Answer::Open {
                    asked.answer = Answer::Void;
                }
            }
        }
        if !is_reported(self.status) && is_reported(to) {
            self.expected_since = Some(taken.on);
        }
        (self.status, self.since) = (to, Some(taken.on));
        Some(())
    }
}

/// Why a step cannot be taken now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    /// The status does not let it.
    Status(Status),
    /// It answers a request, and none waits.
    NothingAsked(Step),
    /// Whoever asked for it cannot grant it.
    OwnRequest,
    /// The same was asked for already and waits.
    AskedAlready(Step),
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn taken(n: u8, step: Step, person: &str) -> Taken {
        Taken {
            op: OpId::of(&[n]),
            step,
            person: person.into(),
            alone: false,
            on: "2024-05-17".parse().unwrap(),
            due: None,
            answers: None,
        }
    }

    fn course(steps: &[(Step, &str)]) -> Course {
        let steps: Vec<Taken> = (0..)
            .zip(steps)
            .map(|(n, (step, who))| taken(n, *step, who))
            .collect();
        Course::of(&steps)
    }

    #[test]
    fn a_task_is_closed_by_somebody_else_than_who_asked() {
        let own = course(&[(Step::AskClosing, "li"), (Step::Approve, "li")]);
        assert_eq!(own.status, Status::Closing);
        assert_eq!(own.idle.len(), 1);
        let other = course(&[
            (Step::AskClosing, "li"),
            (Step::Review, "wang"),
            (Step::Approve, "zhao"),
        ]);
        assert_eq!(other.status, Status::Closed);
        assert_eq!(
            other.requests.first().map(|r| (r.answer, r.reviewed)),
            Some((Answer::Granted, true))
        );
        let mut steps = [
            taken(0, Step::AskClosing, "li"),
            taken(1, Step::Approve, "li"),
        ];
        for step in &mut steps {
            step.alone = true;
        }
        assert_eq!(
            Course::of(&steps).status,
            Status::Closed,
            "nobody else is there"
        );
    }

    #[test]
    fn what_was_sent_back_is_asked_for_again() {
        let sent = course(&[(Step::AskClosing, "li"), (Step::Return, "wang")]);
        assert_eq!(sent.status, Status::Rework);
        let again = course(&[
            (Step::AskClosing, "li"),
            (Step::Return, "wang"),
            (Step::AskClosing, "li"),
            (Step::Approve, "wang"),
            (Step::Reopen, "wang"),
            (Step::Resume, "wang"),
        ]);
        assert_eq!((again.status, again.idle.len()), (Status::Active, 0));
    }

    #[test]
    fn an_answer_counts_only_for_the_request_that_its_author_saw() {
        let mut steps = vec![
            taken(0, Step::AskClosing, "li"),
            taken(1, Step::TakeBack, "li"),
            taken(2, Step::AskClosing, "li"),
            taken(3, Step::Approve, "wang"),
        ];
        steps[3].answers = Some(OpId::of(&[0]));
        let course = Course::of(&steps);
        assert_eq!((course.status, course.idle.len()), (Status::Closing, 1));
    }

    #[test]
    fn a_request_for_more_time_waits_whether_it_came_before_or_after_what_changed_the_status() {
        for (other, who) in [
            (Step::Suspend, "wang"),
            (Step::AskClosing, "zhao"),
            (Step::Standing, "wang"),
        ] {
            let asked = (Step::AskExtension, "li");
            for order in [[asked, (other, who)], [(other, who), asked]] {
                let course = course(&order);
                assert!(course.open(Step::AskExtension).is_some(), "{order:?}");
                assert!(course.idle.is_empty(), "{order:?}");
                assert_eq!(
                    course.lets(Step::GrantExtension, "wang", false),
                    Ok(()),
                    "{order:?}"
                );
            }
        }
        let ended = course(&[(Step::Merge, "wang"), (Step::AskExtension, "li")]);
        assert!(ended.open(Step::AskExtension).is_none());
        assert_eq!(ended.idle.len(), 1);
        let suspended = course(&[(Step::Suspend, "wang")]);
        assert_eq!(
            suspended.lets(Step::AskExtension, "li", false),
            Err(NotNow::Status(Status::Suspended)),
            "whoever knows does not ask"
        );
    }

    #[test]
    fn an_extension_is_granted_as_asked_or_shorter() {
        let mut steps = vec![
            taken(0, Step::AskExtension, "li"),
            taken(1, Step::GrantExtension, "wang"),
        ];
        let (june, may) = ("2024-06-30".parse().unwrap(), "2024-05-31".parse().unwrap());
        steps[0].due = Some(june);
        assert_eq!(Course::of(&steps).granted.map(|(_, due)| due), Some(june));
        steps[1].due = Some(may);
        assert_eq!(Course::of(&steps).granted.map(|(_, due)| due), Some(may));
        steps[1].person = "li".into();
        assert_eq!(Course::of(&steps).granted, None, "not by whoever asked");
    }

    #[test]
    fn what_ends_a_task_leaves_no_request_open() {
        let ended = course(&[
            (Step::AskExtension, "li"),
            (Step::Merge, "wang"),
            (Step::Sign, "li"),
        ]);
        assert_eq!((ended.status, ended.idle.len()), (Status::Merged, 1));
        assert_eq!(ended.requests.first().map(|r| r.answer), Some(Answer::Void));
    }

    #[test]
    fn whatever_can_be_taken_is_let_and_the_reason_is_named() {
        let fresh = Course::default();
        assert_eq!(
            fresh.lets(Step::Approve, "wang", false),
            Err(NotNow::Status(Status::Active))
        );
        assert_eq!(
            fresh.lets(Step::GrantExtension, "wang", false),
            Err(NotNow::NothingAsked(Step::AskExtension))
        );
        let asked = course(&[(Step::AskClosing, "li")]);
        assert_eq!(
            asked.lets(Step::Approve, "li", false),
            Err(NotNow::OwnRequest)
        );
        assert_eq!(
            asked.lets(Step::AskClosing, "li", false),
            Err(NotNow::Status(Status::Closing))
        );
        assert_eq!(asked.lets(Step::Approve, "wang", false), Ok(()));
    }
}
