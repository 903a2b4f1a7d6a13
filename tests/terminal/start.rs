//! Where the screens open, where they refuse to, and how they give the terminal back.

use crate::common::Home;
use crate::press::{CTRL_S, DOWN, ENTER, F2, F10};
use crate::{Screens, selected};

#[test]
fn a_first_start_shows_the_whole_plan_and_initials_find_a_task() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.until("the first task", |s| selected(s).contains("2.1.1"));
    term.send("/xljk");
    term.until("the task with 心理健康", |screen| {
        selected(screen).contains("2.1.4") && screen.contents().contains("心理健康")
    });
    term.send(ENTER);
    term.shows("牵头 市教育局");
    term.shows("责任 市卫生健康委 市体育局");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn the_terminal_is_given_back_as_it_was() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    assert!(term.look(vt100::Screen::alternate_screen));
    assert!(term.look(vt100::Screen::bracketed_paste));
    let raw = term.modes();
    term.send("q");
    assert!(term.end().success());
    assert_given_back(&term);
    assert_ne!(term.modes(), raw, "the line is still raw");
    assert_eq!(term.modes(), cooked(), "the line is not as it was");
}

/// How a line is before a program takes it.
fn cooked() -> String {
    let mut term = crate::pty::Term::start(&std::process::Command::new("/bin/true"), 80, 24);
    term.end();
    term.modes()
}

/// Asserts that the screen of its own, its pastes and its hidden cursor are gone.
pub(crate) fn assert_given_back(term: &crate::pty::Term) {
    let bytes = term.bytes();
    let text = String::from_utf8_lossy(&bytes);
    for (what, code) in [
        ("the screen of its own", "\x1b[?1049l"),
        ("pastes in one piece", "\x1b[?2004l"),
        ("the hidden cursor", "\x1b[?25h"),
    ] {
        assert!(text.contains(code), "{what} was not given back");
    }
    term.look(|screen| {
        assert!(!screen.alternate_screen(), "still on a screen of its own");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes come in brackets");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is taken"
        );
    });
}

/// A start that must be refused, in both languages.
fn refused(env: &[(&str, &str)], zh: &[&str], en: &[&str]) {
    for (lang, expected) in [("zh", zh), ("en", en)] {
        let home = Home::new();
        let mut term = home.screens_with(&["--lang", lang], env, 80, 24);
        let status = term.end();
        assert_eq!(status.exit_code(), 1, "{env:?}: {}", term.text());
        let text = term.text();
        for part in expected {
            assert!(text.contains(part), "{env:?}: no {part} in: {text}");
        }
        let bytes = String::from_utf8(term.bytes()).unwrap();
        assert!(!bytes.contains('\x1b'), "{env:?}: {bytes:?}");
        assert!(!home.dir().exists(), "a refusal makes no home");
    }
}

#[test]
fn a_terminal_that_cannot_show_the_screens_is_told_so() {
    refused(
        &[("TERM", "dumb")],
        &["TERM=dumb", "duban list"],
        &["TERM=dumb", "duban list"],
    );
    for value in ["C", "POSIX", "zh_CN.GBK", "zh_CN.GB18030", "zh_CN"] {
        refused(
            &[("LANG", value)],
            &["UTF-8", &format!("LANG={value}"), "export LC_ALL=C.UTF-8"],
            &["UTF-8", &format!("LANG={value}"), "export LC_ALL=C.UTF-8"],
        );
    }
    // The variable that decides is the one that is named.
    refused(
        &[("LC_ALL", "zh_CN.GBK")],
        &["LC_ALL=zh_CN.GBK"],
        &["LC_ALL=zh_CN.GBK"],
    );
}

#[test]
fn output_that_is_no_terminal_is_refused() {
    let home = Home::new();
    for (lang, part) in [("zh", "不是终端"), ("en", "not a terminal")] {
        let run = home.run(&["--lang", lang]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
        assert!(run.err.contains(part), "{}", run.err);
        assert!(run.err.contains("duban list"), "{}", run.err);
    }
    assert!(!home.dir().exists());
}

/// The parameters of every change of colour or weight.
fn looks(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\x1b[")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
            let (parameters, after) = rest.split_at(end);
            after.starts_with('m').then_some(parameters)
        })
        .flat_map(|parameters| parameters.split([';', ':']))
        .map(|n| n.parse().unwrap_or(0))
        .collect()
}

fn is_colour(n: &u16) -> bool {
    matches!(n, 30..=49 | 90..=107)
}

#[test]
fn no_color_sends_no_colour_and_the_cursor_is_still_seen() {
    let play = |env: &[(&str, &str)]| {
        let home = Home::new();
        let mut term = home.screens_with(&[], env, 120, 40);
        term.enter_ledger();
        term.send(DOWN);
        term.until("the second task", |s| selected(s).contains("2.1.2"));
        term.send("/xljk");
        term.until("the hit", |s| selected(s).contains("2.1.4"));
        term.send(ENTER);
        term.shows("F2填报");
        term.send(F2);
        term.shows("不得录入涉密信息");
        // A failure is shown in a colour of its own.
        term.send(CTRL_S);
        term.shows("还什么都没有填");
        term.send(F10);
        assert!(term.end().success());
        looks(&term.bytes())
    };
    let colourful = play(&[]);
    assert!(colourful.iter().any(is_colour), "no colour at all");
    let plain = play(&[("NO_COLOR", "1")]);
    let colours: Vec<&u16> = plain.iter().filter(|n| is_colour(n)).collect();
    assert!(colours.is_empty(), "{colours:?}");
    assert!(plain.contains(&7), "nothing is reversed: {plain:?}");
    // An empty one is none: https://no-color.org
    assert!(play(&[("NO_COLOR", "")]).iter().any(is_colour));
}
