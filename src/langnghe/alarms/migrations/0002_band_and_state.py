from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alarms", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="alarm",
            name="band",
            field=models.CharField(
                choices=[("red", "very rare"), ("amber", "rare")], default="amber", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="alarm",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "new"),
                    ("growing", "growing"),
                    ("steady", "steady"),
                    ("fading", "fading"),
                    ("closed", "over"),
                ],
                default="new",
                max_length=10,
            ),
        ),
    ]
