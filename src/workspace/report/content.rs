//! What stands in the reports on tasks: R2, R4 and R6.

use super::{Picture, has_reported};
use crate::model::{
    Frozen, FrozenTask, ItemId, Light, Note, Reason, Register, Reporting, Rhythm, difference,
    says_none,
};
use crate::report::lights::LightLine;
use crate::report::progress::ProgressLine;
use crate::report::weekly::{Mention, Week};
use crate::report::{self, Lamp, Report, Stamp};
use crate::words::{Follows, Lang, fill};
use crate::workspace::{Failure, Workspace};

/// How many days ahead 下周重点 looks.
const AHEAD: i64 = 7;

impl Workspace {
    /// R2 推进情况台账.
    pub(super) fn progress_report(
        &self,
        picture: &Picture,
        lang: Lang,
        stamp: Stamp,
    ) -> Result<Report, Failure> {
        let words = lang.words();
        let follow = words.follow;
        let listing = words.report.listing;
        let mut lines = Vec::with_capacity(picture.tasks.len());
        for task in &picture.tasks {
            let note = self.note_of(task)?;
            let mut line = ProgressLine {
                code: task.code.to_string(),
                task: task.title.clone(),
                lead: task.lead.join(listing),
                support: task.support.join(listing),
                due: task.due,
                percent: task.percent,
                schedule: task.expected,
                gap: task
                    .percent
                    .zip(task.expected)
                    .map(|(percent, expected)| i16::from(percent) - i16::from(expected)),
                light: Some(lamp(task.lit.light, follow)),
                ruled: task.judged.map(|light| lamp(light, follow)),
                reasons: follow.all_reasons(&task.lit.reasons),
                ..ProgressLine::default()
            };
            if let Some(note) = note {
                let wordless = note.wordless.map(|why| words.term.wordless(why));
                let unchanged = note
                    .unchanged
                    .map(|why| format!("{}: {}", follow.unchanged, follow.unchanged(why)));
                let text = note.text;
                line.progress = match (wordless, unchanged) {
                    (Some(words), _) => words.to_owned(),
                    (None, Some(unchanged)) if text.progress.is_empty() => unchanged,
                    _ => text.progress,
                };
                line.problems = text.problems;
                line.next = match note.next_on {
                    Some(day) if !text.next.is_empty() => format!("{} ({day})", text.next),
                    _ => text.next,
                };
                line.coordinate = text.coordinate;
                line.kept = note.kept.map_or("", |kept| follow.kept(kept)).to_owned();
                line.confidence = note
                    .confidence
                    .map_or("", |confidence| words.term.confidence(confidence))
                    .to_owned();
                line.reporter = if text.reporter.is_empty() {
                    note.author
                } else {
                    text.reporter
                };
                line.approver = text.approver;
                line.updated = Some(note.on);
            }
            lines.push(line);
        }
        Ok(report::progress::report(lang, stamp, &lines))
    }

    /// R6 红黄灯清单.
    pub(super) fn light_report(
        &self,
        picture: &Picture,
        lang: Lang,
        stamp: Stamp,
    ) -> Result<Report, Failure> {
        let follow = lang.words().follow;
        let listing = lang.words().report.listing;
        let before = self.frozen_before(picture, usize::MAX)?;
        let mut amiss: Vec<&FrozenTask> = picture
            .tasks
            .iter()
            .filter(|task| matches!(shown(task), Light::Red | Light::Yellow))
            .collect();
        amiss.sort_by_key(|task| std::cmp::Reverse(shown(task)));
        let lines = amiss.into_iter().map(|task| {
            let judged = self.as_judged(task, picture, lang)?;
            let by_rules = task.lit.reasons.iter().map(|reason| follow.reason(reason));
            let reasons: Vec<String> = judged.into_iter().chain(by_rules).collect();
            let light = shown(task);
            let was = |frozen: &&Frozen| {
                let of = frozen.tasks.iter().find(|of| of.id == task.id);
                of.is_some_and(|of| shown(of) == light)
            };
            let windows = 1 + before.iter().take_while(was).count();
            let days: Vec<String> = task.reminded.iter().map(ToString::to_string).collect();
            Ok(LightLine {
                light: Some(lamp(light, follow)),
                code: task.code.to_string(),
                task: task.title.clone(),
                lead: task.lead.join(listing),
                reasons: reasons.join("; "),
                windows: u32::try_from(windows).ok(),
                notice: days.join(listing),
                limit: task.due,
                demand: String::new(),
            })
        });
        let lines: Vec<LightLine> = lines.collect::<Result<_, Failure>>()?;
        Ok(report::lights::report(lang, stamp, &lines))
    }

    /// What a person judged of a task's light, in words: beside the light by the rules, and for the present until when,
    /// who and why. A closing froze the light alone.
    fn as_judged(
        &self,
        task: &FrozenTask,
        picture: &Picture,
        lang: Lang,
    ) -> Result<Option<String>, Failure> {
        let words = lang.words();
        let Some(light) = task.judged.filter(|judged| shown(task) == *judged) else {
            return Ok(None);
        };
        let lights = [light, task.lit.light].map(|light| words.follow.light(light));
        let beside = fill(words.report.judged_beside, &lights);
        if picture.entry.is_some() {
            return Ok(Some(beside));
        }
        let detail = self.detail(task.id)?;
        let judged = detail.row.follow.judged;
        let said = detail
            .corrections
            .iter()
            .find(|c| c.item == task.id && c.register == Register::Light.as_str());
        Ok(Some(match (judged, said) {
            (Some(judged), Some(said)) => fill(
                words.report.judged_why,
                &[
                    &beside,
                    &judged.until.to_string(),
                    &said.author,
                    &said.reason,
                ],
            ),
            _ => beside,
        }))
    }

