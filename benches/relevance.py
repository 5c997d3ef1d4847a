#!/usr/bin/env python3
"""Measures how well opsdoc finds the page that a link means, beside SQLite FTS5, MiniSearch and Pagefind.

  benches/relevance.py OPSDOC DATA PEERS [--split dev|test] [--keep FILE]

OPSDOC is the program, DATA the folder with fastapi-docs and openshift-runbooks, PEERS a scratch folder in which
`npm install pagefind minisearch marked` was run. Pagefind is asked in headless Chromium over HTTP.

A known-item query is the text of a link in real Markdown, and what it should find is the page that the link leads to.
Texts that lead to several pages, and those that say nothing ("here"), are dropped. Runbooks have few links, so the
names of their alerts and their titles are added. A hash of the text says whether a query may be tuned on (dev) or is
reported (test). All engines get the same questions, and the texts of the same pages.
"""
import argparse, functools, hashlib, html, http.server, json, os, random, re, shutil, sqlite3, subprocess, sys, tempfile
import threading, unicodedata, urllib.parse, urllib.request

TOP = 10
GENERIC = set("""here this that link links docs documentation page pages section see more read click next previous above
below details example examples guide tutorial article source code file it ici cela lien page voir suite suivant precedent
exemple details plus documentation documents runbook runbooks steps step note usage use introduction overview readme
index home there these those the a an of and or to in la le les de des du un une et ou en au aux""".split())


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def words(text):
    return re.findall(r"[^\W_]+", fold(text))


def plain(text):
    """The words of a piece of Markdown."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]+>", " ", text)
    return html.unescape(re.sub(r"[`*]+|(?<!\w)_|_(?!\w)", "", text)).strip()


class Page:
    def __init__(self, path, text):
        self.path = path
        self.text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
        heading = re.search(r"^#\s+(.+)$", self.text, flags=re.M)
        title = heading.group(1) if heading else os.path.basename(path)[:-3]
        self.title = plain(re.sub(r"\s*\{[^}]*\}\s*$", "", title))


def load(root):
    pages = {}
    for folder, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            if name.endswith(".md"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    relative = os.path.relpath(path, root).replace(os.sep, "/")
                    pages[relative] = Page(relative, file.read())
    return pages


def links(pages):
    """Yields the text and the page of each link that leads to another page of the set."""
    for page in pages.values():
        text = re.sub(r"^(```|~~~).*?^\1", "", page.text, flags=re.S | re.M)
        for match in re.finditer(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)", text):
            target = urllib.parse.unquote(match.group(2)).split("#")[0]
            if not target or re.match(r"[a-z]+:|/", target):
                continue
            path = os.path.normpath(os.path.join(os.path.dirname(page.path), target)).replace(os.sep, "/")
            for path in (path, path.rstrip("/") + "/index.md"):
                if path in pages and path != page.path:
                    yield plain(match.group(1)), path
                    break


def queries(pages, names):
    """Returns the questions with the one page that each means."""
    found = {}
    pairs = list(links(pages))
    if names:
        pairs += [(os.path.basename(page.path)[:-3], page.path) for page in pages.values() if "/helpers/" not in page.path]
        pairs += [(page.title, page.path) for page in pages.values()]
    for text, path in pairs:
        key = " ".join(words(text))
        if len(key) > 2 and not set(words(text)) <= GENERIC:
            found.setdefault(key, (text, set()))[1].add(path)
    return [(text, next(iter(paths))) for text, paths in found.values() if len(paths) == 1]


def split_of(name, text):
    digest = hashlib.sha256((name + "\0" + " ".join(words(text))).encode()).digest()
    return "dev" if digest[0] % 2 == 0 else "test"


def is_mnemonic(text):
    return " " not in text and bool(re.search(r"_|\d|[a-z][A-Z]|[A-Z]{2}", text)) and len(text) > 3


def mistype(text):
    """Returns the text with one slip in its longest word; nothing where no word is long enough to be told by."""
    found = [match for match in re.finditer(r"[^\W\d_]+", text) if len(match.group()) >= 5]
    if not found or is_mnemonic(text):
        return None
    match = max(found, key=lambda match: len(match.group()))
    chance = random.Random(hashlib.sha256(text.encode()).digest())
    word, at = match.group(), chance.randrange(1, len(match.group()) - 1)
    slips = [word[:at] + word[at + 1] + word[at] + word[at + 2:], word[:at] + word[at + 1:],
             word[:at] + chance.choice("etaoinsr") + word[at:], word[:at] + chance.choice("etaoinsr") + word[at + 1:]]
    slips = [slip for slip in slips if slip != word]
    return text[:match.start()] + chance.choice(slips) + text[match.end():]


# The engines: each takes a set's pages and questions, and returns for each question paths, the best first.

def opsdoc(program, root, name, language, asked, scratch):
    docs = os.path.join(scratch, name, "docs")
    shutil.rmtree(os.path.dirname(docs), ignore_errors=True)
    shutil.copytree(root, docs)
    with open(os.path.join(docs, "opsdoc.toml"), "w") as file:
        file.write('languages = ["%s"]\n' % language)
    place = os.path.dirname(docs)
    output, index = os.path.join(place, "output"), os.path.join(place, "index")
    built = subprocess.run([program, "build", docs, "--output", output, "--index", index, "--formats", "html", "--quiet"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if built.returncode > 1:
        sys.exit(built.stderr.decode())
    server = subprocess.Popen([program, "serve", "--port", "0", "--output", output, "--index", index, "--quiet"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        base = server.stdout.readline().strip()
        answers = []
        for text in asked:
            url = base + "api/search?" + urllib.parse.urlencode({"q": text[:900], "limit": 60})
            with urllib.request.urlopen(url) as response:
                hits = json.load(response)["hits"]
            answers.append(first(hit["source"] for hit in hits))
        return answers
    finally:
        server.terminate()
        server.wait()


def first(paths):
    """Returns the best different paths."""
    seen = []
    for path in paths:
        if path not in seen:
            seen.append(path)
    return seen[:TOP]


def fts5(pages, asked):
    """Porter's stems, folded, the title three times the text: what SQLite itself offers."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE page USING fts5(path UNINDEXED, title, body, "
                 "tokenize='porter unicode61 remove_diacritics 2')")
    base.executemany("INSERT INTO page VALUES (?, ?, ?)", [(page.path, page.title, page.text) for page in pages.values()])
    answers = []
    for text in asked:
        match = " OR ".join('"%s"' % word for word in re.findall(r"\w+", text))
        rows = base.execute("SELECT path FROM page WHERE page MATCH ? ORDER BY bm25(page, 0, 3.0, 1.0) LIMIT 10", (match,))
        answers.append([path for (path,) in rows] if match else [])
    return answers


