"""Translates the messages that pure code returns."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.messages import (
    Capitalized,
    JoinedList,
    Message,
    MessageValue,
    MonthDay,
    Percentage,
    RoundedNumber,
    capitalize_first,
)
from service.localization.translator import Translator


def translate_message(words: Translator, text: str) -> str:
    """Translates a message and fills in its values. A plain string is returned unchanged."""
    if not isinstance(text, Message):
        return text
    values = _values(words, text.values)
    if text.many is None or text.counted is None:
        return with_one_stop(words.gettext(text.text) % values, values.values())
    form = words.ngettext(text.text, text.many, text.counted)
    return with_one_stop(form % {"count": words.number(text.counted), **values}, values.values())


def with_one_stop(text: str, values: Iterable[object]) -> str:
    """A sentence that ends with one full stop where a value that ends with one, such as "12 nov.", is its last word."""
    for value in values:
        if isinstance(value, str) and value.endswith("."):
            text = text.replace(f"{value}.", value)
    return text


def _values(words: Translator, values: Mapping[str, MessageValue]) -> dict[str, str]:
    return {name: _value(words, value) for name, value in values.items()}


def _value(words: Translator, value: MessageValue) -> str:
    match value:
        case str():
            return translate_message(words, value)
        case int() | float():
            return words.number(value, 0 if value == int(value) else 1)
        case date():
            return words.day(value)
        case MonthDay():
            return words.month_day(value.on)
        case Percentage():
            return words.percent(value.part)
        case RoundedNumber():
            return words.number(value.figure, value.digits)
        case JoinedList():
            return words.list_of(_value(words, item) for item in value.items)
        case Capitalized():
            return capitalize_first(_value(words, value.value))
