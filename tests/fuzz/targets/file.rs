//! Any bytes as a file of a shared folder: they are refused with a reason, or read, and what was read is written again
//! as it came.
#![no_main]

mod common;

use duban::model::{OpId, Sha};
use duban::oplog::{Beside, Op, Request, Segment, Verifier, signed_name26, texts_beside};
use duban::share::Name;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let plan = common::plan(bytes);
    read(bytes, plan, &duban::oplog::SshVerifier);
    read(bytes, plan, &common::Gullible);
    if let Some(Beside { more, less }) = texts_beside(bytes, bytes) {
        assert!(more.is_empty() && !less);
    }
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().next().unwrap_or_default();
    if let Some((folder, file)) = line.rsplit_once('/')
        && let Some(name) = Name::parse(folder, file)
    {
        let path = name.to_string();
        assert!(
            path.len() <= 96
                && path.is_ascii()
                && !path.contains(['~', '\\'])
                && !path.contains("..")
        );
    }
    if let Ok(op) = Op::parse_foreign(line) {
        let _ = (op.said.kind(), op.said.body(), op.said.on());
    }
});

fn read(bytes: &[u8], plan: Sha, verifier: &dyn Verifier) {
    if let Ok(request) = Request::read(bytes, plan, verifier) {
        assert_eq!(signed_name26(bytes), Some(request.name26));
    }
    let Ok(segment) = Segment::read(bytes, plan, verifier) else {
        return;
    };
    assert_eq!(signed_name26(bytes).as_ref(), Some(&segment.name26));
    assert_eq!(
        segment.first() + segment.ops.len() as u64,
        segment.head.seq + 1
    );
    for (_, line) in &segment.ops {
        assert_eq!(line.id, OpId::of(line.text.as_bytes()));
    }
    let lines = segment.ops.iter().map(|(_, line)| line.text.as_str());
    let texts: Vec<_> = segment.texts.iter().map(|(_, body)| body.clone()).collect();
    let file = segment.seal.file(lines, &texts);
    let again = Segment::read(&file, plan, verifier).expect("what was read can be written again");
    assert_eq!(again, segment);
}
