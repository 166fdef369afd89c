"""What the tests of the scan share: the published data sets beside the project, and the command line."""

import json
from pathlib import Path

from langnghe.core.scan.cli import main

PUBLISHED = Path(__file__).resolve().parents[6] / "shared" / "data" / "hotspots"


def run(capsys, *arguments):
    """Run a command as a stranger would; return exit status, answer and complaint."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as left:
        status = left.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def answer_of(capsys, *arguments):
    """Run a command that must succeed; return its JSON."""
    status, out, err = run(capsys, *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out, parse_constant=_no_json)


def _no_json(name):
    raise AssertionError(f"{name} is no JSON")
