"""Is this installation fit to serve? Asked by load balancers, by monitoring and by people with curl."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from langnghe import __version__

# Procrastinate's workers write every ten seconds and count as dead after thirty.
WORKER_SILENT_AFTER_SECONDS = 30


def healthz(request: HttpRequest) -> JsonResponse:
    """
    Answer 200 when the database answers, else 503.

    A silent worker is told, not punished: pages go on without it, and its jobs wait in the database.
    """
    try:
        worker = "works" if worker_is_alive() else "silent"
    except DatabaseError:
        return JsonResponse({"database": "does not answer", "release": __version__}, status=503)
    return JsonResponse({"database": "answers", "worker": worker, "release": __version__})


def worker_is_alive() -> bool:
    """Tell whether any worker has written its heartbeat in the last moments."""
    query = """
        SELECT EXISTS (
            SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)
        )
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [WORKER_SILENT_AFTER_SECONDS])
        return bool(cursor.fetchone()[0])
