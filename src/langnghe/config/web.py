"""The web process of `langnghe up`: granian with the WSGI application, run by the supervisor."""

import importlib
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from langnghe.config.supervisor import end_with_supervisor

THREADS_PER_PROCESS = 4


def serve(host: str, port: int, processes: int) -> None:
    """Serve until SIGTERM; a process that dies is replaced."""
    end_with_supervisor()
    # Loaded before the processes part ways, so that they share its memory and are ready at once.
    importlib.import_module("langnghe.config.wsgi")
    Granian(
        "langnghe.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS_PER_PROCESS,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
