"""The parameters of a model as a documented file: each with what it means, its range and its usual value."""

import tomllib
from collections.abc import Iterator
from typing import Any, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from projections.learning_model.parameters import Parameters
from service.research.replaying.parameter_meanings import PARAMETER_MEANINGS


class ParameterNote(Struct, frozen=True, kw_only=True):
    """One parameter."""

    name: str
    """With its sections, as `appeal.half_life`."""
    value: Any
    range: str
    meaning: str


def parameter_notes(kind: type[Struct] = Parameters) -> tuple[ParameterNote, ...]:
    """Every parameter of a model, with its usual value, in the order of the sections."""
    return tuple(_notes(kind(), ""))


def _notes(section: Struct, before: str) -> Iterator[ParameterNote]:
    hints = get_type_hints(type(section), include_extras=True)
    for field in section.__struct_fields__:
        name, value = f"{before}{field}", getattr(section, field)
        if isinstance(value, Struct):
            yield from _notes(value, f"{name}.")
            continue
        limits = _limits(hints[field])
        described = (one.description for one in limits if one.description)
        yield ParameterNote(
            name=name,
            value=value,
            range=_range_of(limits, value),
            meaning=PARAMETER_MEANINGS.get(name) or next(described, ""),
        )


def _limits(hint: Any) -> tuple[msgspec.Meta, ...]:
    own = tuple(one for one in getattr(hint, "__metadata__", ()) if isinstance(one, msgspec.Meta))
    inner = get_args(hint)[:1] if own or get_origin(hint) is tuple else ()
    return (*own, *(one for part in inner for one in _limits(part)))


def _range_of(limits: tuple[msgspec.Meta, ...], value: Any) -> str:
    lowest = [f"at least {one.ge:g}" for one in limits if one.ge is not None]
    lowest += [f"above {one.gt:g}" for one in limits if one.gt is not None]
    highest = [f"at most {one.le:g}" for one in limits if one.le is not None]
    several = f"{_count(value)} numbers, each " if isinstance(value, tuple) else ""
    return several + (" and ".join([*lowest, *highest]) or "any value of its type")


def _count(numbers: Any) -> int:
    return len(numbers)


def parameters_as_toml(kind: type[Struct] = Parameters) -> str:
    """A file with all parameters, each after what it means. Leave out what stays as it is."""
    lines, section = ["# Every line may be left out: what is missing keeps the value it has here."], ""
    for note in parameter_notes(kind):
        own, _, name = note.name.rpartition(".")
        if own != section:
            section = own
            lines += ["", f"[{section}]"]
        value = msgspec.json.encode(note.value).decode()
        lines += [
            f"# {' '.join(one for one in (note.meaning, f'({note.range})') if one)}",
            f"{name} = {value}",
        ]
    return "\n".join(lines) + "\n"


def read_parameter_file(raw: bytes, kind: type[Struct], *, toml: bool) -> Struct:
    """Reads the parameters of a model from JSON or TOML that holds what differs from the usual. Raises ValueError, naming the field."""
    try:
        content = tomllib.loads(raw.decode()) if toml else msgspec.json.decode(raw)
        return msgspec.convert(content, kind)
    except RecursionError as error:
        raise ValueError("these parameters cannot be read: they are nested too deeply") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"these parameters cannot be read: {error}") from error


def with_parameter(parameters: Struct, name: str, value: Any) -> Struct:
    """The same parameters but for one, by its name with sections. Raises ValueError for an unknown name or a value out of range."""
    values: dict[str, Any] = msgspec.to_builtins(parameters)
    *sections, last = name.split(".")
    part: dict[str, Any] = values
    for one in sections:
        part = _section(part.get(one))
    if last not in part or _section(part[last]):
        raise ValueError(f"there is no parameter {name}; `soundings research parameters template` lists them")
    part[last] = value
    try:
        return msgspec.convert(values, type(parameters))
    except msgspec.ValidationError as error:
        raise ValueError(f"{name} cannot be {value}: {error}") from error


def _section(values: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", values) if isinstance(values, dict) else {}
