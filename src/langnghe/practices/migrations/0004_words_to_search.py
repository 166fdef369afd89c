"""What a practice is found by, without tone marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_moved_with_areas")]

    operations = [
        migrations.AddField("practice", "folded", models.TextField(default="", editable=False)),
    ]
