"""Saying sentences of pure code in somebody's language."""

from collections.abc import Mapping
from datetime import date

from domain.messages import Capital, Figure, Listing, MonthDay, Sentence, Share, Value, first_up
from service.localization.translator import Words


def told(words: Words, text: str) -> str:
    """A sentence in a language, with what belongs in its places; other text as it is."""
    if not isinstance(text, Sentence):
        return text
    if text.many is None or text.counted is None:
        return words.gettext(text.text) % _values(words, text.values)
    form = words.ngettext(text.text, text.many, text.counted)
    return form % {"count": words.number(text.counted), **_values(words, text.values)}


def _values(words: Words, values: Mapping[str, Value]) -> dict[str, str]:
    return {name: _value(words, value) for name, value in values.items()}


def _value(words: Words, value: Value) -> str:
    match value:
        case str():
            return told(words, value)
        case int() | float():
            return words.number(value, 0 if value == int(value) else 1)
        case date():
            return words.day(value)
        case MonthDay():
            return words.month_day(value.on)
        case Share():
            return words.percent(value.part)
        case Figure():
            return words.number(value.figure, value.digits)
        case Listing():
            return words.list_of(_value(words, item) for item in value.items)
        case Capital():
            return first_up(_value(words, value.value))
