"""A web process stays light: what draws, compiles and analyses is loaded by commands and children alone."""

import os
import subprocess
import sys

HEAVY = {"ibis", "pandas", "scipy", "altair", "vl_convert", "typst", "duckdb", "fontTools", "docx", "pyarrow"}

SERVE_A_PAGE = """
import sys
from django.urls import get_resolver
import langnghe.config.wsgi
get_resolver().url_patterns
for pattern in get_resolver().url_patterns:
    getattr(pattern, "url_patterns", None)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_pages_of_all_rooms_load_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", SERVE_A_PAGE], capture_output=True, text=True, check=True, env=dict(os.environ)
    )

    assert set(done.stdout.split()) & HEAVY == set()
