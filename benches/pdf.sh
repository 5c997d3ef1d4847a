#!/usr/bin/env bash
# Says what opsdoc's PDFs cost beside what typst alone needs for the same pages.
#
#   benches/pdf.sh DOCS...
#
# For each folder, opsdoc makes its PDFs in one thread while perf (Debian: linux-perf) looks at it LOOKS times a second (199 without).
# A look that finds typst, or one of its own packages, among the callers counts for typst; what else there is
# (reading, linking, lowering, marking, publishing) is opsdoc's. The last column is the whole over typst's part; it does
# not depend on what else the machine does. BENCH_OUT says where output goes.
set -eu
cd "$(dirname "$0")/.."
out=${BENCH_OUT:-/tmp}/opsdoc-pdf
opsdoc=${OPSDOC:-${CARGO_TARGET_DIR:-target}/release/opsdoc}
[ -n "${OPSDOC:-}" ] || cargo build --release --quiet

printf '%-24s %8s %8s %8s %8s %8s %8s %8s\n' documents "wall s" "CPU s" "peak MB" pages looks "typst %" "× typst"
for docs in "$@"; do
  rm -rf "$out"
  mkdir -p "$out"
  build="$opsdoc build $docs --formats pdf --output $out/output --index $out/index"
  /usr/bin/time -q -f "%e %U %S %M" -o "$out/time" sh -c "exec $build" >/dev/null 2>&1 || true
  pages=$(find "$out/output" -name '*.pdf' -exec pdfinfo {} \; 2>/dev/null | awk '/^Pages/ { n += $2 } END { print n + 0 }')
  rm -rf "$out/output" "$out/index"
  RAYON_NUM_THREADS=1 perf record -q -F ${LOOKS:-199} --call-graph dwarf,16384 -o "$out/perf" $build >/dev/null 2>&1 || true
  perf script -i "$out/perf" --no-inline -F ip,sym 2>/dev/null | awk -v name="$(basename "$docs")" -v pages="$pages" -v timed="$(cat "$out/time")" '
    function end() { if (seen) { all++; if (typst) layout++ }; seen = typst = 0 }
    /^$/ { end(); next }
    { seen = 1; if (/typst|krilla|comemo/ && !/opsdoc::pipeline/) typst = 1 }
    END {
      end()
      split(timed, t, " ")
      if (!layout) layout = 1e9
      printf "%-24s %8.2f %8.2f %8.0f %8d %8d %8.1f %8.2f\n", name, t[1], t[2] + t[3], t[4] / 1024, pages, layout, 100 * layout / all, all / layout
    }'
done
rm -rf "$out"
