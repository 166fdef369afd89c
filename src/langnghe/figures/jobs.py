"""On Monday mornings the counts of the week that ended become public; each hour targets are counted."""

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.figures import actions, targets


@app.periodic(cron="10 5 * * 1", periodic_id="publish counts")
@app.task(name="figures.publish_counts", queueing_lock="figures.publish_counts", pass_context=False)
def publish_counts(timestamp: int) -> int:
    """Publish the weeks that are not public yet; return how many."""
    return len(actions.publish_counts(now=timezone.now()))


@app.periodic(cron="7 * * * *", periodic_id="count targets")
@app.task(name="figures.count_targets", queueing_lock="figures.count_targets", pass_context=False)
def count_targets(timestamp: int) -> int:
    """Count the targets of programmes that run; return how many results there are."""
    return targets.count_all(now=timezone.now())
