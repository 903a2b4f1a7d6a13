//! The head of a plan: title, document number, date of issue, period.

use crate::model::{Day, PlanHead};

use super::complaint::{Complaint, Complaints};
use super::deadline;
use super::number::{decimal, digit};
use super::numbering::marker;
use super::passage::{Passage, cut};
use super::responsibility::says_first_leads;

/// How many paragraphs may stand above the first heading.
const FRONT: usize = 40;

/// How much of a paragraph is looked at: a text without line breaks is one long paragraph.
const LOOK: usize = 600;

/// Reads the head of a document.
pub(super) fn read(paragraphs: &[Passage], complaints: &mut Complaints) -> PlanHead {
    let front: Vec<&str> = paragraphs
        .iter()
        .take(FRONT)
        .enumerate()
        .take_while(|(at, p)| *at < 2 || marker(p.text()).is_none())
        .map(|(_, p)| look(p.text()))
        .collect();
    let title = title(&front);
    // The text's own 十四五 counts if the title has none; a year in the title comes last.
    let period = deadline::period(&title)
        .or_else(|| deadline::single_year(&title))
        .or_else(|| front.iter().find_map(|text| deadline::period(text)));
    if period.is_none() {
        let line = paragraphs.first().map_or(1, |p| p.line_at(0));
        complaints.add(line, &title, &Complaint::NoPeriod);
    }
    PlanHead {
        number: front.iter().find_map(|text| number(text)),
        issued: issued(&front),
        start: period.map(|(start, _)| start),
        end: period.map(|(_, end)| end),
        first_is_lead: paragraphs.iter().any(|p| says_first_leads(p.text())),
        title,
    }
}

fn look(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(LOOK)
        .map_or(text.len(), |(at, _)| at);
    cut(text, 0..end)
}

/// The plan's own title: what the covering letter says is issued, else the first lines.
fn title(front: &[&str]) -> String {
    let joined: String = front.concat();
    let named = joined.match_indices('《').find_map(|(at, open)| {
        let inside = cut(&joined, at + open.len()..joined.len());
        let end = closing(inside)?;
        let before = cut(&joined, 0..at).trim_end();
        let behind = cut(inside, end + "》".len()..inside.len());
        let issued = before.ends_with("印发")
            || (behind.starts_with("印发") && before.ends_with(['将', '把']));
        issued.then(|| cut(inside, 0..end))
    });
    if let Some(named) = named {
        return tidy(named);
    }
    if let Some((_, rest)) = joined.split_once("关于印发")
        && let Some((title, _)) = rest.split_once("的通知")
        && title.chars().count() < 80
    {
        return tidy(title);
    }
    // A title runs over short lines, around the number and up to the addressees or the first sentence.
    let mut title = String::new();
    for part in front.iter().flat_map(|line| around_number(line)) {
        let is_body = part.contains(['。', '：', '，']);
        // A text without line breaks parts its lines by blanks.
        let part = match (is_body, title.is_empty()) {
            (true, true) => part.split([' ', '\u{3000}']).next().unwrap_or_default(),
            (true, false) => break,
            (false, _) => part,
        };
        if marker(part).is_some() || part.contains('。') {
            break;
        }
        if is_letterhead(part) {
            continue;
        }
        title.push_str(part);
        let bare = title.trim_end_matches([')', '）']);
        if TITLE_ENDS.iter().any(|end| bare.ends_with(end)) || title.ends_with('）') {
            break;
        }
    }
    let longest = title
        .char_indices()
        .nth(100)
        .map_or(title.len(), |(at, _)| at);
    tidy(cut(&title, 0..longest))
}

