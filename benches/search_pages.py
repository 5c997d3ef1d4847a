#!/usr/bin/env python3
"""Measures search in pages that are opened from a folder, in a browser without a window.

    search_pages.py SITE [--docs FOLDER] [--starts 10] [--questions 300]

SITE is a built `output/html`. With --docs, the size of the scripts is compared with the size of the sources (Markdown
and XML) below that folder. Printed, in milliseconds:

    boot    from the script tag of the searcher to what it has to know first
    first   the first question after that, to its ten answers with texts
    next    the questions after it: words, pairs, beginnings, mnemonics, typos, phrases, in an order that a seed gives

Each start is a browser of its own that has nothing of the site in its memory, and has come to rest before the page is
opened, as one that is in use has. The page loads what `page.js` loads when somebody comes to the box. Needs Chromium,
and nothing of Python's but itself.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import tempfile
import time

PAGE = """<!DOCTYPE html><meta charset="utf-8"><body onload="setTimeout(boot, 300)"><script>
var asked = %(asked)s, at = 0, times = [], told = '', begun;
function boot() {
  var names = %(first)s, k, script;
  begun = performance.now();
  for (k = 0; k < names.length; k++) {
    script = document.createElement('script');
    script.async = false;
    script.src = names[k];
    if (k === names.length - 1) { script.onload = first; }
    document.body.appendChild(script);
  }
}
function first() {
  opsdoc.at(%(base)s);
  opsdoc.load(['m'], function () { times.push(performance.now() - begun); next(); });
}
function next() {
  if (at === asked.length) { told = JSON.stringify(times); return; }
  var start = performance.now();
  opsdoc.find({ text: asked[at++], limit: 10 }, function (answer) {
    times.push(answer ? performance.now() - start : -1);
    setTimeout(next, 0);
  });
}
</script>"""


class Browser:
    """Chromium without a window, spoken to by its DevTools protocol over a pair of pipes."""

    def __init__(self, profile):
        heard, says = os.pipe()
        hears, said = os.pipe()
        # The browser reads from its descriptor 3 and writes to 4.
        for number, end in ((103, heard), (104, said)):
            os.dup2(end, number)
            os.close(end)
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"]
        self.process = subprocess.Popen(command, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        preexec_fn=lambda: [os.dup2(number, number - 100) for number in (103, 104)])
        os.close(103)
        os.close(104)
        self.says, self.hears = os.fdopen(says, "wb", 0), os.fdopen(hears, "rb")
        self.count, self.session = 0, None

    def call(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.says.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self.message())
            if answer.get("id") == self.count:
                return answer["result"]

    def message(self):
        out = bytearray()
        while (byte := self.hears.read(1)) != b"\0":
            if not byte:
                raise OSError("the browser has ended")
            out += byte
        return out

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        time.sleep(1.5)
        self.call("Page.navigate", url=url)

    def value(self, name):
        return self.call("Runtime.evaluate", expression=name, returnByValue=True)["result"].get("value")

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait()


def ask(site, folder, asked):
    page = os.path.join(folder, "page.html")
    site_url = "file://" + os.path.abspath(site) + "/"
    base = site_url + folder_of(site) + "/"
    names = [site_url + "_opsdoc/search.js", base + "m.js", base + "words.js", base + "c0.js"]
    with open(page, "w") as out:
        out.write(PAGE % {"asked": json.dumps(asked), "base": json.dumps(base), "first": json.dumps(names)})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        browser.open("file://" + page)
        for _ in range(600):
            time.sleep(0.1)
            told = browser.value("told")
            if told:
                break
        browser.close()
    return json.loads(told)


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
        for piece, _ in json.loads(open(path).read().split(",", 1)[1].rsplit(")", 1)[0]):
            value = whole(piece)
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
