"""The nightly job: scan yesterday's reports, and settle what has been solved since."""

from procrastinate.contrib.django import app


@app.periodic(cron="20 1 * * *", periodic_id="alarms nightly")
@app.task(name="alarms.find_alarms_nightly", queueing_lock="alarms.find_alarms_nightly", pass_context=False)
def find_alarms_nightly(timestamp: int) -> str:
    """Find the alarms of the day that ended; return one line for the log."""
    from datetime import timedelta

    from django.utils import timezone

    # The scan brings NumPy along, which the web process does without.
    from langnghe.alarms.detection import find_alarms

    now = timezone.now()
    night = find_alarms(on=timezone.localdate(now) - timedelta(days=1), now=now)
    return f"{night.on}: {len(night.alarms)} alarms in {night.topics} topics, {night.reports} reports"
