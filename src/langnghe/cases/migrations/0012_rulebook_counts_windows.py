from django.db import migrations

FORWARD = (
    "CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_duplicatewindow "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_count_rulebook_up()"
)
BACKWARD = "DROP TRIGGER rulebook_changed ON cases_duplicatewindow"


class Migration(migrations.Migration):
    """How near reports must be to be compared is part of the rulebook too."""

    dependencies = [("cases", "0011_duplicates")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
