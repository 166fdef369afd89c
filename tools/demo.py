"""
Make the demo year once, then serve it: what `make demo` runs after the setup.

The data lie in LANGNGHE_HOME; where it is not set, in var/demo of the checkout, or, when root cannot use that
because other users may not pass there, in /var/lib/langnghe-demo.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGNGHE = [sys.executable, "-m", "langnghe.config"]


def main() -> int:
    """Make the demo year if need be and become `langnghe up`; return the exit status of what failed."""
    home = Path(os.environ.get("LANGNGHE_HOME") or default_home())
    os.environ.update(LANGNGHE_HOME=str(home), LANGNGHE_DEMO="1")
    made = home / "demo_year_made"
    if not made.exists():
        print("Making the demo year; this takes some minutes the first time ...", flush=True)
        done = subprocess.run([*LANGNGHE, "demo_year"], check=False)
        if done.returncode:
            return done.returncode
        made.touch()
    else:
        subprocess.run([*LANGNGHE, "demo_year", "--accounts"], check=False)
    port = os.environ.get("PORT", "8000")
    return os.execv(LANGNGHE[0], [*LANGNGHE, "up", "--port", port])


def default_home() -> Path:
    """Return var/demo of the checkout if PostgreSQL's own user can reach it, else a folder of the system."""
    inside = ROOT / "var" / "demo"
    if os.geteuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in ROOT.parents):
        return inside
    return Path("/var/lib/langnghe-demo")


if __name__ == "__main__":
    sys.exit(main())
