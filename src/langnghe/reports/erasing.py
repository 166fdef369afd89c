"""
Erasing what a person said or sent, where the law or the person asks for it.

The rows stay, so that every count and every seal holds; what they said is gone, with all that was derived
from it. Whoever calls this leaves an event with the reason (`cases.erasing`).
"""

from datetime import datetime

from django.db import transaction

from langnghe.people.models import User
from langnghe.reports.models import FileErasure, PublicCopy, Report, ReportFile


@transaction.atomic
def erase_said(report: Report, *, by: User, now: datetime) -> None:
    """Blank the words of a report and of each copy made public; a copy that is public is taken back."""
    report.words.blank(now=now)
    for copy in PublicCopy.objects.filter(report=report).select_related("words"):
        copy.words.blank(now=now)
    report.public_copies.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by)


@transaction.atomic
def erase_file(file: ReportFile) -> None:
    """Erase a picture: nobody sees it from now on, and the file is deleted once that is certain."""
    FileErasure.objects.create(file=file)
    transaction.on_commit(delete_erased_files)


def delete_erased_files() -> int:
    """Delete the files of erased pictures that still lie there; return how many."""
    deleted = 0
    for erased in ReportFile.objects.exclude(erasure=None).iterator():
        name, storage = str(erased.file.name), erased.file.storage
        if storage.exists(name):
            storage.delete(name)
            deleted += 1
    return deleted
