"""From the form of a correction to the command that restates the entry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import CorrectEntry
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, NOT_A_NUMBER, REQUIRED, FormData
from service.web.history.correction_fields import CorrectionField, FormFieldPath, correction_fields
from service.web.history.entry_commands import EntryCommand
from service.web.history.labels import field_choices

NOT_VALID = gettext_noop("This cannot be put that way.")
ALWAYS_FILLED_WIDGETS = frozenset({"choice", "yes_no", "several"})
"""Fields that always hold a value, so that they do not show whether their group was filled in."""


def parse_correction(
    form: FormData, correction: EntryCommand, number: int, journey: Journey, today: date
) -> CorrectEntry | None:
    """The correction that a form means; None when something is not right: `form.errors` says what."""
    fields_asked = correction_fields(correction)
    reason = form.text("reason_for_it", most=500)
    fields: dict[str, Any] = msgspec.to_builtins(correction.command)
    left_out = _left_out(form, fields_asked)
    for group in left_out & {one.group for one in fields_asked if _counts(one) and one.value is not None}:
        _put(fields, group, None)
    for field in fields_asked:
        if field.group not in left_out:
            _put(fields, field.path, _read(form, field, journey))
    if form.errors:
        return None
    try:
        restated = msgspec.convert(fields, type(correction.command))
    except msgspec.ValidationError:
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_VALID))
        return None
    return CorrectEntry(happened_on=today, number=number, restated=restated, reason=reason)


def correction_field_locator(fields_asked: Sequence[CorrectionField]) -> Any:
    """Which field of the form the field of an invalid command is."""
    names = {field.name for field in fields_asked}

    def found(_command: int, field: str) -> str:
        parts = field.removeprefix("restated").strip("/").split("/")
        tried = ("-".join(parts[:many]) for many in range(len(parts), 0, -1))
        return next((one for one in tried if one in names), FORM_ERROR)

    return found


def prefilled_form(fields_asked: Sequence[CorrectionField]) -> list[tuple[str, str]]:
    """The form as the entry is now."""
    return [(field.name, text) for field in fields_asked for text in _written(field)]


def _written(field: CorrectionField) -> list[str]:
    value = field.value
    match field.widget:
        case _ if value is None:
            return []
        case "yes_no":
            return ["yes" if value else "no"]
        case "several":
            return [str(one) for one in value]
        case "share":
            return [f"{round(100 * value)}"]
        case "number":
            return [f"{value:g}"]
        case _:
            return [str(value)]


def _left_out(form: FormData, fields_asked: Sequence[CorrectionField]) -> set[FormFieldPath]:
    """The groups in which nothing was filled in."""
    filled = {one.group for one in fields_asked if _counts(one) and form.has(one.name)}
    return {one.group for one in fields_asked if one.group} - filled


def _counts(field: CorrectionField) -> bool:
    return field.widget not in ALWAYS_FILLED_WIDGETS


def _read(form: FormData, field: CorrectionField, journey: Journey) -> Any:
    name, needed = field.name, not field.optional
    match field.widget:
        case "line" | "area":
            return form.text(name, needed=needed, most=field.most)
        case "day":
            return _day(form, field)
        case "rating":
            return form.number(name, 0, 10, needed=needed)
        case "number" if not field.decimal:
            return form.number(name, field.low, field.high, needed=needed)
        case "number":
            return _decimal(form, field)
        case "share":
            share = form.number(name, 0, 100, needed=needed)
            return None if share is None else _share(field, share)
        case "several":
            ticked = form.choices(name, field.offered)
            return [
                *(one for one in field.value if one in ticked),
                *(one for one in ticked if one not in field.value),
            ]
        case "yes_no":
            yes = form.choice(name, field.offered, needed=needed)
            return None if yes is None else yes == "yes"
        case "choice":
            return form.choice(name, field.offered, needed=needed)
        case "pick":
            return form.choice(name, [code for code, _ in field_choices(field, journey)], needed=needed)


def _share(field: CorrectionField, percent: int) -> float:
    """A share of 1; the very same as before when its whole per cents are."""
    before: float | None = field.value
    return before if before is not None and round(100 * before) == percent else percent / 100


def _day(form: FormData, field: CorrectionField) -> str | None:
    if not form.has(field.name):
        if not field.optional:
            form.add_error(field.name, current_translator().gettext(REQUIRED))
        return None
    return form.date(field.name, date.min).isoformat()


def _decimal(form: FormData, field: CorrectionField) -> float | None:
    text = form.first(field.name).strip().replace(",", ".")
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if 0 < found <= field.high:
        return found
    bounds = {"low": current_translator().number(0), "high": current_translator().number(field.high)}
    form.add_error(field.name, current_translator().gettext(NOT_A_NUMBER) % bounds)
    return None


def _put(fields: dict[str, Any], path: FormFieldPath, value: Any) -> None:
    """Write a value at a path; groups that were left out before are made."""
    place: Any = fields
    for step in path[:-1]:
        if place[step] is None:
            place[step] = {}
        place = place[step]
    place[path[-1]] = value
