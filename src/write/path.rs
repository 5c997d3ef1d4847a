//! Which paths an artifact may have.

/// Whether names that differ only in their case are one file, as usually on Windows and macOS.
pub(super) const CASELESS: bool = cfg!(any(windows, target_vendor = "apple"));

/// Says what is wrong with a path that would leave the folder or that this system cannot store.
pub(super) fn check(path: &str) -> Result<(), &'static str> {
    check_for(path, cfg!(windows))
}

fn check_for(path: &str, windows: bool) -> Result<(), &'static str> {
    for part in path.split('/') {
        match part {
            // A leading slash gives an empty part too.
            "" => return Err("a part of the path is empty"),
            "." | ".." => return Err("the path has a part that is no name"),
            _ if part.contains('\0') => return Err("the path contains a NUL"),
            _ if windows => check_windows(part)?,
            _ => {}
        }
    }
    Ok(())
}

/// Applies the rules of "Naming Files, Paths, and Namespaces" in Microsoft's documentation of Windows.
fn check_windows(part: &str) -> Result<(), &'static str> {
    if part.chars().any(|c| c.is_control() || r#"<>:"\|?*"#.contains(c)) {
        return Err("Windows does not allow one of its characters");
    }
    if part.ends_with(['.', ' ']) {
        return Err("Windows does not allow a name to end with a stop or a space");
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let is_port = |name: &str| {
        stem.strip_prefix(name).is_some_and(|number| {
            let mut number = number.chars();
            matches!((number.next(), number.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
        })
    };
    if ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || is_port("COM") || is_port("LPT") {
        return Err("Windows keeps the name for a device");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_for;

    #[test]
    fn no_path_leaves_the_folder() {
        for path in ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "./a", "a\0b"] {
            assert!(check_for(path, false).is_err(), "{path:?}");
        }
        for path in ["a", "html/é/c d.html", "a..b", "...", "a\\b", "con.html"] {
            assert_eq!(check_for(path, false), Ok(()), "{path:?}");
        }
    }

    #[test]
    fn windows_has_rules_of_its_own() {
        for path in
            ["a\\b", "C:/a", "a:b", "con.html", "x/NUL", "aux", "com1.tar.gz", "LPT³", "a.", "a /b", "a?b", "\u{1}"]
        {
            assert!(check_for(path, true).is_err(), "{path:?}");
        }
        for path in ["html/console.html", "com.html", "com10", "auxiliary/nul-test.html"] {
            assert_eq!(check_for(path, true), Ok(()), "{path:?}");
        }
    }
}
