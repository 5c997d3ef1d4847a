#!/usr/bin/env python3
"""Times search over a documentation folder: in process, from the command line, and `rg` over the same sources.

  benches/search.py OPSDOC DOCS [QUESTIONS]       1,000 questions without a number

Builds DOCS into a scratch folder (BENCH_OUT, else the system's). Questions are drawn by a seed from the words of the
sources: words alone and together, phrases, beginnings, misspelt words, mnemonics and their parts. Needs cargo and rg.
"""
import os, random, re, shutil, statistics, subprocess, sys, tempfile, time

COLD = 200


def texts(docs):
    for folder, names, files in os.walk(docs):
        names.sort()
        for name in sorted(files):
            if name.endswith((".md", ".xml")):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    yield file.read()


def questions(docs, count):
    chance = random.Random(20261129)
    words, mnemonics, phrases = set(), set(), []
    for text in texts(docs):
        found = re.findall(r"[^\W\d_]{3,}", text)
        words.update(found)
        mnemonics.update(re.findall(r"\b[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+\b|\b[a-z]+(?:_[a-z0-9]+)+\b", text))
        phrases += [" ".join(found[at:at + 3]) for at in range(0, len(found) - 3, 97)]
    words, mnemonics = sorted(words), sorted(mnemonics)
    drawn = []
    while len(drawn) < count:
        word = chance.choice(words)
        kind = chance.randrange(7)
        if kind < 2:
            drawn.append(" ".join(chance.choices(words, k=1 + chance.randrange(3))))
        elif kind == 2:
            drawn.append('"%s"' % chance.choice(phrases))
        elif kind == 3:
            drawn.append(word[:max(2, len(word) // 2)])
        elif kind == 4 and len(word) > 4:
            at = chance.randrange(1, len(word) - 1)
            drawn.append(word[:at] + word[at + 1] + word[at] + word[at + 2:])
        elif kind == 5:
            drawn.append(chance.choice(phrases))
        elif kind == 6 and mnemonics:
            name = chance.choice(mnemonics)
            drawn.append(chance.choice([name, name.lower(), re.split("[_-]", name)[-1]]))
    return drawn


def cold(command, asked):
    """Returns the milliseconds of each run."""
    times = []
    for text in asked:
        start = time.perf_counter()
        subprocess.run(command(text), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)


def told(name, times, besides=None):
    share = lambda part: times[min(len(times) - 1, int(len(times) * part))]
    above = "" if besides is None else ", %.1f ms above an empty process" % (share(.95) - besides)
    print("%s: median %.1f ms, p95 %.1f ms%s" % (name, statistics.median(times), share(.95), above))
    return share(.95)


def size(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, files in os.walk(folder) for name in files)


def main():
    opsdoc, docs = (os.path.abspath(path) for path in sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    scratch = tempfile.mkdtemp(dir=os.environ.get("BENCH_OUT"))
    try:
        output, index = os.path.join(scratch, "output"), os.path.join(scratch, "index")
        built = subprocess.run([opsdoc, "build", docs, "--output", output, "--index", index, "--formats", "html"],
                               stderr=subprocess.PIPE, text=True)
        print(next((line for line in built.stderr.splitlines() if "search entries" in line), built.stderr[-300:]))
        sources = sum(len(text.encode()) for text in texts(docs))
        print("index: %.1f MB of %.1f MB of sources, %.2f" % (size(index) / 1e6, sources / 1e6, size(index) / sources))
        asked = questions(docs, count)
        listed = os.path.join(scratch, "questions.txt")
        with open(listed, "w", encoding="utf-8") as file:
            file.write("\n".join(asked) + "\n")
        subprocess.run(["cargo", "bench", "--quiet", "--bench", "search", "--", index, listed],
                       cwd=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
        some = asked[:COLD]
        empty = told("an empty process", cold(lambda text: ["true"], some))
        ask = lambda text: [opsdoc, "search", "--index", index, "--output", output, "--json", "--", text]
        cold(ask, some[:10])
        told("opsdoc search, ten snippets", cold(ask, some), empty)
        find = lambda text: [opsdoc, "lookup", "--index", index, "--output", output, "--json", "--", text]
        told("opsdoc lookup", cold(find, some), empty)
        told("rg -i, the words as they stand", cold(lambda text: ["rg", "-i", "-F", text.strip('"'), docs], some), empty)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
