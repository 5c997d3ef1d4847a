//! Judges who asks, and says in each answer what a page may do.
//!
//! A server on one's own machine can be reached by every page that one's browser shows. Such a page cannot read the
//! answers, as no answer allows it (Fetch Standard, 3.2), unless the name of its own host begins to mean this machine
//! (DNS rebinding). So a request must name an address, `localhost`, or a name that was allowed.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{Config, reply};

/// What a page may do (Content Security Policy 3): show what comes from here, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The same for a PDF: what a browser shows it with needs styles and the document itself.
const PDF_POLICY: &str =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// How long an address may be, in bytes: a question fits into it, a page does not.
const LONGEST: usize = 8 << 10;

/// Who may ask.
#[derive(Debug)]
pub(super) struct Guard {
    /// The names that a request may give this server, in small letters.
    names: Vec<String>,
}

impl Guard {
    pub(super) fn new(config: &Config) -> Self {
        Self { names: config.names.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Tells whether a request may give this server such a name (RFC 9110, 7.2).
    fn knows(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => return rest.split_once(']').is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok()),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase(),
        };
        name == "localhost" || name.parse::<Ipv4Addr>().is_ok() || self.names.contains(&name)
    }
}

/// Lets a request pass if it may, and adds to the answer what every answer says.
pub(super) async fn judge(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match fault(&guard, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let policy = if is_pdf(headers) { PDF_POLICY } else { POLICY };
    let every = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in every {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What was answered may be another thing after the next build.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

fn fault(guard: &Guard, request: &Request) -> Option<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(reply::refused_method());
    }
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > LONGEST) {
        return Some(reply::refusal(StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    // HTTP/2 and absolute requests name the host in the address itself.
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let host = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    for name in [authority, host].into_iter().flatten() {
        if !guard.knows(name) {
            let message = format!("this server is not known as `{name}`; it can be allowed with `--host`");
            return Some(reply::refusal(StatusCode::MISDIRECTED_REQUEST, &message));
        }
    }
    (authority.or(host).is_none()).then(|| reply::bad("the request names no host"))
}

fn is_pdf(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/pdf"))
}

#[cfg(test)]
mod tests {
    use super::Guard;

    #[test]
    fn addresses_and_this_machine_are_known_and_other_names_are_not() {
        let guard = Guard { names: vec!["console-3".into()] };
        for host in ["127.0.0.1", "127.0.0.1:80", "localhost:8000", "LOCALHOST", "[::1]:8000", "Console-3:1"] {
            assert!(guard.knows(host), "{host}");
        }
        for host in
            ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "", "[x]", "::1"]
        {
            assert!(!guard.knows(host), "{host}");
        }
    }
}
