//! Recording a note by hand: Chinese as the line brings it, saved, found again.

use crate::common::Home;
use crate::press::{CTRL_S, ENTER, ESC, F2, F3, F10, TAB};
use crate::{Screens, selected};

/// A row of the screen without the baseline of its field.
fn typed(row: &str) -> &str {
    row.trim_end_matches([' ', '_'])
}

#[test]
fn a_note_typed_in_chinese_is_found_after_a_restart() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send("/xljk");
    term.until("the task", |s| selected(s).contains("2.1.4"));
    term.send(ENTER);
    term.shows("尚无进展记录");
    term.send(F2);
    term.shows("不得录入涉密信息");
    // A slow line cuts a character in two; after every character the next one arrives in halves.
    let text = "已招聘心理教师十二名";
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let cut = at + c.len_utf8() + usize::from(at + c.len_utf8() < bytes.len());
        let sent = if at == 0 { 0 } else { at + 1 };
        term.send(&bytes[sent..cut]);
        // The half that was sent with it shows nothing, and nothing wrong.
        let shown = &text[..at + c.len_utf8()];
        term.until(shown, |screen| {
            let line = screen.contents();
            let line = line.lines().find(|line| line.contains('已'));
            line.is_some_and(|line| typed(line).ends_with(shown))
        });
    }
    // The cursor stands behind what was typed, where an input method opens its window.
    term.until("the cursor behind the text", |screen| {
        let (row, column) = screen.cursor_position();
        let line = screen.rows(0, 80).nth(usize::from(row)).unwrap();
        !screen.hide_cursor()
            && typed(&line).ends_with(text)
            && usize::from(column) == unicode_width::UnicodeWidthStr::width(typed(&line))
    });
    // A paste is text, whatever is in it: no key of it acts.
    term.send(format!(
        "{ENTER}\x1b[200~第二行\r\n第三行\t{F2}q\x1b[201~{TAB}"
    ));
    term.shows("第三行");
    term.send("场地不足");
    term.shows("场地不足");
    term.send(CTRL_S);
    term.shows("进展记录已保存");
    term.shows("进展记录 (1)");
    term.send(F10);
    assert!(term.end().success());

    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    let note = &shown[0]["notes"][0];
    assert_eq!(note["problems"], "场地不足");
    let progress = note["progress"].as_str().unwrap();
    assert!(
        progress.starts_with("已招聘心理教师十二名\n第二行\n第三行"),
        "{progress:?}"
    );
    assert!(home.drafts().is_empty(), "{:?}", home.drafts());

    let mut term = home.screens(&[], 80, 24);
    term.send(F3);
    term.send("招聘心理教师十二名");
    term.until("the note's task", |s| selected(s).contains("2.1.4"));
    term.send(ENTER);
    term.shows("已招聘心理教师十二名");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn a_form_that_lacks_something_stays_open_and_says_what() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send(CTRL_S);
    term.shows("还什么都没有填");
    term.send("补上了");
    term.shows("补上了");
    term.send(CTRL_S);
    term.shows("进展记录已保存");
    // Esc leaves the next form; nothing typed, nothing kept.
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send(ESC);
    term.hides("不得录入涉密信息");
    term.send("q");
    assert!(term.end().success());
    assert!(home.drafts().is_empty());
}

#[test]
fn a_long_text_is_written_in_an_editor_of_ones_own() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let editor = home.folder().join("my editor.sh");
    // It shows what it was given, and that nobody else may read it.
    std::fs::write(
        &editor,
        "#!/bin/sh\nstat -c 'mode %a' \"$1\"\ncat \"$1\"\nprintf '编辑器里写的\\n' >> \"$1\"\nprintf 'press a key'\nread key\n",
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let plain = home.folder().join("editor");
    std::fs::rename(&editor, &plain).unwrap();
    let env = [
        ("EDITOR", plain.to_str().unwrap()),
        ("PATH", "/usr/bin:/bin"),
    ];
    let mut term = home.screens_with(&[], &env, 80, 24);
    term.enter_ledger();
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("表单里写的");
    term.shows("表单里写的");
    term.send(crate::press::CTRL_O);
    term.shows("press a key");
    term.shows("mode 600");
    assert!(!term.look(vt100::Screen::alternate_screen));
    term.send("\r");
    term.shows("编辑器里写的");
    term.shows("表单里写的");
    assert!(term.look(vt100::Screen::alternate_screen));
    // The keys belong to the form again.
    term.send("又写");
    term.shows("又写");
    term.send(CTRL_S);
    term.shows("进展记录已保存");
    term.send("q");
    assert!(term.end().success());
    let left: Vec<_> = std::fs::read_dir(home.dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with("edit-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
