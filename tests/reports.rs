//! The reports: every format of a made-up one is read back, and words from others break none of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod made;

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use duban::import::{departments, read};
use duban::model::{DueSource, IdMap, ItemId, Row, Section, Snapshot};
use duban::report::meeting::Meeting;
use duban::report::progress::ProgressLine;
use duban::report::{
    Block, Cell, Format, Name, Report, Table, beyond_gbk, ledger, meeting, progress, write,
};
use duban::words::Lang;
use encoding_rs::GB18030;
use made::stamp;
use proptest::prelude::*;
use quick_xml::events::Event;

fn report(name: Name) -> Report {
    let all = made::reports(Lang::Zh);
    all.into_iter().find(|report| report.name == name).unwrap()
}

fn text(report: &Report, format: Format) -> String {
    String::from_utf8(write(report, format).unwrap()).unwrap()
}

/// A file out of an archive.
fn unpacked(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(path)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The paragraphs of a document or of its foot, in order; fails if the XML is not well formed.
fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut all, mut open) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                if tag.name().as_ref() == "w:p" {
                    all.push(String::new());
                }
                open.push(tag.name().as_ref().to_owned());
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Empty(tag) if tag.name().as_ref() == "w:br" => {
                all.last_mut().unwrap().push('\n');
            }
            Event::Text(said) if open.last().is_some_and(|tag| tag == "w:t") => {
                all.last_mut().unwrap().push_str(&said);
            }
            Event::GeneralRef(name) if open.last().is_some_and(|tag| tag == "w:t") => {
                let c = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("{other}"),
                };
                all.last_mut().unwrap().push(c);
            }
            Event::Eof => {
                assert!(open.is_empty());
                return all;
            }
            _ => {}
        }
    }
}

/// The rows of a sheet from its header on.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, at: usize) -> Vec<Vec<Data>> {
    let range = book.worksheet_range_at(at).unwrap().unwrap();
    // Title and foot, and what a later table is called.
    range
        .rows()
        .skip(2 + usize::from(at > 0))
        .map(<[Data]>::to_vec)
        .collect()
}

fn opened(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(write(report, Format::Xlsx).unwrap())).unwrap()
}

#[test]
fn the_columns_are_those_of_the_list() {
    let heads = |name, at: usize| -> String {
        let report = report(name);
        let tables = report.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let table = tables.into_iter().nth(at).unwrap();
        let heads: Vec<&str> = table.columns.iter().map(|c| c.head.as_str()).collect();
        for row in &table.rows {
            assert_eq!(row.len(), heads.len());
        }
        heads.join("｜")
    };
    for (name, at, columns) in [
        (
            Name::Ledger,
            0,
            "序号｜编号｜类别(节)｜任务名称｜原文要求｜责任领导｜牵头单位｜责任单位｜配合单位｜完成时限｜备注",
        ),
        (
            Name::Progress,
            0,
            "序号｜编号｜任务名称｜牵头单位｜责任单位｜完成时限｜进度%｜序时%｜差值｜系统灯｜认定灯｜亮灯原因｜进展情况｜存在问题｜下一步打算｜需协调事项｜上期打算兑现｜把握度｜填报人｜审签人｜更新时间",
        ),
        (
            Name::Lights,
            0,
            "灯｜编号｜任务｜牵头｜亮灯原因｜连续几期｜已发督办单｜限期｜本周要求",
        ),
        (
            Name::Indicators,
            0,
            "序号｜指标｜性质｜单位｜基期(年)｜2021 目标｜2022 目标｜2023 目标｜2024 目标｜2025 目标｜最新实际(期)｜完成率%｜年进度%｜判定｜差距｜数据来源｜牵头单位",
        ),
        (Name::Indicators, 1, "指标｜张店区｜淄川区｜桓台县"),
        (Name::Meeting, 0, "序｜事项｜汇报单位｜时长(分钟)"),
        (
            Name::Meeting,
            2,
            "序号｜内容｜责任单位｜时限｜完成标准｜关联任务",
        ),
    ] {
        assert_eq!(heads(name, at), columns);
    }
}

