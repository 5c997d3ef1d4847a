//! What can be typed after the commands for editors and shells.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc lsp
  opsdoc lsp docs-source")]
pub(in crate::cli) struct Lsp {
    /// The documentation folder [default: the one in the folder that the editor has open].
    #[arg(value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: Option<PathBuf>,
    /// Talk over standard input and output, as it always does; some editors say so.
    #[arg(long, hide = true)]
    pub(in crate::cli) stdio: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc schema procedure > procedure.xsd
  xmllint --noout --schema procedure.xsd docs-source/procedures/*.xml")]
pub(in crate::cli) struct Schema {
    /// What the schema is of.
    #[arg(value_enum)]
    pub(in crate::cli) of: SchemaOf,
}

/// The schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// Procedure definitions: XML Schema 1.0.
    Procedure,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc completions bash > ~/.local/share/bash-completion/completions/opsdoc
  opsdoc completions zsh > ~/.zfunc/_opsdoc
  opsdoc completions fish > ~/.config/fish/completions/opsdoc.fish")]
pub(in crate::cli) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc man | man -l -
  opsdoc man --dir ~/.local/share/man/man1")]
pub(in crate::cli) struct Man {
    /// Where to write the pages, `opsdoc.1` and one for each command.
    #[arg(long, value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: Option<PathBuf>,
}
