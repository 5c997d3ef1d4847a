//! `opsdoc lsp`: serves an editor.

use super::args::Lsp;
use super::fault::Fault;
use super::{Verdict, clock};
use crate::lsp::{self, End};

pub(super) fn run(arguments: &Lsp) -> Result<Verdict, Fault> {
    Ok(match lsp::serve(arguments.docs.clone(), clock::today())? {
        End::Proper => Verdict::Sound,
        End::Abrupt => Verdict::Unsound,
    })
}
