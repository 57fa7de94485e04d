//! `cargo xtask rulebook`: writes the readable pages of the rules. `cargo xtask bindings`: writes the TypeScript of the
//! commands.

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes docs/rulebook/ from the rules' headings and the case files.
    Rulebook,
    /// Writes ui/src/backend/bindings.ts from the commands of rosai-api.
    Bindings,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Rulebook => {
            let pages = xtask::write_rulebook(&xtask::root())?;
            println!("{pages} pages in docs/rulebook/");
        }
        Command::Bindings => {
            xtask::write_bindings(&xtask::root())?;
            println!("{}", xtask::BINDINGS);
        }
    }
    Ok(())
}
