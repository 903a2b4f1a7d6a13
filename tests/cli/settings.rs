//! `config check`, and what every verb says of a settings file that is wrong.

use crate::common::{Home, Run};

/// What a check of a file with this content says.
fn check(home: &Home, content: impl AsRef<[u8]>, lang: &str) -> Run {
    let file = home.folder().join("config.toml");
    std::fs::write(&file, content).unwrap();
    home.run(&["config", "check", file.to_str().unwrap(), "--lang", lang])
}

#[test]
fn a_check_names_the_line_and_what_was_meant() {
    let home = Home::new();
    for lang in ["zh", "en"] {
        for (text, line, told) in [
            (
                "lang = \"en\"\n\n[me]\ndepartmnt = \"市教育局\"\n",
                4,
                "me.department",
            ),
            ("# mine\ntheme = \"drak\"\n", 2, "\"dark\""),
            ("lang = \n", 1, "theme = \"dark\""),
        ] {
            let run = check(&home, text, lang);
            assert_eq!(run.code, 2);
            let place = format!("config.toml:{line}: ");
            assert!(run.err.contains(&place), "{}", run.err);
            assert!(run.err.contains(told), "{}", run.err);
        }
        let run = check(&home, "theme = \"light\"\n[rules]\nsoon_days = 20\n", lang);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    // The documented default is a file of one's own as it stands.
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/config.toml");
    home.ok(&["config", "check", default]);
    assert!(!home.dir().exists(), "a check makes no home");
}

#[test]
fn a_check_tells_all_at_once_in_the_language_of_the_screens() {
    let home = Home::new();
    let text = "theme = dark\nmouse = 3\n[rules]\nsoon_days = -1\nwindow = \"day\"\nzoone = 1\n";
    let zh = check(&home, text, "zh").err;
    assert_eq!(zh.lines().count(), 6, "{zh}");
    // What the parser says in English never shows.
    for english in ["expected", "invalid", "unknown", "TOML", "integer"] {
        assert!(!zh.contains(english), "{english} in {zh}");
    }
    let en = check(&home, text, "en").err;
    assert!(!en.contains(|c| c >= '\u{4e00}'), "{en}");
    // A file that asks for English is told of in English, though it is wrong elsewhere.
    let file = home.folder().join("config.toml");
    std::fs::write(&file, "lang = \"en\"\nmouse = 3\n").unwrap();
    let run = home.run(&["list", "--config", file.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("config.toml:2: mouse cannot be 3"),
        "{}",
        run.err
    );
    for bytes in [&b"# \xb5\xb1\n"[..], b"\xff\xfel\0a\0"] {
        let run = check(&home, bytes, "zh");
        assert_eq!(run.code, 2);
        assert!(run.err.contains("UTF-8"), "{}", run.err);
    }
    assert_eq!(check(&home, "\u{feff}theme = \"dark\"\n", "zh").code, 0);
}

#[test]
fn a_check_judges_views_and_the_department_by_the_home() {
    let home = Home::new();
    let text = "[me]\ndepartment = \"火星局\"\n\
        [[view]]\nname = \"一\"\nfilter = \"我的 牵投:教育局\"\nsort = \"-nosuch\"\n\
        [[view]]\nname = \"二\"\nfilter = \"牵头:火星教育局\"\nsort = \"-期限\"\n";
    // What the words and signs of a filter are is known without a home; which departments there are is not.
    let run = check(&home, text, "zh");
    assert_eq!(run.code, 2);
    for part in [
        "config.toml:5: ",
        "第4字起",
        "是不是 牵头",
        "config.toml:6: ",
        "未更新",
    ] {
        assert!(run.err.contains(part), "no {part} in {}", run.err);
    }
    assert_eq!(run.err.lines().count(), 3, "{}", run.err);
    home.ok(&["list"]);
    let run = check(&home, text, "zh");
    assert_eq!(run.err.lines().count(), 5, "{}", run.err);
    for part in ["config.toml:2: ", "config.toml:9: ", "市教育局"] {
        assert!(run.err.contains(part), "no {part} in {}", run.err);
    }
    // It is the screens' answer, word for word.
    let list = home.run(&["list", "牵头:火星教育局"]);
    let hint = list.err.split("办法: ").nth(1).unwrap().trim().to_owned();
    assert!(run.err.contains(&hint), "{hint} in {}", run.err);
}

#[test]
fn every_verb_refuses_a_wrong_file_and_the_check_says_where_it_belongs() {
    let home = Home::new();
    let file = home.folder().join("config.toml");
    std::fs::write(&file, "themee = \"dark\"\n").unwrap();
    let run = home.run(&["list", "--config", file.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("config.toml:1:") && run.err.contains("theme"),
        "{}",
        run.err
    );
    let place = home.folder().join(".config/duban");
    assert!(
        home.ok(&["config", "check"])
            .contains(place.to_str().unwrap())
    );
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("config.toml"), "lang = \"en\"\n").unwrap();
    assert!(home.ok(&["list", "编号:2.1.4"]).contains("1 task"));
    assert!(
        home.ok(&["list", "编号:2.1.4", "--lang", "zh"])
            .contains("共 1 项")
    );
    // Help and wrong usage follow it too.
    assert!(home.ok(&["--help"]).contains("commands:"));
    assert!(home.run(&["lst"]).err.contains("did you mean list"));
}
