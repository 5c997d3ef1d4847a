//! What is known about a topic or a map: its identifier, its language, and what its prolog says.

use super::node::{Attribute, Node};
use super::topic::{Reading, single};
use crate::model::document::Status;
use crate::model::inline::Text;
use crate::notation::token;

impl Reading<'_, '_> {
    /// Takes what the root says of the document.
    ///
    /// Its identifier is that of `resourceid`. Else it is the id of the topic, where that has the look of a name and no
    /// other file has it: ids need be unique in their file alone (DITA 1.3, 2.2.1.3).
    pub(super) fn identify(&mut self, root: &Node) {
        self.metadata.language = root.said("xml:lang").cloned();
        let own =
            root.said("id").filter(|id| token::looks_like_name(&id.text) && self.sources.world.is_unique(&id.text));
        self.metadata.id = own.cloned();
        self.metadata.span = Some(root.tag);
    }

    /// Returns what a procedure is called: by its document's identifier, else by the id of its topic within another,
    /// else by the path of its file.
    pub(super) fn name_of(&self, topic: &Node) -> Text {
        if self.topic.is_empty() {
            if let Some(id) = resource(topic).or(self.metadata.id.as_ref()) {
                return id.clone();
            }
            let path = self.sources.world.parsed[self.at].path.as_str();
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            return super::topic::joined(stem.into(), topic.tag.part(0, 0));
        }
        topic.said("id").cloned().unwrap_or_else(|| Text::new("", topic.tag))
    }

    /// Takes what a prolog, or the metadata of a map, says.
    pub(super) fn prolog(&mut self, node: &Node) {
        for part in node.elements() {
            self.fact(part);
        }
    }

    fn fact(&mut self, node: &Node) {
        match node.role.as_str() {
            // Who contributed is no author, and is named by what he is.
            "author" if node.has_text() && node.has("type", "contributor") => {
                let name = Text::new("contributor", node.tag.part(0, 0));
                self.metadata.other.push((name, single(node)));
            }
            "author" if node.has_text() => self.metadata.authors.push(single(node)),
            "metadata" | "bookmeta" | "topicmeta" | "critdates" | "prodinfo" | "vrmlist" | "bookid"
            | "bookchangehistory" => self.prolog(node),
            "keywords" | "indexterm" | "data" | "searchtitle" => self.hide(node),
            "created" | "revised" => {
                let others = node.attributes.iter().filter(|it| is_own(it) && !is_date(it) && it.name != "id");
                let named = others.map(|it| (Text::new(it.name.clone(), it.name_span), it.value.clone()));
                self.metadata.other.extend(named);
                for name in ["date", "modified"] {
                    if let Some(date) = node.said(name) {
                        // The last one is that of the text as it stands.
                        let before = self.metadata.date.replace(date.clone());
                        self.metadata
                            .other
                            .extend(before.map(|date| (Text::new("created", date.span.part(0, 0)), date)));
                    }
                }
            }
            "resourceid" => self.resource(node),
            "othermeta" => {
                let name = node.said("name").cloned().unwrap_or_else(|| Text::new("othermeta", node.tag.part(0, 0)));
                if let Some(content) = node.said("content") {
                    self.named(name, content.clone());
                }
            }
            _ => {
                let name = Text::new(node.name.clone(), node.tag.part(0, 0));
                let own = node.attributes.iter().filter(|attribute| is_own(attribute) && attribute.name != "id");
                self.metadata.other.extend(own.map(|attribute| (name.clone(), attribute.value.clone())));
                if node.elements().next().is_some() {
                    self.prolog(node);
                } else if node.has_text() {
                    self.metadata.other.push((name, single(node)));
                }
            }
        }
    }

    /// Takes the identifier that another system knows the document by; what it says besides is kept beside it.
    fn resource(&mut self, node: &Node) {
        let is_first = !std::mem::replace(&mut self.is_identified, true);
        let id = node.said("appid").or_else(|| node.said("id")).filter(|_| is_first);
        if let Some(id) = id {
            self.metadata.id = Some(id.clone());
            // What is known of the document reaches as far: an identifier behind it would be one of the text.
            if let Some(front) = self.metadata.span.as_mut().filter(|front| front.source == node.span.source) {
                front.end = front.end.max(node.span.end);
            }
        }
        let is_id = |value: &Text| id.is_some_and(|id| id.span == value.span);
        let name = Text::new(node.name.clone(), node.tag.part(0, 0));
        let others = node.attributes.iter().filter(|attribute| is_own(attribute) && !is_id(&attribute.value));
        self.metadata.other.extend(others.map(|attribute| (name.clone(), attribute.value.clone())));
    }

    /// Takes a name and what it says: what opsdoc knows by that name, or else as it is.
    fn named(&mut self, name: Text, value: Text) {
        let metadata = &mut self.metadata;
        let slot = match name.as_str() {
            "id" => &mut metadata.id,
            "issue" => &mut metadata.issue,
            "revision" => &mut metadata.revision,
            "classification" => &mut metadata.classification,
            "caveats" => &mut metadata.caveats,
            "criticality" => &mut metadata.criticality,
            "database" => &mut metadata.database,
            "date" => &mut metadata.date,
            "translation-of" => &mut metadata.translation_of,
            "status" if Status::of(&value.text.to_lowercase()).is_some() => {
                metadata.status = Status::of(&value.text.to_lowercase());
                return;
            }
            _ => return metadata.other.push((name, value)),
        };
        *slot = Some(value);
    }
}

/// Tells whether an attribute says of when the text is.
fn is_date(attribute: &Attribute) -> bool {
    matches!(attribute.name.as_str(), "date" | "modified")
}

/// Tells whether an attribute says something of its own.
fn is_own(attribute: &Attribute) -> bool {
    !attribute.name.contains(':') && attribute.name != "class" && !attribute.value.as_str().trim().is_empty()
}

/// Returns the identifier that a topic's prolog gives it.
fn resource(topic: &Node) -> Option<&Text> {
    let resource = topic.child("prolog")?.child("resourceid")?;
    resource.said("appid").or_else(|| resource.said("id"))
}
