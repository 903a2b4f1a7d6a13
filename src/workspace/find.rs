//! Finding: the same ranking for the command line and the screens.
