"""`python -m langnghe.core.scan`: the scan engine on CSV files."""

import sys

from langnghe.core.scan.cli import main

sys.exit(main())
