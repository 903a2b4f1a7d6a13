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
mod report;
mod search;
mod sharing;
mod show;
mod usage;
mod value;
mod working;

use std::cell::Cell;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use crate::config::{Config, ConfigError, Theme};
use crate::platform;
use crate::words::{Lang, Words, fill};
use crate::workspace::{
    Clock, Failure, FollowFailure, Found, Keyring, Kind, Opening, Scope, Workspace, default_config,
    default_home, host_name,
};
use args::{Cli, ConfigVerb, Global, Verb};
pub use demo::demo;
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

/// Everything a run needs to know, validated; nothing downstream sees the flags.
#[derive(Debug, Clone)]
pub struct Session {
    /// The home's folder.
    pub home: PathBuf,
    /// Whether `--home` names it.
    home_is_named: bool,
    /// Whether `--home` or `DUBAN_HOME` names it.
    home_is_chosen: bool,
    /// The settings, with the flags applied.
    pub config: Config,
    /// Which part of the past is asked for.
    pub scope: Scope,
    /// Whether the home that was opened is a demo.
    made_up: Cell<bool>,
    /// The keys that were unlocked in this run.
    pub keys: Keyring,
    /// The settings file that was named.
    named_config: Option<PathBuf>,
    login: String,
    host: String,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A verb could not do it.
    Failed(Failure),
    /// Wrong usage: what is wrong, and what would be right.
    Usage { message: String, hint: String },
    /// What was given cannot be taken: what is wrong with it, and what would be right.
    Wrong { message: String, hint: String },
    /// The settings are wrong.
    Settings(ConfigError),
}

impl Refusal {
    /// Wrong usage that says by itself what would be right.
    fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: String::new(),
        }
    }
}

impl From<FollowFailure> for Refusal {
    fn from(failure: FollowFailure) -> Self {
        Failure::from(failure).into()
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Session {
    /// The words of the language in use.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.config.taste.lang.words()
    }

    /// Opens the home, and says so if it was made just now.
    ///
    /// # Errors
    ///
    /// As [`Workspace::open`].
    pub fn open(&self) -> Result<Workspace, Failure> {
        self.open_bare().and_then(|mut workspace| {
            workspace.adopt_embedded_plan(workspace.now())?;
            let workspace = workspace.at(self.scope);
            working::on(self.words().cli.working_at_it);
            workspace
        })
    }

    /// Opens the home without putting the embedded plan in force.
    ///
    /// # Errors
    ///
    /// As [`Workspace::open`].
    pub fn open_bare(&self) -> Result<Workspace, Failure> {
        working::on(self.words().cli.working_opening);
        let (workspace, found) = Workspace::open(&self.opening())?;
        if found == Found::New {
            out::note(&fill(
                self.words().cli.new_home,
                &[&workspace.dir().display().to_string()],
            ));
        }
        if let Some(demo) = workspace.demo() {
            self.made_up.set(true);
            out::note(&fill(self.words().cli.demo_data, &[&demo.day.to_string()]));
        }
        if let Some(key) = workspace.waiting_key()? {
            let (key, w) = (key.display().to_string(), self.words().sharing);
            if workspace.share_dir()?.is_some() {
                out::note(&fill(w.key_waits, &[&key]));
            } else {
                let (before, print) = workspace.key_in_use()?;
                let (before, print) = (before.display().to_string(), print.to_string());
                out::note(&fill(w.key_waits_alone, &[&key, &before, &print]));
            }
        }
        Ok(workspace)
    }

    /// What marks everything that is written from a home, where all of it is made up.
    fn mark(&self) -> Option<&'static str> {
        self.made_up.get().then_some(self.words().report.demo)
    }

    /// How the home is opened.
    #[must_use]
    pub fn opening(&self) -> Opening {
        Opening {
            home: self.home.clone(),
            config: self.config.clone(),
            keys: self.keys.clone(),
            login: self.login.clone(),
            host: self.host.clone(),
            now: Clock::Wall.now(),
        }
    }

    /// Unlocks the key that signs what is shared, before the screens take the terminal: from then on nobody is asked. A
    /// key that stays locked keeps nobody from recording; the screens say why nothing goes out.
    pub fn unlock(&self, shared: Option<&Workspace>) {
        let _ = shared.map(Workspace::unlock);
        self.keys.stop_asking();
    }

    /// Opens a home that must be there: what looks after a home does not make one.
    fn open_existing(&self) -> Result<Workspace, Failure> {
        self.insist()?;
        self.open()
    }

    /// Insists that the home is there.
    fn insist(&self) -> Result<(), Failure> {
        if Workspace::is_in(&self.home) {
            Ok(())
        } else {
            Err(Failure::NoSuchHome(self.home.clone()))
        }
    }
}

impl From<ConfigError> for Refusal {
    fn from(error: ConfigError) -> Self {
        Self::Settings(error)
    }
}

/// Says on standard error why the screens could not be opened, and gives the exit code.
#[must_use]
pub fn report(words: &Words, failure: Failure) -> ExitCode {
    refuse(words, &failure.into())
}

