//! The screens on the demo, as somebody sees them who looks at it for the first time.

use std::sync::Arc;

use duban::config::Taste;
use duban::tui::app::follow::{Act, Ask, Preview, Told};
use duban::tui::app::{Alarm, App, Effect, Message};
use duban::tui::terminal::{Home as _, OwnHome};
use duban::words::Lang;
use duban::workspace::Workspace;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::common::Home;
use crate::drawn::{screen_text, typed};
use crate::usual;

/// The clerk of the department that leads more tasks than any other.
const CLERK: &str = "陈雅文";

/// Somebody before the screens of a demo, who looks and records nothing but that a meeting has begun.
struct Looking {
    app: App,
    home: OwnHome,
    size: Size,
}

impl Looking {
    fn at(home: &Home, lang: Lang, size: Size) -> Self {
        let (workspace, _) = Workspace::open(&home.opening()).unwrap();
        let now = workspace.now().with_timezone(&workspace.zone());
        let taste = Taste {
            lang,
            ..Taste::default()
        };
        let mut looking = Self {
            app: App::new(taste, now, size),
            home: OwnHome::new(workspace, lang.words()),
            size,
        };
        looking.perform(Effect::Load);
        looking.perform(Effect::Ask(Ask::Running));
        looking
    }

    fn send(&mut self, message: Message) {
        for effect in self.app.update(message) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        let answer = match effect {
            Effect::Load => Message::Loaded(Arc::new(self.home.snapshot().unwrap())),
            Effect::LoadDetail(task) => Message::Detail(Arc::new(self.home.detail(task).unwrap())),
            Effect::LoadHistory(task) => Message::History(task, self.home.history(task).unwrap()),
            Effect::LoadWork => Message::Work(Arc::new(self.home.work().unwrap())),
            Effect::LoadShare => Message::Share(Arc::new(self.home.share().unwrap())),
            Effect::Ask(ask) => match self.home.ask(ask).unwrap() {
                // It would be written into whatever folder the tests run in.
                Some(Told::Report(issue, preview)) => {
                    let folder = "/tmp".to_owned();
                    let preview = Preview {
                        folder,
                        ..Arc::unwrap_or_clone(preview)
                    };
                    Message::Told(Told::Report(issue, Arc::new(preview)))
                }
                Some(told) => Message::Told(told),
                None => return,
            },
            Effect::Act(ticket, act @ Act::OpenMeeting(..)) => {
                Message::Done(ticket, Ok(self.home.act(act).unwrap()))
            }
            // The cursor is at rest after every key.
            Effect::WakeAt(Alarm::Rest, _) => Message::Alarm(Alarm::Rest),
            Effect::Act(_, act @ Act::Place(_)) => {
                self.home.act(act).unwrap();
                return;
            }
            Effect::WakeAt(..) | Effect::Look(_) => return,
            other => panic!("only looked at: {other:?}"),
        };
        self.send(answer);
    }

    fn keys(&mut self, keys: &str) {
        for key in typed(keys).into_iter().flatten() {
            self.send(Message::Key(key));
        }
    }

    fn text(&self) -> String {
        let backend = TestBackend::new(self.size.width, self.size.height);
        let mut terminal = Terminal::new(backend).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        screen_text(terminal.backend().buffer())
    }
}

/// Holds what a screen shows against its snapshot; whatever it is, it says that all of it is made up.
fn snap(home: &Home, lang: Lang, size: (u16, u16), (name, keys): (&str, &str)) {
    let mut looking = Looking::at(home, lang, Size::new(size.0, size.1));
    looking.keys(keys);
    let text = looking.text();
    let mark = lang.words().report.demo;
    let marked = text.lines().next().unwrap();
    assert!(marked.contains(mark), "{name}: {marked}");
    let spoken = match lang {
        Lang::Zh => "",
        Lang::En => "_english",
    };
    let name = format!("{name}_{}x{}{spoken}", size.0, size.1);
    insta::with_settings!({snapshot_path => "../snapshots"}, {
        insta::assert_snapshot!(name, text);
    });
}

/// Every screen that tells of the follow-up, with the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("overview", ""),
    ("ledger", "o"),
    ("detail", "o<down><down><down><enter>"),
    ("windows", "W"),
    ("window", "W<enter>"),
    ("indicators", "I"),
    ("figures", "I<enter>"),
    ("approvals", "P"),
    ("share", "y"),
    ("agenda", "M"),
    ("reports", "<f9>"),
    ("history", "H"),
    ("departments", "D"),
];

#[test]
fn every_screen_on_the_demo() {
    for screen in SCREENS {
        snap(usual(), Lang::Zh, (80, 24), *screen);
    }
}

#[test]
fn wide_screens_on_the_demo() {
    for screen in SCREENS {
        let (name, _) = screen;
        if ["overview", "ledger", "window", "indicators"].contains(name) {
            snap(usual(), Lang::Zh, (120, 40), *screen);
            snap(usual(), Lang::Zh, (200, 60), *screen);
        }
    }
}

#[test]
fn the_demo_in_english() {
    for screen in SCREENS {
        let (name, _) = screen;
        if ["overview", "ledger", "windows", "approvals", "agenda"].contains(name) {
            snap(usual(), Lang::En, (80, 24), *screen);
        }
    }
}

/// A copy of the demo, to begin something in.
fn copied() -> Home {
    let home = Home::new();
    std::fs::create_dir(home.dir()).unwrap();
    for name in ["key", "root-key"] {
        std::fs::copy(usual().dir().join(name), home.dir().join(name)).unwrap();
    }
    // What somebody else has open may not be in the file itself yet.
    let file = home.database();
    let copied = usual()
        .sql()
        .execute("VACUUM INTO ?1", [file.to_str().unwrap()]);
    copied.unwrap();
    home
}

#[test]
fn a_meeting_on_the_demo() {
    let home = copied();
    for (size, screen) in [
        ((80, 24), ("meeting", "M<enter>")),
        // It goes on where it was.
        ((80, 24), ("meeting_task", "<right><right><right>")),
        ((120, 40), ("meeting_task", "")),
        ((200, 60), ("meeting_task", "")),
    ] {
        snap(&home, Lang::Zh, size, screen);
    }
}

/// The picture at the head of a README leaves lines out, but shows none that the demo does not.
#[test]
fn the_readmes_show_the_ledger_of_the_demo() {
    let mut looking = Looking::at(usual(), Lang::Zh, Size::new(80, 24));
    looking.keys("o<down><down><down>");
    let shown = looking.text();
    for readme in [
        include_str!("../../README.md"),
        include_str!("../../README.zh-CN.md"),
    ] {
        let (_, picture) = readme.split_once("```text\n").unwrap();
        let (picture, _) = picture.split_once("```").unwrap();
        for line in picture.lines() {
            let mut lines = shown.lines();
            assert!(
                lines.any(|drawn| drawn.trim_end() == line.trim_end()),
                "{line}\nis not in\n{shown}"
            );
        }
    }
}

#[test]
fn the_clerk_of_the_demo_begins_with_what_is_owed() {
    let clerk = Home::new();
    clerk.ok(&["demo", "--no-screen", "--as", CLERK]);
    for (lang, size) in [
        (Lang::Zh, (80, 24)),
        (Lang::Zh, (120, 40)),
        (Lang::En, (80, 24)),
    ] {
        snap(&clerk, lang, size, ("mine", ""));
    }
}
