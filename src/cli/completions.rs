//! `brigade completions`: what a shell needs to complete commands.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::terminal::print;
use super::{Cli, Code, Failure};

/// Print the completions of a shell
///
/// For bash: brigade completions bash > ~/.local/share/bash-completion/completions/brigade
#[derive(Args)]
pub struct CompletionsCommand {
    /// The shell
    shell: Shell,
}

impl CompletionsCommand {
    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "brigade", &mut script);
        print(&script).map(|()| Code::Done)
    }
}
