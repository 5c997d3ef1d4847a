//! The server over real HTTP, on the loopback.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{build, copy, docs, sample, write};

/// A server that runs as long as this lives.
struct Server {
    child: Child,
    address: String,
}

/// What it answered.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        command.current_dir(folder).args(["serve", "--port", "0"]).args(arguments).env("NO_COLOR", "1");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("opsdoc can be run");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it is");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address: `{line}`")).to_owned();
        Self { child, address }
    }

    fn of_sample() -> Self {
        Self::start(sample(), &[])
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address))
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}: {answer:?}"))
    }

    /// Sends a request that lacks its end, and reads the whole answer.
    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time can be set");
        stream.write_all(format!("{request}Connection: close\r\n\r\n").as_bytes()).expect("it takes requests");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has headers");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("headers are ASCII");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let headers =
            lines.filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())));
        Answer { status: status.expect("a status"), headers: headers.collect(), body: bytes[end + 4..].to_vec() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn pages_have_their_types_and_guards() {
    let server = Server::of_sample();
    for (path, kind) in [
        ("/html/index.html", "text/html; charset=utf-8"),
        ("/html/_opsdoc/style.css", "text/css; charset=utf-8"),
        ("/html/_opsdoc/page.js", "text/javascript; charset=utf-8"),
        ("/html/pictures/power-bus.svg", "image/svg+xml"),
        ("/pdf/index.pdf", "application/pdf"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, kind), "{path}");
        let file = std::fs::read(sample().join("output").join(&path[1..])).expect("it is there");
        assert_eq!(answer.body, file, "{path}");
        assert!(answer.headers["content-security-policy"].contains("default-src 'none'"), "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
    let root = server.get("/");
    assert_eq!((root.status, root.headers["location"].as_str()), (307, "/html/index.html"));
    let folder = server.get("/html/operations/");
    assert!(matches!(folder.status, 200 | 404));
}

#[test]
fn nothing_but_the_site_is_served() {
    let server = Server::of_sample();
    for path in [
        "/manifest.json",
        "/output/manifest.json",
        "/../Cargo.toml",
        "/html/../../index/meta.json",
        "/html/%2e%2e/%2e%2e/index/meta.json",
        "/html/..%2f..%2findex%2fmeta.json",
        "/html//etc/passwd",
        "//etc/passwd",
        "/html/.hidden",
        "/html/%00",
        "/html/nowhere.html",
        "/api/nowhere",
        "/api/live",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let told: Value = serde_json::from_slice(&answer.body).expect("a refusal is JSON");
        assert_eq!(told["error"]["status"], 404, "{path}");
    }
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&folder.path().join("secret"), "secret");
        write(&folder.path().join("output/html/index.html"), "<p>");
        std::os::unix::fs::symlink(folder.path().join("secret"), folder.path().join("output/html/link.html"))
            .expect("linked");
        let server = Server::start(folder.path(), &[]);
        assert_eq!(server.get("/html/index.html").status, 200);
        assert_eq!(server.get("/html/link.html").status, 404);
        // Without an index the pages are there, and a question is told why it has no answer.
        let answer = server.get("/api/search?q=x");
        assert_eq!(answer.status, 503);
        assert!(String::from_utf8_lossy(&answer.body).contains("opsdoc build"));
    }
}

#[test]
fn a_page_of_another_host_is_refused() {
    let server = Server::of_sample();
    let named = |host: &str| server.ask(&format!("GET /html/index.html HTTP/1.1\r\nHost: {host}\r\n")).status;
    assert_eq!(named("localhost:1"), 200);
    assert_eq!(named("127.0.0.1"), 200);
    assert_eq!(named("evil.example"), 421);
    assert_eq!(named("evil.example:80"), 421);
    let post = server.ask(&format!("POST /api/search HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\n", server.address));
    assert_eq!((post.status, post.headers["allow"].as_str()), (405, "GET, HEAD"));
    let server = Server::start(sample(), &["--host", "console-3"]);
    assert_eq!(server.ask("GET /html/index.html HTTP/1.1\r\nHost: console-3:80\r\n").status, 200);
}

#[test]
fn an_address_that_others_reach_is_to_be_meant() {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let output = command.args(["serve", "--bind", "0.0.0.0", "--port", "0"]).output().expect("opsdoc can be run");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains("--allow-remote"), "{err}");
}

