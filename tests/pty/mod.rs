//! A terminal of our own with a program in it: type, resize, hang up, and read the screen and the bytes.
//!
//! Nothing here sleeps in place of a condition: [`Term::until`] wakes whenever bytes arrive and looks again.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long a condition may take on a busy machine; a passing test never waits for it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a terminal.
pub struct Term {
    tape: Arc<Tape>,
    line: Option<Line>,
    child: Box<dyn Child + Send + Sync>,
    size: (u16, u16),
}

/// Our end of the line; dropping it hangs up.
struct Line {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
}

/// What the program wrote.
struct Tape {
    heard: Mutex<Heard>,
    news: Condvar,
}

struct Heard {
    bytes: Vec<u8>,
    screen: vt100::Parser,
    last: Instant,
    /// The line is being dropped: nobody listens any more.
    deaf: bool,
    ended: bool,
}

fn non_zero(n: u16) -> NonZeroU16 {
    n.try_into().unwrap()
}

fn size_of(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

/// An empty terminal of this size.
pub fn blank(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(non_zero(rows), non_zero(cols), 0)
}

impl Tape {
    /// A test that failed while it held the tape has said so already.
    fn hear(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Term {
    /// Starts a command as its program, arguments and environment say, on a terminal that is its own.
    pub fn start(command: &Command, cols: u16, rows: u16) -> Self {
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                builder.env(name, value);
            }
        }
        Self::spawn(builder, cols, rows)
    }

    /// Starts what is built, on a terminal of this size.
    pub fn spawn(builder: CommandBuilder, cols: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size_of(cols, rows)).unwrap();
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let tape = Arc::new(Tape {
            heard: Mutex::new(Heard {
                bytes: Vec::new(),
                screen: blank(cols, rows),
                last: Instant::now(),
                deaf: false,
                ended: false,
            }),
            news: Condvar::new(),
        });
        let mut reader = pair.master.try_clone_reader().unwrap();
        let listener = Arc::clone(&tape);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                // The line's other end closes with an error on Linux and with nothing elsewhere.
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut heard = listener.hear();
                if read == 0 || heard.deaf {
                    heard.ended = true;
                } else {
                    heard.bytes.extend_from_slice(&buffer[..read]);
                    heard.screen.process(&buffer[..read]);
                    heard.last = Instant::now();
                }
                if heard.ended {
                    // The end of the line goes before the news of it.
                    reader = Box::new(std::io::empty());
                    drop(reader);
                    listener.news.notify_all();
                    return;
                }
                listener.news.notify_all();
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self {
            tape,
            line: Some(Line {
                master: pair.master,
                writer,
            }),
            child,
            size: (cols, rows),
        }
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.tape.hear()
    }

    /// Sends bytes as they are, all at once.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let line = self.line.as_mut().unwrap();
        line.writer.write_all(bytes.as_ref()).unwrap();
        line.writer.flush().unwrap();
    }

    /// Makes the terminal another size, as a window does that is dragged.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        // The screen of ours first: whatever is drawn for the new size must find it.
        self.heard().screen.set_size(non_zero(rows), non_zero(cols));
        self.size = (cols, rows);
        let line = self.line.as_ref().unwrap();
        line.master.resize(size_of(cols, rows)).unwrap();
    }

    /// Waits until the screen is as `condition` wants it.
    pub fn until(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |heard| condition(heard.screen.screen()));
    }

    /// Waits until a text stands somewhere on the screen.
    pub fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Goes from the first screen to the ledger with the whole plan.
    pub fn enter_ledger(&mut self) {
        self.until("the first screen", |screen| {
            let bar = screen.rows(0, 40).next().unwrap_or_default();
            let names = [
                "总览",
                "终期评估",
                "我的工作",
                "Overview",
                "Final evaluation",
                "My work",
            ];
            names.iter().any(|name| bar.contains(name))
        });
        self.send("o");
        self.until("the whole plan", |screen| {
            let mut rows = screen.rows(0, 40);
            let mut next = || rows.next().unwrap_or_default();
            let (bar, count) = (next(), next());
            let is = |text: &str, words: [&str; 2]| words.iter().any(|word| text.contains(word));
            is(&bar, [" 台账 |", " ledger |"]) && is(&count, ["共 5", " tasks"])
        });
    }

    /// Waits until a text stands nowhere on the screen.
    pub fn hides(&self, text: &str) {
        let what = format!("no {text}");
        self.until(&what, |screen| !screen.contents().contains(text));
    }

    /// Waits until nothing was sent for as long as `span`.
    pub fn is_quiet_for(&self, span: Duration) {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard();
        loop {
            let quiet = heard.last.elapsed();
            if quiet >= span {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "never quiet for {span:?}; the last bytes: {}",
                heard.bytes[heard.bytes.len().saturating_sub(200)..].escape_ascii()
            );
            heard = self.tape.news.wait_timeout(heard, span - quiet).unwrap().0;
        }
    }

    fn wait(&self, what: &str, condition: impl Fn(&Heard) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard();
        while !condition(&heard) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !heard.ended,
                "waited in vain for: {what}{}\n{}",
                if heard.ended { " (ended)" } else { "" },
                heard.screen.screen().contents()
            );
            heard = self.tape.news.wait_timeout(heard, left).unwrap().0;
        }
    }

    /// The text on the screen.
    pub fn text(&self) -> String {
        self.heard().screen.screen().contents()
    }

    /// Looks at the screen.
    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.heard().screen.screen())
    }

    /// How many bytes have come so far.
    pub fn count(&self) -> usize {
        self.heard().bytes.len()
    }

    /// The bytes that came after the first `from`.
    pub fn bytes_since(&self, from: usize) -> Vec<u8> {
        self.heard().bytes[from..].to_vec()
    }

    /// All bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes_since(0)
    }

    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        let process = Pid::from_raw(i32::try_from(self.process()).unwrap()).unwrap();
        kill_process(process, signal).unwrap();
    }

    /// Drops the line, as a broken connection does; the last bytes are lost, too.
    pub fn hang_up(&mut self) {
        // The listener holds the line as well; it lets go when it hears something, and a new size makes it.
        let (cols, rows) = self.size;
        self.drop_line(|line| line.master.resize(size_of(cols - 1, rows)).unwrap());
    }

    /// Drops the line after these keys, which must change the screen.
    pub fn hang_up_with(&mut self, keys: &str) {
        self.drop_line(|line| line.writer.write_all(keys.as_bytes()).unwrap());
    }

    fn drop_line(&mut self, provoke: impl FnOnce(&mut Line)) {
        self.heard().deaf = true;
        let mut line = self.line.take().unwrap();
        provoke(&mut line);
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard();
        while !heard.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the program does not draw any more");
            heard = self.tape.news.wait_timeout(heard, left).unwrap().0;
        }
        drop(heard);
        drop(line);
    }

    /// How the line treats what is typed: whether it echoes, waits for whole lines, makes signals of keys.
    pub fn modes(&self) -> String {
        format!("{:?}", self.line.as_ref().unwrap().master.get_termios())
    }

    /// Waits for the program to end and for its last bytes.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                Instant::now() < deadline,
                "the program does not end:\n{}",
                self.text()
            );
            // Nothing wakes us when a process ends; look again soon.
            std::thread::sleep(Duration::from_millis(5));
        };
        if self.line.is_some() {
            let heard = self.heard();
            let _ended = self
                .tape
                .news
                .wait_timeout_while(heard, PATIENCE, |heard| !heard.ended)
                .unwrap();
        }
        status
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        // A test that failed leaves no program behind.
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// How many of `bytes` it takes from `before` until the columns `columns` stand as they do in the end.
pub fn bytes_until_drawn(
    before: &[u8],
    bytes: &[u8],
    size: (u16, u16),
    columns: (u16, u16),
) -> usize {
    let mut last = blank(size.0, size.1);
    last.process(before);
    last.process(bytes);
    let mut screen = blank(size.0, size.1);
    screen.process(before);
    let is_drawn = |screen: &vt100::Screen| {
        // From the bottom, for that is drawn last.
        (0..size.1).rev().all(|y| {
            (columns.0..columns.0 + columns.1)
                .rev()
                .all(|x| screen.cell(y, x) == last.screen().cell(y, x))
        })
    };
    bytes
        .iter()
        .take_while(|byte| {
            let waiting = !is_drawn(screen.screen());
            screen.process(std::slice::from_ref(byte));
            waiting
        })
        .count()
}
