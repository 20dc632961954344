"""Translation of Jinja templates. Messages without values are translated when a template is compiled."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from jinja2 import Environment, nodes, pass_context
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from domain.messages import Message
from domain.text import displayed, without_commands
from service.localization.message_translation import translate_message, with_one_stop
from service.localization.translator import Translator


class TranslationExtension(InternationalizationExtension):
    """Jinja's `trans` tag. A message without values becomes a constant in an environment of one language."""

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Parses the tag to a translated text, or to a call that translates when rendering."""
        parsed = super().parse(parser)
        match parsed:
            case nodes.Output(nodes=[nodes.Call(node=nodes.Name(name="gettext"), args=[message], kwargs=[])]):
                text = self._translated(message.as_const())
                return nodes.Output([nodes.TemplateData(text)], lineno=parsed.lineno)
            case _:
                return parsed

    def _translated(self, text: str) -> str:
        translator: Translator = cast("Any", self.environment).translator
        # As Jinja does with values: a message is a format, in which %% is a per cent sign.
        return translator.gettext(text) % {}


def _finalize(translator: Translator, value: object) -> object:
    """A message translated, and any other text so that it leaves those around it as they are."""
    match value:
        case Message():
            return displayed(translate_message(translator, value))
        case Markup():
            return type(value)(without_commands(value))
        case str():
            return displayed(value)
        case _:
            return value


def _displaying(translator: Translator, translate: Callable[..., str]) -> Callable[..., str]:
    """A function of gettext whose values are translated, and leave the sentence around them as it is."""

    @pass_context
    def translated(context: Context, *messages: Any, **values: Any) -> str:
        shown = {name: _finalize(translator, one) for name, one in values.items()}
        return with_one_stop(translate(context, *messages, **shown), shown.values())

    return translated


def install_translator(environment: Environment, translator: Translator) -> Environment:
    """Makes an environment translate messages and format dates and numbers in one language.

    Each language has an environment of its own, so that macros and filters speak it, too.
    """
    environment.add_extension(TranslationExtension)
    environment.finalize = partial(_finalize, translator)
    environment.policies["ext.i18n.trimmed"] = True
    environment.extend(translator=translator)
    cast("Any", environment).install_gettext_callables(
        translator.gettext,
        translator.ngettext,
        newstyle=True,
        pgettext=translator.pgettext,
        npgettext=translator.npgettext,
    )
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        environment.globals[name] = _displaying(translator, cast("Any", environment.globals[name]))
    environment.filters.update(
        day=translator.day,
        short_day=translator.short_day,
        month_day=translator.month_day,
        weekday=translator.weekday,
        moment=translator.moment,
        number=translator.number,
        percent=translator.percent,
        list_of=translator.list_of,
    )
    environment.globals.update(cast("Any", {"language": translator.language}))
    return environment
