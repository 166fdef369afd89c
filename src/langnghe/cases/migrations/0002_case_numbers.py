from django.db import migrations


class Migration(migrations.Migration):
    """Case numbers come from one sequence: gaps are allowed, waiting for each other is not."""

    dependencies = [("cases", "0001_tables")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_number", "DROP SEQUENCE cases_number"),
    ]
