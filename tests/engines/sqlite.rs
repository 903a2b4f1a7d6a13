//! Why the truth is not the database: the contrast to what the other tests hold.

use rusqlite::Connection;

use crate::common::office::files;
use crate::sandbox::until;
use crate::syncthing::{Node, Pair};

/// How many rows each writer commits.
const ROWS: u32 = 30;

fn open(node: &Node) -> Connection {
    Connection::open(node.folder().join("notes.sqlite3")).unwrap()
}

pub fn loses_what_it_acknowledged() {
    let pair = Pair::new();
    let near = open(&pair.near);
    near.execute_batch("create table note (who text, n integer)")
        .unwrap();
    until("the database has arrived", || {
        pair.is_level() && files(&pair.far.folder()).len() == 1
    });
    // Two people write, each into the copy in their own office, while the line is cut; both are told that all is well.
    let far = open(&pair.far);
    pair.cut();
    let mut acknowledged = 0_usize;
    for n in 0..ROWS {
        for (who, connection) in [("near", &near), ("far", &far)] {
            let written = connection.execute(
                "insert into note values (?1, ?2)",
                rusqlite::params![who, n],
            );
            acknowledged += written.unwrap();
        }
    }
    assert_eq!(acknowledged, 2 * ROWS as usize);
    drop((near, far));
    pair.heal();
    until("the offices have the same", || {
        pair.is_level() && files(&pair.near.folder()).len() == 2
    });
    for node in [&pair.near, &pair.far] {
        let connection = open(node);
        let text =
            |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
        // SQLite has nothing to complain about, and half of the work is gone.
        assert_eq!(text("pragma integrity_check"), "ok");
        assert_eq!(
            text("select cast(count(*) as text) from note"),
            ROWS.to_string()
        );
        assert_eq!(
            text("select cast(count(distinct who) as text) from note"),
            "1"
        );
    }
}
