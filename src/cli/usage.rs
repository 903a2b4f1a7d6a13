//! Help and wrong usage in the language of the screens.
//!
//! The flags of [`super::args`] say what they do as `中文 / English`; here one of the two is taken, and the headings
//! and messages that clap has in English only are said in our words.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory as _};

use super::args::{Cli, LangArg};
use super::session::settings;
use super::{Refusal, out, refuse};
use crate::words::{Cli as CliWords, Lang, Words, fill};

/// What parts the Chinese from the English in a help text.
const PART: &str = " / ";

/// The command with help in one language.
pub(super) fn command(words: &Words) -> Command {
    let mut command = Cli::command();
    // Only what is built has the flags and the sub-command for help, and the global flags below every verb.
    command.build();
    spoken(command, words)
}

/// Answers arguments that ask for help or the version, or are wrong.
pub(super) fn answer(args: &[OsString]) -> ExitCode {
    let words = language(args).words();
    let mut command = command(words);
    let error = match command.try_get_matches_from_mut(args) {
        Ok(_) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let answered = if asked {
        out::print(error.render().to_string().as_bytes())
    } else {
        Err(refusal(&error, args, &command, words))
    };
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => refuse(words, &refusal),
    }
}

/// The language that the arguments ask for, which cannot be read as they should be; else that of the settings.
fn language(args: &[OsString]) -> Lang {
    let value = |flag: &str| {
        let mut args = args.iter().filter_map(|arg| arg.to_str());
        let assigned = |arg: &str| Some(arg.strip_prefix(flag)?.strip_prefix('=')?.to_owned());
        args.clone().find_map(assigned).or_else(|| {
            args.find(|arg| *arg == flag)
                .and(args.next())
                .map(str::to_owned)
        })
    };
    match value("--lang").as_deref() {
        Some("zh") => return Lang::Zh,
        Some("en") => return Lang::En,
        _ => {}
    }
    match settings(value("--config").as_deref().map(Path::new)) {
        Ok(config) => config.taste.lang,
        Err(Refusal::Settings(error)) => error.lang,
        Err(_) => Lang::default(),
    }
}

/// A built command and all below it, in one language.
fn spoken(command: Command, words: &Words) -> Command {
    let w = words.cli;
    let (about, long) = (command.get_about(), command.get_long_about());
    let (mut about, long) = (half(about, words.lang), half(long, words.lang));
    if command.get_name() == "help" {
        about = Some(w.help_command.to_owned());
    }
    let command = match (about, long) {
        (Some(about), Some(long)) => command.about(about).long_about(long),
        (Some(about), None) => command.about(about),
        _ => command,
    };
    let command = command
        .help_template(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
            w.usage
        ))
        .subcommand_help_heading(w.commands)
        .subcommand_value_name(w.command)
        .mut_args(|arg| spoken_arg(arg, words))
        .mut_subcommands(|below| spoken(below, words));
    let usage = usage(&command, w);
    command.override_usage(usage)
}

fn spoken_arg(arg: Arg, words: &Words) -> Arg {
    let w = words.cli;
    let heading = if arg.is_positional() {
        w.arguments
    } else if arg.is_global_set() {
        w.global_options
    } else {
        w.options
    };
    let mut help = match arg.get_id().as_str() {
        "help" => w.help_flag.to_owned(),
        "version" => w.version_flag.to_owned(),
        _ => half(arg.get_help(), words.lang).unwrap_or_default(),
    };
    if arg.get_action().takes_values() {
        let join = |all: Vec<&str>| all.join(", ");
        let possible = arg.get_possible_values();
        if !possible.is_empty() {
            let all = possible.iter().map(|value| value.get_name()).collect();
            help.push_str(&fill(w.possible_values, &[&join(all)]));
        }
        let default = arg.get_default_values().iter();
        let default: Vec<&str> = default.filter_map(|value| value.to_str()).collect();
        if !join(default.clone()).is_empty() {
            help.push_str(&fill(w.default_value, &[&join(default)]));
        }
    }
    arg.help(help)
        .long_help(None::<&str>)
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// The half of a help text that is in this language; the whole where it is not parted.
fn half(text: Option<&StyledStr>, lang: Lang) -> Option<String> {
    let text = text?.to_string();
    let half = |line: &str| {
        let (zh, en) = line.split_once(PART).unwrap_or((line, line));
        match lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        }
    };
    Some(text.lines().map(half).collect::<Vec<_>>().join("\n"))
}

