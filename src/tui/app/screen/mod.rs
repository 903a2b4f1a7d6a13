//! The screens, one file each, and what a screen may ask for.

pub(crate) mod acts;
pub(crate) mod approvals;
pub(crate) mod conflict;
pub(crate) mod departments;
pub(crate) mod detail;
pub(crate) mod drafts;
pub(crate) mod figures;
pub(crate) mod form;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod indicators;
pub(crate) mod ledger;
pub(crate) mod meeting;
pub(crate) mod menu;
pub(crate) mod reports;
pub(crate) mod review;
pub(crate) mod share;
pub(crate) mod undo;
pub(crate) mod windows;

use std::collections::HashSet;

use super::keys::{Action, Place};
use super::message::{Effect, Notice, Ticket};
use crate::model::{DepartmentId, Draft, ItemId};

/// A screen that lies on top of the ledger.
#[derive(Debug)]
pub(crate) enum Screen {
    Detail(detail::Screen),
    Departments(departments::Screen),
    History(history::Screen),
    Drafts(drafts::Screen),
    Share(share::Screen),
    Conflict(conflict::Screen),
    Form(Box<form::Form>),
    Review(review::Screen),
    Help(help::Screen),
    Menu(menu::Screen),
    Home(home::Screen),
    Acts(acts::Screen),
    Undo(undo::Screen),
    Meeting(Box<meeting::Screen>),
    Agenda(Box<meeting::agenda::Screen>),
    Approvals(approvals::Screen),
    Windows(windows::Screen),
    Window(windows::Window),
    Indicators(indicators::Screen),
    Reports(Box<reports::Screen>),
    Figures(Box<figures::Screen>),
}

/// What a screen asks for; it reaches neither its parent nor the terminal.
#[derive(Debug)]
pub(crate) enum Step {
    /// Have this done outside.
    Do(Effect),
    /// Lay a screen on top.
    Open(Screen),
    /// Take this screen away.
    Close,
    /// Take this screen away and act in the one below.
    CloseAnd(Action),
    /// Take this screen away and show a saved view.
    CloseAndView(usize),
    /// What was typed here is left as a draft of this name.
    Left(form::DraftKey),
    /// Tell the person.
    Say(Notice),
    /// Tell the person that something does not work.
    Refuse(Notice),
    /// Show this task in full.
    Show(ItemId),
    /// Show this task in full above this screen.
    ShowAbove(ItemId),
    /// Show the corrections of this task that disagree.
    Compare(ItemId),
    /// Open the form of a draft.
    Resume(Draft),
    /// Show the tasks of a department in the ledger.
    ShowDepartment(DepartmentId),
    /// Show the ledger as it was left.
    ShowLedger,
    /// List only these tasks in the ledger, under this name.
    ShowOnly(String, HashSet<ItemId>),
    /// Open the report of this task.
    Write(ItemId),
    /// Open the sheet of figures at this row.
    Measure(figures::Spot),
}

impl Screen {
    /// What the screen waits for to be done.
    pub(crate) fn pending(&self) -> Option<Ticket> {
        match self {
            Self::Form(form) => form.pending,
            Self::Review(review) => review.pending,
            Self::Conflict(conflict) => conflict.pending,
            Self::Undo(undo) => undo.pending,
            Self::Agenda(agenda) => agenda.pending,
            Self::Approvals(approvals) => approvals.pending,
            Self::Windows(windows) => windows.closing.pending,
            Self::Window(window) => window.closing.pending,
            Self::Figures(figures) => figures.pending,
            Self::Reports(reports) => reports.pending,
            Self::Detail(_)
            | Self::Departments(_)
            | Self::History(_)
            | Self::Drafts(_)
            | Self::Share(_)
            | Self::Help(_)
            | Self::Menu(_)
            | Self::Home(_)
            | Self::Acts(_)
            | Self::Indicators(_)
            | Self::Meeting(_) => None,
        }
    }

    pub(crate) fn place(&self) -> Place {
        match self {
            Self::Detail(_) => Place::Detail,
            Self::Departments(_) => Place::Departments,
            Self::History(_) => Place::History,
            Self::Drafts(_) => Place::Drafts,
            Self::Share(_) => Place::Share,
            Self::Conflict(_) => Place::Conflict,
            Self::Form(_) => Place::Form,
            Self::Review(_) => Place::Review,
            Self::Help(_) => Place::Help,
            Self::Menu(_) => Place::Menu,
            Self::Home(_) => Place::Home,
            Self::Acts(_) => Place::Acts,
            Self::Undo(_) => Place::Undo,
            Self::Meeting(meeting) if meeting.jump.is_some() => Place::Jump,
            Self::Meeting(_) => Place::Meeting,
            Self::Agenda(agenda) if agenda.is_typing() => Place::Filter,
            Self::Agenda(_) => Place::Agenda,
            Self::Approvals(_) => Place::Approvals,
            Self::Windows(_) => Place::Windows,
            Self::Window(_) => Place::Window,
            Self::Indicators(_) => Place::Indicators,
            Self::Reports(_) => Place::Reports,
            Self::Figures(_) => Place::Figures,
        }
    }
}
