"""Makes templates speak a language."""

from functools import partial
from typing import Any, cast

from jinja2 import Environment

from domain.messages import Message
from service.localization.message_translation import translate_message
from service.localization.translator import Translator

EXTENSION = "jinja2.ext.i18n"


def _said(words: Translator, value: object) -> object:
    """What is printed of a value: a sentence of pure code in the language of the page."""
    return translate_message(words, value) if isinstance(value, Message) else value


def install_translator(environment: Environment, words: Translator) -> Environment:
    """Let an environment's templates speak: their messages are translated, and dates and numbers said as is the custom.

    One environment for each language, so that macros and filters know theirs, too.
    """
    environment.add_extension(EXTENSION)
    environment.finalize = partial(_said, words)
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext, npgettext=words.npgettext
    )
    environment.filters.update(
        day=words.day,
        short_day=words.short_day,
        month_day=words.month_day,
        weekday=words.weekday,
        moment=words.moment,
        number=words.number,
        percent=words.percent,
        list_of=words.list_of,
    )
    environment.globals.update(cast("Any", {"language": words.language}))
    return environment
