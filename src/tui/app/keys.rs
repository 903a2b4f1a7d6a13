//! The key table: which key does what on which screen. The footer, the menu and the help are printed from it.
//!
//! An input method swallows letters, so every action has a way in without one: a function key, Ctrl, an editing key,
//! or the menu (Ctrl+P), which lists them all. Ctrl+A, B, Z, Q and \ belong to screen, tmux, job and flow control.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::model::ascii_twin;
use crate::words::Screen as Words;

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The ledger.
    Ledger,
    /// The line in which a search is typed.
    Search,
    /// The line in which a filter is typed.
    Filter,
    /// A task in full.
    Detail,
    /// The departments.
    Departments,
    /// The history.
    History,
    /// The drafts.
    Drafts,
    /// What is shared, and with whom.
    Share,
    /// Corrections that disagree.
    Conflict,
    /// A form.
    Form,
    /// The review of an import.
    Review,
    /// The help.
    Help,
    /// The menu.
    Menu,
    /// The overview, or 'my work'.
    Home,
    /// What can be done with the picked tasks.
    Acts,
    /// What can be taken back.
    Undo,
    /// A meeting, one item at a time.
    Meeting,
    /// The agenda of a meeting.
    Agenda,
    /// The line in which it is typed which item to go to.
    Jump,
    /// The requests for closing and for more time.
    Approvals,
    /// The reporting windows.
    Windows,
    /// One reporting window.
    Window,
    /// The indicators.
    Indicators,
    /// The reports.
    Reports,
    /// The sheet into which figures are entered.
    Figures,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 25] = [
        Self::Ledger,
        Self::Search,
        Self::Filter,
        Self::Detail,
        Self::Departments,
        Self::History,
        Self::Drafts,
        Self::Share,
        Self::Conflict,
        Self::Form,
        Self::Review,
        Self::Help,
        Self::Menu,
        Self::Home,
        Self::Acts,
        Self::Undo,
        Self::Meeting,
        Self::Agenda,
        Self::Jump,
        Self::Approvals,
        Self::Windows,
        Self::Window,
        Self::Indicators,
        Self::Reports,
        Self::Figures,
    ];

    /// Whether plain characters are text here rather than keys.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Search | Self::Filter | Self::Form | Self::Jump | Self::Figures
        )
    }
}

/// Something a person can do; one name for key, word and test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words beside each action say what it does")]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Open,
    Apply,
    Back,
    Leave,
    NextPane,
    PreviousPane,
    NextSection,
    PreviousSection,
    NextField,
    PreviousField,
    Note,
    Save,
    Adopt,
    Editor,
    Undo,
    Redo,
    Discard,
    Search,
    Filter,
    ShowAll,
    View,
    Sort,
    Reverse,
    Departments,
    History,
    Drafts,
    Share,
    Exchange,
    Settle,
    Correct,
    AddTask,
    AddMeasure,
    AddIndicator,
    Retract,
    Reload,
    Redraw,
    Help,
    Menu,
    Quit,
    Home,
    Ledger,
    Select,
    SelectAll,
    Acts,
    Unchanged,
    Remind,
    Light,
    TakeBackLast,
    Yes,
    Fold,
    Repeat,
    Meeting,
    Approvals,
    Windows,
    Indicators,
    AskClosing,
    AskExtension,
    Sign,
    Dispute,
    TakeOut,
    Earlier,
    Later,
    Source,
    NextItem,
    PreviousItem,
    Expand,
    Decide,
    Problem,
    Judge,
    Finished,
    Jump,
    Agenda,
    Timer,
    Walk,
    HideNames,
    White,
    ReadOnly,
    Minutes,
    Approve,
    SendBack,
    LookOver,
    Evidence,
    TakeBack,
    CloseWindow,
    ShowTask,
    Reports,
    NextFormat,
    PreviousFormat,
    Format,
    Narrow,
    FromFile,
    OtherWindow,
    Write,
}

/// A key, perhaps held with Ctrl.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Whether Ctrl is held.
    pub ctrl: bool,
}

