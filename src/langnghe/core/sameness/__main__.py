"""
`python -m langnghe.core.sameness FILE.csv` (columns a, b): one JSON object a line, place and time
taken as equal.
"""

import sys

from langnghe.core.sameness.cli import main

sys.exit(main(sys.argv[1:], sys.stdout))
