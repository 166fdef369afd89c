from django.db import migrations

TABLES = ["places_area", "places_areaancestor", "bodies_body"]

FORWARD = "".join(
    f"CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_count_rulebook_up();\n"
    for table in TABLES
)

BACKWARD = "".join(f"DROP TRIGGER rulebook_changed ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    """Areas and bodies make a new rulebook too: it remembers where the reports of a place go."""

    dependencies = [("cases", "0004_rulebook_counts_phrases"), ("places", "0001_tables"), ("bodies", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
