"""What changes the lists that bodies keep about themselves."""

from datetime import date

from langnghe.people.models import Responsibility


def end_responsibility(responsibility: Responsibility, *, on: date) -> None:
    """Let a responsibility end on a day, at the earliest on its first; one that ended keeps its last day."""
    if responsibility.valid_to is None:
        responsibility.valid_to = max(on, responsibility.valid_from)
        responsibility.save(update_fields=["valid_to"])
