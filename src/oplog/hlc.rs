//! The hybrid logical clock: 48 bits of milliseconds since 1970 and a 16-bit counter (`sync.md`, "HLC").

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use super::law::{Breach, Law};
use crate::model::written_as_text;

/// How far ahead of the own clock a stamp of another's may be and still be taken over, in minutes.
const AHEAD_MINUTES: i64 = 10;

/// A time stamp of an op. Within one log it grows strictly, whatever the computer's clock does.
///
/// It decides the order of display and the default among concurrent values, never authority.
///
/// A log that is ahead of a clock which was put right goes on, and whose it is stands in the state of the share.
/// `sync.md` would begin another log there. But the stamps of that one would stand before all that was said with the
/// wrong clock, so that an older note would count as the latest one until the wrong day has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc(u64);

impl Hlc {
    /// The stamp of an op recorded at `now` in a log whose last op bears `self`.
    #[must_use]
    pub fn next(self, now: DateTime<Utc>) -> Self {
        let wall = u64::try_from(now.timestamp_millis()).unwrap_or(0) << 16;
        Self(wall.max(self.0 + 1))
    }

    /// The clock of a home that knows `self` and hears of `remote` at `now`: it follows, but never further than ten
    /// minutes ahead of its own wall clock.
    #[must_use]
    pub fn hear(self, remote: Self, now: DateTime<Utc>, law: Law) -> Self {
        if law.breaks(Breach::UnboundedClock) {
            return self.max(remote);
        }
        self.max(remote.min(Self::latest(now)))
    }

    /// Whether a stamp is further ahead of `now` than a clock may be.
    #[must_use]
    pub fn is_ahead(self, now: DateTime<Utc>) -> bool {
        self > Self::latest(now)
    }

    /// The latest stamp that is believed at `now`.
    fn latest(now: DateTime<Utc>) -> Self {
        Self::default().next(now + TimeDelta::minutes(AHEAD_MINUTES))
    }

    /// The wall-clock part.
    #[must_use]
    pub fn time(self) -> DateTime<Utc> {
        i64::try_from(self.0 >> 16)
            .ok()
            .and_then(DateTime::from_timestamp_millis)
            .unwrap_or_default()
    }

    /// The 64 bits as the store keeps them; a stamp read from a line fits an `i64` (see [`FromStr`]).
    #[must_use]
    pub fn bits(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The stamp of these bits.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(u64::try_from(bits).unwrap_or(0))
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Hlc {
    type Err = &'static str;
    /// Reads 16 lower-case hex digits; a stamp beyond the year 6429 (the sign bit) is refused.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits =
            text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let bits = if digits {
            u64::from_str_radix(text, 16).ok()
        } else {
            None
        };
        bits.filter(|bits| i64::try_from(*bits).is_ok())
            .map(Self)
            .ok_or("hlc: expected 16 lower-case hex digits")
    }
}

written_as_text!(Hlc);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_when_the_clock_goes_back() {
        let at = |s: &str| s.parse::<DateTime<Utc>>().unwrap_or_default();
        let first = Hlc::default().next(at("2024-05-17T08:00:00Z"));
        let second = first.next(at("2014-05-17T08:00:00Z"));
        assert!(second > first);
        assert_eq!(second.time(), at("2024-05-17T08:00:00Z"));
        assert_eq!(second.to_string().parse(), Ok(second));
        assert!(
            "ffffffffffffffff".parse::<Hlc>().is_err()
                && "0F00000000000000".parse::<Hlc>().is_err()
        );
    }
}