MINISEARCH = """
const fs = require('fs'), Mini = require('minisearch');
const { pages, asked } = JSON.parse(fs.readFileSync(0, 'utf8'));
// What VitePress ships, the most used of the sites that search with it.
const index = new Mini({ fields: ['title', 'text'], idField: 'path',
  searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2 } } });
index.addAll(pages);
console.log(JSON.stringify(asked.map(text => index.search(text).slice(0, 10).map(hit => hit.id))));
"""

PAGEFIND = """
import fs from 'fs'; import * as pagefind from 'pagefind'; import { marked } from 'marked';
const { pages, language, bundle } = JSON.parse(fs.readFileSync(0, 'utf8'));
const { index } = await pagefind.createIndex({});
for (const page of pages) {
  const content = `<!doctype html><html lang="${language}"><head><title>${page.title.replace(/</g, '&lt;')}</title></head>` +
    `<body><main data-pagefind-body>${marked.parse(page.text)}</main></body></html>`;
  await index.addHTMLFile({ url: '/' + page.path, content });
}
await index.writeFiles({ outputPath: bundle });
await pagefind.close();
"""

ASK = """<!doctype html><meta charset=utf-8><script type=module>
const asked = await (await fetch('/asked')).json();
const post = body => fetch('/answers', { method: 'POST', body: JSON.stringify(body) });
try {
  const pagefind = await import('/pagefind.js');
  await pagefind.init();
  const answers = [];
  for (const text of asked) {
    const found = await pagefind.search(text);
    answers.push(await Promise.all(found.results.slice(0, 10).map(async hit => (await hit.data()).raw_url)));
  }
  await post({ answers });
} catch (error) { await post({ error: String(error) }); }
</script>"""


def node(peers, arguments, given):
    run = subprocess.run(["node", *arguments], cwd=peers, input=json.dumps(given), capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return run.stdout


def listed(pages):
    return [{"path": page.path, "title": page.title, "text": page.text} for page in pages.values()]


def minisearch(peers, pages, asked):
    return json.loads(node(peers, ["-e", MINISEARCH], {"pages": listed(pages), "asked": asked}))


def pagefind(peers, pages, language, asked):
    bundle = tempfile.mkdtemp()
    node(peers, ["--input-type=module", "-e", PAGEFIND], {"pages": listed(pages), "language": language, "bundle": bundle})
    told, done = {}, threading.Event()

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def send(self, kind, text):
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            if self.path == "/ask":
                self.send("text/html", ASK.replace("<html", '<html lang="%s"' % language))
            elif self.path == "/asked":
                self.send("application/json", json.dumps(asked))
            else:
                super().do_GET()

        def do_POST(self):
            told.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send("text/plain", "")
            done.set()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=bundle))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--user-data-dir=" + profile, "--remote-debugging-port=0", "http://127.0.0.1:%d/ask" % server.server_port],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done.wait(900)
        browser.terminate()
        browser.wait()
    server.shutdown()
    shutil.rmtree(bundle)
    if "answers" not in told:
        sys.exit("Pagefind did not answer: %s" % told.get("error"))
    return [[urllib.parse.unquote(path).lstrip("/") for path in paths] for paths in told["answers"]]


