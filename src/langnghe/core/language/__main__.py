"""`python -m langnghe.core.language COMMAND`: the language room on standard input, a line at a time."""

import sys

from langnghe.core.language.cli import main

sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout, sys.stderr))
