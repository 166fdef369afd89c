"""
What each figure counts, as ibis expressions: the one language from which the SQL is made.

Each expression returns one row for each item of the base: `item_id`, `counted` (whether it belongs to
the number itself), `happened_at`, and the columns by which the number can be cut (`parameters.cuts`).
`make_figure_sql` compiles them into `sql/`; processes that serve pages never import this package.
"""

import ibis
from ibis.expr.types import Table

from langnghe.figures.definitions import (
    alarms,
    cases,
    grassroots,
    meetings,
    practices,
    programmes,
    situations,
)


def definitions() -> dict[str, Table]:
    """Return the expression of every figure in `catalogue.FIGURES`."""
    return {
        **cases.definitions(),
        **alarms.definitions(),
        **situations.definitions(),
        **grassroots.definitions(),
        **practices.definitions(),
        **meetings.definitions(),
        **programmes.definitions(),
    }


def compiled() -> dict[str, str]:
    """Return the SQL of every figure, with the question's parameters as psycopg placeholders."""
    return {name: _sql(expression) for name, expression in definitions().items()}


def _sql(expression: Table) -> str:
    sql = str(ibis.to_sql(expression, dialect="postgres"))
    for function in ("PERIOD_FROM", "PERIOD_UNTIL", "KNOWN_AT"):
        sql = sql.replace(f"{function}()", f"%({function.lower()})s")
    return sql.rstrip() + "\n"
