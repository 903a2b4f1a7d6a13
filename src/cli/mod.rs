//! The command line: flags in, verbs of the workspace called, tables, JSON and CSV out. The only place that prints.

mod args;
mod ask;
mod columns;
mod config;
mod correct;
mod demo;
mod departments;
mod filtered;
mod follow;
mod history;
mod list;
mod maintain;
mod manual;
mod note;
mod out;
mod plan;
mod refusal;
mod report;
mod search;
mod session;
mod sharing;
mod show;
mod usage;
mod value;
mod working;

use std::process::ExitCode;

use clap::Parser as _;

use crate::words::Lang;
use args::{Cli, ConfigVerb, Verb};
pub use demo::demo;
use refusal::{Refusal, refuse};
pub use refusal::{note, report, report_refusal};
pub use session::Session;
use session::session;
pub use working::while_working;

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// The screens.
    Screens(Box<Session>),
    /// The screens, beginning with a meeting, to be looked at only or not.
    Meeting(Box<Session>, bool),
    /// The screens on made-up data, once [`demo`] has made it: the home of the person of this name.
    Demo(Box<Session>, Option<String>),
    /// The screens, beginning with the review of a plan document.
    Review(Box<Session>, Vec<u8>),
    /// Nothing more: a verb has run.
    Done(ExitCode),
}

/// Reads the flags and runs the verb, if there is one.
#[must_use]
pub fn run() -> Asked {
    let args = args::with_negations(std::env::args_os());
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(_) => return Asked::Done(usage::answer(&args)),
    };
    let session = match session(&cli.global, &cli.verb) {
        Ok(session) => session,
        Err(refusal) => {
            let lang = cli.global.lang.map(Lang::from).unwrap_or(match &refusal {
                Refusal::Settings(error) => error.lang,
                _ => Lang::default(),
            });
            return Asked::Done(refuse(lang.words(), &refusal));
        }
    };
    let words = session.words();
    let Some(verb) = cli.verb else {
        return Asked::Screens(Box::new(session));
    };
    match while_working(words, || dispatch(&session, verb)) {
        Ok(Next::Done(code)) => Asked::Done(code),
        Ok(Next::Demo(whom)) => Asked::Demo(Box::new(session), whom),
        Ok(Next::Meeting(read_only)) => Asked::Meeting(Box::new(session), read_only),
        Ok(Next::Review(bytes)) => Asked::Review(Box::new(session), bytes),
        Err(refusal) => Asked::Done(refuse(words, &refusal)),
    }
}

/// What comes after a verb.
enum Next {
    Done(ExitCode),
    Review(Vec<u8>),
    Meeting(bool),
    Demo(Option<String>),
}

/// Whether a verb only shows what is in a home.
fn only_reads(verb: &Verb) -> bool {
    matches!(
        verb,
        Verb::List { .. }
            | Verb::Show { .. }
            | Verb::Search { .. }
            | Verb::Lights { .. }
            | Verb::Report(_)
            | Verb::Departments { verb: None, .. }
            | Verb::Indicators { verb: None, .. }
            | Verb::Duties { verb: None, .. }
            | Verb::Windows { verb: None, .. }
            | Verb::Evidence(_)
            | Verb::Rules { verb: None, .. }
            | Verb::Decisions { verb: None, .. }
    ) || matches!(verb, Verb::Remind(args) if args.only_tells())
}

fn dispatch(session: &Session, verb: Verb) -> Result<Next, Refusal> {
    // What a slip of the finger names is looked for and not made.
    if session.home_is_named && only_reads(&verb) {
        session.insist()?;
    }
    let done = |result: Result<(), Refusal>| result.map(|()| Next::Done(ExitCode::SUCCESS));
    match verb {
        Verb::Demo {
            no_screen: true,
            whom,
        } => done(demo::keep(session, whom.as_deref())),
        Verb::Demo { whom, .. } => Ok(Next::Demo(whom)),
        Verb::Plan(verb) => plan::run(session, verb),
        Verb::List { filter, sort, out } => {
            done(list::run(session, &filter, sort.as_deref(), &out))
        }
        Verb::Lights {
            filter,
            explain,
            out,
        } => done(follow::lights(session, &filter, explain.as_deref(), &out)),
        Verb::Close(verb) => done(follow::close(session, verb)),
        Verb::Extend(verb) => done(follow::extend(session, verb)),
        Verb::Step(args) => done(follow::step(session, &args)),
        Verb::Evidence(args) => done(follow::evidence(session, &args)),
        Verb::Duties {
            code,
            all,
            verb,
            out,
        } => done(follow::duties(session, verb, code.as_deref(), all, &out)),
        Verb::Indicators { filter, verb, out } => {
            done(follow::indicators(session, verb, &filter, &out))
        }
        Verb::Windows {
            period,
            rhythm,
            verb,
            out,
        } => {
            let which = (period.as_deref(), rhythm.map(Into::into));
            done(follow::windows(session, verb, which, &out))
        }
        Verb::Rules { verb, out } => done(follow::rules(session, verb, &out)),
        Verb::Meeting { readonly, verb } => match verb {
            Some(verb) => done(follow::meeting(session, verb)),
            None => Ok(Next::Meeting(readonly)),
        },
        Verb::Decisions { open, verb, out } => done(follow::decisions(session, verb, open, &out)),
        Verb::Remind(args) => follow::remind(session, &args).map(Next::Done),
        Verb::Undo(args) => done(follow::undo(session, &args)),
        Verb::Show { code, out } => done(show::run(session, &code, &out)),
        Verb::Note(args) => done(note::run(session, &args)),
        Verb::Task(verb) => done(correct::task(session, verb)),
        Verb::Duty(verb) => done(correct::duty(session, verb)),
        Verb::Measure(verb) => done(correct::measure(session, verb)),
        Verb::Indicator(verb) => done(correct::indicator(session, verb)),
        Verb::Report(args) => done(report::run(session, *args)),
        Verb::Search { query, limit, out } => done(search::run(session, &query, limit, &out)),
        Verb::Departments { verb, all, out } => done(departments::run(session, verb, all, &out)),
        Verb::History { code, limit, out } => {
            done(history::run(session, code.as_deref(), limit, &out))
        }
        Verb::Share(verb) => sharing::share(session, verb).map(Next::Done),
        Verb::Join(args) => done(sharing::join(session, &args)),
        Verb::Sync { to } => sharing::sync(session, to.as_deref()).map(Next::Done),
        Verb::Roster { verb, out } => done(sharing::roster(session, verb, &out)),
        Verb::Department(verb) => done(sharing::succession(session, verb)),
        Verb::Purge { op, reason, yes } => done(sharing::purge(session, &op, &reason, yes)),
        Verb::AllowedSigners => done(sharing::allowed_signers(session)),
        Verb::Verify { rebuild } => maintain::verify(session, rebuild).map(Next::Done),
        Verb::Dump { file } => done(maintain::dump(session, &file)),
        Verb::Backup { file, force } => done(maintain::backup(session, &file, force)),
        Verb::Restore { file, force } => done(maintain::restore(session, &file, force)),
        Verb::Config(ConfigVerb::Check { file }) => done(config::check(session, file.as_deref())),
        Verb::Completions { shell } => done(manual::completions(session, shell)),
        Verb::Man { output, force } => done(manual::man(session, output.as_deref(), force)),
    }
}
