//! The columns of a table, and which of them give way on a narrow terminal.

/// What stands between two columns.
pub(super) const GAP: &str = "  ";

/// No column is of use with less.
const LEAST: usize = 4;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) name: &'static str,
    /// The fewest cells it is of use with; `None` if nothing of it may be cut.
    least: Option<usize>,
    /// The greater, the sooner it is shortened and then left out; 0 stays.
    spare: u8,
}

impl Head {
    /// A column of which nothing is cut: a code, a day, a number.
    pub(super) fn whole(name: &'static str) -> Self {
        let (least, spare) = (None, 0);
        Self { name, least, spare }
    }

    /// A column of words, of use with so many cells.
    pub(super) fn text(name: &'static str, least: usize) -> Self {
        let (least, spare) = (Some(least), 0);
        Self { name, least, spare }
    }

    /// One that can be left out, the greater the sooner.
    pub(super) fn spare(self, spare: u8) -> Self {
        Self { spare, ..self }
    }
}

/// The widths of columns that want so many cells in a line of `room` cells; `None` for one that is left out.
pub(super) fn fit(heads: &[Head], wanted: &[usize], room: usize) -> Vec<Option<usize>> {
    // Those that give way first come first.
    let mut order: Vec<usize> = (0..heads.len()).collect();
    order.sort_by_key(|at| {
        heads
            .get(*at)
            .map(|head| std::cmp::Reverse((head.spare, *at)))
    });
    let mut widths: Vec<Option<usize>> = wanted.iter().copied().map(Some).collect();
    let over = |widths: &[Option<usize>]| {
        let kept = widths.iter().flatten();
        let gaps = kept.clone().count().saturating_sub(1) * GAP.len();
        (kept.sum::<usize>() + gaps).saturating_sub(room)
    };
    let shorten = |widths: &mut [Option<usize>], least: &dyn Fn(usize) -> usize| {
        for &at in &order {
            let over = over(widths);
            let Some(of) = heads.get(at).and_then(|head| head.least) else {
                continue;
            };
            if let Some(Some(width)) = widths.get_mut(at) {
                *width = width.saturating_sub(over).max(least(of)).min(*width);
            }
        }
    };
    loop {
        let mut short = widths.clone();
        shorten(&mut short, &|of| of);
        if over(&short) == 0 {
            return short;
        }
        let kept = |at: &usize| widths.get(*at).is_some_and(Option::is_some);
        let spare = |at: &usize| heads.get(*at).is_some_and(|head| head.spare > 0);
        let Some(gone) = order.iter().copied().find(|at| kept(at) && spare(at)) else {
            shorten(&mut short, &|_| LEAST);
            return short;
        };
        if let Some(width) = widths.get_mut(gone) {
            *width = None;
        }
    }
}
