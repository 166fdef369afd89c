"""Fill what older practices are found by; may stop and run again."""

from django.db import migrations

from langnghe.places.words import folded_words


def fold_what_is_there(apps, schema_editor):
    unfolded = apps.get_model("practices", "Practice").objects.filter(folded="").select_related("area")
    while batch := list(unfolded[:500]):
        for practice in batch:
            said = (practice.name, practice.run_by, practice.locality, practice.area.name)
            practice.folded = folded_words(" ".join(said)) or "-"
        unfolded.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("practices", "0004_words_to_search")]

    operations = [migrations.RunPython(fold_what_is_there, migrations.RunPython.noop, elidable=True)]
