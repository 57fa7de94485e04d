//! `cargo xtask rulebook`: writes the readable pages of the rules.

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
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Rulebook => {
            let pages = xtask::write_rulebook(&xtask::root())?;
            println!("{pages} pages in docs/rulebook/");
        }
    }
    Ok(())
}
