//! Rows of one line each under fixed columns, laid out in batches, so that a
//! list of any length takes no memory of its own.

use super::super::text;
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};

/// So many rows are laid out at once.
pub(super) const BATCH: usize = 256;

/// Two spaces between columns.
const GAP: u16 = 2;

/// No column but the elastic one is wider.
const WIDEST: u16 = 48;

/// The columns: their widths without the gap.
pub(super) struct Columns(Vec<u16>);

impl Columns {
    /// As wide as the widest cell of each column, but for the one at
    /// `elastic`, which gets of what is left all that it needs, and no less than ten.
    pub(super) fn measure(page: usize, elastic: usize, rows: impl Iterator<Item = Vec<String>>) -> Columns {
        let mut widths: Vec<u16> = Vec::new();
        for row in rows {
            widths.resize(widths.len().max(row.len()), 1);
            for (at, (width, cell)) in widths.iter_mut().zip(&row).enumerate() {
                let cell = u16::try_from(text::width(cell)).unwrap_or(u16::MAX);
                let most = if at == elastic { u16::MAX } else { WIDEST };
                *width = cell.min(most).max(*width);
            }
        }
        let fixed: u16 = (0..).zip(&widths).map(|(at, width)| GAP + if at == elastic { 0 } else { *width }).sum();
        let page = u16::try_from(page).unwrap_or(u16::MAX);
        if let Some(width) = widths.get_mut(elastic) {
            *width = page.saturating_sub(fixed).max(10).min(*width);
        }
        Columns(widths)
    }

    /// Whether the cell stands whole in its column.
    pub(super) fn fits(&self, at: usize, cell: &str) -> bool {
        let room = self.0.get(at).copied().map_or(0, usize::from);
        text::width(cell) <= room
    }

    /// A line for each row; what does not fit its column ends in `…`.
    pub(super) fn lay_out(&self, rows: impl Iterator<Item = Vec<String>>) -> Vec<String> {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.0.iter().map(|width| width + GAP).sum())
            .set_truncation_indicator("…");
        for cells in rows {
            let mut row = Row::from(cells);
            row.max_height(1);
            table.add_row(row);
        }
        for (column, width) in table.column_iter_mut().zip(&self.0) {
            column.set_padding((0, GAP));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + GAP)));
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> impl Iterator<Item = Vec<String>> {
        [
            ["error", "a very long name of an organisation", "yes"],
            ["-", "漢字漢字漢字漢字漢字漢字漢字", "no"],
            ["note", "", "no"],
            ["note", "averyverylongwordwithoutanyspaceinit", "no"],
        ]
        .into_iter()
        .map(|row| row.map(str::to_owned).to_vec())
    }

    #[test]
    fn every_row_is_one_line_that_fits() {
        for page in [30, 40, 80] {
            let lines = Columns::measure(page, 1, rows()).lay_out(rows());
            assert_eq!(lines.len(), 4, "{lines:#?}");
            assert!(lines.iter().all(|line| text::width(line) <= page), "{lines:#?}");
            assert!(lines.iter().all(|line| line.ends_with("yes") || line.ends_with("no")));
        }
        let narrow = Columns::measure(30, 1, rows()).lay_out(rows());
        assert!(narrow.iter().filter(|line| line.contains('…')).count() == 3, "{narrow:#?}");
    }

    #[test]
    fn the_columns_stand_under_each_other() {
        let lines = Columns::measure(60, 1, rows()).lay_out(rows());
        let at = |line: &String| text::width(line.rsplit_once(' ').map_or("", |(left, _)| left));
        assert!(lines.iter().all(|line| at(line) == at(&lines[0])), "{lines:#?}");
    }
}
