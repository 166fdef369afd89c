"""How the documentation is built: `make docs`, warnings as errors."""

from langnghe import __version__

project = "Lắng Nghe"
copyright = "the Lắng Nghe authors"  # noqa: A001 - Sphinx's own name
release = version = __version__
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Lắng Nghe"
html_show_sphinx = False
