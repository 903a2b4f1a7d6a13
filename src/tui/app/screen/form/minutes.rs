//! The words of a meeting in its forms: what it is called, when and where it was, who was there.

use super::submit::{Filled, Wrong};
use super::{Input, Share, inputs};
use crate::model::{ItemId, MeetingWords};
use crate::tui::app::desk::Desk;

/// The words of a meeting as they stand.
pub(super) fn known(desk: &Desk, id: ItemId) -> MeetingWords {
    let meetings = desk.known.meetings.as_ref();
    let found = meetings.and_then(|known| known.all.iter().find(|meeting| meeting.id == id));
    found.map(|found| found.words.clone()).unwrap_or_default()
}

/// The same when it ends: what nobody said yet is as it was at the last meeting of this name, and the time is from its
/// beginning until now.
pub(super) fn at_the_end(desk: &Desk, id: ItemId) -> MeetingWords {
    let mut words = known(desk, id);
    let all = desk.known.meetings.as_ref().map(|known| &known.all[..]);
    // The latest comes first.
    let mut since = all.unwrap_or_default().iter().skip_while(|m| m.id != id);
    let Some(meeting) = since.next() else {
        return words;
    };
    if let Some(last) = since.find(|earlier| earlier.words.name == words.name) {
        for (word, last) in [
            (&mut words.place, &last.words.place),
            (&mut words.chair, &last.words.chair),
            (&mut words.present, &last.words.present),
            (&mut words.recorder, &last.words.recorder),
        ] {
            if word.is_empty() {
                word.clone_from(last);
            }
        }
    }
    if words.time.is_empty() && meeting.recorded.date_naive() == meeting.on {
        let clock = |time: chrono::DateTime<chrono::FixedOffset>| time.format("%H:%M").to_string();
        let (begun, now) = (clock(meeting.recorded), clock(desk.now));
        let goes_on = desk.now.date_naive() == meeting.on && now > begun;
        words.time = if goes_on {
            format!("{begun}-{now}")
        } else {
            begun
        };
    }
    words
}

pub(super) fn inputs(desk: &Desk, known: MeetingWords) -> Vec<Input> {
    let words = desk.words.meeting;
    let short =
        |name, label, share, text: &str| Input::new(name, label, share, inputs::short(text));
    vec![
        short("name", words.meeting_name, Share::Half, &known.name),
        short("time", words.meeting_time, Share::Half, &known.time),
        short("place", words.meeting_place, Share::Whole, &known.place),
        short("chair", words.meeting_chair, Share::Half, &known.chair),
        short(
            "recorder",
            words.meeting_recorder,
            Share::Half,
            &known.recorder,
        ),
        Input::new(
            "present",
            words.meeting_present,
            Share::Whole,
            inputs::long(&known.present),
        ),
    ]
}

/// The words that were typed; only the name has to be.
pub(super) fn words(filled: &Filled<'_>) -> Result<MeetingWords, Wrong> {
    let text = |name| filled.text(name).to_owned();
    Ok(MeetingWords {
        name: filled.required("name")?,
        time: text("time"),
        place: text("place"),
        chair: text("chair"),
        present: text("present"),
        recorder: text("recorder"),
    })
}
