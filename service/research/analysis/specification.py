"""What a researcher asks of a study's files, as JSON: a specification, and never code that runs on people's data."""

import hashlib
import re
from collections.abc import Mapping
from typing import TypeAlias, assert_never, get_args

import msgspec
from msgspec import Struct

from service.outside_json import InvalidText, read_json
from service.research.analysis.faults import SpecificationError

FORMAT = "soundings-analysis-1"
MAX_BYTES = 64 * 1024
MAX_OUTPUTS = 20
MAX_TERMS = 20
MAX_GROUPS = 2
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

_PLACE = re.compile(r"\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])+)")


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What every output has."""

    name: str


class TableOutput(Asked, frozen=True, kw_only=True, tag="table"):
    """How many people (or rows) there are in each cell of rows by columns."""

    rows: str
    columns: str | None = None
    count_rows: bool = False
    """Whether rows are counted instead of people."""


class MeanOutput(Asked, frozen=True, kw_only=True, tag="mean"):
    """The mean of a variable over the rows, by groups if they are named."""

    of: str
    by: tuple[str, ...] = ()


class LinearOutput(Asked, frozen=True, kw_only=True, tag="ols"):
    """Ordinary least squares; standard errors allow for several rows of one person."""

    outcome: str
    terms: tuple[str, ...]


class LogitOutput(Asked, frozen=True, kw_only=True, tag="logit"):
    """A logistic regression of a yes or no."""

    outcome: str
    terms: tuple[str, ...]


class SurvivalOutput(Asked, frozen=True, kw_only=True, tag="kaplan_meier"):
    """A Kaplan-Meier curve, by groups if they are named."""

    duration: str
    event: str
    by: str | None = None


class CoxOutput(Asked, frozen=True, kw_only=True, tag="cox"):
    """A proportional hazards regression."""

    duration: str
    event: str
    terms: tuple[str, ...]


AnyOutput: TypeAlias = TableOutput | MeanOutput | LinearOutput | LogitOutput | SurvivalOutput | CoxOutput


OUTPUT_TYPES = tuple(str(one.__struct_config__.tag) for one in get_args(AnyOutput))


class Specification(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An analysis: one table of the export, beside which those of `participants` can be named, and outputs."""

    format: str = FORMAT
    title: str = ""
    table: str
    """The unit of the analysis: one row of this table."""
    derive: Mapping[str, str] = {}
    """Variables by name: expressions over the columns and over variables named before them."""
    filter: tuple[str, ...] = ()
    """Conditions that a row has to meet, all of them."""
    outputs: tuple[AnyOutput, ...]

    @property
    def sha256(self) -> str:
        """A digest of all that is asked."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def read_specification(content: bytes) -> Specification:
    """Reads one. Raises `SpecificationError` with the place of the fault."""
    if len(content) > MAX_BYTES:
        raise SpecificationError("too_large", bytes=len(content), most=MAX_BYTES)
    try:
        found = read_json(content, Specification)
    except InvalidText as error:
        if not _is_json(content):
            raise SpecificationError("not_json", line=error.line, fault=str(error)) from None
        place = _PLACE.search(str(error))
        # What is wrong with the whole of it is said without a place.
        at = place[0] if place else ""
        if at.endswith(".type"):
            raise SpecificationError("no_type", at, types=", ".join(OUTPUT_TYPES)) from None
        raise SpecificationError("wrong_value", at, line=error.line, fault=str(error)) from None
    _require_valid(found)
    return found


def _is_json(content: bytes) -> bool:
    try:
        read_json(content, object)
    except InvalidText:
        return False
    return True


def json_pointer(path: str) -> str | None:
    """A place such as `$.outputs[0].name` as a pointer; None for none."""
    found = _PLACE.search(path)
    if found is None:
        return None
    return "#" + re.sub(r"[.[]", "/", found[1]).replace("]", "")


def variables_of(output: AnyOutput) -> tuple[str, ...]:
    """The variables that an output names, each once."""
    match output:
        case TableOutput():
            named = (output.rows, *((output.columns,) if output.columns else ()))
        case MeanOutput():
            named = (output.of, *output.by)
        case SurvivalOutput():
            named = (output.duration, output.event, *((output.by,) if output.by else ()))
        case CoxOutput():
            named = (output.duration, output.event, *output.terms)
        case LinearOutput() | LogitOutput():
            named = (output.outcome, *output.terms)
        case _:
            assert_never(output)
    return named


def _require_valid(found: Specification) -> None:
    if found.format != FORMAT:
        raise SpecificationError("wrong_format", "$.format", format=found.format, reads=FORMAT)
    if not 1 <= len(found.outputs) <= MAX_OUTPUTS:
        raise SpecificationError("outputs_count", "$.outputs", count=len(found.outputs), most=MAX_OUTPUTS)
    for name in found.derive:
        if not _NAME.fullmatch(name):
            raise SpecificationError("no_name", "$.derive", name=name)
    seen: set[str] = set()
    for place, output in enumerate(found.outputs):
        path = f"$.outputs[{place}]"
        if not _NAME.fullmatch(output.name):
            raise SpecificationError("no_name", f"{path}.name", name=output.name)
        if output.name in seen:
            raise SpecificationError("name_twice", f"{path}.name", name=output.name)
        seen.add(output.name)
        named = variables_of(output)
        if len(set(named)) < len(named):
            raise SpecificationError("variable_twice", path)
        if (
            isinstance(output, LinearOutput | LogitOutput | CoxOutput)
            and not 1 <= len(output.terms) <= MAX_TERMS
        ):
            raise SpecificationError("terms_count", f"{path}.terms", count=len(output.terms), most=MAX_TERMS)
        if isinstance(output, MeanOutput) and len(output.by) > MAX_GROUPS:
            raise SpecificationError("groups_count", f"{path}.by", count=len(output.by), most=MAX_GROUPS)
