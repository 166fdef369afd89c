"""Every minute: publish the articles whose time has come, and take down those whose time is over."""

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *", periodic_id="publish scheduled articles")
@app.task(name="portal.publish_scheduled", queueing_lock="portal.publish_scheduled", pass_context=False)
def publish_scheduled(timestamp: int) -> None:
    """Let Wagtail do what its editors scheduled."""
    call_command("publish_scheduled", verbosity=0)