#[test]
fn a_workbook_says_what_the_report_says() {
    for report in made::reports(Lang::Zh) {
        let mut book = opened(&report);
        let tables: Vec<Table> = report
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(
            book.sheet_names().len(),
            tables.len().max(1),
            "{:?}",
            report.name
        );
        if !report.name.formats().contains(&Format::Xlsx) {
            continue;
        }
        for (at, table) in tables.iter().enumerate() {
            let range = book.worksheet_range_at(at).unwrap().unwrap();
            let expected: Vec<&str> = table.columns.iter().map(|c| c.head.as_str()).collect();
            // Headings and paragraphs may stand above a table, and below the last one.
            let rows: Vec<Vec<Data>> = range
                .rows()
                .skip_while(|row| {
                    row.iter()
                        .map(ToString::to_string)
                        .ne(expected.iter().copied())
                })
                .map(<[Data]>::to_vec)
                .collect();
            assert!(
                rows.len() > table.rows.len(),
                "{:?} {expected:?}",
                report.name
            );
            for (read, cells) in rows[1..].iter().zip(&table.rows) {
                for (read, cell) in read.iter().zip(cells) {
                    match (read, cell) {
                        (Data::Empty, Cell::Empty) => {}
                        (Data::String(read), Cell::Text(text)) => assert_eq!(read, text),
                        (Data::String(read), Cell::Light(light)) => assert_eq!(*read, light.word),
                        (Data::Float(read), Cell::Number(number)) => {
                            assert_eq!(*read, number.parse::<f64>().unwrap());
                        }
                        // What is no number is words.
                        (Data::String(read), Cell::Number(words)) => {
                            assert_eq!(read, words);
                            assert!(words.parse::<f64>().is_err());
                        }
                        (Data::DateTime(read), Cell::Day(day)) => {
                            let begin = made::day("1899-12-30");
                            let days = (*day - begin).num_days();
                            assert_eq!(read.as_f64(), days as f64);
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
    }
}

#[test]
fn a_workbook_is_made_to_be_printed() {
    let bytes = write(&report(Name::Progress), Format::Xlsx).unwrap();
    let xml = unpacked(&bytes, "xl/worksheets/sheet1.xml");
    for part in [
        // The header stays in sight, and the first three columns; it is printed on each page.
        r#"<pane xSplit="3" ySplit="3" topLeftCell="D4" activePane="bottomRight" state="frozen"/>"#,
        r#"paperSize="9""#,
        r#"orientation="landscape""#,
        r#"fitToHeight="0""#,
        "规则集第 3 版",
        "演示数据",
        "第 &amp;P 页",
    ] {
        assert!(xml.contains(part), "no {part}");
    }
    let names = unpacked(&bytes, "xl/workbook.xml");
    assert!(names.contains("推进情况台账!$3:$3"), "{names}");
    let looks = unpacked(&bytes, "xl/styles.xml");
    let fills: BTreeSet<&str> = looks
        .split("fgColor rgb=\"")
        .skip(1)
        .map(|s| s.split('"').next().unwrap())
        .collect();
    // Seven lights and the header.
    assert_eq!(fills.len(), 8, "{fills:?}");
    assert!(looks.contains("wrapText"));
}

#[test]
fn a_window_that_is_no_week_is_not_called_one() {
    let mut month = made::week();
    month.other_window = true;
    let said = |week| {
        let report = duban::report::weekly::report(Lang::Zh, made::stamp(), week);
        let bytes = write(&report, Format::Markdown).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let text = said(&month);
    assert!(
        text.contains("本期新变化") && text.contains("下期重点"),
        "{text}"
    );
    assert!(!text.contains("本周") && !text.contains("下周"), "{text}");
    assert!(said(&made::week()).contains("本周新变化"));
}

#[test]
fn the_same_report_is_the_same_bytes() {
    for (one, two) in made::reports(Lang::Zh).iter().zip(made::reports(Lang::Zh)) {
        for format in Format::ALL {
            let first = write(one, *format).unwrap();
            assert_eq!(
                first,
                write(&two, *format).unwrap(),
                "{:?} {format:?}",
                one.name
            );
            if matches!(format, Format::Xlsx | Format::Docx) {
                let core = unpacked(&first, "docProps/core.xml");
                assert_eq!(core.matches("2024-05-17T00:00:00Z").count(), 2, "{core}");
                let mut archive = zip::ZipArchive::new(Cursor::new(&first)).unwrap();
                for at in 0..archive.len() {
                    let year = archive
                        .by_index(at)
                        .unwrap()
                        .last_modified()
                        .unwrap()
                        .year();
                    assert_eq!(year, 1980);
                }
            }
        }
    }
}

#[test]
fn every_format_has_the_same_foot() {
    for report in made::reports(Lang::Zh) {
        let foot = report.foot();
        for part in [
            "演示数据",
            "截至 2024-05-17",
            "规则集第 3 版",
            "快照 20",
            "期次 2024-W20",
        ] {
            assert!(foot.contains(part), "{foot}");
        }
        assert!(foot.ends_with(&format!(
            "共 {} 项；{} 字",
            report.entries,
            report.characters()
        )));
        for format in Format::ALL {
            let bytes = write(&report, *format).unwrap();
            let said = match format {
                Format::Xlsx => unpacked(&bytes, "xl/sharedStrings.xml"),
                Format::Docx => paragraphs(&unpacked(&bytes, "word/document.xml")).join("\n"),
                Format::CsvGb18030 => GB18030.decode_without_bom_handling(&bytes).0.into_owned(),
                _ => String::from_utf8(bytes).unwrap(),
            };
            let times = said.matches(&foot).count();
            assert_eq!(times, 1, "{:?} {format:?}: {said}", report.name);
        }
        // A page says which one it is, and that the data are made up; the rest stands once, at the end.
        let bytes = write(&report, Format::Docx).unwrap();
        let page = paragraphs(&unpacked(&bytes, "word/footer1.xml"));
        assert_eq!(page.len(), 2, "{page:?}");
        assert!(
            page[0] == "演示数据" && page[1].starts_with("第 "),
            "{page:?}"
        );
    }
}

#[test]
fn characters_are_counted_without_gaps() {
    let mut report = report(Name::Weekly);
    report.title = "一 二\n三\u{200b}".into();
    report.subtitle = String::new();
    report.blocks = vec![Block::List(vec!["四\t五".into(), "。".into()])];
    assert_eq!(report.characters(), 6);
}

#[test]
fn csv_markdown_and_text_read_as_shown() {
    for name in [Name::Ledger, Name::Lights, Name::Indicators] {
        let csv = text(&report(name), Format::Csv);
        assert!(csv.starts_with('\u{feff}'));
        insta::assert_snapshot!(format!("csv_{}", name.as_str()), csv.replace('\r', ""));
    }
    for name in [Name::Ledger, Name::Weekly, Name::Meeting] {
        insta::assert_snapshot!(
            format!("md_{}", name.as_str()),
            text(&report(name), Format::Markdown)
        );
    }
    for name in [Name::Weekly, Name::Lights] {
        let said = text(&report(name), Format::Text);
        insta::assert_snapshot!(format!("txt_{}", name.as_str()), said.replace('\r', ""));
    }
}

#[test]
fn before_the_meeting_it_is_an_agenda_with_what_was_left_open() {
    let planned = Meeting {
        held: false,
        ..made::a_meeting()
    };
    let said = |planned: &Meeting| {
        let report = meeting::report(Lang::Zh, stamp(), planned);
        text(&report, Format::Markdown)
    };
    let agenda = said(&planned);
    assert!(
        agenda.starts_with("# 淄博市教育规划推进周例会议程\n"),
        "{agenda}"
    );
    assert!(
        agenda.contains("| 序 | 事项 | 汇报单位 | 时长(分钟) |"),
        "{agenda}"
    );
    assert!(agenda.contains("## 二、上次议定及结果"), "{agenda}");
    for after in ["三、", "签发", "认定"] {
        assert!(!agenda.contains(after), "{after}: {agenda}");
    }
    // A column that nobody filled stays, and what is not there is said.
    let mut held = made::a_meeting();
    held.agenda[0].minutes = None;
    (held.old, held.decisions) = (Vec::new(), Vec::new());
    let minutes = said(&held);
    assert!(
        minutes.contains("| 序 | 事项 | 汇报单位 | 时长(分钟) |"),
        "{minutes}"
    );
    assert!(
        minutes.contains("## 二、上次议定及结果\n\n无。"),
        "{minutes}"
    );
    assert!(minutes.contains("## 三、议定事项\n\n无。"), "{minutes}");
}

#[test]
fn reports_are_in_english_where_the_language_is() {
    for report in made::reports(Lang::En) {
        if report.name == Name::Ledger {
            insta::assert_snapshot!("md_ledger_english", text(&report, Format::Markdown));
        }
        assert!(report.foot().contains("DEMO DATA; as of 2024-05-17"));
    }
}

#[test]
fn a_document_says_what_the_report_says() {
    for name in [Name::Weekly, Name::Meeting, Name::Progress] {
        let report = report(name);
        let bytes = write(&report, Format::Docx).unwrap();
        let xml = unpacked(&bytes, "word/document.xml");
        let said = paragraphs(&xml);
        let mut expected = vec![report.title.clone()];
        if !report.subtitle.is_empty() {
            expected.push(report.subtitle.clone());
        }
        for block in &report.blocks {
            match block {
                Block::Heading(_, text) | Block::Paragraph(text) => expected.push(text.clone()),
                Block::List(points) => {
                    let points = points.iter().zip(1..);
                    expected.extend(points.map(|(point, n)| format!("{n}. {point}")));
                }
                Block::Table(table) => {
                    expected.extend(table.columns.iter().map(|c| c.head.clone()));
                    expected.extend(table.rows.iter().flatten().map(|cell| match cell {
                        Cell::Empty => String::new(),
                        Cell::Text(text) | Cell::Number(text) => text.clone(),
                        Cell::Day(day) => day.to_string(),
                        Cell::Light(light) => light.word.clone(),
                    }));
                    expected.push(String::new());
                }
            }
        }
        expected.push(report.foot());
        assert_eq!(said, expected);
        assert_eq!(xml.contains("landscape"), name == Name::Progress);
        for part in [
            "word/styles.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "[Content_Types].xml",
        ] {
            paragraphs(&unpacked(&bytes, part));
        }
        let styles = unpacked(&bytes, "word/styles.xml");
        for font in ["方正小标宋简体", "仿宋_GB2312", "黑体"] {
            assert!(styles.contains(font));
        }
    }
}

#[test]
fn gb18030_loses_no_character_silently() {
    let mut lines = made::ledger_lines();
    lines[0].lead = "𠮷田㛃\u{e5e5}办".into();
    let report = ledger::report(Lang::Zh, stamp(), &lines);
    let bytes = write(&report, Format::CsvGb18030).unwrap();
    let (said, bad) = GB18030.decode_without_bom_handling(&bytes);
    assert!(!bad);
    let utf8 = text(&report, Format::Csv);
    // The one that the encoding lacks stands as its number.
    assert_eq!(
        said,
        utf8.trim_start_matches('\u{feff}')
            .replace('\u{e5e5}', "[U+E5E5]")
    );
    assert_eq!(
        beyond_gbk(&report),
        BTreeSet::from(['𠮷', '㛃', '\u{e5e5}'])
    );
}

#[test]
fn the_ledger_is_made_of_the_picture_and_the_texts() {
    let directory = departments(include_str!("../data/departments.toml")).unwrap();
    let plan = read(
        include_bytes!("../data/zibo-education-plan.txt"),
        &directory,
    )
    .plan;
    let id = |name: &String| directory.find(name).unwrap().id;
    let mut texts: IdMap<ItemId, String> = IdMap::default();
    let rows = plan.tasks.iter().map(|task| {
        texts.insert(task.id, task.text.clone());
        Row {
            lead: task.lead.iter().map(id).collect(),
            support: task.support.iter().map(id).collect(),
            due: task.due,
            due_source: task.due_source,
            ..Row::new(task.id, task.code.clone(), task.title.clone())
        }
        .into()
    });
    let rows: Vec<_> = rows.collect();
    let section = Section {
        code: "2.1".parse().unwrap(),
        title: "（一）全面落实立德树人根本任务".into(),
    };
    let snapshot = Snapshot {
        sections: vec![section.clone()].into(),
        rows: rows.into(),
        directory: directory.clone().into(),
        ..Snapshot::default()
    };
    let lines = ledger::lines(Lang::Zh, &snapshot, &texts);
    assert_eq!(lines.len(), 51);
    for (line, task) in lines.iter().zip(&plan.tasks) {
        assert_eq!((&line.text, &line.due), (&task.text, &task.due));
        assert_eq!(line.lead, task.lead.join("、"));
        assert_eq!(line.support, task.support.join("、"));
        assert_eq!(line.section == section.title, line.code.starts_with("2.1."));
        assert_eq!(
            line.remarks.contains("规划期末"),
            task.due_source == DueSource::Plan
        );
    }
    let report = ledger::report(Lang::Zh, stamp(), &lines);
    assert_eq!(
        report.file_name(Format::Xlsx),
        "淄博教育十四五_任务分解台账_2024-W20_截至20240517_演示数据.xlsx"
    );
    assert_eq!(sheet(&mut opened(&report), 0).len(), 52);
}

#[test]
fn no_two_reports_have_one_name() {
    let of = |on: &str, format| {
        let held = Meeting {
            on: Some(made::day(on)),
            ..made::a_meeting()
        };
        meeting::report(Lang::Zh, stamp(), &held).file_name(format)
    };
    let first = of("2024-05-06", Format::Docx);
    assert!(
        first.contains("周例会纪要") && first.contains("2024-05-06"),
        "{first}"
    );
    assert_ne!(first, of("2024-05-13", Format::Docx));
    let mut names: Vec<String> = Format::ALL.iter().map(|f| of("2024-05-06", *f)).collect();
    assert!(names.iter().any(|name| name.ends_with("_GB18030.csv")));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), Format::ALL.len(), "{names:?}");
}

#[test]
fn an_empty_report_is_a_whole_one() {
    let report = progress::report(Lang::Zh, stamp(), &[]);
    assert!(report.foot().contains("共 0 项"));
    for format in Format::ALL {
        assert!(!write(&report, *format).unwrap().is_empty());
    }
    assert_eq!(sheet(&mut opened(&report), 0).len(), 1);
}

/// Words as hostile as they come.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[=+@＝＋－＠\t\r\n| \\\\`*#<>&\"'_;,-]{1,4}",
        Just("]]>".to_owned()),
        Just("_x0041_".to_owned()),
        Just("\u{202e}\u{0}\u{fffe}\u{ffff}\u{feff}".to_owned()),
        Just("教育局".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_words_break_a_file_or_run_in_it(code in words(), said in words(), other in words()) {
        let line = ProgressLine {
            code: code.clone(),
            progress: said.clone(),
            reporter: other.clone(),
            gap: Some(-3),
            ..ProgressLine::default()
        };
        let mut stamp = stamp();
        stamp.plan.clone_from(&other);
        stamp.window = Some(code.clone());
        let report = progress::report(Lang::Zh, stamp, &[line]);
        let clean = duban::text::clean_lines(&said).into_owned();

        let row = sheet(&mut opened(&report), 0).remove(1);
        let expected = clean.replace("_x0041_", "_x005F_x0041_");
        let read = row[12].to_string();
        prop_assert!(matches!(row[12], Data::String(_) | Data::Empty));
        prop_assert_eq!(read, expected);

        let csv = text(&report, Format::Csv);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(record.len(), 21);
        prop_assert_eq!(&record[8], "-3");
        prop_assert_eq!(record[12].trim_start_matches('\''), clean.trim_start_matches('\''));
        for at in [1, 12, 18] {
            let first = record[at].trim_start().chars().next();
            prop_assert!(!first.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{:?}", &record[at]);
            prop_assert!(!record[at].starts_with(['\t', '\r']));
        }

        let markdown = text(&report, Format::Markdown);
        let lines: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
        prop_assert_eq!(lines.len(), 3);
        prop_assert_eq!(lines[2].replace("\\\\", "").replace("\\|", "").matches('|').count(), 22);

        let bytes = write(&report, Format::Docx).unwrap();
        let heard = paragraphs(&unpacked(&bytes, "word/document.xml"));
        prop_assert!(heard.iter().any(|line| line.trim_start_matches('\'').trim_end_matches('\n') == clean.trim_start_matches('\'').trim_end_matches('\n')));

        let name = report.file_name(Format::Xlsx);
        prop_assert!(name.len() <= 255 && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
        prop_assert!(!name.starts_with(['.', '-']) && !name.chars().any(char::is_control));
    }
}
