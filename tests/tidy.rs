//! Holds the map in `src/lib.rs`, the documents and the key table against the source, so that none of them can rot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use duban::config::Taste;
use duban::model::Snapshot;
use duban::tui::app::keys::{self, Place};
use duban::tui::app::{App, Message};
use duban::words::Lang;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;

/// Every Rust file below `folder`, with its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR"))
                        .unwrap()
                        .to_owned(),
                    text,
                ));
            }
        }
    }
    assert!(found.len() > 50, "the source is there");
    found
}

/// The part of the program a file belongs to; the two halves of `tui` count apart.
fn room(path: &Path) -> String {
    let parts: Vec<String> = path
        .iter()
        .skip(1)
        .map(|part| part.to_string_lossy().trim_end_matches(".rs").to_owned())
        .collect();
    match parts.as_slice() {
        [tui, half, ..] if tui == "tui" && half != "mod" => format!("tui::{half}"),
        [room, ..] => room.clone(),
        [] => String::new(),
    }
}

/// The code of a file: no comments, and nothing from the tests at its end.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the map in the crate's documentation allows: a room and the rooms it may import.
fn map() -> BTreeMap<String, BTreeSet<String>> {
    let lib =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let quoted = |text: &str| -> BTreeSet<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let mut map = BTreeMap::new();
    for line in lib.lines().filter(|line| line.starts_with("//! | [`")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, _, imports, _] = cells.as_slice() else {
            panic!("four columns: {line}")
        };
        let name = name.trim_matches(['[', ']', '`']).to_owned();
        if name == "tui" {
            let (halves, terminal) = imports.split_once(';').unwrap();
            let mut core = quoted(halves.split_once(':').unwrap().1);
            for half in ["app", "widget"] {
                map.insert(format!("tui::{half}"), core.clone());
            }
            core.extend(quoted(terminal.split_once(':').unwrap().1));
            map.insert("tui::terminal".to_owned(), core);
        } else {
            map.insert(name, quoted(imports));
        }
    }
    map
}

#[test]
fn the_program_follows_the_whole_law() {
    for (path, text) in sources("src") {
        // Where it is defined.
        if !path.ends_with("oplog/law.rs") {
            let breaks = code(&text).contains("::breaking(");
            assert!(!breaks, "{} breaks the law", path.display());
        }
    }
}

