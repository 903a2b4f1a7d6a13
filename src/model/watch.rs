//! Observation (观察): how long a task that was red is watched after it has become better (`domain.md` 5.3, E, RECOVER).

use std::collections::HashMap;

use super::{ItemId, Rhythm};

/// The closings of reporting windows, as far as the observation of tasks hangs on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    /// Of each closing the rhythm of its window, in the order in which they were closed.
    closings: Vec<Rhythm>,
    /// The place, among them, of the last closing at which a task was red.
    red: HashMap<ItemId, usize>,
}

impl Watch {
    /// Takes in the next closing.
    pub fn close(&mut self, rhythm: Rhythm, reds: impl IntoIterator<Item = ItemId>) {
        let at = self.closings.len();
        self.closings.push(rhythm);
        self.red.extend(reds.into_iter().map(|task| (task, at)));
    }

    /// Whether a task that is reported on in this rhythm was red and has not been better for so many windows since.
    ///
    /// Its own windows count, and longer ones, each of which holds one of its own: a week that is closed does not end the
    /// observation of what is reported on by the month.
    #[must_use]
    pub fn is_on(&self, task: ItemId, rhythm: Rhythm, windows: u16) -> bool {
        let Some(red) = self.red.get(&task) else {
            return false;
        };
        let since = self.closings.iter().skip(red + 1);
        let better = since.filter(|closed| closed.days() >= rhythm.days());
        better.take(windows.into()).count() < windows.into()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn task() -> ItemId {
        ItemId::mint(&["task"])
    }

    /// Closings in their order: `W` a week, `M` a month, `Q` a quarter; with `!` the task was red at it.
    fn watch(closings: &str) -> Watch {
        let mut watch = Watch::default();
        for closing in closings.split_whitespace() {
            let rhythm = match closing.trim_end_matches('!') {
                "W" => Rhythm::Week,
                "M" => Rhythm::Month,
                _ => Rhythm::Quarter,
            };
            let red = closing.ends_with('!').then(task);
            watch.close(rhythm, red);
        }
        watch
    }

    #[test]
    fn observation_ends_with_windows_of_the_own_rhythm() {
        use Rhythm::{Month, Quarter, Week};
        let vectors = [
            // Nothing was closed, or it was never red.
            ("", Week, 1, false),
            ("W M", Week, 1, false),
            // What every task is reported on by.
            ("W!", Week, 1, true),
            ("W! W", Week, 1, false),
            ("W! W", Week, 2, true),
            ("W! W W", Week, 2, false),
            // Weeks go by; the month has not.
            ("M! W", Month, 1, true),
            ("M! W W W", Month, 1, true),
            ("M! W W W M", Month, 1, false),
            ("M! W M W", Month, 2, true),
            // It was seen red when a week was closed: watched from there to the end of its month.
            ("W! W", Month, 1, true),
            ("W! W M", Month, 1, false),
            // Red again: watched anew.
            ("M! M W!", Month, 1, true),
            ("M! M M! W", Month, 1, true),
            // A longer window holds one of its own.
            ("W! M", Week, 1, false),
            ("M! M M", Quarter, 1, true),
            ("M! M Q", Quarter, 1, false),
            // No observation is asked for.
            ("W!", Week, 0, false),
        ];
        for (closings, rhythm, windows, on) in vectors {
            let is_on = watch(closings).is_on(task(), rhythm, windows);
            assert_eq!(is_on, on, "{closings}, {rhythm:?}, {windows}");
        }
    }

    #[test]
    fn others_are_not_watched_because_one_is() {
        let other = ItemId::mint(&["other"]);
        assert!(!watch("W!").is_on(other, Rhythm::Week, 1));
    }
}
