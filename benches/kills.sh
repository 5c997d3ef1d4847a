#!/usr/bin/env bash
# Kills builds at random moments and asks the index after each: it must answer as that of one of the two libraries.
#
#   benches/kills.sh OPSDOC DOCS [KILLS]      200 without a number
#
# DOCS is built, then DOCS with one more page, in turn; SIGKILL falls anywhere in the build. Needs python3.
set -eu
opsdoc=$(realpath "$1") docs=$(realpath "$2") kills=${3:-200}
exec python3 - "$opsdoc" "$docs" "$kills" <<'PYTHON'
import os, random, shutil, signal, subprocess, sys, tempfile, time

opsdoc, docs, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
scratch = tempfile.mkdtemp(dir=os.environ.get("BENCH_OUT"))
new = os.path.join(scratch, "new")
shutil.copytree(docs, new)
with open(os.path.join(new, "zz-xenotime.md"), "w") as file:
    file.write("# Xenotime\n\nA word that stands nowhere else: xenotime.\n")

def build(of):
    return [opsdoc, "build", of, "--output", os.path.join(scratch, "output"), "--index", os.path.join(scratch, "index"),
            "--formats", "html", "--quiet"]

def asked(text):
    return subprocess.run([opsdoc, "search", "--index", os.path.join(scratch, "index"), "--json", "--quiet", text],
                          capture_output=True, text=True)

def manifest():
    with open(os.path.join(scratch, "index", "opsdoc-index.json"), "rb") as file:
        return file.read()

quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
known = []
for of in (new, docs):
    start = time.perf_counter()
    subprocess.run(build(of), **quiet)
    took = time.perf_counter() - start
    known.append(manifest())
chance, killed, published, whole = random.Random(5), 0, 0, 0
while killed < wanted:
    of = (new, docs)[killed % 2]
    before = manifest()
    child = subprocess.Popen(build(of), **quiet)
    # Most of the kills fall where files are made public.
    time.sleep(took * (chance.random() if killed % 3 == 0 else 0.5 + 0.6 * chance.random()))
    child.send_signal(signal.SIGKILL)
    if child.wait() != -signal.SIGKILL:
        continue
    killed += 1
    now = manifest()
    published += now != before
    answer = asked("xenotime")
    has = now == known[0]
    if now in known and answer.returncode == 0 and (answer.stdout != "") == has and asked("the").returncode == 0:
        whole += 1
    else:
        print("after kill %d: %s%s" % (killed, answer.stdout, answer.stderr))
shutil.rmtree(scratch)
print("%d kills, %d of them after the new index was public; %d times the index was whole and answered" % (killed, published, whole))
sys.exit(whole != killed)
PYTHON
