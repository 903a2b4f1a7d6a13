//! Chance: the operating system's, or, while made-up data are built, one that repeats itself.

use std::cell::RefCell;
use std::marker::PhantomData;

use ssh_key::rand_core::{CryptoRng, OsRng, RngCore};

use crate::model::Sha;

thread_local! {
    static REPEATED: RefCell<Option<Sequence>> = const { RefCell::new(None) };
}

/// Bytes that look random and follow from a seed: the SHA-256 of the seed and a running number.
#[derive(Debug, Clone)]
pub struct Sequence {
    seed: Sha,
    n: u64,
}

impl Sequence {
    /// The bytes that follow from these words.
    #[must_use]
    pub fn of(words: &str) -> Self {
        Self {
            seed: Sha::of(words.as_bytes()),
            n: 0,
        }
    }

    /// Fills `bytes` with what comes next.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = Sha::of_both(self.seed.bytes(), &self.n.to_be_bytes());
            self.n += 1;
            chunk
                .iter_mut()
                .zip(block.bytes())
                .for_each(|(to, from)| *to = *from);
        }
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let mut bytes = [0_u8; 8];
        self.fill(&mut bytes);
        u64::from_be_bytes(bytes) % end.max(1)
    }
}

/// While it lives, what is drawn by chance on this thread repeats itself from one run to the next. Only made-up data may
/// be built under it: whoever knows the seed knows the keys.
#[derive(Debug)]
pub struct Repeated(PhantomData<*const ()>);

impl Repeated {
    /// Has chance on this thread follow from these words.
    #[must_use]
    pub fn from_seed(words: &str) -> Self {
        REPEATED.with_borrow_mut(|repeated| *repeated = Some(Sequence::of(words)));
        Self(PhantomData)
    }
}

impl Drop for Repeated {
    fn drop(&mut self) {
        REPEATED.with_borrow_mut(|repeated| *repeated = None);
    }
}

/// Fills `bytes` by chance.
pub fn fill_random(bytes: &mut [u8]) {
    Chance.fill_bytes(bytes);
}

/// Where keys, salts and nonces are drawn from.
pub(super) struct Chance;

impl RngCore for Chance {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0_u8; 4];
        self.fill_bytes(&mut bytes);
        u32::from_be_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0_u8; 8];
        self.fill_bytes(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        REPEATED.with_borrow_mut(|repeated| match repeated {
            Some(sequence) => sequence.fill(bytes),
            None => OsRng.fill_bytes(bytes),
        });
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), ssh_key::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Chance {}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> [u8; 40] {
        let mut bytes = [0; 40];
        fill_random(&mut bytes);
        bytes
    }

    #[test]
    fn chance_repeats_itself_only_as_long_as_it_is_told_to() {
        let first = {
            let _repeated = Repeated::from_seed("seed");
            let first = drawn();
            assert_ne!(first, drawn());
            first
        };
        {
            let _repeated = Repeated::from_seed("seed");
            assert_eq!(drawn(), first);
            let elsewhere = std::thread::spawn(drawn).join();
            assert_ne!(
                elsewhere.ok(),
                Some(drawn()),
                "other threads are left alone"
            );
        }
        assert_ne!(drawn(), first);
    }
}
