//! Whoever asks an index writes nothing, and an index that is torn is told of and never answers with a panic.

use std::path::Path;
use std::process::Command;

use opsdoc::index::open::Index;
use opsdoc::index::query::Query;

use crate::support::{contents, copy, sample, tool, write};

/// The calls that change a file system, as strace names them; those that a system lacks are passed over.
const CHANGING: &str = "trace=?open,?openat,?openat2,?creat,?mkdir,?mkdirat,?unlink,?unlinkat,?rmdir,?rename,?renameat,\
                        ?renameat2,?link,?linkat,?symlink,?symlinkat,?truncate,?ftruncate,?fallocate,?chmod,?fchmod,\
                        ?fchmodat,?chown,?fchown,?fchownat,?utimensat,?mknod,?mknodat,?setxattr,?fsetxattr,?mmap";

/// Returns the calls of a command that change something, or open something to be changed.
fn changes(strace: &Path, arguments: &[&str]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    let mut command = Command::new(strace);
    command.args(["-f", "-qq", "-e", CHANGING, "-o"]).arg(&log).arg(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let output = command.args(arguments).current_dir(sample()).output().expect("strace can be run");
    let log = std::fs::read_to_string(log).unwrap_or_default();
    if log.is_empty() {
        eprintln!("\nSKIPPED: strace may not trace here: {}\n", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    assert!(log.contains("opsdoc-index.json"), "the index was not read:\n{log}");
    let is_change = |line: &&str| {
        let call = line.split_once(' ').map_or(*line, |(_, call)| call.trim_start());
        match call.split('(').next().unwrap_or_default() {
            "open" | "openat" | "openat2" => {
                ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag))
            }
            // Memory that is written back to its file.
            "mmap" => call.contains("MAP_SHARED") && call.contains("PROT_WRITE"),
            // What goes on with threads and signals, and the ends of calls.
            name => CHANGING.contains(&format!("?{name}")),
        }
    };
    Some(log.lines().filter(is_change).filter(|line| !line.contains("\"/dev/")).map(str::to_owned).collect())
}

#[test]
fn asking_an_index_changes_no_file() {
    let Some(strace) = tool("strace") else { return };
    for arguments in [
        &["search", "battery charge", "--json"][..],
        &["search", "manoeuvrre AOC_MDOE"],
        &["search", "--kind", "step", "--facets"],
        &["lookup", "AOC_MODE"],
        &["lookup", "AOC_MDOE"],
    ] {
        let Some(changes) = changes(&strace, arguments) else { return };
        assert_eq!(changes, Vec::<String>::new(), "{arguments:?}");
    }
    // The test would be worth nothing if it never failed.
    let place = tempfile::tempdir().expect("a temporary folder");
    let output = place.path().join("out");
    let export = ["export", "search", "--format", "ndjson", "--output", output.to_str().expect("Unicode")];
    assert_ne!(changes(&strace, &export).map(|changes| changes.len()), Some(0));
}

fn ask(index: &Path) -> Result<usize, opsdoc::index::error::Error> {
    let index = Index::open(index)?;
    let mut found = 0;
    for text in ["AOC_MODE", "battery charge", "\"safe mode\"", "therm", "manoeuvrre", "FCP-AOC-010#step-1"] {
        found += index.search(&Query { text: text.into(), limit: 10, ..Query::default() })?.total;
    }
    found += index.lookup("AOC_MODE", 100)?.checked.total;
    Ok(found)
}

#[test]
fn a_file_that_is_cut_anywhere_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&sample().join("index"), folder.path());
    assert!(ask(folder.path()).is_ok_and(|found| found > 0));
    for (name, bytes) in contents(folder.path()) {
        let file = folder.path().join(&name);
        let length = bytes.len();
        for cut in [0, 1, length / 4, length / 2, length * 3 / 4, length.saturating_sub(4097), length.saturating_sub(1)]
        {
            // White space at the end of a list is no part of what it says.
            if cut < length && !bytes[cut..].iter().all(u8::is_ascii_whitespace) {
                write(&file, &bytes[..cut]);
                assert!(ask(folder.path()).is_err(), "{name} of {length} bytes was cut to {cut}");
            }
        }
        // More than there should be is no index either.
        write(&file, [&bytes[..], b"\n{"].concat());
        assert!(ask(folder.path()).is_err(), "{name} has more bytes");
        write(&file, &bytes);
    }
}

#[test]
fn a_byte_that_is_changed_anywhere_gives_an_answer_or_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&sample().join("index"), folder.path());
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let (mut errors, mut answers) = (0, 0);
    for (name, bytes) in contents(folder.path()) {
        let file = folder.path().join(&name);
        for _ in 0..40.min(bytes.len()) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let mut changed = bytes.clone();
            let at = random as usize % bytes.len();
            changed[at] = changed[at].wrapping_add((random >> 40) as u8 | 1);
            write(&file, &changed);
            match ask(folder.path()) {
                Ok(_) => answers += 1,
                Err(_) => errors += 1,
            }
            // Whoever asks for the whole truth hears it.
            let is_whole = Index::open(folder.path()).and_then(|index| index.verify());
            assert!(is_whole.is_err() || name == "opsdoc-index.json", "{name}: byte {at} was changed");
        }
        write(&file, &bytes);
    }
    println!("of changed bytes, {errors} were told of and {answers} did no harm to the answers");
    assert!(errors > 0);
}