const fn key(code: KeyCode) -> Chord {
    Chord { code, ctrl: false }
}
const fn letter(c: char) -> Chord {
    key(KeyCode::Char(c))
}
const fn ctrl(c: char) -> Chord {
    Chord {
        code: KeyCode::Char(c),
        ctrl: true,
    }
}
const fn f(n: u8) -> Chord {
    key(KeyCode::F(n))
}

/// One line of the key table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// Where it works.
    pub places: &'static [Place],
    /// Its keys, the one to show first in front.
    pub keys: &'static [Chord],
    /// Its name in the footer and the menu.
    pub label: fn(&Words) -> &'static str,
    /// What it does, in the help.
    pub help: fn(&Words) -> &'static str,
    /// Where the footer has it, from 1; 0 for not at all.
    pub rank: u8,
}

use Place as P;

const LISTS: &[Place] = &[
    P::Home,
    P::Acts,
    P::Undo,
    P::Ledger,
    P::Detail,
    P::Departments,
    P::History,
    P::Drafts,
    P::Share,
    P::Conflict,
    P::Review,
    P::Help,
    P::Menu,
    P::Agenda,
    P::Approvals,
    P::Windows,
    P::Window,
    P::Indicators,
    P::Reports,
];
const BROWSE: &[Place] = &[
    P::Home,
    P::Acts,
    P::Undo,
    P::Ledger,
    P::Detail,
    P::Departments,
    P::History,
    P::Drafts,
    P::Share,
    P::Conflict,
    P::Review,
    P::Help,
    P::Meeting,
    P::Agenda,
    P::Approvals,
    P::Windows,
    P::Window,
    P::Indicators,
    P::Reports,
];
const WITH_LINES: &[Place] = &[
    P::Home,
    P::Acts,
    P::Undo,
    P::Ledger,
    P::Search,
    P::Filter,
    P::Detail,
    P::Departments,
    P::History,
    P::Drafts,
    P::Share,
    P::Conflict,
    P::Review,
    P::Help,
    P::Menu,
    P::Meeting,
    P::Agenda,
    P::Approvals,
    P::Windows,
    P::Window,
    P::Indicators,
    P::Reports,
];

macro_rules! bindings {
    ($($action:ident $places:expr, [$($key:expr),+], $label:ident, $help:ident, $rank:literal;)*) => {
        &[$(Binding {
            action: Action::$action,
            places: $places,
            keys: &[$($key),+],
            label: |words| words.$label,
            help: |words| words.$help,
            rank: $rank,
        }),*]
    };
}

