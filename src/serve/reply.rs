//! Answers that say no, as JSON: programs read them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Answers with JSON.
pub(super) fn json(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// Says why a request is refused.
pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    json(status, &json!({ "error": { "status": status.as_u16(), "message": message } }))
}

/// Says that a request cannot be understood.
pub(super) fn bad(message: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, message)
}

/// Says that there is no such thing.
pub(super) fn missing(message: &str) -> Response {
    refusal(StatusCode::NOT_FOUND, message)
}

/// Says that things are only read here.
pub(super) fn refused_method() -> Response {
    let mut response = refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are understood");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
