"""Which expressions a specification may hold, checked on the tree that DuckDB's own parser makes of them.

What is allowed is written out again from the tree: no text of a specification reaches the database. There are two shapes.
A number is arithmetic on columns, in forms that cannot pick out a row; a choice is anything with a condition, a comparison
or a step in it, and each of its values is a group that the rules on the number of people hold for.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, cast

import duckdb
from msgspec import Struct
from msgspec.structs import replace

from service.research.analysis.faults import Argument, SpecificationError
from service.research.tables import TABLES, Column, Table

Shape: TypeAlias = Literal["constant", "column", "number", "choice", "code"]
CLOSED_COLUMNS = frozenset({"fields", "pseudonym"})
"""Who somebody is, and all that one event says."""
MAX_LENGTH = 2_000
MAX_PARTS = 300
MAX_DEPTH = 60
LARGEST_CONSTANT = 10_000.0
"""In arithmetic; beside a larger one, or one smaller than its inverse, others would be rounded away."""
_Tree: TypeAlias = Mapping[str, Any]
_SIGN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|[+-]?\.[0-9]+([eE][+-]?[0-9]+)?")
_COMPARISONS = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
    "COMPARE_DISTINCT_FROM": "IS DISTINCT FROM",
    "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
}
_OF_CODES = {"COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM"}
_ARITHMETIC = {"+", "-", "*", "/"}
_STEPS = {"//", "%"}
_CHOOSING = {"abs", "ceil", "floor", "greatest", "least", "left", "round"}
_BENDING = {"ln", "sqrt"}
_TYPES = {"BOOLEAN", "DOUBLE", "INTEGER", "VARCHAR"}


class Expression(Struct, frozen=True, kw_only=True):
    """An allowed expression: its SQL, and what may be done with it."""

    sql: str
    shape: Shape
    column: Column | None = None
    """The column that it is, if it is nothing else."""
    terms: tuple[str, ...] = ()
    """Of a column or number, the SQL of what is added in it; each has to meet the rules by itself."""
    is_product: bool = False
    """Whether a term has two columns in it."""
    constant: float | None = None
    """The value of a constant."""


class KnownNames(Struct, frozen=True, kw_only=True):
    """What expressions may name: the columns of tables, and variables derived before."""

    table: Table
    beside: Table | None
    derived: Mapping[str, Expression] = {}

    def find(self, parts: tuple[str, ...], path: str) -> Expression:
        """The column or variable of a name. Raises `SpecificationError`."""
        if len(parts) == 1 and parts[0] in self.derived:
            return self.derived[parts[0]]
        places = [one for one in (self.table, self.beside) if one is not None]
        if len(parts) == 2:
            places = [one for one in places if one.name == parts[0]]
        for place in places:
            for column in place.columns:
                if column.name == parts[-1] and len(parts) <= 2:
                    return _column(place, column, path)
        known = ", ".join(one.name for one in self.table.columns if one.name != "pseudonym")
        left_out = any(parts[-1] in TABLES[place.name].column_names for place in places) and len(parts) <= 2
        raise SpecificationError(
            "column_not_approved" if left_out else "no_column",
            path,
            column=".".join(parts),
            table=self.table.name,
            columns=known,
        )


def read_expression(text: str, names: KnownNames, path: str) -> Expression:
    """Checks one expression. Raises `SpecificationError` with the path and the reason."""
    if len(text) > MAX_LENGTH:
        raise SpecificationError("too_long", path, count=len(text), most=MAX_LENGTH)
    return _Reading(names, path).read(_parsed(text, path))


def _column(table: Table, column: Column, path: str) -> Expression:
    if column.name in CLOSED_COLUMNS:
        raise SpecificationError("closed_column", path, column=column.name)
    sql = f'"{table.name}"."{column.name}"'
    if column.kind == "string" and "16 hexadecimal digits" in column.meaning:
        return Expression(sql=sql, shape="code", column=column)
    shape: Shape = "column" if column.kind in ("integer", "number") else "choice"
    return Expression(sql=sql, shape=shape, column=column, terms=(sql,) if shape == "column" else ())


def _parsed(text: str, path: str) -> _Tree:
    """The tree of the only expression in a text."""
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        found = connection.execute("SELECT json_serialize_sql(?)", [f"SELECT {text}\n"]).fetchone()
    try:
        tree: Any = json.loads(found[0] if found else "null")
        if tree["error"]:
            raise SpecificationError("no_expression", path, text=text, fault=str(tree["error_message"]))
        (statement,) = tree["statements"]
        node = statement["node"]
        (expression,) = node["select_list"]
        bare = (
            node["type"] == "SELECT_NODE"
            and node["from_table"]["type"] == "EMPTY"
            and not (
                node["modifiers"] or node["cte_map"]["map"] or node["group_expressions"] or node["group_sets"]
            )
            and all(node[one] is None for one in ("where_clause", "having", "sample", "qualify"))
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        bare, expression = False, {}
    if not bare:
        raise SpecificationError("several_expressions", path, text=text)
    return cast(_Tree, expression)


class _Reading:
    """The walk through one tree."""

    def __init__(self, names: KnownNames, path: str) -> None:
        self._names, self._path = names, path
        self._parts = self._depth = 0
        self._forms: Mapping[str, Callable[[_Tree], Expression]] = {
            "COLUMN_REF": self._name,
            "CONSTANT": self._constant,
            "COMPARISON": self._comparison,
            "BETWEEN": self._between,
            "CONJUNCTION": self._conjunction,
            "OPERATOR": self._operator,
            "CASE": self._case,
            "CAST": self._cast,
            "FUNCTION": self._function,
        }

    def read(self, tree: _Tree) -> Expression:
        self._parts += 1
        if self._parts > MAX_PARTS or self._depth >= MAX_DEPTH:
            raise self._refused("too_deep", parts=MAX_PARTS, depth=MAX_DEPTH)
        form = self._forms.get(tree.get("class", ""))
        if form is None:
            raise self._refused("construct", what=str(tree.get("class", "?")).lower().replace("_", " "))
        if tree.get("alias"):
            raise self._refused("construct", what="as")
        self._depth += 1
        try:
            return form(tree)
        except (KeyError, TypeError, ValueError):
            raise self._refused("construct", what="?") from None
        finally:
            self._depth -= 1

    def _refused(self, code: str, **arguments: Argument) -> SpecificationError:
        return SpecificationError(code, self._path, **arguments)

    def _value(self, tree: _Tree) -> Expression:
        """An operand: anything but a code, of which only equality with another may be asked."""
        found = self.read(tree)
        if found.shape == "code":
            raise self._refused("code_use")
        return found

    def _name(self, tree: _Tree) -> Expression:
        return self._names.find(tuple(str(one) for one in tree["column_names"]), self._path)

    def _constant(self, tree: _Tree) -> Expression:
        literal = tree["literal"]
        kind, text = literal["kind"], str(literal["text"])
        if kind in ("INTEGER", "NUMERIC") and _SIGN.fullmatch(text):
            return _bounded(Expression(sql=f"({text})", shape="constant", constant=float(text)))
        if kind == "BOOLEAN" and text in ("true", "false"):
            return Expression(sql=text, shape="choice")
        if kind == "NULL_LITERAL":
            return Expression(sql="NULL", shape="constant")
        if kind == "STRING" and len(text) <= 80 and text.isprintable():
            escaped = text.replace("'", "''")
            return Expression(sql=f"'{escaped}'", shape="choice")
        raise self._refused("constant", text=text)

    def _comparison(self, tree: _Tree) -> Expression:
        left, right = self.read(tree["left"]), self.read(tree["right"])
        is_code = left.shape == "code"
        if is_code != (right.shape == "code") or (is_code and tree["type"] not in _OF_CODES):
            raise self._refused("code_use")
        return _chosen(f"({left.sql} {_COMPARISONS[tree['type']]} {right.sql})")

    def _between(self, tree: _Tree) -> Expression:
        inner, lower, upper = (self._value(tree[one]).sql for one in ("input", "lower", "upper"))
        return _chosen(f"({inner} BETWEEN {lower} AND {upper})")

    def _conjunction(self, tree: _Tree) -> Expression:
        word = {"CONJUNCTION_AND": " AND ", "CONJUNCTION_OR": " OR "}[tree["type"]]
        return _chosen(f"({word.join(self._value(one).sql for one in tree['children'])})")

    def _operator(self, tree: _Tree) -> Expression:
        kind, children = tree["type"], tree["children"]
        if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"):
            (inner,) = (self.read(one) for one in children)
            return _chosen(f"({inner.sql} {kind.removeprefix('OPERATOR_').replace('_', ' ')})")
        inner_values = [self._value(one).sql for one in children]
        match kind:
            case "OPERATOR_NOT" if len(inner_values) == 1:
                return _chosen(f"(NOT {inner_values[0]})")
            case "OPERATOR_COALESCE":
                return _chosen(f"coalesce({', '.join(inner_values)})")
            case "COMPARE_IN" | "COMPARE_NOT_IN" if len(inner_values) > 1:
                word = "IN" if kind == "COMPARE_IN" else "NOT IN"
                return _chosen(f"({inner_values[0]} {word} ({', '.join(inner_values[1:])}))")
            case _:
                raise self._refused("construct", what=str(kind).lower().replace("_", " "))

    def _case(self, tree: _Tree) -> Expression:
        checks = "".join(
            f" WHEN {self._value(one['when_expr']).sql} THEN {self._value(one['then_expr']).sql}"
            for one in tree["case_checks"]
        )
        return _chosen(f"(CASE{checks} ELSE {self._value(tree['else_expr']).sql} END)")

    def _cast(self, tree: _Tree) -> Expression:
        inner, form = self._value(tree["child"]), tree["type_expr"]
        name = str(form["type_name"]).upper()
        if name not in _TYPES or form["children"] or form["schema"] or form["catalog"]:
            raise self._refused("cast", name=name)
        sql = f"CAST({inner.sql} AS {name})"
        if name != "DOUBLE" or inner.shape not in ("column", "number"):
            return _chosen(sql)
        return replace(inner, sql=sql, shape="number", column=None)

    def _function(self, tree: _Tree) -> Expression:
        name = str(tree["function_name"])
        plain = not (tree["filter"] or tree["distinct"] or tree["schema"] or tree["catalog"])
        if not plain or tree["order_bys"]["orders"]:
            raise self._refused("function_extras", name=name)
        inner = [self._value(one["expression"]) for one in tree["arguments"]]
        if name in _ARITHMETIC and len(inner) in (1, 2):
            return self._arithmetic(name, inner)
        if name in _STEPS and len(inner) == 2:
            return _chosen(f"({inner[0].sql} {name} {inner[1].sql})")
        if name in ("~~", "!~~") and len(inner) == 2:
            return _chosen(f"({inner[0].sql} {'LIKE' if name == '~~' else 'NOT LIKE'} {inner[1].sql})")
        if name in _BENDING and len(inner) == 1 and inner[0].shape == "column":
            sql = f"{name}({inner[0].sql})"
            return Expression(sql=sql, shape="number", terms=(sql,), is_product=True)
        if name in _CHOOSING | _BENDING and inner:
            return _chosen(f"{name}({', '.join(one.sql for one in inner)})")
        raise self._refused("function", name=name)

    def _arithmetic(self, name: str, inner: list[Expression]) -> Expression:
        """Sums of columns, of products or quotients of two, and of constants; everything else could single out a value."""
        sql = f"({name}{inner[0].sql})" if len(inner) == 1 else f"({inner[0].sql} {name} {inner[1].sql})"
        if any(one.shape == "choice" for one in inner):
            return _chosen(sql)
        left, right = inner if len(inner) == 2 else (_NOUGHT, inner[0])
        if left.constant is not None and right.constant is not None:
            return _constant_of(sql, name, left.constant, right.constant)
        if name in ("+", "-"):
            terms = (*left.terms, *right.terms)
            return Expression(
                sql=sql, shape="number", terms=terms, is_product=left.is_product or right.is_product
            )
        factor, rest = (right, left) if right.constant is not None else (left, right)
        if factor.constant is not None and (name == "*" or factor is right):
            # A number that is scaled is no further scaled: a large factor would round others away.
            terms = tuple(f"({one} {name} {factor.sql})" for one in rest.terms)
            is_scaled = rest.column is None and rest.is_product
            found = Expression(sql=sql, shape="number", terms=terms, is_product=True)
            return _chosen(sql) if is_scaled else found
        if left.column is not None and right.column is not None:
            return Expression(sql=sql, shape="number", terms=(sql,), is_product=True)
        return _chosen(sql)


_NOUGHT = Expression(sql="(0)", shape="constant", constant=0.0)


def _constant_of(sql: str, name: str, left: float, right: float) -> Expression:
    """A constant made of two; one that is too large or too small to be a scale is a choice."""
    try:
        value = {"+": left + right, "-": left - right, "*": left * right}.get(name)
        value = left / right if value is None else value
    except ArithmeticError:
        return _chosen(sql)
    return _bounded(Expression(sql=sql, shape="constant", constant=value))


def _bounded(found: Expression) -> Expression:
    value = abs(found.constant or 0.0)
    return found if value == 0 or 1 / LARGEST_CONSTANT <= value <= LARGEST_CONSTANT else _chosen(found.sql)


def _chosen(sql: str) -> Expression:
    return Expression(sql=sql, shape="choice")
