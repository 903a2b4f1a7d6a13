//! What a run needs to know: the home, the settings, the keys; and how a home is opened with it.

use std::cell::Cell;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use super::args::{Global, Verb};
use super::{Refusal, out, value, working};
use crate::config::{Config, Theme};
use crate::model::Membership;
use crate::platform;
use crate::words::{Lang, Words, fill};
use crate::workspace::{
    Clock, Failure, Found, Keyring, Opening, Scope, Workspace, default_config, default_home,
    host_name,
};

/// Everything a run needs to know, validated; nothing downstream sees the flags.
#[derive(Debug, Clone)]
pub struct Session {
    /// The home's folder.
    pub home: PathBuf,
    /// Whether `--home` names it.
    pub(super) home_is_named: bool,
    /// Whether `--home` or `DUBAN_HOME` names it.
    pub(super) home_is_chosen: bool,
    /// The settings, with the flags applied.
    pub config: Config,
    /// Which part of the past is asked for.
    pub scope: Scope,
    /// Whether the home that was opened is a demo.
    pub(super) made_up: Cell<bool>,
    /// The keys that were unlocked in this run.
    pub keys: Keyring,
    /// The settings file that was named.
    pub(super) named_config: Option<PathBuf>,
    pub(super) login: String,
    pub(super) host: String,
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
        self.say_if_stopped(&workspace)?;
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

    /// Says so where the roster takes the owner of the home for a member no more.
    pub(super) fn say_if_stopped(&self, workspace: &Workspace) -> Result<(), Failure> {
        if workspace.share_dir()?.is_some() && workspace.membership()? == Membership::Stopped {
            let registrar = workspace.registrar_name()?;
            out::note(&fill(self.words().sharing.stopped_here, &[&registrar]));
        }
        Ok(())
    }

    /// What marks everything that is written from a home, where all of it is made up.
    pub(super) fn mark(&self) -> Option<&'static str> {
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
    pub(super) fn open_existing(&self) -> Result<Workspace, Failure> {
        self.insist()?;
        self.open()
    }

    /// Insists that the home is there.
    pub(super) fn insist(&self) -> Result<(), Failure> {
        if Workspace::is_in(&self.home) {
            Ok(())
        } else {
            Err(Failure::NoSuchHome(self.home.clone()))
        }
    }
}

/// What a run needs to know, from the flags, the environment and the settings.
pub(super) fn session(global: &Global, verb: &Option<Verb>) -> Result<Session, Refusal> {
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
pub(super) fn settings(named: Option<&Path>) -> Result<Config, Refusal> {
    let file = match named {
        Some(file) => file.to_owned(),
        None => default_config().unwrap_or_default(),
    };
    let text = read_settings(&file, named.is_some())?.unwrap_or_default();
    Ok(Config::read(&file, text)?)
}

/// What is in a settings file; `None` if there is none and it need not be there.
pub(super) fn read_settings(file: &Path, needed: bool) -> Result<Option<Vec<u8>>, Failure> {
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
        .or_else(platform::account)
        .unwrap_or_else(|| "duban".to_owned())
}
