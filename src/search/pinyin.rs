//! How a Chinese character is read in pinyin, without tones.
//!
//! The crate `pinyin` gives the usual reading; the table below adds the second ones that office language uses
//! (会计 kuàiji, 校长 xiàozhǎng, 行业 hángyè). All readings a dictionary knows would add archaic noise (大 tai, 女 ru).

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

/// Characters with more than one reading in use; the usual one may be repeated here.
const SECOND: &[(&str, &str)] = &[
    ("ai yi", "艾"),
    ("a e", "阿"),
    ("bai bo", "柏伯"),
    ("bang pang", "膀磅"),
    ("bao bo", "薄剥"),
    ("bao bu pu", "堡"),
    ("bao pu", "暴曝"),
    ("bi pi", "辟"),
    ("bian pian", "便扁"),
    ("bing ping", "屏"),
    ("bo po", "泊"),
    ("can cen shen", "参"),
    ("cang zang", "藏"),
    ("ceng zeng", "曾"),
    ("cha chai ci", "差"),
    ("cha zha", "查"),
    ("chan dan shan", "单"),
    ("chang zhang", "长"),
    ("chao jiao", "剿"),
    ("chao zhao", "朝"),
    ("che ju", "车"),
    ("chen cheng", "称"),
    ("cheng deng", "澄"),
    ("cheng sheng", "乘盛"),
    ("chi shi", "匙"),
    ("chong zhong", "重种"),
    ("chu xu", "畜"),
    ("chuan zhuan", "传"),
    ("chuang zhuang", "幢"),
    ("ci si", "伺"),
    ("da dai", "大"),
    ("dan tan", "弹"),
    ("de dei", "得"),
    ("de di", "的地"),
    ("di ti", "提"),
    ("diao tiao", "调"),
    ("dong tong", "侗"),
    ("dou du", "都"),
    ("du duo", "度"),
    ("dun tun", "囤"),
    ("e wu", "恶"),
    ("fan pan", "番"),
    ("fou pi", "否"),
    ("gai ge", "盖"),
    ("gan qian", "乾"),
    ("ge he", "合"),
    ("gei ji", "给"),
    ("geng jing", "颈"),
    ("gu jia", "贾"),
    ("gu yu", "谷"),
    ("gui ju", "柜"),
    ("guo wo", "涡"),
    ("hai huan", "还"),
    ("hai ke", "咳"),
    ("hang xiang", "巷"),
    ("hang xing", "行"),
    ("he hu huo", "和"),
    ("hu he", "核"),
    ("hui kuai", "会"),
    ("ji qi", "奇稽缉期"),
    ("ji xi", "系"),
    ("jian xian", "见"),
    ("jiang hong", "虹"),
    ("jiang qiang", "强"),
    ("jiang xiang", "降"),
    ("jiao jue", "角觉嚼"),
    ("jiao xiao", "校"),
    ("jie xie", "解"),
    ("jin jing", "劲"),
    ("juan quan", "圈"),
    ("ka qia", "卡"),
    ("ke qiao", "壳"),
    ("la lao luo", "落"),
    ("le liao", "了"),
    ("le lei", "勒"),
    ("le yue", "乐"),
    ("lia liang", "俩"),
    ("liu lu", "六陆"),
    ("long nong", "弄"),
    ("lou lu", "露"),
    ("lü shuai", "率"),
    ("lü lu", "绿"),
    ("mai man", "埋"),
    ("mai mo", "脉"),
    ("mei mo", "没"),
    ("mo mu", "模"),
    ("mo wan", "万"),
    ("na nuo", "娜"),
    ("nian zhan", "粘"),
    ("ou qu", "区"),
    ("pai po", "迫"),
    ("piao pu", "朴"),
    ("qi xi", "栖"),
    ("qian xian", "纤"),
    ("qin qing", "亲"),
    ("quan xuan", "券"),
    ("sai se", "塞"),
    ("se shai", "色"),
    ("sha xia", "厦"),
    ("shao zhao", "召"),
    ("she shi", "拾"),
    ("she zhe", "折"),
    ("shei shui", "谁"),
    ("shen shi", "什"),
    ("shen xin", "莘"),
    ("sheng xing", "省"),
    ("shi si", "似"),
    ("shi zhi", "识氏"),
    ("shu shuo", "数"),
    ("shu zhu", "属"),
    ("shui shuo", "说"),
    ("su xiu", "宿"),
    ("ta tuo", "拓"),
    ("wei yi", "尾遗"),
    ("wei yu", "蔚尉"),
    ("xiao xue", "削"),
    ("xie xue", "血"),
    ("xie ye", "叶"),
    ("yan yin", "殷"),
    ("yao yue", "约"),
    ("za zha", "扎"),
    ("zai zi", "仔"),
    ("zhao zhe zhuo", "着"),
    ("zhao zhua", "爪"),
    ("ze zhai", "择"),
];

