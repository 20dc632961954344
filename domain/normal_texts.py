"""The texts of commands in their normal form, whoever sent them; texts that nobody could read are refused by their field."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct, to_builtins
from msgspec.structs import replace

from domain.errors import InvalidValue
from domain.text import TextForm, has_controls, is_visible, normalize_name

S = TypeVar("S", bound=Struct)


class _TextField(Struct, frozen=True):
    """What the type of a field says of the text in it."""

    form: TextForm
    may_be_empty: bool


def normalize_texts(command: S) -> S:
    """A command, or a part of one, with each text in the form that its field declares.

    Raises `InvalidValue` for the first text that holds control characters, or nothing that can be seen where something
    has to be. What identifies a command is still what was sent.
    """
    return _normalize_struct(command, "")


def _normalize_struct(value: S, path: str) -> S:
    changed: dict[str, Any] = {}
    for name, rule in _text_fields(type(value)).items():
        before = getattr(value, name)
        after = _normalize(before, rule, f"{path}/{name}" if path else name)
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _normalize(value: Any, rule: _TextField | None, path: str) -> Any:
    if isinstance(value, str):
        return _normalize_text(value, rule, path) if rule else value
    if isinstance(value, Struct):
        return _normalize_struct(value, path)
    if isinstance(value, tuple):
        before = cast("tuple[object, ...]", value)
        after = tuple(_normalize(one, rule, f"{path}/{place}") for place, one in enumerate(before))
        return after if after != before else before
    return value


def _normalize_text(text: str, rule: _TextField, path: str) -> str:
    after = rule.form(text)
    if has_controls(after):
        raise InvalidValue(
            "This contains characters that cannot be shown. Type it again.",
            field=path,
            allowed="text without control characters",
        )
    if not rule.may_be_empty and not is_visible(after):
        raise InvalidValue(
            "Enter text that can be seen.", field=path, allowed="text with at least one letter, digit or sign"
        )
    return after


@cache
def _text_fields(kind: type[Struct]) -> dict[str, _TextField | None]:
    """The fields of a Struct that may hold texts or other Structs, with what their types say of the texts."""
    hints = get_type_hints(kind, include_extras=True)
    rules = {name: _text_field(hints[name]) for name in kind.__struct_fields__}
    return {name: rule for name, rule in rules.items() if rule or _may_hold_struct(hints[name])}


def _may_hold_struct(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return True
    return get_origin(hint) is not Literal and any(map(_may_hold_struct, get_args(hint)))


def _text_field(hint: Any) -> _TextField | None:
    marks = getattr(hint, "__metadata__", ())
    for mark in marks:
        if isinstance(mark, TextForm):
            empty = not any(isinstance(one, Meta) and one.min_length for one in marks)
            return _TextField(form=mark, may_be_empty=empty)
    return next(filter(None, map(_text_field, get_args(hint))), None)


def same_content(one: Struct | None, other: Struct) -> bool:
    """Whether two events say the same, also where the texts of one were recorded before texts had a normal form."""
    return one == other or (one is not None and _plain(to_builtins(one)) == _plain(to_builtins(other)))


def _plain(value: Any) -> Any:
    match value:
        case str():
            return normalize_name(value)
        case dict():
            return {key: _plain(one) for key, one in cast("dict[str, object]", value).items()}
        case list() | tuple():
            return [_plain(one) for one in cast("Sequence[object]", value)]
        case _:
            return value
