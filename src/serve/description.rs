//! Describes what programs can ask for (OpenAPI 3.1.0).

use serde_json::{Map, Value, json};

use super::api::{LONGEST, MOST_HITS, MOST_USES};
use crate::index::entry::KINDS;
use crate::model::document::Status;

/// Returns the description.
pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "opsdoc",
            "summary": "Search and lookup in a library of operational documentation",
            "description": "What the pages of the library can be asked for besides reading them. The index is only \
                            read; a new build is taken up with the next request.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "version": env!("CARGO_PKG_VERSION")
        },
        "servers": [{ "url": "/", "description": "this server" }],
        "security": [],
        "tags": [{ "name": "index", "description": "what the search index knows" }],
        "paths": {
            "/api/search": { "get": search() },
            "/api/lookup": { "get": lookup() },
            "/api/openapi.json": { "get": {
                "operationId": "description",
                "summary": "This description",
                "tags": ["index"],
                "responses": {
                    "200": {
                        "description": "the description",
                        "content": { "application/vnd.oai.openapi+json;version=3.1": { "schema": { "type": "object" } } }
                    },
                    "4XX": failure("the request is refused")
                }
            } }
        },
        "components": { "schemas": schemas() }
    })
}

fn search() -> Value {
    let filter = |name: &str, what: &str| parameter(name, what, json!({ "type": "string" }));
    json!({
        "operationId": "search",
        "summary": "Look words up",
        "description": "Words are joined by `or`; text in quotation marks must stand as it is written; the very name \
                        comes first. At least words or a filter are needed.",
        "tags": ["index"],
        "parameters": [
            parameter("q", "the words", json!({ "type": "string", "maxLength": LONGEST })),
            parameter("limit", "how many hits are told at most", json!({
                "type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 10
            })),
            parameter("kind", "only this kind of place, or places in this kind of document", json!({ "enum": KINDS })),
            filter("mission", "only what applies to this mission"),
            filter("phase", "only what applies to this phase"),
            filter("environment", "only what applies to this environment"),
            parameter("status", "only this status", json!({ "enum": Status::ALL.map(|(word, _)| word) })),
            filter("lang", "only this language: the primary subtag of BCP 47")
        ],
        "responses": responses("what was found", "Answer", &[])
    })
}

fn lookup() -> Value {
    let mut name = parameter(
        "name",
        "the name; aliases are names too, and capitals do not count",
        json!({
            "type": "string", "minLength": 1, "maxLength": LONGEST
        }),
    );
    name["required"] = true.into();
    json!({
        "operationId": "lookup",
        "summary": "Say all that is known of a name",
        "description": "A telecommand, a parameter, an alarm, an event, a procedure, a document, or a step as `ID#step`.",
        "tags": ["index"],
        "parameters": [
            name,
            parameter("limit", "how many places of each way of use are told at most", json!({
                "type": "integer", "minimum": 0, "maximum": MOST_USES, "default": MOST_USES
            }))
        ],
        "responses": responses("what is known", "Lookup", &[("404", "nothing has the name; others may be meant")])
    })
}