#[test]
fn what_a_browser_has_is_not_sent_again_and_parts_are() {
    let server = Server::of_sample();
    let path = "/pdf/index.pdf";
    let whole = server.get(path);
    let tag = &whole.headers["etag"];
    let ask = |method: &str, headers: &str| {
        server.ask(&format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}", server.address))
    };
    let same = ask("GET", &format!("If-None-Match: \"x\", {tag}\r\n"));
    assert_eq!((same.status, same.body.len()), (304, 0));
    let head = ask("HEAD", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.headers["content-length"], whole.body.len().to_string());
    let part = ask("GET", "Range: bytes=5-14\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &whole.body[5..15]));
    assert_eq!(part.headers["content-range"], format!("bytes 5-14/{}", whole.body.len()));
    assert_eq!(ask("GET", "Range: bytes=5-14\r\nIf-Range: \"other\"\r\n").status, 200);
    assert_eq!(ask("GET", "Range: bytes=99999999999-\r\n").status, 416);
}

/// Questions of many kinds: words, phrases, mnemonics and their parts, unfinished, misspelt, without accents, none.
const QUESTIONS: [&str; 16] = [
    "battery charge",
    "\"safe mode\"",
    "AOC_MODE",
    "aoc mode",
    "AL_AOC_SAFE_MODE",
    "FCP-AOC-010",
    "fcp_aoc_010#step-1",
    "equipement",
    "équipements",
    "manoeuvrre",
    "PWR",
    "thermal cont",
    "station sol visibilité",
    "AOC_MDOE",
    "zzzzzz",
    "l'éclipse & the sun / 100 % + \"x",
];

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn the_answers_are_those_of_the_command() {
    let server = Server::of_sample();
    for question in QUESTIONS {
        for filter in ["", "step", "contingency"] {
            let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
            command.current_dir(sample()).args(["search", "--json", question]);
            if !filter.is_empty() {
                command.args(["--kind", filter]);
            }
            let out = command.output().expect("opsdoc can be run").stdout;
            let lines = String::from_utf8(out).expect("it is UTF-8");
            let mut told: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
            let filter = if filter.is_empty() { String::new() } else { format!("&kind={filter}") };
            let answer = server.json(&format!("/api/search?q={}{filter}", encoded(question)));
            let mut served: Vec<Value> = answer["hits"].as_array().expect("hits").clone();
            for (value, own) in
                told.iter_mut().map(|value| (value, "path")).chain(served.iter_mut().map(|value| (value, "url")))
            {
                value.as_object_mut().expect("an object").remove(own);
            }
            assert_eq!(told, served, "{question}{filter}");
        }
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let out = command.current_dir(sample()).args(["lookup", "--json", "AOC_MODE"]).output().expect("it runs").stdout;
    let told: Value = serde_json::from_slice(&out).expect("JSON");
    assert_eq!(told["sent"]["total"], server.json("/api/lookup?name=AOC_MODE")["sent"]["total"]);
    assert_eq!(told["checked"]["total"], server.json("/api/lookup?name=aoc_mode")["checked"]["total"]);
}

#[test]
fn a_hit_leads_to_its_page() {
    let server = Server::of_sample();
    for hit in server.json("/api/search?q=mode&limit=30")["hits"].as_array().expect("hits") {
        let url = hit["url"].as_str().expect("a URL");
        let page = server.get(url.split('#').next().expect("a path"));
        assert_eq!(page.status, 200, "{url}");
    }
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let server = Server::of_sample();
    for (path, status, told) in [
        ("/api/search", 400, "say what to look for"),
        ("/api/search?q=x&limit=0", 400, "`limit`"),
        ("/api/search?q=x&limit=1000", 400, "`limit`"),
        ("/api/search?q=x&limit=many", 400, "limit"),
        ("/api/search?q=x&kind=thing", 400, "there is no kind `thing`"),
        ("/api/search?q=x&status=thing", 400, "there is no status `thing`"),
        ("/api/search?q=x&colour=red", 400, "colour"),
        (&format!("/api/search?q={}", "x".repeat(1001)), 400, "1000 bytes"),
        (&format!("/api/search?q={}", "x".repeat(9000)), 414, "too long"),
        ("/api/lookup", 400, "name"),
        ("/api/lookup?name=%20", 400, "`name`"),
        ("/api/lookup?name=AOC_MDOE", 404, "nothing in the index"),
    ] {
        let answer = server.get(path);
        let body = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, status, "{path}: {body}");
        assert_eq!(answer.headers["content-type"], "application/json", "{path}");
        assert!(body.contains(told), "{path}: {body}");
    }
    assert_eq!(server.json("/api/lookup?name=AOC_MDOE")["error"]["suggestions"][0], "AOC_MODE");
}

#[test]
fn the_description_is_sound_and_the_answers_are_as_it_says() {
    let server = Server::of_sample();
    let description = server.json("/api/openapi.json");
    let schema: Value = serde_json::from_str(include_str!("../schemas/openapi-3.1.json")).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
    let faults: Vec<String> =
        validator.iter_errors(&description).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // Each answer, whole, is what its status promises.
    for (path, of) in [
        ("/api/search?q=battery", "/api/search"),
        ("/api/search?kind=step&mission=cso&limit=3", "/api/search"),
        ("/api/search?q=manoeuvrre%20AOC_MDOE", "/api/search"),
        ("/api/search?q=x&limit=0", "/api/search"),
        ("/api/lookup?name=AOC_MODE", "/api/lookup"),
        ("/api/lookup?name=TC_AOC_SET_MODE", "/api/lookup"),
        ("/api/lookup?name=AL_AOC_SAFE_MODE&limit=1", "/api/lookup"),
        ("/api/lookup?name=FCP-AOC-010", "/api/lookup"),
        ("/api/lookup?name=AOC_MDOE", "/api/lookup"),
        ("/api/lookup", "/api/lookup"),
    ] {
        let answer = server.get(path);
        let told = &description["paths"][of]["get"]["responses"][answer.status.to_string()]["content"]["application/json"]
            ["schema"];
        assert!(told.is_object(), "{path}: {} is not described", answer.status);
        let mut whole = told.clone();
        whole["components"] = description["components"].clone();
        let validator = jsonschema::draft202012::new(&whole).expect("what is described is a schema");
        let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&body).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
}

/// Returns what is answered once it is other than nothing.
fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "it takes too long");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_new_build_is_taken_up() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("docs/page.md");
    write(&page, "# One\n\nhelium\n");
    build(&folder.path().join("docs"), folder.path(), "html").output().expect("opsdoc can be run");
    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.json("/api/search?q=helium")["total"], 1);
    write(&page, "# One\n\nneon\n");
    build(&folder.path().join("docs"), folder.path(), "html").output().expect("opsdoc can be run");
    assert_eq!(server.json("/api/search?q=neon")["total"], 1);
    assert!(String::from_utf8_lossy(&server.get("/html/page.html").body).contains("neon"));
}