/// Says something on standard error that is no failure.
#[must_use]
pub fn note(message: &str) -> ExitCode {
    out::note(message);
    ExitCode::SUCCESS
}

/// Says a message with its hint on standard error, and gives the exit code 1.
#[must_use]
pub fn report_refusal(words: &Words, message: &str, hint: &str) -> ExitCode {
    out::note(&format!("duban: {message}"));
    if !hint.is_empty() {
        out::note(&format!("{}: {hint}", words.failure.hint));
    }
    ExitCode::FAILURE
}

fn refuse(words: &Words, refusal: &Refusal) -> ExitCode {
    let (message, hint, kind) = match refusal {
        Refusal::Failed(failure) => {
            let hint = failure.hint(words).unwrap_or_default();
            (failure.message(words), hint, failure.kind())
        }
        Refusal::Usage { message, hint } => (message.clone(), hint.clone(), Kind::Usage),
        Refusal::Wrong { message, hint } => (message.clone(), hint.clone(), Kind::Refused),
        Refusal::Settings(error) => {
            let mut faults = error.say(words);
            let last = faults.pop().unwrap_or_default();
            for fault in faults {
                out::note(&format!("duban: {fault}"));
            }
            (last, words.cli.config_hint.to_owned(), Kind::Usage)
        }
    };
    let refused = report_refusal(words, &message, &hint);
    match kind {
        Kind::Refused => refused,
        Kind::Usage => ExitCode::from(2),
        Kind::Damaged => ExitCode::from(3),
    }
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
        Verb::Share(verb) => done(sharing::share(session, verb)),
        Verb::Join(args) => done(sharing::join(session, &args)),
        Verb::Sync { to } => done(sharing::sync(session, to.as_deref())),
        Verb::Roster { verb, out } => done(sharing::roster(session, verb, &out)),
        Verb::Department(verb) => done(sharing::succession(session, verb)),
        Verb::Purge { op, reason } => done(sharing::purge(session, &op, &reason)),
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

fn session(global: &Global, verb: &Option<Verb>) -> Result<Session, Refusal> {
    // `config check` is there to say what is wrong with a file; it must run while the file is wrong.
    let forgiving = matches!(
        verb,
        Some(Verb::Config(_) | Verb::Completions { .. } | Verb::Man { .. })
    );
    let mut config = match settings(global.config.as_deref()) {
        Err(refusal) if forgiving => {
            let mut config = Config::read(Path::new("config.toml"), "")?;
            if let Refusal::Settings(error) = refusal {
                config.taste.lang = error.lang;
            }
            config
        }
        read => read?,
    };
    if let Some(lang) = global.lang {
        config.taste.lang = lang.into();
    }
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        config.taste.theme = Theme::Plain;
    }
    let home_is_named = global.home.is_some();
    let named = global.home.clone().or_else(|| {
        std::env::var_os("DUBAN_HOME")
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from)
    });
    let home_is_chosen = named.is_some();
    let home = match named {
        Some(home) => home,
        None => default_home()?,
    };
    let day = |text: &Option<String>| text.as_deref().map(value::day).transpose();
    let scope = Scope {
        as_of: day(&global.as_of)?,
        known_on: day(&global.known_on)?,
    };
    Ok(Session {
        home,
        home_is_named,
        home_is_chosen,
        keys: Keyring::asking(match config.taste.lang {
            Lang::Zh => |path, again| passphrase(path, again, Lang::Zh),
            Lang::En => |path, again| passphrase(path, again, Lang::En),
        }),
        config,
        scope,
        made_up: Cell::new(false),
        named_config: global.config.clone(),
        login: login(),
        host: host_name(),
    })
}

/// The settings of a file that was named, or of the one in its usual place, if there is one.
fn settings(named: Option<&Path>) -> Result<Config, Refusal> {
    let file = match named {
        Some(file) => file.to_owned(),
        None => default_config().unwrap_or_default(),
    };
    let text = read_settings(&file, named.is_some())?.unwrap_or_default();
    Ok(Config::read(&file, text)?)
}

/// What is in a settings file; `None` if there is none and it need not be there.
fn read_settings(file: &Path, needed: bool) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if !needed && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::File {
            path: file.to_owned(),
            error,
        }),
    }
}

/// Asks for the passphrase of a key, on the terminal alone and unseen; `None` if there is none or nobody gives it.
fn passphrase(key: &Path, again: bool, lang: Lang) -> Option<String> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    let w = lang.words().sharing;
    let _resting = working::rest();
    if again {
        out::note(w.passphrase_wrong);
    }
    let question = fill(w.passphrase, &[&key.display().to_string()]);
    let given = platform::read_hidden_line(|| out::ask(&question));
    let given = given.ok().flatten();
    // What was typed ended with a key that was not shown either.
    out::note("");
    given.filter(|given| !given.is_empty())
}

fn login() -> String {
    let names = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok());
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "duban".to_owned())
}
