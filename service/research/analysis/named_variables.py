"""The variables and conditions of a specification as checked SQL: what can be said of it before anything is computed."""

from collections.abc import Mapping

from service.research.analysis.expressions import Expression, KnownNames, read_expression
from service.research.analysis.faults import SpecificationError
from service.research.analysis.specification import Specification, variables_of
from service.research.tables import TABLES, Table

BESIDE = "participants"


def read_expressions(
    specification: Specification, tables: Mapping[str, Table] = TABLES
) -> tuple[Mapping[str, Expression], list[Expression]]:
    """The variables that the outputs name, and the conditions, on these tables. Raises `SpecificationError` for what is not allowed."""
    if specification.table not in TABLES:
        raise SpecificationError(
            "no_table", "$.table", table=specification.table, tables=", ".join(sorted(TABLES))
        )
    if specification.table not in tables:
        raise SpecificationError(
            "table_not_approved", "$.table", table=specification.table, tables=", ".join(sorted(tables))
        )
    table = tables[specification.table]
    beside = None if specification.table == BESIDE else tables[BESIDE]
    derived: dict[str, Expression] = {}
    for name, text in specification.derive.items():
        path = f"$.derive.{name}"
        if name in TABLES[table.name].column_names:
            raise SpecificationError("column_taken", path, table=table.name)
        derived[name] = read_expression(text, KnownNames(table=table, beside=beside, derived=derived), path)
    names = KnownNames(table=table, beside=beside, derived=derived)
    conditions: list[Expression] = []
    for place, text in enumerate(specification.filter):
        condition = read_expression(text, names, f"$.filter[{place}]")
        if condition.shape != "choice":
            raise SpecificationError("no_condition", f"$.filter[{place}]", text=text)
        conditions.append(condition)
    named: dict[str, Expression] = {}
    for place, output in enumerate(specification.outputs):
        for name in variables_of(output):
            path = f"$.outputs[{place}]"
            named[name] = found = names.find(tuple(name.split(".")), path)
            if found.shape == "code":
                raise SpecificationError("code_in_output", path, name=name)
    return named, conditions