#[test]
fn imports_run_the_way_the_map_says() {
    let map = map();
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let room = room(&path);
        if ["lib", "main", "tui"].contains(&room.as_str()) {
            continue;
        }
        let own = room.split("::").next().unwrap().to_owned();
        let allowed = map
            .get(&room)
            .unwrap_or_else(|| panic!("{room} is not on the map ({})", path.display()));
        for used in code(&text).split("crate::").skip(1) {
            let name: String = used
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if name != own && !allowed.contains(&name) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_core_of_the_screens_does_not_know_the_terminal() {
    for (path, text) in sources("src") {
        let room = room(&path);
        let code = code(&text);
        if room == "tui::app" || room == "tui::widget" {
            assert!(!code.contains("terminal::"), "{}", path.display());
        }
        if room == "tui::widget" {
            assert!(
                !code.contains("tui::app") && !code.contains("super::app"),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn every_module_is_on_the_map_and_every_room_exists() {
    let lib =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: BTreeSet<String> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let drawn: BTreeSet<String> = map()
        .into_keys()
        .map(|room| room.split("::").next().unwrap().to_owned())
        .collect();
    assert_eq!(declared, drawn);
}

/// A thing that is named in certain rooms only.
struct Kept {
    words: &'static [&'static str],
    rooms: &'static [&'static str],
}

#[test]
fn each_thing_stays_in_its_room() {
    let kept = [
        Kept {
            words: &["rusqlite"],
            rooms: &["store"],
        },
        Kept {
            words: &["ratatui", "crossterm"],
            rooms: &["tui::app", "tui::widget", "tui::terminal"],
        },
        Kept {
            words: &["Instant::now"],
            rooms: &["workspace", "tui::terminal"],
        },
        Kept {
            words: &["println!", "print!(", "io::stderr"],
            rooms: &["cli"],
        },
        Kept {
            words: &["io::stdout"],
            rooms: &["cli", "tui::terminal", "main"],
        },
        Kept {
            words: &[
                "cfg(unix",
                "cfg(not(unix",
                "cfg(all(",
                "cfg(any(",
                "cfg(windows",
                "cfg(target",
                "cfg(not(target",
                "cfg!(",
                "target_os",
                "std::os::",
                "os::unix",
                "os::fd",
                "rustix",
                "libc",
                "nix::",
                "signal_hook",
                "\"/dev/",
                "\"/etc/",
                "\"/proc/",
                "\"/tmp",
                "\"/bin/",
                "\"/usr/",
                "\"sh\"",
            ],
            rooms: &["platform"],
        },
        Kept {
            words: &["rust_xlsxwriter", "zip::"],
            rooms: &["report"],
        },
        Kept {
            words: &["calamine"],
            rooms: &["import"],
        },
        Kept {
            words: &["clap"],
            rooms: &["cli"],
        },
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let (room, code) = (room(&path), code(&text));
        for Kept { words, rooms } in &kept {
            for word in words.iter().filter(|word| code.contains(**word)) {
                if !rooms.contains(&room.as_str()) {
                    wrong.push(format!("{} names {word}", path.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_time_of_day_is_read_in_one_place() {
    for (path, text) in sources("src") {
        let code = code(&text);
        for word in ["Utc::now", "Local::now", "SystemTime::now"] {
            let is_read = code.contains(word);
            let is_clock = path.ends_with("workspace/clock.rs");
            assert!(!is_read || is_clock, "{} names {word}", path.display());
        }
        let is_measured = code.contains("Instant::now") && path.starts_with("src/workspace");
        assert!(
            !is_measured || path.ends_with("clock.rs"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn what_is_for_some_systems_only_is_asked_for_only_there() {
    // A crate that does not build everywhere stands under the systems it is for, and `platform` alone names it.
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let everywhere = text.split("\n[dependencies]\n").nth(1).unwrap();
    let everywhere = everywhere.split("\n[").next().unwrap();
    let unix = text.split("[target.'cfg(unix)'.dependencies]\n").nth(1);
    let unix = unix.unwrap().split("\n[").next().unwrap();
    for name in ["rustix", "signal-hook", "libc", "nix"] {
        let asks = |part: &str| {
            part.lines()
                .any(|line| line.starts_with(&format!("{name} =")))
        };
        assert!(!asks(everywhere), "{name} is asked for on every system");
        let is_named = sources("src").iter().any(|(path, text)| {
            room(path) == "platform"
                && code(text).contains(&format!(" {}::", name.replace('-', "_")))
        });
        assert_eq!(asks(unix), is_named, "{name}");
    }
    // Both halves of `platform` offer the same: what one lacks would not compile elsewhere.
    let platform =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/platform.rs"))
            .unwrap();
    let offers = |half: &str| -> BTreeSet<String> {
        let half = platform.split(half).nth(1).unwrap();
        let half = half.split("\n}\n").next().unwrap();
        half.split("pub(super) ")
            .skip(1)
            .map(|item| item.split(['(', ':', '<']).next().unwrap().to_owned())
            .collect()
    };
    let unix = offers("#[cfg(unix)]\nmod imp {");
    assert_eq!(unix, offers("#[cfg(not(unix))]\nmod imp {"));
    assert!(unix.len() > 5, "{unix:?}");
}

/// What the screens draw at a size that holds all of a page, after these keys.
fn drawn(keys: &[KeyEvent], lang: Lang) -> String {
    let size = Size::new(120, 200);
    let taste = Taste {
        lang,
        ..Taste::default()
    };
    let mut app = App::new(taste, "2024-05-17T09:00:00+08:00".parse().unwrap(), size);
    let snapshot = Snapshot {
        day: "2024-05-17".parse().unwrap(),
        ..Snapshot::default()
    };
    app.update(Message::Loaded(Arc::new(snapshot)));
    for key in keys {
        app.update(Message::Key(*key));
    }
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let lines = (0..size.height).map(|y| {
        (0..size.width)
            .map(|x| buffer[(x, y)].symbol())
            .collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_key_of_the_table_is_in_the_help_and_works() {
    let f1 = KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE);
    let f8 = KeyEvent::new(KeyCode::F(8), KeyModifiers::NONE);
    let ctrl = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    for lang in [Lang::Zh, Lang::En] {
        for place in Place::ALL {
            let page = match place {
                Place::Ledger | Place::Search | Place::Filter => Some(drawn(&[f1], lang)),
                Place::Departments => Some(drawn(&[ctrl('d'), f1], lang)),
                Place::History => Some(drawn(&[ctrl('t'), f1], lang)),
                Place::Drafts => Some(drawn(&[ctrl('v'), f1], lang)),
                Place::Menu => Some(drawn(&[ctrl('p'), f1], lang)),
                Place::Share => Some(drawn(&[ctrl('s'), f1], lang)),
                Place::Undo => Some(drawn(&[ctrl('u'), f1], lang)),
                Place::Agenda => Some(drawn(&[f8, f1], lang)),
                Place::Approvals => Some(drawn(&[ctrl('x'), f1], lang)),
                Place::Windows => Some(drawn(&[ctrl('w'), f1], lang)),
                Place::Indicators => Some(drawn(&[ctrl('y'), f1], lang)),
                // These need a plan as well.
                // These need a task or a plan; the screen tests look at their help.
                Place::Detail
                | Place::Conflict
                | Place::Form
                | Place::Review
                | Place::Help
                | Place::Meeting
                | Place::Jump
                | Place::Window
                | Place::Home
                | Place::Reports
                | Place::Figures
                | Place::Acts => None,
            };
            for binding in keys::in_place(place) {
                let names = keys::names(binding, place);
                if let Some(page) = &page {
                    assert!(
                        page.contains(&names),
                        "{names} ({:?}) is not in the help of {place:?}:\n{page}",
                        binding.action
                    );
                }
                for chord in binding.keys {
                    let is_text =
                        place.takes_text() && matches!(chord.code, KeyCode::Char(_)) && !chord.ctrl;
                    if is_text {
                        continue;
                    }
                    let modifiers = if chord.ctrl {
                        KeyModifiers::CONTROL
                    } else {
                        KeyModifiers::NONE
                    };
                    let action = keys::action(place, KeyEvent::new(chord.code, modifiers));
                    assert_eq!(
                        action,
                        Some(binding.action),
                        "{} in {place:?}",
                        keys::name(*chord)
                    );
                    assert!(
                        names.contains(&keys::name(*chord)) || names == "1-9",
                        "{names}"
                    );
                }
            }
        }
    }
}

/// The commands in the fenced blocks of a document, `$ ` left out.
fn commands(document: &str) -> Vec<String> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).unwrap();
    let mut commands = Vec::new();
    for block in text.split("```").skip(1).step_by(2) {
        for line in block.lines().skip(1) {
            let line = line.trim().trim_start_matches("$ ");
            if line.starts_with("duban") || line.starts_with("cargo ") {
                commands.push(line.to_owned());
            }
        }
    }
    commands
}

#[test]
fn the_commands_in_the_readme_exist() {
    for document in ["README.md", "README.zh-CN.md"] {
        let commands = commands(document);
        assert!(commands.len() > 10, "{document} shows commands");
        for expected in ["cargo run --release", "cargo test"] {
            assert!(
                commands.iter().any(|command| command == expected),
                "{document} lacks `{expected}`"
            );
        }
        for command in commands
            .iter()
            .filter(|command| command.starts_with("duban"))
        {
            let is_verb = |word: &&str| {
                word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')
            };
            let verbs: Vec<&str> = command
                .split_whitespace()
                .skip(1)
                .take_while(is_verb)
                .collect();
            let flags: Vec<&str> = command
                .split_whitespace()
                .filter(|word| word.starts_with("--"))
                .map(|word| word.split('=').next().unwrap())
                .collect();
            let help = Command::new(env!("CARGO_BIN_EXE_duban"))
                .args(&verbs)
                .arg("--help")
                .output()
                .unwrap();
            assert!(help.status.success(), "{document}: {command}");
            let help = String::from_utf8(help.stdout).unwrap();
            for flag in flags {
                assert!(help.contains(flag), "{document}: `{command}`: no {flag}");
            }
        }
    }
}

#[test]
fn both_readmes_show_the_same_commands() {
    let bare = |document: &str| -> BTreeSet<String> {
        let verbs = |command: String| {
            let is_verb = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
            command
                .split_whitespace()
                .take_while(is_verb)
                .collect::<Vec<_>>()
                .join(" ")
        };
        commands(document).into_iter().map(verbs).collect()
    };
    assert_eq!(bare("README.md"), bare("README.zh-CN.md"));
}
