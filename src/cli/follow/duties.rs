//! `duban duties`: the instances of recurring duties, and recording that one was seen to.

use serde_json::json;

use super::args::DutiesVerb;
use super::done;
use crate::cli::args::Output;
use crate::cli::columns::Head;
use crate::cli::list::names;
use crate::cli::out::Sheet;
use crate::cli::{Refusal, Session, value};
use crate::model::DutyState;
use crate::words::fill;

pub(in crate::cli) fn run(
    session: &Session,
    verb: Option<DutiesVerb>,
    code: Option<&str>,
    all: bool,
    out: &Output,
) -> Result<(), Refusal> {
    let words = session.words();
    let mut workspace = session.open()?;
    if let Some(DutiesVerb::Done {
        item: name,
        period,
        done: args,
    }) = verb
    {
        let (of, n) = value::item(&name)?;
        let period = value::period(&period)?;
        let task = workspace.task(of)?.id;
        let item = workspace.duty(&workspace.detail(task)?, n)?.id;
        let name = (name.as_str(), Some(period));
        return done(session, &mut workspace, (task, item), name, &args);
    }
    let snapshot = workspace.snapshot(usize::MAX, workspace.now())?;
    let only = match code {
        Some(code) => Some(workspace.task(code)?.id),
        None => None,
    };
    let (t, c, f) = (words.term, words.cli, words.follow);
    let mut sheet = Sheet {
        heads: vec![
            Head::whole(t.status),
            Head::whole(t.code),
            Head::whole(c.number_of),
            Head::whole(f.instance),
            Head::text(t.duty, 16),
            Head::whole(t.due),
            Head::whole(f.done_on).spare(1),
            Head::text(t.lead, 8).spare(2),
            Head::whole(c.id).spare(3),
        ],
        ..Sheet::default()
    };
    let rows = snapshot.rows.iter();
    for row in rows.filter(|row| only.is_none_or(|only| only == row.id)) {
        let detail = workspace.detail(row.id)?;
        for (n, duty) in (1..).zip(&detail.duties) {
            let instances = detail.instances(duty, &snapshot.outlook).into_iter();
            for instance in instances.filter(|i| all || i.state != DutyState::Done) {
                sheet.rows.push(vec![
                    f.duty_state(instance.state).to_owned(),
                    row.code.to_string(),
                    n.to_string(),
                    instance.period.to_string(),
                    duty.text.clone(),
                    instance.due.to_string(),
                    instance.done.map(|day| day.to_string()).unwrap_or_default(),
                    names(&row.lead, &snapshot.directory).join("、"),
                    instance.to_string(),
                ]);
                sheet.json.push(json!({
                    "id": instance.to_string(),
                    "code": row.code,
                    "n": n,
                    "duty": duty.text,
                    "every": duty.every,
                    "period": instance.period,
                    "from": instance.from,
                    "due": instance.due,
                    "state": instance.state,
                    "done": instance.done,
                    "indicator": duty.indicator,
                    "lead": names(&row.lead, &snapshot.directory),
                }));
            }
        }
    }
    sheet.foot = Some(fill(c.instances, &[&sheet.rows.len().to_string()]));
    sheet.write(session, out)
}
