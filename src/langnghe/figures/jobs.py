"""Each Monday morning: make the counts of the week that ended public."""

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.figures import actions


@app.periodic(cron="10 5 * * 1", periodic_id="publish counts")
@app.task(name="figures.publish_counts", queueing_lock="figures.publish_counts", pass_context=False)
def publish_counts(timestamp: int) -> int:
    """Publish the weeks that are not public yet; return how many."""
    return len(actions.publish_counts(now=timezone.now()))
