"""Write the first event of programmes launched before events were kept; may stop and run again."""

from django.db import migrations


def write_first_events(apps, schema_editor):
    without = apps.get_model("programmes", "Programme").objects.filter(last_seq=0)
    event = apps.get_model("programmes", "ProgrammeEvent")
    while batch := list(without.prefetch_related("owners")[:500]):
        for programme in batch:
            names = ("name", "basis", "aim_id", "first_on", "last_on")
            event.objects.get_or_create(
                programme=programme,
                seq=1,
                defaults={
                    **{name: getattr(programme, name) for name in names},
                    "kind": "launched",
                    "happened_at": programme.launched_at,
                    "by_id": programme.launched_by_id,
                    "owners": sorted(body.pk for body in programme.owners.all()),
                },
            )
        without.filter(pk__in=[programme.pk for programme in batch]).update(last_seq=1)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("programmes", "0003_changed_and_ended")]

    operations = [migrations.RunPython(write_first_events, migrations.RunPython.noop, elidable=True)]
