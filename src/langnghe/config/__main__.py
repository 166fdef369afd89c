"""`python -m langnghe.config`: the same command line as `langnghe`."""

import sys

from langnghe.config.cli import main

sys.exit(main())
