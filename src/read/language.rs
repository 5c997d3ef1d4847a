//! What names a language.

/// Tells whether a word is a language tag (BCP 47): two or three letters, and what may follow them. No language has a
/// longer name, so `french` is none.
pub(super) fn is_tag(word: &str) -> bool {
    let mut parts = word.split('-');
    let is_name = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_name) && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::is_tag;

    #[test]
    fn a_language_has_two_or_three_letters() {
        for tag in ["fr", "en-GB", "fra", "zh-Hant-TW", "es-419"] {
            assert!(is_tag(tag), "{tag}");
        }
        for word in ["french", "f", "", "fr-", "fr_FR", "English (UK)", "fr/en"] {
            assert!(!is_tag(word), "{word}");
        }
    }
}
