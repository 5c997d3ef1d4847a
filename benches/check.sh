#!/usr/bin/env bash
# Times reading, linking and all rules over libraries of growing size, all with one mission database of 2,000
# telecommands and 5,000 parameters; a tenth of the documents are procedures in XML.
#
#   benches/check.sh [DOCUMENTS…]      1000 10000 100000 without arguments
#
# BENCH_OUT says where the libraries are written; a memory file system takes the disk out. Needs python3.
set -eu
cd "$(dirname "$0")/.."
out=${BENCH_OUT:-/tmp}/opsdoc-check
[ $# -gt 0 ] || set -- 1000 10000 100000
for documents in "$@"; do
  [ -d "$out/$documents" ] || python3 benches/library.py "$documents" "$out/$documents"
  cargo bench --quiet --bench stages -- "$out/$documents" check
  echo
done
