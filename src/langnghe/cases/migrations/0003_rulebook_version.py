from django.db import migrations

TABLES = ["topics_topic", "topics_kind", "cases_deadlinerule", "cases_route", "bodies_calendarday"]

FORWARD = """
CREATE SEQUENCE cases_rulebook_number;
CREATE TABLE cases_rulebook_version (version bigint NOT NULL);
INSERT INTO cases_rulebook_version VALUES (nextval('cases_rulebook_number'));
CREATE FUNCTION cases_count_rulebook_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE public.cases_rulebook_version SET version = nextval('public.cases_rulebook_number');
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER rulebook_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_count_rulebook_up();\n"
    for table in TABLES
)

BACKWARD = "".join(f"DROP TRIGGER rulebook_changed ON {table};\n" for table in TABLES) + (
    "DROP FUNCTION cases_count_rulebook_up();\nDROP TABLE cases_rulebook_version;\nDROP SEQUENCE cases_rulebook_number;\n"
)


class Migration(migrations.Migration):
    """
    A version that is new after each change of topics, kinds, deadlines, routes or calendar days.

    The number comes from a sequence and stands in a row: a change that is rolled back leaves the old
    version, and no version is ever given out twice.
    """

    dependencies = [("cases", "0002_case_numbers"), ("topics", "0001_tables"), ("bodies", "0001_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
