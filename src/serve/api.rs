//! Answers of the index, as JSON.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::shelf::Shelf;
use super::{description, reply};
use crate::index::entry::KINDS;
use crate::index::error::Error;
use crate::index::open::Index;
use crate::index::query::{Filters, Query};
use crate::model::document::Status;

/// How long a question may be, in bytes. The index looks at the first words of it only.
pub(super) const LONGEST: usize = 1000;

/// How many hits are told at most.
pub(super) const MOST_HITS: usize = 100;

/// How many places of each way of use are told at most.
pub(super) const MOST_USES: usize = 1000;

/// What a path may hold as it is (RFC 3986, 3.3), and what separates its parts.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Looks words up.
pub(super) async fn search(State(shelf): State<Arc<Shelf>>, RawQuery(asked): RawQuery) -> Response {
    let query = match query(&asked.unwrap_or_default()) {
        Ok(query) => query,
        Err(message) => return reply::bad(&message),
    };
    ask(shelf, move |index| {
        let mut answer = serde_json::to_value(index.search(&query)?).expect("an answer is JSON");
        answer["query"] = query.text.into();
        add_urls(&mut answer);
        Ok(reply::json(StatusCode::OK, &answer))
    })
    .await
}

/// Says all that is known of a name.
pub(super) async fn lookup(State(shelf): State<Arc<Shelf>>, RawQuery(asked): RawQuery) -> Response {
    let (name, limit) = match name(&asked.unwrap_or_default()) {
        Ok(asked) => asked,
        Err(message) => return reply::bad(&message),
    };
    ask(shelf, move |index| {
        let lookup = index.lookup(&name, limit)?;
        if lookup.is_empty() {
            let message = format!("nothing in the index has the name `{}`", lookup.name);
            let status = StatusCode::NOT_FOUND;
            let error = json!({ "status": status.as_u16(), "message": message, "suggestions": lookup.suggestions });
            return Ok(reply::json(status, &json!({ "error": error })));
        }
        let mut lookup = serde_json::to_value(&lookup).expect("what is known of a name is JSON");
        add_urls(&mut lookup);
        Ok(reply::json(StatusCode::OK, &lookup))
    })
    .await
}

/// Describes all this for programs.
pub(super) async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1")], description::openapi().to_string())
        .into_response()
}

/// Turns what was asked into a query, or says what is wrong with it.
fn query(asked: &str) -> Result<Query, String> {
    let mut query = Query { limit: 10, ..Query::default() };
    for (name, value) in form_urlencoded::parse(asked.as_bytes()) {
        let filters = &mut query.filters;
        let filter = match &*name {
            "q" => {
                query.text = value.into_owned();
                continue;
            }
            "limit" => {
                query.limit = number(&value, 1, MOST_HITS)?;
                continue;
            }
            "kind" => &mut filters.kind,
            "mission" => &mut filters.mission,
            "phase" => &mut filters.phase,
            "environment" => &mut filters.environment,
            "status" => &mut filters.status,
            "lang" => &mut filters.language,
            _ => return Err(format!("there is no parameter `{name}`")),
        };
        *filter = Some(value.into_owned());
    }
    let Query { text, filters, .. } = &query;
    if text.len() > LONGEST {
        return Err(format!("`q` has {LONGEST} bytes at most"));
    }
    if text.trim().is_empty() && *filters == Filters::default() {
        return Err("say what to look for with `q`, or narrow it down with a filter".into());
    }
    if let Some(kind) = filters.kind.as_ref().filter(|kind| !KINDS.contains(&kind.as_str())) {
        return Err(format!("there is no kind `{kind}`; there are {}", KINDS.join(", ")));
    }
    if let Some(status) = filters.status.as_ref().filter(|status| Status::of(status).is_none()) {
        let known = Status::ALL.map(|(word, _)| word).join(", ");
        return Err(format!("there is no status `{status}`; there are {known}"));
    }
    Ok(query)
}

/// Returns the name that was asked for, and how many places of each way of use are wanted; or says what is wrong.
fn name(asked: &str) -> Result<(String, usize), String> {
    let (mut wanted, mut limit) = (String::new(), MOST_USES);
    for (name, value) in form_urlencoded::parse(asked.as_bytes()) {
        match &*name {
            "name" => wanted = value.into_owned(),
            "limit" => limit = number(&value, 0, MOST_USES)?,
            _ => return Err(format!("there is no parameter `{name}`")),
        }
    }
    match wanted.trim().is_empty() || wanted.len() > LONGEST {
        true => Err(format!("`name` has 1 to {LONGEST} bytes")),
        false => Ok((wanted, limit)),
    }
}

fn number(value: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = value.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("`limit` is a number from {least} to {most}"))
}

/// Asks the index, on a thread that may wait for the disk.
async fn ask(shelf: Arc<Shelf>, answer: impl FnOnce(&Index) -> Result<Response, Error> + Send + 'static) -> Response {
    let asked = tokio::task::spawn_blocking(move || answer(&*shelf.index()?)).await;
    match asked {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => reply::refusal(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
        Err(_) => reply::refusal(StatusCode::INTERNAL_SERVER_ERROR, "the answer broke off"),
    }
}

/// Adds to each place where its page is on this server.
fn add_urls(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(add_urls),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            let url = text("page").zip(text("anchor")).map(|(page, anchor)| url(page, anchor));
            fields.values_mut().for_each(add_urls);
            if let Some(url) = url {
                fields.insert("url".into(), url.into());
            }
        }
        _ => {}
    }
}

fn url(page: &str, anchor: &str) -> String {
    let page = utf8_percent_encode(page, PATH);
    match anchor {
        "" => format!("/{page}"),
        anchor => format!("/{page}#{}", utf8_percent_encode(anchor, PATH)),
    }
}
