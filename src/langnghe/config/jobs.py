"""Jobs of the installation itself."""

from procrastinate.contrib.django import app

from langnghe.config.sealing import seal_all


@app.periodic(cron="17 2 * * *", periodic_id="seal")
@app.task(queueing_lock="seal", pass_context=False)
def seal(timestamp: int) -> int:
    """Seal the events and reports of the day, each night."""
    return seal_all()