#[test]
fn what_is_written_is_seen_at_once_and_open_pages_are_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&docs(), &folder.path().join("docs"));
    let server = Server::start(folder.path(), &["docs", "--watch"]);
    let page = until(|| Some(server.get("/html/operations/astreinte.html")).filter(|answer| answer.status == 200));
    let html = String::from_utf8(page.body).expect("a page is UTF-8");
    assert!(html.contains("<script src=\"/_opsdoc-live.js\" defer>"));
    assert!(html.contains("connect-src 'self'"));
    assert_eq!(server.get("/_opsdoc-live.js").status, 200);
    // A page that listens hears of the preview that is there, then of the next one.
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time can be set");
    write!(stream, "GET /api/live HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).expect("it takes requests");
    let mut lines = BufReader::new(stream).lines();
    let mut told = || lines.find_map(|line| line.ok()?.strip_prefix("data: ").map(str::to_owned)).expect("it goes on");
    let first = told();
    let source = folder.path().join("docs/operations/astreinte.md");
    let text = std::fs::read_to_string(&source).expect("it is there");
    write(&source, text + "\nUn mot nouveau : xénotime.\n");
    assert_ne!(told(), first);
    // On a busy machine the first news may still be of the files that were copied.
    let page = || String::from_utf8_lossy(&server.get("/html/operations/astreinte.html").body).into_owned();
    until(|| page().contains("xénotime").then_some(()));
    assert_ne!(server.json("/api/search?q=xenotime")["total"], 0);
    // What is published is as it was: there is nothing.
    assert!(!folder.path().join("output").exists() && !folder.path().join("index").exists());
}

#[cfg(unix)]
#[test]
fn it_stops_when_it_is_asked_and_leaves_nothing() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&folder.path().join("docs/page.md"), "# One\n");
        let temporary = folder.path().join("tmp");
        std::fs::create_dir(&temporary).expect("made");
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        command.current_dir(folder.path()).args(["serve", "docs", "--watch", "--port", "0"]).env("TMPDIR", &temporary);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("opsdoc can be run");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("it says where it is");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        // A page that listens does not hold it.
        let mut stream = TcpStream::connect(&address).expect("it listens");
        write!(stream, "GET /api/live HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("it takes requests");
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("it answers");
        let started = Instant::now();
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().expect("kill can be run");
        let status = child.wait().expect("it ends");
        assert!(status.success(), "{signal}: {status}");
        assert!(started.elapsed() < Duration::from_secs(10));
        assert_eq!(std::fs::read_dir(&temporary).expect("it is there").count(), 0, "{signal}");
    }
}
