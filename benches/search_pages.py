#!/usr/bin/env python3
"""Measures search in pages that are opened from a folder, in a browser without a window.

    search_pages.py SITE [--docs FOLDER] [--starts 10] [--questions 300]

SITE is a built `output/html`. With --docs, the size of the scripts is compared with the size of the sources (Markdown
and XML) below that folder. Printed, in milliseconds:

    boot    from the script tag of the searcher to what it has to know first
    first   the first question after that, to its ten answers with texts
    next    the questions after it: words, pairs, beginnings, mnemonics, typos, phrases, in an order that a seed gives

Each start is a browser of its own, with nothing in its memory. Needs Chromium, and nothing of Python's but itself.
"""
import argparse
import glob
import html
import json
import os
import re
import subprocess
import tempfile

PAGE = """<!DOCTYPE html><meta charset="utf-8"><pre id="told"></pre><script>
var asked = %(asked)s, at = 0, times = [], begun = performance.now();
function first() {
  opsdoc.at(%(base)s);
  opsdoc.load(['m'], function () { times.push(performance.now() - begun); next(); });
}
/* The next question is asked in the handler of the last one's script, so that the page is loaded when all is told. */
function next() {
  var sync, start;
  do {
    sync = null;
    if (at === asked.length) { document.getElementById('told').textContent = JSON.stringify(times); return; }
    start = performance.now();
    opsdoc.find({ text: asked[at++], limit: 10 }, function (answer) {
      times.push(answer ? performance.now() - start : -1);
      if (sync === null) { sync = true; } else { next(); }
    });
    if (sync === null) { sync = false; }
  } while (sync);
}
</script><script src=%(script)s onload="first()"></script>"""


def ask(site, folder, asked):
    page = os.path.join(folder, "page.html")
    base = "file://" + os.path.abspath(site) + "/"
    with open(page, "w") as out:
        out.write(PAGE % {"asked": json.dumps(asked), "base": json.dumps(base + folder_of(site) + "/"),
                          "script": json.dumps(base + "_opsdoc/search.js")})
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom",
                   "--user-data-dir=" + profile, "file://" + page]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', told, re.S).group(1)))


def folder_of(site):
    return "search/all" if os.path.isdir(os.path.join(site, "search/all")) else sorted(
        os.path.relpath(found, site) for found in glob.glob(os.path.join(site, "search/*")))[0]


def whole(text):
    """Follows the references of a text, as the searcher does."""
    value = {chr(c): n for n, c in enumerate(c for c in range(33, 127) if c not in (34, 92))}
    first, *pieces = text.split("~")
    out = bytearray(first.encode("utf-16-le"))
    for piece in pieces:
        back = 2 * (value[piece[0]] * 91 + value[piece[1]])
        if back:
            start = len(out) - back
            out += out[start:start + 2 * (value[piece[2]] + 5)] + piece[3:].encode("utf-16-le")
        else:
            out += ("~" + piece[2:]).encode("utf-16-le")
    return out.decode("utf-16-le").split("\n")


def questions(site, count, seed):
    """Draws questions from the texts of the site."""
    import random
    draw = random.Random(seed)
    texts = []
    paths = sorted(glob.glob(os.path.join(site, folder_of(site), "d*.js")))
    for path in draw.sample(paths, min(40, len(paths))):
        value = whole(json.loads(open(path).read().split(",", 1)[1].rsplit(")", 1)[0]))
        units = value[value.index("") + 1:]
        texts += [" ".join(unit.split("\t")[2:6:3]) for unit in units]
    asked = []
    while len(asked) < count:
        words = re.findall(r"[\w_-]+", draw.choice(texts))
        if len(words) < 6:
            continue
        at = draw.randrange(len(words) - 4)
        word = draw.choice([word for word in words if len(word) > 3] or words)
        cut = draw.randrange(1, len(word)) if len(word) > 1 else 1
        asked.append(draw.choice([
            word, " ".join(words[at:at + 2]), " ".join(words[at:at + 3]) + " ", word[:max(3, cut)],
            word[:cut] + word[cut + 1:] + " ", '"' + " ".join(words[at:at + 3]) + '"',
        ]))
    return asked


def at(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("--docs")
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args()
    boot, first, after = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for start in range(given.starts):
            # What has to be loaded for a question is loaded once; the first answers of a start are the slow ones.
            times = ask(given.site, folder, questions(given.site, given.questions // given.starts + 1, start))
            assert min(times) >= 0, "a question was not answered"
            boot.append(times[0])
            first.append(times[1])
            after += times[2:]
    for name, times in (("boot", boot), ("first", first), ("next", after)):
        print(f"{name:6} n={len(times):<4} p50 {at(times, .5):7.1f}  p95 {at(times, .95):7.1f}  most {max(times):7.1f} ms")
    scripts = glob.glob(os.path.join(given.site, folder_of(given.site), "*.js"))
    size = sum(map(os.path.getsize, scripts))
    print(f"scripts {len(scripts)}, {size / 1e6:.2f} MB, the largest {max(map(os.path.getsize, scripts))} bytes")
    for kind in "tpdcwnk":
        own = [path for path in scripts if re.match(kind + r"\d+\.js$", os.path.basename(path))]
        print(f"  {kind}: {len(own)} scripts, {sum(map(os.path.getsize, own)) / 1e6:.2f} MB")
    if given.docs:
        sources = [os.path.join(way, name) for way, _, names in os.walk(given.docs) for name in names
                   if name.endswith((".md", ".xml"))]
        source = sum(map(os.path.getsize, sources))
        print(f"sources {source / 1e6:.2f} MB; scripts {size / source:.2f} of them")


if __name__ == "__main__":
    main()
