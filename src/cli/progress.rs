//! What a person sees while the search goes on.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use brigade::i18n::Locale;
use brigade::insight::gap_percent;
use brigade::report::messages::{CodeNames, TerminalMessages};
use brigade::solve::Progress;

/// A line on standard error: elapsed time, phase, best cost, proven gap, iterations. Nothing where standard error is no terminal.
pub struct ProgressLine {
    bar: ProgressBar,
    locale: Locale,
}

impl ProgressLine {
    /// A line that shows itself, unless `quiet`.
    pub fn new(locale: Locale, quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = format!("{{spinner}} {{elapsed:>4}} {{msg}}  ({})", locale.stop_hint());
        let style = ProgressStyle::with_template(&template);
        bar.set_style(style.expect("a valid template"));
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar, locale }
    }

    /// Shows how far the search has come.
    pub fn show(&self, progress: Progress) {
        let locale = self.locale;
        let broken = if progress.feasible { gap(locale, &progress) } else { locale.still_broken() };
        let iterations = locale.number(progress.iterations as f64, 0);
        let phase = locale.phase(progress.phase);
        self.bar.set_message(locale.progress(phase, &locale.cents(progress.cost), &broken, &iterations));
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// How much better than the best plan another could be, where a bound says so.
fn gap(locale: Locale, progress: &Progress) -> String {
    let gap = progress.proven.and_then(|proven| gap_percent(progress.cost, proven.unassigned, proven.bound));
    gap.map_or_else(String::new, |gap| locale.gap_so_far(&locale.gap(gap)))
}
