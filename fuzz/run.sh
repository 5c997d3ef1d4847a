#!/usr/bin/env bash
# Feeds every reader with libFuzzer, each in no more than 512 MB, and says what came of it.
#
#   fuzz/run.sh SECONDS [TARGET…]      every target without arguments
#
# Needs cargo-fuzz (`cargo install cargo-fuzz`) and a C++ compiler; a stable compiler will do. FUZZ_JOBS targets run at
# a time, 1 if it is not set. Seeds are the sources of the sample and of the tests, and, where they are there, those of
# the data beside the repository. What is found is kept in fuzz/corpus, and what fails in fuzz/artifacts.
set -eu
cd "$(dirname "$0")"
seconds=${1:?say for how many seconds each target runs}
shift
# Stable compilers take the options of unstable ones with this.
export RUSTC_BOOTSTRAP=1
# One thread, so that a run can be repeated.
export RAYON_NUM_THREADS=1
largest=100k # a seed; larger ones slow every run down

list() { sed -n '/^\[\[bin\]\]/,/^$/s/^name = "\(.*\)"/\1/p' Cargo.toml; }
[ $# -gt 0 ] || set -- $(list)

# Copies the files of some names below some folders into the corpus of a target, under the digest of what they hold.
seed() { # target, name patterns
  local target=$1 folder
  shift
  mkdir -p "corpus/$target"
  for folder in ../docs-source ../tests ../../shared/data ../../../shared/data; do
    [ -d "$folder" ] || continue
    find "$folder" -type f \( "$@" \) -size -$largest -print0 | while IFS= read -r -d '' file; do
      cp "$file" "corpus/$target/$(sha256sum <"$file" | cut -c1-16)"
    done
  done
}

seeds() { # target
  case $1 in
    markdown | dictionary | dialect) seed "$1" -name '*.md' ;;
    procedure) seed "$1" -path '*procedure*' -name '*.xml' ;;
    xtce) seed "$1" -path '*xtce*' -name '*.xml' -o -path '*xtce*' -name '*.xtce' -o -path '*/database/*.xml' ;;
    csv) seed "$1" -name '*.csv' ;;
    yaml) seed "$1" -name '*.yaml' -o -name '*.yml' ;;
    project) seed "$1" -name '*.toml' ;;
    s1000d) seed "$1" -name 'DMC-*.XML' -o -name 'PMC-*.XML' -o -path '*s1000d*' -name '*.xml' ;;
    dita) seed "$1" -name '*.dita' ;;
    ditamap) seed "$1" -name '*.ditamap' -o -name '*.bookmap' ;;
    stack) seed "$1" -name '*.ycs' ;;
    pluto) seed "$1" -name '*.pluto' -o -path '*pluto*' -type f -size -$largest ;;
    *) mkdir -p "corpus/$1" ;;
  esac
  cp -n "seeds/$1"/* "corpus/$1/" 2>/dev/null || true
}

# The words of the seeds: tags, attributes, keys. A reader knows its words, and chance does not find them.
words() { # target
  find "corpus/$1" -type f -size -$largest -print0 | xargs -0 -r cat 2>/dev/null |
    grep -aoE '</?[A-Za-z:]{2,30}|[A-Za-z]{2,30}="|"[A-Za-z]{2,30}"|^[#>*+-]+ |^[a-z_]{2,20} = |\[\[[a-z.]+\]\]|:::|&[a-z]+;' |
    sort | uniq -c | sort -rn | head -n 400 | sed 's/^ *[0-9]* //; s/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/"/' >"corpus/$1.words"
  # A dictionary without a word is refused.
  [ -s "corpus/$1.words" ] || echo '"name"' >"corpus/$1.words"
}

one() { # target
  local target=$1 log=corpus/$1.log status=passed
  seeds "$target"
  words "$target"
  # A leak that only the end of the program shows is none: the threads of the pool live on.
  nice -n 19 cargo fuzz run --fuzz-dir . --sanitizer none "$target" "corpus/$target" -- \
    -max_total_time="$seconds" -rss_limit_mb=512 -malloc_limit_mb=512 -timeout=10 -max_len=16384 \
    -dict="corpus/$target.words" -print_final_stats=1 >"$log" 2>&1 || status=FAILED
  local runs peak
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  printf '%-12s %-7s %8s s %10s runs %6s MB peak\n' "$target" "$status" "$seconds" "${runs:-?}" "${peak:-?}"
  [ "$status" = passed ] || grep -aE 'panicked|ERROR|SUMMARY|Test unit written' "$log" | head -n 5
  [ "$status" = passed ]
}

cargo fuzz build --fuzz-dir . --sanitizer none
failed=0
running=0
for target in "$@"; do
  one "$target" &
  running=$((running + 1))
  if [ "$running" -ge "${FUZZ_JOBS:-1}" ]; then
    wait -n || failed=1
    running=$((running - 1))
  fi
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