# Figures.

def reciprocal(paths, wanted):
    return 1 / (paths.index(wanted) + 1) if wanted in paths else 0.0


def mean(values):
    return sum(values) / len(values) if values else float("nan")


def interval(differences, rounds=10_000):
    """The 95 % interval of a mean, by the bootstrap over queries (Efron & Tibshirani 1993)."""
    chance, count = random.Random(1), len(differences)
    means = sorted(sum(chance.choices(differences, k=count)) / count for _ in range(rounds))
    return means[int(rounds * 0.025)], means[int(rounds * 0.975)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("opsdoc")
    parser.add_argument("data")
    parser.add_argument("peers")
    parser.add_argument("--split", choices=["dev", "test"], default="test")
    parser.add_argument("--only", help="ask opsdoc alone", action="store_true")
    parser.add_argument("--misses", help="show what opsdoc did not find first", action="store_true")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.opsdoc)
    sets = [("fastapi-en", "fastapi-docs/en", "en", False), ("fastapi-fr", "fastapi-docs/fr", "fr", False),
            ("runbooks", "openshift-runbooks", "en", True)]
    engines = ["opsdoc"] + ([] if arguments.only else ["FTS5", "MiniSearch", "Pagefind"])
    rows = []
    for name, folder, language, names in sets:
        root = os.path.join(arguments.data, folder)
        pages = load(root)
        titles = {" ".join(words(page.title)) for page in pages.values()}
        clean = [(text, path) for text, path in queries(pages, names) if split_of(name, text) == arguments.split]
        asked = []
        for text, path in clean:
            slices = {"clean"}
            if " ".join(words(text)) not in titles:
                slices.add("hard")
            if is_mnemonic(text):
                slices.add("mnemonic")
            asked.append((text, path, text, slices))
            typo = mistype(text)
            if typo:
                asked.append((typo, path, text, {"typo"}))
            bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
            if bare != unicodedata.normalize("NFD", text):
                asked.append((bare, path, text, {"unaccented"}))
        texts = [text for text, *_ in asked]
        with tempfile.TemporaryDirectory() as scratch:
            answers = {"opsdoc": opsdoc(program, root, name, language, texts, scratch)}
        if not arguments.only:
            answers["FTS5"] = fts5(pages, texts)
            answers["MiniSearch"] = minisearch(arguments.peers, pages, texts)
            answers["Pagefind"] = pagefind(arguments.peers, pages, language, texts)
        for at, (text, path, origin, slices) in enumerate(asked):
            scores = {engine: reciprocal(answers[engine][at], path) for engine in engines}
            found = {engine: path in answers[engine][at][:5] for engine in engines}
            rows.append({"set": name, "text": text, "origin": origin, "path": path, "slices": slices, "rr": scores, "r5": found})
            if arguments.misses and scores["opsdoc"] < 1:
                print("%s %s | %s -> %s | %s" % (sorted(slices), name, text, path, answers["opsdoc"][at][:3]))
    report(rows, engines, arguments.split)


def report(rows, engines, split):
    sets = sorted({row["set"] for row in rows})
    print("\nMRR@10 (recall@5), split `%s`\n" % split)
    print("| Queries | n | " + " | ".join(engines) + " |")
    print("|---|---|" + "---|" * len(engines))

    def line(title, chosen):
        cells = ["%.3f (%.3f)" % (mean([row["rr"][engine] for row in chosen]), mean([row["r5"][engine] for row in chosen]))
                 for engine in engines]
        print("| %s | %d | %s |" % (title, len(chosen), " | ".join(cells)))

    clean = [row for row in rows if "clean" in row["slices"]]
    for name in sets:
        line(name, [row for row in clean if row["set"] == name])
    line("pooled", clean)
    for which in ["hard", "mnemonic", "typo", "unaccented"]:
        line(which, [row for row in rows if which in row["slices"]])
    print()
    by_origin = {(row["set"], row["origin"]): row for row in clean}
    for which in ["typo", "unaccented"]:
        chosen = [row for row in rows if which in row["slices"]]
        for engine in engines:
            before = mean([by_origin[row["set"], row["origin"]]["rr"][engine] for row in chosen])
            after = mean([row["rr"][engine] for row in chosen])
            print("%s, %s: %.3f of %.3f, %.1f %%" % (which, engine, after, before, 100 * after / before if before else 0))
    for engine in engines[1:]:
        differences = [row["rr"]["opsdoc"] - row["rr"][engine] for row in clean]
        low, high = interval(differences)
        print("opsdoc before %s, pooled: %+.3f, 95 %% interval [%+.3f, %+.3f]" % (engine, mean(differences), low, high))


if __name__ == "__main__":
    main()