/// How a command is written.
fn usage(command: &Command, w: &CliWords) -> String {
    let usage = command.clone().render_usage().to_string();
    bare(&usage).replace("[OPTIONS]", &format!("[{}]", w.options))
}

fn bare(usage: &str) -> &str {
    usage.strip_prefix("Usage:").unwrap_or(usage).trim()
}

/// What is wrong with the arguments, in our words.
fn refusal(error: &clap::Error, args: &[OsString], command: &Command, words: &Words) -> Refusal {
    let w = words.cli;
    let of = |kind| error.get(kind).map(strings).unwrap_or_default();
    let first = |kind| of(kind).into_iter().next().unwrap_or_default();
    let (arg, value) = (
        first(ContextKind::InvalidArg),
        first(ContextKind::InvalidValue),
    );
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            fill(w.no_such_command, &[&first(ContextKind::InvalidSubcommand)])
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => fill(w.no_such_flag, &[&arg]),
        ErrorKind::UnknownArgument => fill(w.too_many, &[&arg]),
        ErrorKind::MissingRequiredArgument => fill(
            w.missing_arguments,
            &[&of(ContextKind::InvalidArg).join(" ")],
        ),
        ErrorKind::InvalidValue if value.is_empty() => fill(w.missing_value, &[&arg]),
        ErrorKind::InvalidValue => fill(w.wrong_value, &[&arg, &value]),
        // Numbers are all that is not taken as text.
        ErrorKind::ValueValidation => fill(w.no_number, &[&arg, &value]),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg).join(" ");
            if other.is_empty() || other == arg {
                fill(w.twice, &[&arg])
            } else {
                fill(w.conflict, &[&arg, &other])
            }
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            w.missing_command.to_owned()
        }
        ErrorKind::InvalidUtf8 => w.not_utf8_argument.to_owned(),
        _ => w.wrong_usage.to_owned(),
    };
    let near = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    // The nearest comes last.
    let near = near.into_iter().find_map(|kind| of(kind).pop());
    let valid = of(ContextKind::ValidValue).join(", ");
    let (path, command) = meant(args, command);
    let mut hint = match near {
        Some(near) => fill(w.did_you_mean, &[&near]),
        None if !valid.is_empty() => fill(w.choose_from, &[&valid]),
        None if command.has_subcommands() && error.kind() != ErrorKind::UnknownArgument => {
            let names = command.get_subcommands().map(Command::get_name);
            fill(w.choose_from, &[&names.collect::<Vec<_>>().join(", ")])
        }
        None => fill(w.usage_hint, &[&usage(command, w)]),
    };
    hint.push_str(&fill(w.help_hint, &[&path]));
    Refusal::Usage { message, hint }
}

/// The command that arguments name, and how it is called.
fn meant<'c>(args: &[OsString], top: &'c Command) -> (String, &'c Command) {
    let (mut path, mut command) = (top.get_name().to_owned(), top);
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(below) = command.find_subcommand(word) {
            command = below;
            path = format!("{path} {word}");
        }
    }
    (path, command)
}

fn strings(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(all) => all.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(all) => all.iter().map(ToString::to_string).collect(),
        ContextValue::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of a command and of those below it, with what it is of.
    fn texts(command: &Command) -> Vec<(String, String)> {
        let name = command.get_name();
        let mut all: Vec<(String, String)> = Vec::new();
        if name != "duban" {
            let about = command.get_about().map(ToString::to_string);
            all.push((name.to_owned(), about.unwrap_or_default()));
        }
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string);
            all.push((format!("{name} {}", arg.get_id()), help.unwrap_or_default()));
        }
        all.extend(command.get_subcommands().flat_map(texts));
        all
    }

    #[test]
    fn every_flag_and_verb_is_explained_in_both_languages() {
        for (of, text) in texts(&Cli::command()) {
            let halves: Vec<&str> = text.split(PART).collect();
            assert_eq!(halves.len(), 2, "{of}: {text}");
            assert!(halves.iter().all(|half| !half.trim().is_empty()), "{of}");
            let is_chinese = |text: &str| text.contains(|c| c >= '\u{4e00}');
            assert!(is_chinese(&text), "{of}: {text}");
        }
    }

    #[test]
    fn the_language_stands_anywhere_among_the_arguments() {
        for (args, lang) in [
            (&["duban", "lst", "--lang", "en"][..], Lang::En),
            (&["duban", "--lang=en", "--nosuch"], Lang::En),
            (&["duban", "--lang=zh", "--nosuch"], Lang::Zh),
        ] {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            assert_eq!(language(&args), lang, "{args:?}");
        }
    }
}
