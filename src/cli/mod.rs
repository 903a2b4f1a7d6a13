//! The command line: flags in, verbs of the workspace called, tables, JSON and CSV out. The only place that prints.

mod args;
mod config;
mod correct;
mod departments;
mod history;
mod list;
mod maintain;
mod manual;
mod note;
mod out;
mod plan;
mod search;
mod show;
mod value;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Parser as _;

use crate::config::{Config, ConfigError, ConfigFault, Theme};
use crate::words::{Lang, Words, fill};
use crate::workspace::{
    Failure, Found, Kind, Opening, Scope, Workspace, default_config, default_home,
};
use args::{Cli, ConfigVerb, Global, LangArg, Verb};

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// The screens.
    Screens(Box<Session>),
    /// The screens, beginning with the review of a plan document.
    Review(Box<Session>, Vec<u8>),
    /// Nothing more: a verb has run.
    Done(ExitCode),
}

/// Everything a run needs to know, validated; nothing downstream sees the flags.
#[derive(Debug)]
pub struct Session {
    /// The home's folder.
    pub home: PathBuf,
    /// The settings, with the flags applied.
    pub config: Config,
    /// Which part of the past is asked for.
    pub scope: Scope,
    /// The settings file that was named.
    named_config: Option<PathBuf>,
    login: String,
    host: String,
}

/// Why a command failed, ready to be said.
#[derive(Debug)]
pub(crate) struct Refusal {
    message: String,
    hint: Option<String>,
    kind: Kind,
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
            workspace.adopt_embedded_plan(now())?;
            workspace.at(self.scope)
        })
    }

    /// Opens the home without putting the embedded plan in force.
    ///
    /// # Errors
    ///
    /// As [`Workspace::open`].
    pub fn open_bare(&self) -> Result<Workspace, Failure> {
        let opening = Opening {
            home: self.home.clone(),
            config: self.config.clone(),
            login: self.login.clone(),
            host: self.host.clone(),
            now: now(),
        };
        let (workspace, found) = Workspace::open(&opening)?;
        if found == Found::New {
            out::note(&fill(
                self.words().cli.new_home,
                &[&workspace.dir().display().to_string()],
            ));
        }
        Ok(workspace)
    }

    /// Opens a home that must be there: what looks after a home does not make one.
    fn open_existing(&self) -> Result<Workspace, Failure> {
        if !Workspace::is_in(&self.home) {
            return Err(Failure::NoSuchHome(self.home.clone()));
        }
        self.open()
    }

    fn refusal(&self, failure: &Failure) -> Refusal {
        let words = self.words();
        Refusal {
            message: failure.message(words),
            hint: failure.hint(words),
            kind: failure.kind(),
        }
    }
}

impl Refusal {
    fn usage(message: String) -> Self {
        Self {
            message,
            hint: None,
            kind: Kind::Usage,
        }
    }
}

/// The time, read here and handed down.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Says on standard error why the screens could not be opened, and gives the exit code.
#[must_use]
pub fn report(session: &Session, failure: &Failure) -> ExitCode {
    refuse(session.words(), &session.refusal(failure))
}

/// Says a message with its hint on standard error, and gives the exit code 1.
#[must_use]
pub fn report_refusal(words: &Words, message: &str, hint: &str) -> ExitCode {
    let refusal = Refusal {
        message: message.to_owned(),
        hint: Some(hint.to_owned()).filter(|hint| !hint.is_empty()),
        kind: Kind::Refused,
    };
    refuse(words, &refusal)
}

fn refuse(words: &Words, refusal: &Refusal) -> ExitCode {
    out::note(&format!("duban: {}", refusal.message));
    if let Some(hint) = &refusal.hint {
        out::note(&format!("{}: {hint}", words.failure.hint));
    }
    ExitCode::from(match refusal.kind {
        Kind::Refused => 1,
        Kind::Usage => 2,
        Kind::Damaged => 3,
    })
}

