"""Translates the messages that pure code returns."""

from collections.abc import Mapping
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
    if text.many is None or text.counted is None:
        return words.gettext(text.text) % _values(words, text.values)
    form = words.ngettext(text.text, text.many, text.counted)
    return form % {"count": words.number(text.counted), **_values(words, text.values)}


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
