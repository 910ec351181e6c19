//! What a person sees while the search goes on.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use brigade::solve::Progress;

/// A line on standard error: elapsed time, phase, best cost, iterations. Nothing where standard error is no terminal.
pub struct Line {
    bar: ProgressBar,
}

impl Line {
    /// A line that shows itself, unless `quiet`.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{spinner} {elapsed:>4} {msg}  (Ctrl-C: stop and write the best)");
        bar.set_style(style.expect("a valid template"));
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar }
    }

    /// Shows how far the search has come.
    pub fn show(&self, progress: Progress) {
        let broken = if progress.feasible { "" } else { " (breaks hard rules)" };
        let Progress { phase, cost, iterations, .. } = progress;
        self.bar.set_message(format!("{phase}: best {cost}{broken}, {iterations} iterations"));
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
