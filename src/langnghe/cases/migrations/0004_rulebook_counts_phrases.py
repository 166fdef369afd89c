from django.db import migrations

FORWARD = (
    "CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON topics_topicphrase "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_count_rulebook_up()"
)
BACKWARD = "DROP TRIGGER rulebook_changed ON topics_topicphrase"


class Migration(migrations.Migration):
    """Phrases that suggest topics are part of the rulebook: a change of them is a new version too."""

    dependencies = [("cases", "0003_rulebook_version"), ("topics", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
