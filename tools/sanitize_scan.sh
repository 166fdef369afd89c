#!/bin/sh
# Build the scan kernel with the address and undefined-behaviour sanitizers and run its tests under them.
# Usage: tools/sanitize_scan.sh [python]   (default: .venv/bin/python)
set -eu
cd "$(dirname "$0")/.."
python="$(command -v "${1:-.venv/bin/python}")"
case "$python" in /*) ;; *) python="$PWD/$python" ;; esac
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# A copy of the package, so that the sanitized kernel never replaces the one that is installed.
mkdir -p "$work/src/langnghe/core"
cp src/langnghe/__init__.py "$work/src/langnghe/"
cp src/langnghe/core/__init__.py "$work/src/langnghe/core/"
cp -R src/langnghe/core/scan "$work/src/langnghe/core/"
rm -f "$work"/src/langnghe/core/scan/_kernel*.so
suffix="$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')"
include="$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')"
"${CC:-cc}" -std=c11 -O1 -g -fPIC -shared -ffp-contract=off -fno-omit-frame-pointer \
    -fsanitize=address,undefined -fno-sanitize-recover=all -Wall -Wextra -Wno-psabi -I"$include" \
    "$work/src/langnghe/core/scan/_kernel.c" -o "$work/src/langnghe/core/scan/_kernel$suffix" -lm

# Python itself leaks on purpose at exit; the kernel's own leaks are looked for by counting in its tests.
cd "$work"
LD_PRELOAD="$("${CC:-cc}" -print-file-name=libasan.so) $("${CC:-cc}" -print-file-name=libubsan.so)" \
ASAN_OPTIONS=detect_leaks=0:halt_on_error=1:allocator_may_return_null=1 \
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
PYTHONPATH="$work/src" PYTHONMALLOC=malloc \
"$python" -m pytest -q -s -p no:cacheprovider -p no:django -c /dev/null --rootdir "$work" --import-mode=importlib \
    "$work/src/langnghe/core/scan/tests/test_kernel.py"
