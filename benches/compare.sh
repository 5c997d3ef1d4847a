#!/usr/bin/env bash
# Times opsdoc beside Hugo and mdBook on the same folder in one run: wall seconds, CPU seconds, peak MB.
#
#   benches/compare.sh CORPUS RUNS
#
# CORPUS is made by the corpus generator (`gen_corpus.py --docs N --out CORPUS`), with each peer's
# configuration under CORPUS/adapters. BENCH_OUT says where output goes; a memory file system takes
# the disk out. A peer that is not installed is left out, and said to be.
set -eu
cd "$(dirname "$0")/.."
corpus=$1
runs=${2:-3}
out=${BENCH_OUT:-/tmp}/opsdoc-compare
opsdoc=${CARGO_TARGET_DIR:-target}/release/opsdoc
cargo build --release --quiet

measure() { # name, command
  rm -rf "$out"
  mkdir -p "$out"
  /usr/bin/time -q -f "%e %U %S %M" -o "$out.time" sh -c "exec $2" >/dev/null 2>&1 || true
  awk -v name="$1" 'END { printf "%-28s %8.2f %8.2f %8.0f\n", name, $1, $2 + $3, $4 / 1024 }' "$out.time"
}

printf '%-28s %8s %8s %8s\n' "$(basename "$corpus") documents" "wall s" "CPU s" "peak MB"
for _ in $(seq "$runs"); do
  measure "opsdoc check" "$opsdoc check $corpus/plain"
  measure "opsdoc check+HTML+index" "$opsdoc build $corpus/plain --formats html --output $out/output --index $out/index"
  if command -v hugo >/dev/null; then
    measure "hugo, HTML alone" "hugo -s $corpus/adapters/hugo -d $out/hugo --quiet --noBuildLock"
    measure "hugo, links resolved" "hugo -s $corpus/adapters/hugo-xref -d $out/hugo --quiet --noBuildLock"
  else
    echo "hugo is not installed"
  fi
  if command -v mdbook >/dev/null; then
    measure "mdbook" "timeout 400 mdbook build $corpus/adapters/mdbook -d $out/mdbook"
  else
    echo "mdbook is not installed"
  fi
done
rm -rf "$out" "$out.time"
