//! What a DITAVAL file takes out or marks (DITA 1.3, 3.4.5, DITAVAL elements).

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::node::{Attribute, Node};

/// The attributes by which content is conditional (DITA 1.3, 3.10.3), and those made from `props` that are declared
/// by use in a DITAVAL file.
const CONDITIONS: &[&str] = &["audience", "platform", "product", "otherprops", "props", "deliveryTarget", "rev"];

/// What is done with conditional content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Include,
    Exclude,
    Flag,
}

/// What one or more DITAVAL files say.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// By attribute and value; no value is what holds for all others of the attribute, no attribute for all.
    acts: FxHashMap<(EcoString, EcoString), Act>,
}

impl Filter {
    /// Adds what a file says; what was said before stays.
    pub(super) fn add(&mut self, root: &Node) {
        root.each(&mut |node| {
            let att = match node.name.as_str() {
                "prop" => node.said("att").map(|att| att.text.clone()).unwrap_or_default(),
                "revprop" => "rev".into(),
                _ => return,
            };
            let act = match node.said("action").map(|action| action.as_str()) {
                Some("exclude") => Act::Exclude,
                Some("flag") => Act::Flag,
                _ => Act::Include,
            };
            let value = node.said("val").map(|value| value.text.clone()).unwrap_or_default();
            self.acts.entry((att, value)).or_insert(act);
        });
    }

    fn act(&self, att: &str, value: &str) -> Act {
        let get = |att: &str, value: &str| self.acts.get(&(att.into(), value.into())).copied();
        get(att, value).or_else(|| get(att, "")).or_else(|| get("", "")).unwrap_or(Act::Include)
    }

    fn is_condition(&self, attribute: &Attribute) -> bool {
        CONDITIONS.contains(&attribute.name.as_str()) || self.acts.keys().any(|(att, _)| *att == attribute.name)
    }

    /// Tells whether an element is taken out: where one attribute has excluded values alone (DITA 1.3, 2.4.3.3).
    pub(super) fn excludes(&self, node: &Node) -> bool {
        if self.acts.is_empty() {
            return false;
        }
        node.attributes.iter().filter(|attribute| self.is_condition(attribute)).any(|attribute| {
            groups(&attribute.name, attribute.value.as_str()).into_iter().any(|(att, values)| {
                // A revision is never taken out, it is only flagged.
                att != "rev" && !values.is_empty() && values.iter().all(|value| self.act(&att, value) == Act::Exclude)
            })
        })
    }

    /// Returns the attributes by which an element is to be marked.
    pub(super) fn flags<'n>(&self, node: &'n Node) -> Vec<&'n Attribute> {
        if self.acts.is_empty() {
            return Vec::new();
        }
        let flagged = |attribute: &&Attribute| {
            self.is_condition(attribute)
                && groups(&attribute.name, attribute.value.as_str())
                    .iter()
                    .any(|(att, values)| values.iter().any(|value| self.act(att, value) == Act::Flag))
        };
        node.attributes.iter().filter(flagged).collect()
    }
}

/// Returns the values of a conditional attribute, by the attribute or the group that they stand in:
/// `product="a database(b c)"` (DITA 1.3, 2.4.3.1.1).
fn groups(name: &str, value: &str) -> Vec<(EcoString, Vec<EcoString>)> {
    let mut found: Vec<(EcoString, Vec<EcoString>)> = Vec::new();
    let mut own = Vec::new();
    let mut rest = value;
    while let Some(open) = rest.find('(') {
        let (before, after) = rest.split_at(open);
        let mut words: Vec<&str> = before.split_whitespace().collect();
        let group = words.pop().unwrap_or_default();
        own.extend(words.into_iter().map(EcoString::from));
        let (within, behind) = after[1..].split_once(')').unwrap_or((&after[1..], ""));
        found.push((group.into(), within.split_whitespace().map(EcoString::from).collect()));
        rest = behind;
    }
    own.extend(rest.split_whitespace().map(EcoString::from));
    found.push((name.into(), own));
    found
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn values_stand_alone_or_in_groups() {
        let found = groups("product", "a database(b c) d");
        let found: Vec<(&str, String)> = found.iter().map(|(name, values)| (name.as_str(), values.join(" "))).collect();
        assert_eq!(found, [("database", "b c".to_owned()), ("product", "a d".to_owned())]);
    }
}
