"""The room as a Django app: when the program starts, it tells the figures what its rows look like."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "langnghe.meetings"

    def ready(self) -> None:
        """Describe the rows behind the figures of conclusions."""
        from langnghe.figures.catalogue import Counts
        from langnghe.figures.rows import described_by
        from langnghe.meetings.figure_rows import conclusions_seen

        described_by(Counts.CONCLUSIONS, conclusions_seen)
