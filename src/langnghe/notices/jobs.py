"""Every ten seconds: write down who is to be told, and send what is due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from langnghe.notices import actions, invitations, passing


@app.periodic(cron="* * * * * */10", periodic_id="notices")
@app.task(name="notices.tell", queueing_lock="notices.tell", pass_context=False)
def tell(timestamp: int) -> int:
    """Tell people what became of their reports, and bodies of invitations; return how many messages left."""
    now = timezone.now()
    actions.write_down(now=now)
    invitations.write_down(now=now)
    sent = actions.send_waiting(now=now) + invitations.send_waiting(now=now)
    return sent + passing.send_passing(now=now)
