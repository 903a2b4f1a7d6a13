//! `duban` (督办) follows up the tasks of a government plan: who leads, who supports, how far each one is.
//!
//! # The map
//!
//! Imports run downwards only; `tests/tidy.rs` holds this table against the source.
//!
//! | module | what is in it | imports of ours |
//! |---|---|---|
//! | [`text`] | text from others made harmless, measured in terminal cells, words compared | none |
//! | [`platform`] | what differs between operating systems, and nothing else does | none |
//! | [`model`] | what an office talks about: plan, task, measure, department, status, indicator, note. Pure types and rules | none |
//! | [`words`] | every visible word, Chinese and English side by side | `model` |
//! | [`config`] | `config.toml`: read, validate, explain | `model`, `words`, `text` |
//! | [`import`] | plan documents -> plan and problems: decode, unwrap, outline, responsibility, indicator, deadline, duty | `model` |
//! | [`search`] | fuzzy search over Chinese and pinyin, the filter language, sorting | `model`, `words`, `text` |
//! | [`report`] | one description of a report, and every format written from it | `model`, `words`, `text` |
//! | [`oplog`] | what was said, by whom, unforgeably: op, chain, clock, signature, roster, authority, judge, merge. Pure, no files | `model` |
//! | [`store`] | the local SQLite file: schema steps, append, apply, read, rebuild | `model`, `oplog` |
//! | [`share`] | the shared folder: names, collect, publish. The only code that touches it | `model`, `oplog`, `platform` |
//! | [`workspace`] | the verbs of the program, one each, the clock that dates what they record, and the demo; the command line and the screens call these and nothing below | `model`, `words`, `text`, `config`, `platform`, `import`, `search`, `report`, `oplog`, `store`, `share` |
//! | [`tui`] | the screens: `app` (the pure core), `widget` (drawing), `terminal` (the only terminal I/O) | `app`, `widget`: `model`, `words`, `text`, `config`, `search`, `report`; `terminal`: also `workspace`, `import`, `platform` |
//! | [`cli`] | one file a sub-command; the only place that prints | `model`, `words`, `text`, `config`, `platform`, `import`, `search`, `report`, `workspace` |
//!
//! # How a key becomes a record
//!
//! key -> input thread -> [`tui::app::Message`] -> [`tui::app::App::update`] -> [`tui::app::Effect`] -> worker
//! thread -> a verb of [`workspace::Workspace`] -> one SQLite transaction: the op, its body and the view ->
//! `Done` and a new [`model::Snapshot`] -> `update` -> `view`. The core does no input or output and reads no clock.
//!
//! # The truth
//!
//! Ops are the truth, everything else in the file is a view of them. An op is one line of JSON, chained by hashes;
//! its free text is a body beside it. Nothing is edited or deleted in place.
//!
//! # Word list
//!
//! plan 规划, section 节, task 任务, measure 举措, indicator 指标, duty 周期义务, department 单位, lead 牵头,
//! support 责任/配合, status note 进展记录, ledger 台账, correction 更正, draft 草稿, op 操作, log 日志, body 正文,
//! roster 名册, home 库, demo 演示, view 视图, share 共享文件夹, quarantine 隔离, conflict 冲突. One word each, in code, keys, words and
//! tests.

pub mod cli;
pub mod config;
pub mod import;
pub mod model;
pub mod oplog;
pub mod platform;
pub mod report;
pub mod search;
pub mod share;
pub mod store;
pub mod text;
pub mod tui;
pub mod words;
pub mod workspace;