    /// What is asked for of others in a task whose light says that somebody asks (需协调): the lead's words, else the
    /// latest that anybody said; of a closed window the lead's alone, for no others are frozen.
    fn asked_for(&self, task: &FrozenTask, picture: &Picture) -> Result<Option<String>, Failure> {
        if !task.lit.reasons.contains(&Reason::NeedsCoordination) {
            return Ok(None);
        }
        let asks = |note: &Note| {
            let text = note.text.coordinate.trim();
            !text.is_empty() && !says_none(text)
        };
        let mut note = self.note_of(task)?.filter(asks);
        if note.is_none() && picture.entry.is_none() {
            let notes = self.store.notes(task.id, self.zone)?.into_iter();
            note = notes.filter(Note::is_current).find(asks);
        }
        Ok(Some(
            note.map_or_else(String::new, |note| note.text.coordinate),
        ))
    }

    /// R4 周报.
    pub(super) fn weekly_report(
        &self,
        picture: &Picture,
        lang: Lang,
        stamp: Stamp,
    ) -> Result<Report, Failure> {
        let words = lang.words();
        let listing = words.report.listing;
        let before = self.frozen_before(picture, 1)?;
        let old = before.first().map_or(&[][..], |frozen| &frozen.tasks);
        let changed = difference(old, &picture.tasks);
        let mention = |task: &FrozenTask, said: String| Mention {
            code: task.code.to_string(),
            task: task.title.clone(),
            lead: task.lead.join(listing),
            said,
        };
        let named = |ids: &[ItemId]| -> Vec<Mention> {
            let of = picture.tasks.iter().filter(|task| ids.contains(&task.id));
            of.map(|task| mention(task, words.follow.all_reasons(&task.lit.reasons)))
                .collect()
        };
        let count = |wanted: &dyn Fn(&FrozenTask) -> bool| {
            let found = picture.tasks.iter().filter(|task| wanted(task));
            found.count()
        };
        let missing = |task: &FrozenTask| task.report == Reporting::Missing;
        let mut week = Week {
            other_window: picture
                .window
                .is_some_and(|window| window.rhythm() != Rhythm::Week),
            tasks: picture.tasks.len(),
            due: count(&|task| missing(task) || has_reported(task)),
            reported: count(&has_reported),
            in_time: count(&|task| has_reported(task) && task.report != Reporting::Late),
            lights: Light::LISTED
                .iter()
                .map(|light| {
                    (
                        lamp(*light, words.follow),
                        count(&|task| shown(task) == *light),
                    )
                })
                .collect(),
            // Without an earlier window everything would be new.
            new_red: if old.is_empty() {
                Vec::new()
            } else {
                named(&changed.new_red)
            },
            turned_green: named(&changed.turned_green),
            newly_closed: named(&changed.newly_closed),
            newly_overdue: if old.is_empty() {
                Vec::new()
            } else {
                named(&changed.newly_overdue)
            },
            ..Week::default()
        };
        for task in &picture.tasks {
            let soon = task.lit.reasons.iter().any(|reason| {
                matches!(reason, Reason::Soon(days, _) | Reason::MilestoneSoon(_, days) if *days <= AHEAD)
            });
            if soon {
                week.due_soon
                    .push(mention(task, words.follow.all_reasons(&task.lit.reasons)));
            }
            if missing(task) {
                for lead in &task.lead {
                    if !week.missing.contains(lead) {
                        week.missing.push(lead.clone());
                    }
                }
            }
            if let Some(asked) = self.asked_for(task, picture)? {
                week.coordinate.push(mention(task, asked));
            }
            // What was said before this window is no news of it; a promise is due whenever it was made.
            let Some(note) = self.note_of(task)? else {
                continue;
            };
            if task.note.is_some() {
                let said = |text: &str| !text.trim().is_empty() && !says_none(text);
                if said(&note.text.problems) {
                    week.problems
                        .push(mention(task, note.text.problems.clone()));
                }
            }
            let due = note.next_on.map(|on| (on - picture.day).num_days());
            if due.is_some_and(|days| (0..=AHEAD).contains(&days)) && !note.text.next.is_empty() {
                week.promised.push(mention(task, note.text.next.clone()));
            }
        }
        Ok(report::weekly::report(lang, stamp, &week))
    }

    /// What was frozen in the windows before, the latest first, at most `most` of them.
    fn frozen_before(&self, picture: &Picture, most: usize) -> Result<Vec<Frozen>, Failure> {
        let rhythm = picture.window.map(crate::model::Period::rhythm);
        let mut all = Vec::new();
        for closed in self.store.closings()? {
            let earlier = picture.entry.is_none_or(|entry| closed.entry < entry);
            let same = rhythm.is_none_or(|rhythm| closed.closing.period.rhythm() == rhythm);
            if earlier && same && all.len() < most {
                all.extend(self.store.frozen(closed.closing.sha256)?);
            }
        }
        Ok(all)
    }
}

/// The light that counts: the coordinator's, else the one by the rules.
fn shown(task: &FrozenTask) -> Light {
    match task.lit.light {
        ended @ (Light::Closed | Light::Stopped) => ended,
        by_rules => task.judged.unwrap_or(by_rules),
    }
}

fn lamp(light: Light, words: &Follows) -> Lamp {
    Lamp {
        light,
        word: words.light(light).to_owned(),
    }
}
