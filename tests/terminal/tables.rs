//! What the command line prints on a terminal: within its width, and nothing is lost in a pipe.

use unicode_width::UnicodeWidthStr as _;

use crate::common::Home;
use crate::pty::Term;

/// A home in which every column of every list has something to show.
fn home() -> Home {
    let home = Home::new();
    let long = "按照市政府“十四五”规划要求，已完成22所学校招聘。".repeat(6);
    home.ok(&["note", "2.1.4", "--percent", "45", "--progress", &long]);
    let reason = "经市政府常务会议研究，同意调整牵头单位和责任单位。".repeat(3);
    home.ok(&[
        "task",
        "edit",
        "2.1.5",
        "--support",
        "市财政局、市卫生健康委、市体育局",
        "--reason",
        &reason,
    ]);
    home
}

/// The lines that the program sends to a terminal of this width.
fn lines(home: &Home, args: &[&str], cols: u16) -> Vec<String> {
    let mut command = home.command(args);
    command.env("TERM", "xterm-256color");
    let mut term = Term::start(&command, cols, 50);
    assert!(term.end().success(), "{args:?}");
    let text = String::from_utf8(term.bytes()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn lists_and_pages_fit_the_terminal() {
    let home = home();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/zibo-education-plan.txt");
    for args in [
        &["list"][..],
        &["list", "--lang", "en"],
        &["show", "2.1.4"],
        &["show", "2.1.5"],
        &["search", "tiyuju"],
        &["search", "xljk"],
        &["departments"],
        &["history"],
        &["plan", "check", plan],
    ] {
        for cols in [60, 80, 200] {
            let lines = lines(&home, args, cols);
            assert!(lines.len() > 2, "{args:?}");
            for line in &lines {
                assert!(
                    line.width() <= usize::from(cols),
                    "{args:?} at {cols}: {line}"
                );
                assert!(!line.contains('\u{fffd}') && !line.contains('“'), "{line}");
            }
        }
    }
}

#[test]
fn what_is_shortened_says_so_and_a_pipe_has_all_of_it() {
    let home = home();
    let narrow = lines(&home, &["list"], 80);
    let task = narrow.iter().find(|line| line.contains("2.1.4")).unwrap();
    assert!(
        task.contains("提升学生体质") && task.contains("45%"),
        "{task}"
    );
    assert!(narrow.iter().any(|line| line.contains("..")));
    assert!(narrow.iter().any(|line| line.contains("略去: 责任, 节")));
    let wide = lines(&home, &["list"], 300);
    assert!(!wide.iter().any(|line| line.contains("略去")));
    let piped = home.ok(&["list"]);
    assert!(!piped.contains("略去"));
    for (line, piped) in wide.iter().zip(piped.lines()) {
        let same = |text: &str| text.replace(['“', '”', '「', '」', ' '], "");
        assert_eq!(same(line), same(piped));
    }
    assert!(home.ok(&["show", "2.1.4"]).contains("“十四五”规划要求"));
    // A file is as a pipe is, also from a terminal.
    let file = home.folder().join("list.txt");
    let named = file.to_str().unwrap();
    lines(&home, &["list", "-o", named], 80);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), piped);
}
