"""The made-up work of `make_synthetic.py`, which lies in the folder of published data beside the project."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "hotspots"


def load(folder: Path) -> ModuleType:
    """Return `make_synthetic.py` as a module; end with a sentence where it is not there."""
    file = folder / "make_synthetic.py"
    spec = importlib.util.spec_from_file_location("make_synthetic", file)
    if spec is None or spec.loader is None or not file.is_file():
        sys.exit(f"There is no {file}; name the folder that holds make_synthetic.py with --data.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
