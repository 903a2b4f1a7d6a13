//! Help and wrong usage, as a person reads them.

use unicode_width::UnicodeWidthStr as _;

use crate::common::Home;

#[test]
fn wrong_usage_is_told_in_the_language_of_the_screens() {
    let home = Home::new();
    let cases: [(&[&str], &str, &str); 16] = [
        (&["lst"], "是不是 list", "did you mean list"),
        (&["xyzzy"], "没有“xyzzy”这个命令", "no command 'xyzzy'"),
        (&["task", "edt"], "是不是 edit", "did you mean edit"),
        (
            &["list", "--frmat", "csv"],
            "是不是 --format",
            "did you mean --format",
        ),
        (
            &["list", "--format", "jsn"],
            "是不是 json",
            "did you mean json",
        ),
        (&["list", "--format"], "后面缺少内容", "lacks its value"),
        (&["show"], "缺少 <CODE>", "<CODE> is missing"),
        (
            &["show", "2.1.1", "2.1.2"],
            "多出了“2.1.2”",
            "one argument too many",
        ),
        (
            &["plan"],
            "可用: check, import",
            "choose from: check, import",
        ),
        (
            &["search", "x", "--limit", "abc"],
            "应是整数",
            "whole number",
        ),
        (
            &["note", "--retract", "x"],
            "缺少 --reason",
            "--reason <TEXT> is missing",
        ),
        (
            &["note", "2.1.1", "--for", "x"],
            "缺少 --told-by",
            "--told-by <NAME> is missing",
        ),
        (
            &[
                "note",
                "2.1.1",
                "--retract",
                "x",
                "--reason",
                "y",
                "--next",
                "z",
            ],
            "不能与",
            "cannot go with",
        ),
        (
            &["list", "--format", "csv", "--format", "json"],
            "只能写一次",
            "once only",
        ),
        (
            &["task", "edit", "2.1.1", "--reason", "x"],
            "--title",
            "--title",
        ),
        (
            &["help", "xyzzy"],
            "没有“xyzzy”这个命令",
            "no command 'xyzzy'",
        ),
    ];
    for (args, zh, en) in cases {
        for (lang, told) in [("zh", zh), ("en", en)] {
            let run = home.run(&[&["--lang", lang], args].concat());
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
            assert!(run.err.contains(told), "no {told} in: {}", run.err);
            // Nothing of the parser's own words.
            for own in [
                "error:",
                "Usage",
                "For more information",
                "tip:",
                "[OPTIONS]",
            ] {
                assert!(!run.err.contains(own), "{own} in: {}", run.err);
            }
            let is_chinese = run.err.contains(|c| c >= '\u{4e00}');
            assert_eq!(is_chinese, lang == "zh", "{}", run.err);
            assert!(run.err.contains("--help"), "{}", run.err);
        }
    }
}

#[test]
fn help_is_in_one_language_and_fits_a_terminal() {
    let home = Home::new();
    let mut seen = 0;
    for verb in crate::verbs(&home, &[]).iter().chain([&Vec::new()]) {
        let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
        for flag in ["-h", "--help"] {
            let zh = home.ok(&[&verb, &[flag][..]].concat());
            let en = home.ok(&[&verb, &[flag, "--lang", "en"][..]].concat());
            for heading in ["用法: duban", "选项:", "通用选项:", "显示帮助"] {
                assert!(zh.contains(heading), "no {heading} in {verb:?}: {zh}");
            }
            for own in [
                "Usage", "Options", "Commands", "Print", "default:", "possible", " / ",
            ] {
                assert!(!zh.contains(own), "{own} in {verb:?}: {zh}");
            }
            assert!(!en.contains(|c| c >= '\u{4e00}'), "{verb:?}: {en}");
            seen += 1;
        }
        let short = home.ok(&[&verb, &["-h"][..]].concat());
        let too_wide: Vec<&str> = short
            .lines()
            .filter(|line| line.width() > 100 && !line.starts_with("用法"))
            .collect();
        assert_eq!(too_wide, [""; 0], "{verb:?}");
    }
    assert!(seen > 50);
    assert!(home.ok(&["--version"]).starts_with("duban "));
}
