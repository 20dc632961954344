"""What can be wrong with a specification, by code: English sentences with places for the arguments, and the error that has them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from service.localization.gettext_noop import gettext_noop

Argument: TypeAlias = str | int

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "too_large": gettext_noop("The specification has %(bytes)s bytes. At most %(most)s are read."),
        "not_json": gettext_noop("This is not JSON. Line %(line)s: %(fault)s"),
        "wrong_value": gettext_noop("This does not fit here: %(fault)s"),
        "no_type": gettext_noop("There is no such type of output. There are %(types)s."),
        "wrong_format": gettext_noop("This version reads %(reads)s, and not %(format)s."),
        "outputs_count": gettext_noop("An analysis has 1 to %(most)s outputs. This one has %(count)s."),
        "terms_count": gettext_noop("A regression has 1 to %(most)s terms. This one has %(count)s."),
        "groups_count": gettext_noop(
            "A mean is grouped by at most %(most)s variables. This one is grouped by %(count)s."
        ),
        "no_name": gettext_noop("“%(name)s” is no name. Use small letters, digits and _, at most 40."),
        "name_twice": gettext_noop("“%(name)s” is there twice."),
        "variable_twice": gettext_noop("A variable is named twice."),
        "no_table": gettext_noop("There is no table %(table)s. There are %(tables)s."),
        "table_not_approved": gettext_noop(
            "The study was approved without the table %(table)s. It has %(tables)s."
        ),
        "column_not_approved": gettext_noop(
            "The study was approved without the column %(column)s. Of %(table)s it has %(columns)s."
        ),
        "table_missing": gettext_noop("The export has no table %(table)s."),
        "column_taken": gettext_noop("%(table)s has a column of this name."),
        "no_column": gettext_noop("There is no column %(column)s. %(table)s has %(columns)s."),
        "closed_column": gettext_noop("%(column)s may not be used: it tells too much of one person."),
        "no_condition": gettext_noop("“%(text)s” is no condition."),
        "code_in_output": gettext_noop("%(name)s is a code, and codes are in no output."),
        "too_long": gettext_noop("This has %(count)s characters. At most %(most)s are read."),
        "no_expression": gettext_noop("“%(text)s” is no SQL expression: %(fault)s"),
        "several_expressions": gettext_noop("“%(text)s” is not one expression."),
        "too_deep": gettext_noop(
            "More than %(parts)s parts, or %(depth)s inside each other, are not allowed in an expression."
        ),
        "construct": gettext_noop("“%(what)s” is not allowed in an expression."),
        "function": gettext_noop("The function %(name)s is not allowed in an expression."),
        "function_extras": gettext_noop(
            "%(name)s with more than its arguments is not allowed in an expression."
        ),
        "constant": gettext_noop("The constant %(text)s is not allowed in an expression."),
        "cast": gettext_noop("A cast to %(name)s is not allowed in an expression."),
        "code_use": gettext_noop(
            "A code may only be asked whether it is there, or equals another code. More is not allowed in an expression."
        ),
        "out_of_time": gettext_noop("It took longer than it may. Ask for less at once."),
        "out_of_memory": gettext_noop("It needed more memory than it may have. Ask for less at once."),
        "not_computed": gettext_noop("An expression cannot be computed: %(fault)s."),
    }
)


class SpecificationError(Exception):
    """Raised for a specification that cannot be run: where, and why. A person can read its message."""

    def __init__(self, code: str, path: str = "", **arguments: Argument) -> None:
        sentence = FAULTS[code] % arguments
        super().__init__(f"{path}: {sentence}" if path else sentence)
        self.code, self.path, self.arguments = code, path, arguments

    def __reduce__(self) -> tuple[object, ...]:
        return _made_again, (self.code, self.path, self.arguments)

    @property
    def line(self) -> int:
        """Where in its text, if that is no JSON."""
        return int(self.arguments.get("line", 1))


def _made_again(code: str, path: str, arguments: Mapping[str, Argument]) -> SpecificationError:
    return SpecificationError(code, path, **arguments)
