#!/usr/bin/env bash
# From the service requests of Los Angeles to alarms and a briefing:
#   examples/la311/run.sh HOME AREAS.csv REPORTS.csv OUT
set -euo pipefail

if [ $# -ne 4 ]; then
    echo "usage: $0 HOME AREAS.csv REPORTS.csv OUT" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
langnghe="${LANGNGHE:-$here/../../.venv/bin/langnghe}"
export LANGNGHE_HOME=$1 LANGNGHE_TIME_ZONE=America/Los_Angeles
areas=$2 reports=$3 out=$4

"$langnghe" migrate
"$langnghe" load_areas "$areas"
"$langnghe" load_bodies
"$langnghe" load_topics
"$langnghe" load_deadlines
"$langnghe" import_reports "$reports" --map "$here/map.toml" --errors "$out.errors.csv"
"$langnghe" find_alarms --on 2018-01-04
"$langnghe" make_briefing --area la --from 2017-12-27 --to 2018-01-04 --out "$out"
