//! What a body holds: the free texts of an op as one JSON object.

use serde::{Deserialize, Serialize};

use crate::model::Evidence;

/// The free texts of a correction, an addition, a retraction, a step, a figure. (The texts of a note are [`crate::model::NoteText`].)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The words themselves, or the text a register is set to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A unit of measurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where a figure comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What proves it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
