from django.db import migrations

from langnghe.reports.actions import index_words


def index_at_hand(apps, schema_editor):
    for _ in index_words(model=apps.get_model("reports", "ReportWords")):
        pass


class Migration(migrations.Migration):
    """Words that came in before there was an index become findable; may stop and run again."""

    atomic = False
    dependencies = [("reports", "0003_words_can_be_found")]

    operations = [migrations.RunPython(index_at_hand, migrations.RunPython.noop, elidable=True)]
