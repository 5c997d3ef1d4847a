#!/usr/bin/env bash
# Times reading mission databases: wall milliseconds and peak MB of `opsdoc db list --summary`, the best of RUNS.
#
#   benches/database.sh RUNS FILE...
#
# Reading, resolving names and counting are in it, and starting the program. A file in XTCE is read as it is; a folder
# is a documentation folder.
set -eu
cd "$(dirname "$0")/.."
runs=$1
shift
opsdoc=${CARGO_TARGET_DIR:-target}/release/opsdoc
cargo build --release --quiet
printf '%-48s %8s %8s %8s %12s\n' "file" "ms" "peak MB" "file MB" "parameters"
for file in "$@"; do
  best=999999
  for _ in $(seq "$runs"); do
    /usr/bin/time -q -f '%e %M' -o /tmp/opsdoc-database "$opsdoc" --quiet db list --summary --json "$file" >/tmp/opsdoc-database.json
    read -r wall peak </tmp/opsdoc-database
    ms=$(awk -v wall="$wall" 'BEGIN { printf "%.0f", wall * 1000 }')
    [ "$ms" -ge "$best" ] || best=$ms
  done
  count=$(grep -o '"parameters":[0-9]*' /tmp/opsdoc-database.json | cut -d: -f2 | paste -sd+ | bc)
  printf '%-48s %8s %8s %8s %12s\n' "$(basename "$file")" "$best" $((peak / 1024)) $(($(du -sm "$file" | cut -f1))) "$count"
done
rm -f /tmp/opsdoc-database /tmp/opsdoc-database.json