/// The characters the readings are looked up for: the unified ideographs of the basic plane.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// Every distinct set of readings, and which character has which.
#[derive(Debug)]
pub(super) struct Readings {
    set_of: Vec<u16>,
    sets: Vec<Vec<String>>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(Readings::build);

/// The table of all readings, made when it is first needed.
pub(super) fn readings() -> &'static Readings {
    &READINGS
}

impl Readings {
    fn build() -> Self {
        // Set 0 is that of the characters nobody reads.
        let mut table = Self {
            set_of: Vec::with_capacity((LAST - FIRST + 1) as usize),
            sets: vec![Vec::new()],
        };
        let mut known: HashMap<u64, u16> = HashMap::new();
        for code in FIRST..=LAST {
            let set = match char::from_u32(code).map(usual) {
                None | Some("") => 0,
                Some(reading) => *known
                    .entry(packed(reading))
                    .or_insert_with(|| table.add(spellings(reading, ""))),
            };
            table.set_of.push(set);
        }
        for (readings, chars) in SECOND {
            for c in chars.chars() {
                let set = table.add(spellings(usual(c), readings));
                let place = u32::from(c).checked_sub(FIRST).map(|at| at as usize);
                if let Some(slot) = place.and_then(|at| table.set_of.get_mut(at)) {
                    *slot = set;
                }
            }
        }
        table
    }

    fn add(&mut self, set: Vec<String>) -> u16 {
        self.sets.push(set);
        u16::try_from(self.sets.len() - 1).unwrap_or_default()
    }

    /// The number of the character's set of readings; 0 if it has none.
    pub(super) fn set_of(&self, c: char) -> u16 {
        u32::from(c)
            .checked_sub(FIRST)
            .and_then(|at| self.set_of.get(at as usize).copied())
            .unwrap_or_default()
    }

    /// The sets by number.
    pub(super) fn sets(&self) -> &[Vec<String>] {
        &self.sets
    }

    /// Every character of the table with the number of its set.
    pub(super) fn chars(&self) -> impl Iterator<Item = (u32, u16)> {
        (FIRST..).zip(self.set_of.iter().copied())
    }
}

/// The usual reading, by which names and titles are put in order; empty if the character has none.
pub(super) fn usual(c: char) -> &'static str {
    c.to_pinyin().map_or("", pinyin::Pinyin::plain)
}

/// A reading as a number, which is quicker to look up; readings have at most eight bytes.
fn packed(reading: &str) -> u64 {
    reading
        .bytes()
        .fold(0, |packed, byte| packed << 8 | u64::from(byte))
}

/// All spellings of these readings; ü is typed as v or as u.
fn spellings(usual: &str, second: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for reading in std::iter::once(usual).chain(second.split_whitespace()) {
        let typed = if reading.contains(['ü', 'v']) {
            vec![reading.replace('ü', "v"), reading.replace(['ü', 'v'], "u")]
        } else {
            vec![reading.to_owned()]
        };
        for spelling in typed {
            if !all.contains(&spelling) {
                all.push(spelling);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(c: char) -> Vec<&'static str> {
        let table = readings();
        let set = usize::from(table.set_of(c));
        let mut all: Vec<&str> = table.sets()[set].iter().map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn office_language_has_its_second_readings_and_no_archaic_ones() {
        assert_eq!(of('会'), ["hui", "kuai"]);
        assert_eq!(of('校'), ["jiao", "xiao"]);
        assert_eq!(of('大'), ["da", "dai"]);
        assert_eq!(of('育'), ["yu"]);
        assert!(of('a').is_empty() && of('，').is_empty());
    }

    #[test]
    fn u_umlaut_is_typed_as_v_or_u() {
        assert_eq!(of('女'), ["nu", "nv"]);
        assert_eq!(of('略'), ["lue", "lve"]);
        assert_eq!(of('率'), ["lu", "lv", "shuai"]);
        assert_eq!(of('局'), ["ju"]);
    }
}
