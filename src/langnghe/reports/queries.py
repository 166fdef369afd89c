"""Questions about reports that know no case."""

from datetime import date

from langnghe.reports.models import Synonym


def synonym_groups(day: date) -> list[list[str]]:
    """Return the groups of words and phrases that stand for each other on a day."""
    return [words.split("|") for words in Synonym.objects.on(day).values_list("words", flat=True)]
