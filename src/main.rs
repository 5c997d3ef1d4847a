//! The `opsdoc` command.

/// A library is millions of small things: mimalloc keeps them in two thirds of the memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    opsdoc::cli::run()
}