/// What stands before and behind the document number of a line; the whole line if it has none.
fn around_number(line: &str) -> Vec<&str> {
    let Some((issuer, end)) = number_at(line) else {
        return vec![line.trim()];
    };
    let parts = [cut(line, 0..issuer), cut(line, end..line.len())];
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether a line is the head of the paper or the mark of an annex rather than part of a title.
fn is_letterhead(part: &str) -> bool {
    let annex = part
        .strip_prefix("附件")
        .map(|rest| rest.trim_matches(['：', ':', ' ']));
    part.ends_with("文件") || annex.is_some_and(|rest| rest.chars().all(|c| digit(c).is_some()))
}

/// How titles of plans end.
const TITLE_ENDS: &[&str] = &[
    "规划", "方案", "意见", "要点", "计划", "措施", "通知", "清单", "办法", "决定", "纲要", "文件",
];

/// Where the 》 stands that closes a 《 before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' if depth == 0 => return Some(at),
            '》' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn tidy(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The document number of a line, without blanks: 淄政发〔2022〕2号.
fn number(line: &str) -> Option<String> {
    let (start, end) = number_at(line)?;
    Some(tidy(cut(line, start..end)))
}

/// Where the document number of a line begins and ends.
///
/// A number behind 》 or in brackets is that of another document, which the text refers to.
fn number_at(line: &str) -> Option<(usize, usize)> {
    line.match_indices(['〔', '[', '［', '【'])
        .find_map(|(at, open)| {
            let rest = cut(line, at + open.len()..line.len());
            let year = rest.trim_start();
            let (digits, len) = decimal(year)?;
            let rest = cut(year, len..year.len()).trim_start();
            let rest = rest.strip_prefix(['〕', ']', '］', '】'])?.trim_start();
            let (_, len) = decimal(rest)?;
            let rest = cut(rest, len..rest.len()).trim_start().strip_prefix('号')?;
            let start = issuer(cut(line, 0..at))?;
            (digits.len() == 4).then_some((start, line.len() - rest.len()))
        })
}

/// Where the issuer's abbreviation begins that ends `before`: 淄政发, 国办发.
fn issuer(before: &str) -> Option<usize> {
    // 鲁政办发, 张教体发: longer ones run on from the words before them.
    const LONGEST: usize = 8;
    let letters = before.char_indices().rev().take(LONGEST);
    let start = letters.take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    let (outside, letters) = (cut(before, 0..start), cut(before, start..before.len()));
    if outside.ends_with(['（', '(', '》']) {
        return None;
    }
    // A title may run straight into the number: 实施意见国办发〔2020〕24号.
    let title = TITLE_ENDS
        .iter()
        .filter_map(|end| Some(letters.rfind(end)? + end.len()))
        .max();
    Some(start + title.unwrap_or(0)).filter(|&start| start < before.len())
}

/// The date that stands alone above the first heading.
fn issued(front: &[&str]) -> Option<Day> {
    front
        .iter()
        .find_map(|line| deadline::whole_date(line))
        // A text without line breaks parts its lines by blanks.
        .or_else(|| {
            let mut words = front
                .iter()
                .flat_map(|line| line.split([' ', '\u{3000}', '\n']));
            words.find_map(deadline::whole_date)
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn head(lines: &[&str]) -> PlanHead {
        let paragraphs: Vec<Passage> = (1..)
            .zip(lines)
            .map(|(n, l)| Passage::of_line(l, n))
            .collect();
        read(&paragraphs, &mut Complaints::default())
    }

    #[test]
    fn the_covering_letter_names_the_plan() {
        let head = head(&[
            "某市人民政府",
            "关于印发某市教育事业发展",
            "“十五五”规划的通知",
            "某政发〔2026〕 12 号",
            "现将《某市教育事业发展“十五五”规划》印发给你们。",
            "二〇二六年四月二日",
            "根据《省规划》（某发〔2025〕3号）。",
        ]);
        assert_eq!(head.title, "某市教育事业发展“十五五”规划");
        assert_eq!(head.number.unwrap(), "某政发〔2026〕12号");
        assert_eq!(head.issued.unwrap().to_string(), "2026-04-02");
        assert_eq!(head.end.unwrap().to_string(), "2030-12-31");
        assert!(!head.first_is_lead);
    }

    #[test]
    fn a_plan_without_a_letter_is_called_by_its_first_lines() {
        let head = head(&[
            "某区 2023 年教育工作要点",
            "根据《意见》（国发〔2021〕3号），制定本要点。",
        ]);
        assert_eq!(head.title, "某区2023年教育工作要点");
        assert_eq!(head.number, None);
        assert_eq!(head.end.unwrap().to_string(), "2023-12-31");
    }
}
