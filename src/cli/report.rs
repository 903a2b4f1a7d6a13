//! `duban report`: the reports, in every format they have.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::args::{Output, OutputFile};
use super::columns::Head;
use super::filtered::filtered;
use super::out::{self, Sheet};
use super::{Refusal, Session, value, working};
use crate::report::{self, Format, Name};
use crate::words::fill;
use crate::workspace::Wanted;

/// What `duban report` is asked for.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// 报表: ledger、progress、weekly、lights、indicators、meeting, 或 R1 R2 R4 R6 R9 R13 / which report
    #[arg(required_unless_present = "list")]
    name: Option<String>,
    /// 只要这些任务, 写法同 list / only these tasks, as in list
    filter: Vec<String>,
    /// 列出有哪些报表 / list the reports
    #[arg(long)]
    list: bool,
    /// 已封存的窗口, 如 2024-05 / a closed window
    #[arg(long, value_name = "PERIOD")]
    window: Option<String>,
    /// 哪一次会议; 不写则最近一次 / which meeting; else the latest
    #[arg(long, value_name = "ID")]
    meeting: Option<String>,
    /// 格式: xlsx、csv、csv-gb18030、md、docx、txt; --list 用 table、json、csv / format
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    #[command(flatten)]
    file: OutputFile,
}

pub(super) fn run(session: &Session, args: ReportArgs) -> Result<(), Refusal> {
    if args.list {
        return listing(session, args);
    }
    let words = session.words();
    let typed = args.name.unwrap_or_default();
    let name = named(&typed).ok_or_else(|| Refusal::Usage {
        message: fill(words.report.no_report, &[&typed]),
        hint: words.report.no_report_hint.to_owned(),
    })?;
    let formats = name.formats();
    let format = match &args.format {
        None => *formats.first().unwrap_or(&Format::Csv),
        Some(typed) => *formats
            .iter()
            .find(|format| format.as_str() == typed)
            .ok_or_else(|| Refusal::Usage {
                message: fill(words.report.no_format, &[typed]),
                hint: all(formats),
            })?,
    };
    let window = args.window.as_deref().map(value::period).transpose()?;
    let workspace = session.open()?;
    let tasks = if args.filter.is_empty() {
        None
    } else {
        let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
        let found = filtered(&workspace, &snapshot, &args.filter, None, words)?;
        Some(found.rows.iter().map(|row| row.id).collect())
    };
    let meeting = match &args.meeting {
        None => None,
        Some(id) => Some(workspace.find_meeting(id)?.id),
    };
    let wanted = Wanted {
        name,
        lang: words.lang,
        tasks,
        window,
        meeting,
    };
    working::on(words.cli.working_gathering);
    let report = workspace.report(&wanted, workspace.now())?;
    working::on(words.cli.working_writing);
    let bytes = report::write(&report, format).map_err(|error| Refusal::Usage {
        message: error.to_string(),
        hint: all(formats),
    })?;
    // What no terminal shows goes to a file of its own.
    let mut file = args.file;
    if file.output.is_none() && matches!(format, Format::Xlsx | Format::Docx) {
        file.output = Some(PathBuf::from(report.file_name(format)));
    }
    out::write(session, &file, &bytes)
}

/// The report that goes by a keyword or by its number.
fn named(typed: &str) -> Option<Name> {
    let is = |name: &&Name| name.as_str() == typed || name.number().eq_ignore_ascii_case(typed);
    Name::ALL.iter().find(is).copied()
}

fn all(formats: &[Format]) -> String {
    let formats: Vec<&str> = formats.iter().map(|format| format.as_str()).collect();
    formats.join(", ")
}

fn listing(session: &Session, args: ReportArgs) -> Result<(), Refusal> {
    let words = session.words();
    let format = args.format.as_deref().unwrap_or("table");
    let out = Output::named(format, args.file).ok_or_else(|| Refusal::Usage {
        message: fill(words.report.no_format, &[format]),
        hint: "table, json, csv".to_owned(),
    })?;
    let of = |name: &Name| {
        vec![
            name.as_str().to_owned(),
            name.number().to_owned(),
            name.word(words.report).to_owned(),
            all(name.formats()),
        ]
    };
    let json = |name: &Name| -> Json {
        let formats: Vec<&str> = name
            .formats()
            .iter()
            .map(|format| format.as_str())
            .collect();
        json!({
            "name": name.as_str(), "number": name.number(), "title": name.word(words.report),
            "formats": formats,
        })
    };
    Sheet {
        heads: vec![
            Head::whole(words.term.name),
            Head::whole(words.term.code),
            Head::whole(words.term.title),
            Head::whole(words.report.formats),
        ],
        rows: Name::ALL.iter().map(of).collect(),
        json: Name::ALL.iter().map(json).collect(),
        foot: None,
    }
    .write(session, &out)
}
