"""Every ten seconds: count open cases again where the calendar changed."""

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.cases import recounting


@app.periodic(cron="* * * * * */10", periodic_id="recount due")
@app.task(
    name="cases.recount_due", queueing_lock="cases.recount_due", lock="cases.recount_due", pass_context=False
)
def recount_due(timestamp: int) -> int:
    """Count open cases again; return how many dates moved."""
    return recounting.recount_due(now=timezone.now())
