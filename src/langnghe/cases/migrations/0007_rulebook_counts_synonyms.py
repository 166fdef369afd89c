from django.db import migrations

FORWARD = (
    "CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON reports_synonym "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_count_rulebook_up()"
)
BACKWARD = "DROP TRIGGER rulebook_changed ON reports_synonym"


class Migration(migrations.Migration):
    """Words that stand for each other in a search are part of the rulebook too."""

    dependencies = [("cases", "0006_recounts"), ("reports", "0003_words_can_be_found")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