fn parameter(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

fn responses(description: &str, schema: &str, others: &[(&str, &str)]) -> Value {
    let mut responses = Map::new();
    let content = json!({ "application/json": { "schema": reference(schema) } });
    responses.insert("200".into(), json!({ "description": description, "content": content }));
    let every = [("400", "the request cannot be understood"), ("503", "the index is not there, or damaged")];
    for (status, description) in every.iter().chain(others) {
        responses.insert((*status).into(), failure(description));
    }
    Value::Object(responses)
}

fn failure(description: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": reference("Error") } } })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// Returns an object that has all of these members, and no other but some that it may lack.
fn object(description: &str, members: Value, optional: &[&str]) -> Value {
    let names = members.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let required: Vec<String> = names.into_iter().filter(|name| !optional.contains(&name.as_str())).collect();
    json!({
        "type": "object",
        "description": description,
        "properties": members,
        "required": required,
        "additionalProperties": false
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// Returns the members of a place, with others.
fn place(others: Value) -> Value {
    let mut members = json!({
        "kind": text(), "title": text(), "breadcrumbs": list(text()), "identifier": text(), "document": text(),
        "page": text(), "anchor": text(), "language": text(), "status": text(), "issue": text(),
        "kinds": list(text()), "missions": list(text()), "phases": list(text()), "source": text(),
        "url": { "type": "string", "format": "uri-reference" }
    });
    if let (Value::Object(members), Value::Object(others)) = (&mut members, others) {
        members.extend(others);
    }
    members
}

fn schemas() -> Value {
    let values =
        || json!({ "type": text(), "unit": text(), "ranges": list(text()), "labels": list(reference("Label")) });
    let mut argument = json!({
        "name": text(), "description": text(), "default": text(), "fixed": { "type": "boolean" }
    });
    if let (Value::Object(argument), Value::Object(values)) = (&mut argument, values()) {
        argument.extend(values);
    }
    let in_values = ["type", "unit", "ranges", "labels"];
    json!({
        "Answer": object("an answer to words", json!({
            "query": text(),
            "total": count(),
            "hits": list(reference("Hit")),
            "facets": list(reference("Facet")),
            "corrections": list(object("a word that nothing holds", json!({ "written": text(), "used": text() }), &[])),
            "suggestions": list(text())
        }), &[]),
        "Facet": object("the values of one property of what was found", json!({
            "name": text(),
            "values": list(json!({
                "type": "array",
                "description": "a value, and how many units a filter by it would leave",
                "prefixItems": [text(), count()], "items": false, "minItems": 2
            }))
        }), &[]),
        "Hit": object("a unit that was found", json!({
            "score": { "type": "number" },
            "title": text(), "breadcrumbs": list(text()), "identifier": text(), "document": text(), "page": text(),
            "anchor": text(), "kind": text(), "language": text(), "status": text(), "issue": text(), "source": text(),
            "url": { "type": "string", "format": "uri-reference" },
            "snippet": reference("Snippet")
        }), &[]),
        "Snippet": object("a piece of a text", json!({
            "text": text(),
            "marks": list(object("bytes (UTF-8) of what was asked for", json!({ "start": count(), "end": count() }), &[]))
        }), &[]),
        "Lookup": object("what is known of a name", json!({
            "name": text(),
            "things": list(reference("Thing")),
            "triggers": reference("Uses"), "sent": reference("Uses"), "checked": reference("Uses"),
            "recorded": reference("Uses"), "raised": reference("Uses"), "called": reference("Uses"),
            "mentioned": reference("Uses"),
            "suggestions": list(text())
        }), &[]),
        "Thing": object("what bears a name", place(json!({
            "text": text(),
            "card": { "oneOf": [reference("Card"), { "type": "null" }] }
        })), &[]),
        "Uses": object("the places that use a name in one way", json!({
            "total": count(), "places": list(reference("UsedAt"))
        }), &[]),
        "UsedAt": object("a place that uses a name", place(json!({ "used": text(), "says": text() })), &[]),
        "Card": object("what the mission database says of an item", json!({
            "name": text(), "description": text(), "long_description": text(), "system": text(),
            "aliases": list(object("another name", json!({ "namespace": text(), "name": text() }), &[])),
            "values": object("the values of a parameter", values(), &in_values),
            "alarms": list(reference("Alarm")),
            "parameter": text(),
            "arguments": list(object("an argument of a telecommand", argument, &[
                "description", "default", "fixed", "type", "unit", "ranges", "labels"
            ])),
            "constraints": list(text()), "consequence": text(), "reason": text(), "base": text(),
            "abstract": { "type": "boolean" },
            "notes": list(object("what the project notes", json!({ "name": text(), "value": text() }), &[]))
        }), &[
            "description", "long_description", "system", "aliases", "values", "alarms", "parameter", "arguments",
            "constraints", "consequence", "reason", "base", "abstract", "notes"
        ]),
        "Label": object("a label of an enumeration", json!({
            "label": text(), "value": { "type": "integer" }, "last": { "type": "integer" }
        }), &["last"]),
        "Alarm": object("an alarm on a parameter", json!({
            "name": text(), "description": text(), "context": text(),
            "levels": list(object("one level", json!({
                "level": text(), "inside": text(), "outside": list(text()), "labels": list(text())
            }), &["inside", "outside", "labels"]))
        }), &["description", "context"]),
        "Error": object("why a request is refused", json!({
            "error": object("the refusal", json!({
                "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                "message": text(),
                "suggestions": list(text())
            }), &["suggestions"])
        }), &[])
    })
}