/// Reads the flags and runs the verb, if there is one.
#[must_use]
pub fn run() -> Asked {
    let cli = Cli::parse_from(args::with_negations(std::env::args_os()));
    // The language of a message about the settings cannot come from the settings.
    let lang = match cli.global.lang {
        Some(LangArg::En) => Lang::En,
        _ => Lang::Zh,
    };
    let session = match session(&cli.global, &cli.verb) {
        Ok(session) => session,
        Err(refusal) => return Asked::Done(refuse(lang.words(), &refusal)),
    };
    let words = session.words();
    let Some(verb) = cli.verb else {
        return Asked::Screens(Box::new(session));
    };
    match dispatch(&session, verb) {
        Ok(Next::Done(code)) => Asked::Done(code),
        Ok(Next::Review(bytes)) => Asked::Review(Box::new(session), bytes),
        Err(refusal) => Asked::Done(refuse(words, &refusal)),
    }
}

/// What comes after a verb.
enum Next {
    Done(ExitCode),
    Review(Vec<u8>),
}

fn dispatch(session: &Session, verb: Verb) -> Result<Next, Refusal> {
    let done = |result: Result<(), Refusal>| result.map(|()| Next::Done(ExitCode::SUCCESS));
    match verb {
        Verb::Plan(verb) => plan::run(session, verb),
        Verb::List { filter, sort, out } => {
            done(list::run(session, &filter, sort.as_deref(), &out))
        }
        Verb::Show { code, out } => done(show::run(session, &code, &out)),
        Verb::Note(args) => done(note::run(session, &args)),
        Verb::Task(verb) => done(correct::task(session, verb)),
        Verb::Duty(verb) => done(correct::duty(session, verb)),
        Verb::Measure(verb) => done(correct::measure(session, verb)),
        Verb::Indicator(verb) => done(correct::indicator(session, verb)),
        Verb::Search { query, limit, out } => done(search::run(session, &query, limit, &out)),
        Verb::Departments { verb, out } => done(departments::run(session, verb, &out)),
        Verb::History { code, limit, out } => {
            done(history::run(session, code.as_deref(), limit, &out))
        }
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
    let lang = global.lang.map(|lang| {
        if lang == LangArg::En {
            Lang::En
        } else {
            Lang::Zh
        }
    });
    let words = lang.unwrap_or_default().words();
    let said = |failure: &Failure| Refusal {
        message: failure.message(words),
        hint: failure.hint(words),
        kind: failure.kind(),
    };
    // `config check` is there to say what is wrong with a file; it must run while the file is wrong.
    let forgiving = matches!(
        verb,
        Some(Verb::Config(_) | Verb::Completions { .. } | Verb::Man { .. })
    );
    let mut config = match read_config(global.config.as_deref()) {
        Err(_) if forgiving => Config::read(std::path::Path::new("config.toml"), ""),
        read => read,
    }
    .map_err(|error| config_refusal(&error, words))?;
    if let Some(lang) = lang {
        config.taste.lang = lang;
    }
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        config.taste.theme = Theme::Plain;
    }
    let named = global.home.clone().or_else(|| {
        std::env::var_os("DUBAN_HOME")
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from)
    });
    let home = match named {
        Some(home) => home,
        None => default_home().map_err(|failure| said(&failure))?,
    };
    let day = |text: &Option<String>| {
        text.as_deref()
            .map(value::day)
            .transpose()
            .map_err(|failure| said(&failure))
    };
    let scope = Scope {
        as_of: day(&global.as_of)?,
        known_on: day(&global.known_on)?,
    };
    Ok(Session {
        home,
        config,
        scope,
        named_config: global.config.clone(),
        login: login(),
        host: host(),
    })
}

fn read_config(named: Option<&std::path::Path>) -> Result<Config, ConfigError> {
    let file = match named {
        Some(file) => file.to_owned(),
        None => default_config().unwrap_or_default(),
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            String::new()
        }
        Err(error) => {
            return Err(ConfigError {
                file,
                line: 0,
                what: ConfigFault::Value(error.to_string()),
            });
        }
    };
    Config::read(&file, &text)
}

fn config_refusal(error: &ConfigError, words: &Words) -> Refusal {
    let w = words.cli;
    let what = match &error.what {
        ConfigFault::Key { key, nearest } => fill(w.config_key, &[key, nearest]),
        ConfigFault::Value(why) => fill(w.config_value, &[why]),
    };
    let message = format!("{}:{}: {what}", error.file.display(), error.line);
    Refusal {
        message,
        hint: Some(w.config_hint.to_owned()),
        kind: Kind::Usage,
    }
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

fn host() -> String {
    let name = std::env::var("COMPUTERNAME").or_else(|_| std::fs::read_to_string("/etc/hostname"));
    let name = name.unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        "localhost".to_owned()
    } else {
        name
    }
}
