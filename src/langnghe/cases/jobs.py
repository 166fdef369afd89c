"""Counting open cases again where the calendar changed; deleting what an erasure left behind."""

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.cases import recounting
from langnghe.reports import erasing


@app.periodic(cron="* * * * * */10", periodic_id="recount due")
@app.task(
    name="cases.recount_due", queueing_lock="cases.recount_due", lock="cases.recount_due", pass_context=False
)
def recount_due(timestamp: int) -> int:
    """Count open cases again; return how many dates moved."""
    return recounting.recount_due(now=timezone.now())


@app.periodic(cron="43 2 * * *", periodic_id="delete erased files")
@app.task(name="cases.delete_erased_files", queueing_lock="cases.delete_erased_files", pass_context=False)
def delete_erased_files(timestamp: int) -> int:
    """Delete the files of erased pictures that an interruption left behind; return how many."""
    return erasing.delete_erased_files()
