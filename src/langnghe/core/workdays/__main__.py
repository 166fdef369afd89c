"""`python -m langnghe.core.workdays due FILE.csv`: the deadline of every row of a file."""

import sys

from langnghe.core.workdays.cli import main

sys.exit(main(sys.argv[1:]))
