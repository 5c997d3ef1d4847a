//! Times as they are written, in the one form that definitions have.

/// What is written for each unit of time.
const UNITS: [(&str, &[&str]); 5] = [
    ("ms", &["ms", "millisecond", "milliseconds", "milliseconde", "millisecondes"]),
    ("s", &["s", "sec", "second", "seconds", "seconde", "secondes"]),
    ("min", &["min", "minute", "minutes", "mn"]),
    ("h", &["h", "hour", "hours", "heure", "heures"]),
    ("d", &["d", "day", "days", "j", "jour", "jours"]),
];

/// Returns a time as a number, a space and a unit among `ms`, `s`, `min`, `h` and `d`; nothing where it is none.
pub(super) fn duration(written: &str) -> Option<String> {
    let text = written.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = number.replace(',', ".");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unit = unit.trim_matches([' ', '\u{a0}', '\u{202f}']);
    let (name, _) = UNITS.iter().find(|(_, forms)| forms.contains(&unit))?;
    (digits(whole) && digits(fraction)).then(|| format!("{number} {name}"))
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_have_one_form() {
        assert_eq!(duration("30 s").as_deref(), Some("30 s"));
        assert_eq!(duration("1,5min").as_deref(), Some("1.5 min"));
        assert_eq!(duration("2\u{a0}heures").as_deref(), Some("2 h"));
        assert_eq!(duration("soon"), None);
        assert_eq!(duration("5"), None);
        assert_eq!(duration("1.2.3 s"), None);
    }
}
