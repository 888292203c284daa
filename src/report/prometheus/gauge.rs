//! A gauge: its help, its type, and its series in the order of their labels.

use crate::report::text::label::label;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A metric with its series; one series for each set of labels.
pub(super) struct Gauge {
    name: &'static str,
    help: &'static str,
    series: BTreeMap<Labels, i64>,
}

/// The labels of a series as they are written; foreign text is safe in them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Labels(String);

impl Labels {
    pub(super) fn new(pairs: &[(&str, &str)]) -> Labels {
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}=\"{}\"", label(value))).collect();
        Labels(pairs.join(","))
    }
}

impl Gauge {
    pub(super) fn new(name: &'static str, help: &'static str) -> Gauge {
        Gauge { name, help, series: BTreeMap::new() }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Adds to what the series has; one that was not there begins with it.
    pub(super) fn count(&mut self, labels: Labels, more: i64) {
        let sum = self.series.entry(labels).or_default();
        *sum = sum.saturating_add(more);
    }

    /// Sets the series, unless there is one with these labels already, which
    /// the reader would refuse. Whether it was set.
    pub(super) fn set(&mut self, labels: Labels, value: i64) -> bool {
        let free = !self.series.contains_key(&labels);
        if free {
            self.series.insert(labels, value);
        }
        free
    }

    /// Nothing is written for a gauge without series.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.series.is_empty() {
            return Ok(());
        }
        writeln!(out, "# HELP {} {}\n# TYPE {} gauge", self.name, self.help, self.name)?;
        self.series.iter().try_for_each(|(labels, value)| writeln!(out, "{}{{{}}} {value}", self.name, labels.0))
    }
}
