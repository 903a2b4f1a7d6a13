//! `duban search`: the screen's ranking.

use serde_json::json;

use super::args::Output;
use super::columns::Head;
use super::out::Sheet;
use super::{Refusal, Session};
use crate::search::Field;
use crate::words::fill;

pub(super) fn run(
    session: &Session,
    query: &[String],
    limit: usize,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let workspace = session.open()?;
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let (hits, total) = workspace.search(&snapshot, &query.join(" "), limit)?;
    let (t, c) = (words.term, words.cli);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(t.code),
            Head::text(t.title, 16),
            Head::text(c.field, 8),
            Head::whole(c.score),
        ],
        ..Sheet::default()
    };
    for hit in &hits {
        let Some(row) = snapshot.rows.get(hit.row) else {
            continue;
        };
        let field = match hit.field {
            Field::Title => t.title.to_owned(),
            Field::Code => t.code.to_owned(),
            Field::Text => t.text.to_owned(),
            Field::Measure => t.measure.to_owned(),
            Field::Note => t.note.to_owned(),
            Field::Department => hit
                .department
                .as_ref()
                .map_or(t.department, |named| &*named.name)
                .to_owned(),
        };
        let score = format!("{:.2}", hit.score);
        sheet
            .rows
            .push(vec![row.code.to_string(), row.title.clone(), field, score]);
        sheet.json.push(json!({
            "code": row.code,
            "title": row.title,
            "field": hit.field.as_str(),
            "department": hit.department.as_ref().map(|named| &*named.name),
            "score": hit.score,
        }));
    }
    sheet.foot = Some(if total > hits.len() {
        fill(c.more, &[&(total - hits.len()).to_string()])
    } else {
        fill(c.shown, &[&hits.len().to_string()])
    });
    sheet.write(session, out)
}
