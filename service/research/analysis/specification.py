"""What a researcher asks of a study's files, as JSON: a specification, and never code that runs on people's data."""

import hashlib
import re
from collections.abc import Mapping
from typing import TypeAlias, assert_never

import msgspec
from msgspec import Struct

from service.outside_json import InvalidText, read_json

FORMAT = "soundings-analysis-1"
MAX_BYTES = 64 * 1024
MAX_OUTPUTS = 20
MAX_TERMS = 20
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

_PLACE = re.compile(r"\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])+)")


class SpecificationError(Exception):
    """Raised for a specification that cannot be run: where, and why. A person can read its message."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Where in its text, if that is no JSON."""


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
        raise SpecificationError(f"the specification has {len(content)} bytes; at most {MAX_BYTES} are read")
    try:
        found = read_json(content, Specification)
    except InvalidText as error:
        raise SpecificationError(str(error), error.line) from None
    _require_valid(found)
    return found


def json_pointer(sentence: str) -> str | None:
    """The place that a sentence names, such as `$.outputs[0].name`, as a pointer; None if it names none."""
    found = _PLACE.search(sentence)
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
        raise SpecificationError(f"$.format is {found.format!r}; this version reads {FORMAT}")
    if not 1 <= len(found.outputs) <= MAX_OUTPUTS:
        raise SpecificationError(f"$.outputs has {len(found.outputs)}; an analysis has 1 to {MAX_OUTPUTS}")
    for name in found.derive:
        if not _NAME.fullmatch(name):
            raise SpecificationError(
                f"$.derive: {name!r} is no name: small letters, digits and _, at most 40"
            )
    seen: set[str] = set()
    for place, output in enumerate(found.outputs):
        path = f"$.outputs[{place}]"
        if not _NAME.fullmatch(output.name):
            raise SpecificationError(
                f"{path}.name: {output.name!r} is no name: small letters, digits and _, at most 40"
            )
        if output.name in seen:
            raise SpecificationError(f"{path}.name: {output.name!r} is there twice")
        seen.add(output.name)
        named = variables_of(output)
        if len(set(named)) < len(named):
            raise SpecificationError(f"{path} names a variable twice")
        if (
            isinstance(output, LinearOutput | LogitOutput | CoxOutput)
            and not 1 <= len(output.terms) <= MAX_TERMS
        ):
            raise SpecificationError(
                f"{path}.terms has {len(output.terms)}; a regression has 1 to {MAX_TERMS}"
            )
        if isinstance(output, MeanOutput) and len(output.by) > 2:
            raise SpecificationError(f"{path}.by has {len(output.by)}; a mean is grouped by at most 2")