/// The key table.
pub const TABLE: &[Binding] = bindings! {
    Open &[P::Ledger, P::History], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_open, help_open, 1;
    Open &[P::Drafts], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_resume, help_resume, 1;
    Open &[P::Home], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_enter_home, help_enter_home, 1;
    Open &[P::Undo], [key(KeyCode::Enter)], key_take_back_this, help_take_back_this, 1;
    Yes &[P::Undo], [f(2), letter('y')], key_yes, help_yes, 2;
    Open &[P::Departments, P::Menu, P::Acts], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_choose, help_choose, 1;
    Open &[P::Search], [key(KeyCode::Enter)], key_open, help_open, 1;
    Open &[P::Share], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_settle, help_settle, 1;
    Open &[P::Conflict], [key(KeyCode::Enter)], key_take, help_take, 1;
    Apply &[P::Filter], [key(KeyCode::Enter)], key_apply, help_apply, 1;
    Apply &[P::Search], [key(KeyCode::Tab)], key_keep, help_keep, 2;
    Save &[P::Form], [f(2), ctrl('s')], key_save, help_save, 1;
    Adopt &[P::Review], [f(2), ctrl('s')], key_adopt, help_adopt, 1;
    Ledger &[P::Home], [ctrl('g'), letter('o')], key_ledger, help_ledger, 2;
    Home &[P::Ledger], [ctrl('g'), letter('o')], key_home, help_home, 5;
    Note &[P::Ledger, P::Detail, P::Search, P::Home], [f(2), letter('n'), letter('e')], key_note, help_note, 2;
    Select &[P::Ledger, P::Home], [letter(' ')], key_select, help_select, 0;
    SelectAll &[P::Ledger], [letter('*')], key_select_all, help_select_all, 0;
    Acts &[P::Ledger, P::Detail, P::Home], [f(11), letter('b')], key_acts, help_acts, 6;
    Unchanged &[P::Ledger, P::Detail, P::Home, P::Form], [f(12), ctrl('n')], key_unchanged, help_unchanged, 7;
    Light &[P::Ledger, P::Detail, P::Home], [f(6), letter('L')], key_light, help_light, 8;
    Remind &[P::Ledger, P::Detail, P::Home], [f(7), letter('u')], key_remind, help_remind, 8;
    TakeBackLast &[P::Ledger, P::Detail, P::Home, P::Meeting], [ctrl('u'), letter('U')], key_take_back_last, help_take_back_last, 0;
    Repeat &[P::Form], [f(5)], key_repeat, help_repeat, 3;
    Fold &[P::Form], [f(4)], key_fold, help_fold, 4;
    Search &[P::Ledger, P::Detail, P::Departments, P::History, P::Home], [f(3), letter('/')], key_search, help_search, 3;
    Filter &[P::Ledger, P::Detail, P::Departments, P::Home], [f(4), letter('f')], key_filter, help_filter, 4;
    Correct &[P::Detail], [ctrl('e'), letter('C')], key_correct, help_correct, 3;
    Correct &[P::Ledger], [ctrl('e'), letter('C')], key_correct, help_correct, 6;
    Correct &[P::Review], [ctrl('e'), letter('C')], key_correct, help_correct_reading, 2;
    Correct &[P::Conflict], [ctrl('e'), letter('C')], key_take_other, help_take_other, 2;
    AddTask &[P::Ledger], [key(KeyCode::Insert), letter('a')], key_add_task, help_add_task, 0;
    AddMeasure &[P::Detail], [key(KeyCode::Insert), letter('a')], key_add_measure, help_add_measure, 8;
    AddIndicator &[P::Detail], [ctrl('g'), letter('i')], key_add_indicator, help_add_indicator, 9;
    Retract &[P::Detail], [key(KeyCode::Delete), letter('X')], key_retract, help_retract, 3;
    Departments &[P::Ledger, P::Detail, P::Home], [ctrl('d'), letter('D')], key_departments, help_departments, 7;
    History &[P::Ledger, P::Detail, P::Departments, P::Home], [ctrl('t'), letter('H')], key_history, help_history, 8;
    Sort &[P::Ledger], [ctrl('o'), letter('s')], key_sort, help_sort, 10;
    Reverse &[P::Ledger], [ctrl('r'), letter('S')], key_reverse, help_reverse, 0;
    View &[P::Ledger, P::Departments], [letter('1'), letter('2'), letter('3'), letter('4'), letter('5'), letter('6'), letter('7'), letter('8'), letter('9')], key_view, help_view, 0;
    ShowAll &[P::Ledger, P::Departments], [letter('0')], key_all, help_all, 0;
    Drafts &[P::Ledger, P::Detail, P::Home], [ctrl('v'), letter('r')], key_drafts, help_drafts, 0;
    Share &[P::Ledger, P::Detail, P::Home], [ctrl('s'), letter('y')], key_share, help_share, 0;
    Exchange &[P::Share], [ctrl('r'), letter('r')], key_exchange, help_exchange, 2;
    Settle &[P::Ledger, P::Detail, P::Indicators, P::Home], [ctrl('k'), letter('K')], key_settle, help_settle, 0;
    Down &[P::Conflict], [key(KeyCode::Right), letter('l')], key_next_value, help_next_value, 0;
    Up &[P::Conflict], [key(KeyCode::Left), letter('h')], key_value_before, help_value_before, 0;
    Down WITH_LINES, [key(KeyCode::Down), letter('j')], key_down, help_down, 0;
    Up WITH_LINES, [key(KeyCode::Up), letter('k')], key_up, help_up, 0;
    PageDown WITH_LINES, [key(KeyCode::PageDown), ctrl('f')], key_page_down, help_page_down, 0;
    PageUp WITH_LINES, [key(KeyCode::PageUp)], key_page_up, help_page_up, 0;
    Top LISTS, [key(KeyCode::Home), letter('g')], key_top, help_top, 0;
    Bottom LISTS, [key(KeyCode::End), letter('G')], key_bottom, help_bottom, 0;
    NextPane &[P::Ledger, P::Departments], [key(KeyCode::Tab)], key_next_pane, help_next_pane, 0;
    PreviousPane &[P::Ledger], [key(KeyCode::Left), key(KeyCode::BackTab), letter('h')], key_departments, help_previous_pane, 0;
    NextPane &[P::Home], [key(KeyCode::Tab)], key_other_home, help_other_home, 2;
    NextSection &[P::Detail, P::Review], [key(KeyCode::Tab)], key_next_section, help_next_section, 6;
    PreviousSection &[P::Detail, P::Review], [key(KeyCode::BackTab)], key_previous_section, help_previous_section, 0;
    NextField &[P::Form], [key(KeyCode::Tab)], key_next_field, help_next_field, 2;
    PreviousField &[P::Form], [key(KeyCode::BackTab)], key_previous_field, help_previous_field, 0;
    Editor &[P::Form], [ctrl('o')], key_editor, help_editor, 4;
    Undo &[P::Form], [ctrl('u')], key_undo, help_undo, 5;
    Redo &[P::Form], [ctrl('r')], key_redo, help_redo, 0;
    Discard &[P::Form], [ctrl('x')], key_discard, help_discard, 6;
    Discard &[P::Drafts], [key(KeyCode::Delete), ctrl('x')], key_discard, help_discard_draft, 2;
    Leave &[P::Form], [key(KeyCode::Esc), ctrl('c')], key_leave, help_leave, 3;
    Back &[P::Search, P::Filter], [key(KeyCode::Esc), ctrl('c')], key_cancel, help_cancel, 3;
    Back &[P::Ledger], [key(KeyCode::Esc), key(KeyCode::Backspace), ctrl('c')], key_clear, help_clear, 0;
    Back &[P::Conflict], [key(KeyCode::Esc), key(KeyCode::Backspace), ctrl('c')], key_back, help_back, 3;
    Back &[P::Home], [key(KeyCode::Esc), key(KeyCode::Backspace), ctrl('c')], key_ledger, help_ledger, 0;
    Back &[P::Detail, P::Departments, P::History, P::Drafts, P::Share, P::Review, P::Help, P::Menu, P::Acts, P::Undo], [key(KeyCode::Esc), key(KeyCode::Backspace), key(KeyCode::Left), letter('h'), ctrl('c')], key_back, help_back, 3;
    // Meetings, approvals, windows, indicators.
    Meeting &[P::Ledger, P::Detail, P::Home], [f(8), letter('M')], key_meeting, help_meeting, 0;
    Approvals &[P::Ledger, P::Detail, P::Home], [ctrl('x'), letter('P')], key_approvals, help_approvals, 0;
    Windows &[P::Ledger, P::Detail, P::Home], [ctrl('w'), letter('W')], key_windows, help_windows, 0;
    Indicators &[P::Ledger, P::Detail, P::Home], [ctrl('y'), letter('I')], key_indicators, help_indicators, 0;
    AskClosing &[P::Ledger, P::Detail], [letter('c')], key_ask_closing, help_ask_closing, 0;
    AskExtension &[P::Ledger, P::Detail], [letter('d')], key_ask_extension, help_ask_extension, 0;
    Sign &[P::Ledger, P::Detail], [letter('v')], key_sign, help_sign, 0;
    Dispute &[P::Ledger, P::Detail], [letter('V')], key_dispute, help_dispute, 0;
    Open &[P::Agenda], [key(KeyCode::Enter)], key_begin, help_begin, 1;
    TakeOut &[P::Agenda], [letter(' '), key(KeyCode::Delete)], key_take_out, help_take_out, 2;
    Earlier &[P::Agenda], [key(KeyCode::Left), letter('<')], key_earlier, help_earlier, 4;
    Later &[P::Agenda], [key(KeyCode::Right), letter('>')], key_later, help_later, 5;
    Filter &[P::Agenda], [f(4), letter('f')], key_filter, help_filter_agenda, 7;
    View &[P::Agenda], [letter('1'), letter('2'), letter('3'), letter('4'), letter('5'), letter('6'), letter('7'), letter('8'), letter('9')], key_view, help_view_agenda, 0;
    Source &[P::Agenda], [key(KeyCode::Tab)], key_source, help_source, 6;
    Back &[P::Agenda], [key(KeyCode::Esc), key(KeyCode::Backspace), ctrl('c')], key_back, help_back, 3;
    NextItem &[P::Meeting], [letter(' '), key(KeyCode::Right), key(KeyCode::Tab)], key_next_item, help_next_item, 1;
    PreviousItem &[P::Meeting], [letter('b'), key(KeyCode::Left), key(KeyCode::BackTab)], key_previous_item, help_previous_item, 2;
    Leave &[P::Meeting], [key(KeyCode::Esc), ctrl('c')], key_end, help_end, 3;
    Decide &[P::Meeting], [f(7), letter('a')], key_decide, help_decide, 4;
    Problem &[P::Meeting], [ctrl('g'), letter('i')], key_problem, help_problem, 8;
    Judge &[P::Meeting], [f(6), letter('g'), letter('y'), letter('r')], key_judge, help_judge, 5;
    Note &[P::Meeting], [f(2), letter('n')], key_note, help_note, 6;
    Jump &[P::Meeting], [f(3), letter('/')], key_jump, help_jump, 7;
    Expand &[P::Meeting], [key(KeyCode::Enter)], key_expand, help_expand, 9;
    Timer &[P::Meeting], [f(8), letter('t')], key_timer, help_timer, 10;
    Walk &[P::Meeting], [f(4), letter('f')], key_walk, help_walk, 11;
    Agenda &[P::Meeting], [f(12), letter('l')], key_agenda, help_agenda, 12;
    Finished &[P::Meeting], [ctrl('d'), letter('x')], key_finished, help_finished, 12;
    HideNames &[P::Meeting], [ctrl('y'), letter('h')], key_hide_names, help_hide_names, 13;
    White &[P::Meeting], [ctrl('w'), letter('w')], key_white, help_white, 14;
    ReadOnly &[P::Meeting], [ctrl('r'), letter('o')], key_read_only, help_read_only, 15;
    Correct &[P::Meeting], [ctrl('e'), letter('e')], key_meeting_words, help_meeting_words, 16;
    Reports &[P::Meeting], [f(9)], key_minutes_seen, help_minutes_seen, 17;
    Minutes &[P::Meeting], [letter('m')], key_minutes, help_minutes, 19;
    Back &[P::Meeting], [key(KeyCode::Backspace)], key_pause, help_pause, 18;
    Apply &[P::Jump], [key(KeyCode::Enter)], key_jump, help_jump_go, 1;
    Back &[P::Jump], [key(KeyCode::Esc), ctrl('c')], key_cancel, help_cancel, 3;
    Open &[P::Approvals, P::Window], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_show_task, help_show_task, 1;
    Approve &[P::Approvals], [f(2), letter('a')], key_approve, help_approve, 2;
    SendBack &[P::Approvals], [f(4), letter('n')], key_send_back, help_send_back, 4;
    LookOver &[P::Approvals], [ctrl('o'), letter('o')], key_look_over, help_look_over, 5;
    Evidence &[P::Approvals], [f(3), letter('e')], key_evidence, help_evidence, 6;
    TakeBack &[P::Approvals], [key(KeyCode::Delete), letter('X')], key_take_back, help_take_back, 7;
    Open &[P::Windows], [key(KeyCode::Enter), key(KeyCode::Right), letter('l')], key_open, help_open, 1;
    CloseWindow &[P::Windows, P::Window], [f(2), letter('c')], key_close_window, help_close_window, 2;
    NextSection &[P::Approvals, P::Window, P::Indicators], [key(KeyCode::Tab)], key_next_section, help_next_section, 6;
    PreviousSection &[P::Approvals, P::Window, P::Indicators], [key(KeyCode::BackTab)], key_previous_section, help_previous_section, 0;
    Open &[P::Indicators], [key(KeyCode::Enter)], key_enter, help_enter, 1;
    ShowTask &[P::Indicators], [ctrl('o'), key(KeyCode::Right), letter('l')], key_show_task, help_show_task, 2;
    // The sheet of figures.
    Save &[P::Figures], [f(2), ctrl('s')], key_save, help_save_figures, 1;
    Apply &[P::Figures], [key(KeyCode::Enter)], key_next_row, help_next_row, 2;
    NextField &[P::Figures], [key(KeyCode::Tab)], key_next_field, help_next_cell, 4;
    PreviousField &[P::Figures], [key(KeyCode::BackTab)], key_previous_field, help_previous_cell, 0;
    FromFile &[P::Figures], [ctrl('o')], key_from_file, help_from_file, 5;
    Undo &[P::Figures], [ctrl('u')], key_undo, help_undo, 0;
    Redo &[P::Figures], [ctrl('r')], key_redo, help_redo, 0;
    Discard &[P::Figures], [ctrl('x')], key_discard, help_discard, 6;
    Leave &[P::Figures], [key(KeyCode::Esc), ctrl('c')], key_leave, help_leave, 3;
    Down &[P::Figures], [key(KeyCode::Down)], key_down, help_down, 0;
    Up &[P::Figures], [key(KeyCode::Up)], key_up, help_up, 0;
    PageDown &[P::Figures], [key(KeyCode::PageDown), ctrl('f')], key_page_down, help_page_down, 0;
    PageUp &[P::Figures], [key(KeyCode::PageUp)], key_page_up, help_page_up, 0;
    Back &[P::Approvals, P::Windows, P::Window, P::Indicators], [key(KeyCode::Esc), key(KeyCode::Backspace), key(KeyCode::Left), letter('h'), ctrl('c')], key_back, help_back, 3;
    // Reports.
    // Where one begins, the footer leads to other places at 80 columns already.
    Reports &[P::Home], [f(9), letter('x')], key_reports, help_reports, 3;
    Reports &[P::Ledger], [f(9), letter('x')], key_reports, help_reports, 4;
    Reports &[P::Detail, P::Agenda, P::Approvals, P::Windows, P::Window, P::Indicators], [f(9), letter('x')], key_reports, help_reports, 9;
    Write &[P::Reports], [key(KeyCode::Enter), f(2), ctrl('s')], key_write, help_write, 1;
    NextFormat &[P::Reports], [key(KeyCode::Right), letter('l')], key_next_format, help_next_format, 2;
    PreviousFormat &[P::Reports], [key(KeyCode::Left), letter('h')], key_previous_format, help_previous_format, 0;
    Format &[P::Reports], [letter('1'), letter('2'), letter('3'), letter('4'), letter('5'), letter('6')], key_format, help_format, 0;
    OtherWindow &[P::Reports], [key(KeyCode::Tab), letter('w')], key_other_window, help_other_window, 4;
    Narrow &[P::Reports], [f(4), letter('f')], key_narrow, help_narrow, 5;
    Back &[P::Reports], [key(KeyCode::Esc), key(KeyCode::Backspace), ctrl('c')], key_back, help_back, 3;
    Reload BROWSE, [f(5), letter('R')], key_reload, help_reload, 0;
    Redraw WITH_LINES, [ctrl('l')], key_redraw, help_redraw, 0;
    Menu BROWSE, [ctrl('p'), letter(':')], key_menu, help_menu, 20;
    Help &[P::Home, P::Acts, P::Undo, P::Ledger, P::Search, P::Filter, P::Detail, P::Departments, P::History, P::Drafts, P::Share, P::Conflict, P::Review, P::Menu, P::Form, P::Meeting, P::Agenda, P::Jump, P::Approvals, P::Windows, P::Window, P::Indicators, P::Reports, P::Figures], [f(1), letter('?')], key_help, help_help, 21;
    Quit BROWSE, [f(10), letter('q')], key_quit, help_quit, 22;
    Quit &[P::Search, P::Filter, P::Form, P::Menu, P::Jump, P::Figures], [f(10)], key_quit, help_quit, 0;
};

