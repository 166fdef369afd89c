"""Each minute: count the numbers of briefings that came on the table."""

from procrastinate.contrib.django import app

from langnghe.meetings import numbers


@app.periodic(cron="* * * * *", periodic_id="numbers on the table")
@app.task(name="meetings.count_numbers", queueing_lock="meetings.count_numbers", pass_context=False)
def count_numbers(timestamp: int) -> int:
    """Count what is not counted yet; return how many papers there were."""
    return numbers.count_waiting()
