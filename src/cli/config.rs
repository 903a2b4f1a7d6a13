//! `duban config check`: is the settings file right, and where does it belong.

use std::path::Path;

use super::{Refusal, Session, config_refusal, out};
use crate::config::{Config, ConfigError, ConfigFault};
use crate::words::fill;
use crate::workspace::default_config;

pub(super) fn check(session: &Session, file: Option<&Path>) -> Result<(), Refusal> {
    let words = session.words();
    let place = default_config().map_err(|failure| session.refusal(&failure))?;
    out::say(&fill(
        words.cli.config_path,
        &[&place.display().to_string()],
    ));
    let file = file.or(session.named_config.as_deref());
    let path = file.unwrap_or(&place);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            out::say(words.cli.config_none);
            return Ok(());
        }
        Err(error) => {
            let what = ConfigFault::Value(error.to_string());
            return Err(config_refusal(
                &ConfigError {
                    file: path.to_owned(),
                    line: 0,
                    what,
                },
                words,
            ));
        }
    };
    Config::read(path, &text).map_err(|error| config_refusal(&error, words))?;
    out::say(&fill(words.cli.config_good, &[&path.display().to_string()]));
    Ok(())
}