/// What a key does in a place; `None` if nothing, or if it is text there.
#[must_use]
pub fn action(place: Place, event: KeyEvent) -> Option<Action> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    if event.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let code = match event.code {
        KeyCode::Char(_) if place.takes_text() && !control => return None,
        KeyCode::Char(c) if control => KeyCode::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => KeyCode::Char(ascii_twin(c)),
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        code => code,
    };
    let chord = Chord {
        code,
        ctrl: control && matches!(code, KeyCode::Char(_)),
    };
    in_place(place)
        .find(|binding| binding.keys.contains(&chord))
        .map(|binding| binding.action)
}

/// The lines of the table that hold in a place.
pub fn in_place(place: Place) -> impl Iterator<Item = &'static Binding> {
    TABLE
        .iter()
        .filter(move |binding| binding.places.contains(&place))
}

/// A chord as the footer and the help write it.
#[must_use]
pub fn name(chord: Chord) -> String {
    let key = match chord.code {
        KeyCode::Char(' ') => "Space".into(),
        KeyCode::Char(c) if chord.ctrl => c.to_ascii_uppercase().to_string(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Enter => "Enter".into(),
        KeyCode::Esc => "Esc".into(),
        KeyCode::Backspace => "Backspace".into(),
        KeyCode::Delete => "Del".into(),
        KeyCode::Insert => "Ins".into(),
        KeyCode::Tab => "Tab".into(),
        KeyCode::BackTab => "Shift+Tab".into(),
        KeyCode::PageUp => "PgUp".into(),
        KeyCode::PageDown => "PgDn".into(),
        KeyCode::Up => "Up".into(),
        KeyCode::Down => "Down".into(),
        KeyCode::Left => "Left".into(),
        KeyCode::Right => "Right".into(),
        KeyCode::Home => "Home".into(),
        KeyCode::End => "End".into(),
        _ => "?".into(),
    };
    if chord.ctrl {
        format!("Ctrl+{key}")
    } else {
        key
    }
}

/// All keys of a binding that work in a place, as the help writes them; runs of digits are drawn together.
#[must_use]
pub fn names(binding: &Binding, place: Place) -> String {
    if binding.action == Action::View {
        return "1-9".into();
    }
    binding
        .keys
        .iter()
        .filter(|chord| {
            !(place.takes_text() && matches!(chord.code, KeyCode::Char(_)) && !chord.ctrl)
        })
        .map(|&chord| name(chord))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn press(place: Place, c: char) -> Option<Action> {
        action(place, KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    #[test]
    fn full_width_keys_count_as_their_ascii_twins_outside_of_text() {
        assert_eq!(press(Place::Ledger, '？'), Some(Action::Help));
        assert_eq!(press(Place::Ledger, '：'), Some(Action::Menu));
        assert_eq!(press(Place::Ledger, '／'), Some(Action::Search));
        assert_eq!(press(Place::Ledger, '、'), Some(Action::Search));
        assert_eq!(press(Place::Ledger, '３'), Some(Action::View));
        assert_eq!(press(Place::Ledger, 'ｊ'), Some(Action::Down));
        assert_eq!(press(Place::Form, '？'), None);
        assert_eq!(press(Place::Search, '/'), None);
    }

    #[test]
    fn a_key_does_one_thing_in_a_place() {
        for place in Place::ALL {
            let mut seen = Vec::new();
            for chord in in_place(place).flat_map(|binding| binding.keys) {
                assert!(!seen.contains(chord), "{place:?} {chord:?} twice");
                seen.push(*chord);
            }
        }
    }

    #[test]
    fn keys_of_screen_tmux_and_flow_control_are_left_alone() {
        for chord in TABLE.iter().flat_map(|binding| binding.keys) {
            assert!(
                !chord.ctrl || !matches!(chord.code, KeyCode::Char('a' | 'b' | 'z' | 'q' | '\\'))
            );
        }
    }

    #[test]
    fn every_action_has_a_way_in_that_an_input_method_leaves_alone() {
        for place in Place::ALL {
            let menu = in_place(place).any(|binding| binding.action == Action::Menu);
            for binding in in_place(place) {
                let plain = |chord: &Chord| !chord.ctrl && matches!(chord.code, KeyCode::Char(_));
                assert!(
                    menu || !binding.keys.iter().all(plain),
                    "{place:?} {:?}",
                    binding.action
                );
            }
        }
    }
}
