//! A line of the terminal that is not shown while it is typed.

use std::io::{self, IsTerminal as _, Read as _};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

pub(super) fn read_line(ask: impl FnOnce()) -> io::Result<Option<String>> {
    let input = io::stdin();
    if !input.is_terminal() {
        return Ok(None);
    }
    let _hidden = Hidden::new()?;
    ask();
    let mut line = Vec::new();
    // Byte by byte: whatever stands behind the line feed is left for others.
    let mut bytes = input.lock().bytes();
    loop {
        match bytes.next().transpose()? {
            Some(b'\r' | b'\n') => break,
            // Ctrl-C is a key here, so that nobody leaves the terminal without its echo.
            None | Some(0x03) => return Ok(None),
            Some(0x04) if line.is_empty() => return Ok(None),
            Some(0x04) => break,
            Some(0x15) => line.clear(),
            Some(0x08 | 0x7f) => {
                // Back over a whole character.
                while line.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
            }
            Some(byte) => line.push(byte),
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// A terminal that shows nothing of what is typed, until it is dropped.
struct Hidden(Termios);

impl Hidden {
    fn new() -> io::Result<Self> {
        let input = io::stdin();
        let before = tcgetattr(&input)?;
        let mut hidden = before.clone();
        let shown = LocalModes::ECHO | LocalModes::ECHONL;
        hidden.local_modes &= !(shown | LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(&input, OptionalActions::Flush, &hidden)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
