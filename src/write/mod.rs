//! Publishes what was rendered, whole or not at all.
//!
//! 1. [`Staging::open`](staging::Staging::open) locks the folder, mends what a killed build left, and refuses a
//!    folder that is not opsdoc's.
//! 2. [`Staging::put`](staging::Staging::put) takes one artifact, from any thread, and writes it beside the folder,
//!    unless it is there already.
//! 3. [`Staging::commit`](staging::Staging::commit) makes all of it public at once, with its [`manifest`].
//!
//! # What holds at every moment
//!
//! The manifest judges: it lists every file with its digest. A build that fails or is killed, by whatever means, leaves
//! the old set complete, or the new one:
//!
//! - A build works in a folder of its own beside the published one: for `output`, in `.output.opsdoc`. Until the end
//!   nothing public is touched; dropping a [`Staging`](staging::Staging) leaves no trace.
//! - At the end the new tree is complete, unchanged files being hard links to the old ones, and one system call
//!   exchanges it with the old ([`exchange`]). There is no moment between.
//! - Where a folder cannot be exchanged (Windows; a mount point; a file system without hard links), a [`journal`] is
//!   written first and the files are then renamed one by one, the manifest last. Whatever stops that, the next start
//!   finishes it.
//!
//! Only files that the previous manifest lists are removed or written over. What else lies in the folder stays, at its
//! place; where an artifact needs the place, that is an error. `index/` and `output/` are published one after the
//! other, the index first: a kill between them leaves a new index beside old pages, each complete.
//!
//! After an exchange the folder at the path is another one than before: a program that works by path, as a web server
//! usually does, sees the new set at once; one that was started inside the folder has to be started again.
//!
//! [`mend`] writes a source back, whole or not at all.
//!
//! On Linux everything is on the disk before the exchange (`syncfs`, once: an `fsync` for each of ten thousand files
//! takes a hundred times as long), so that a power failure leaves the old or the new set too. Elsewhere only the
//! manifest and the folder are flushed: there a power failure may damage files, and the next build, which compares
//! bytes and trusts no digest, restores them.

mod exchange;
mod journal;
mod path;
mod previous;
mod work;

pub mod error;
pub mod manifest;
pub mod mend;
pub mod staging;

#[cfg(test)]
mod tests;
