"""What can be answered by a reply link, in the words of whoever answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from service.localization.current_translator import current_translator
from service.localization.feedback_labels import FeedbackPoint
from service.localization.gettext_noop import gettext_noop
from service.reply_links.replies import IntroduceHow


class PointQuestion(Struct, frozen=True, kw_only=True):
    """How an organisation is asked about one of the four points."""

    asks: str
    """A message with `%(name)s`."""
    answers: Mapping[str, str]
    """Messages by code; `left_out` says nothing about the point."""
    more: str
    """What to say in a line, too."""


LEFT_OUT = gettext_noop("Leave out")
POINT_QUESTIONS: Mapping[FeedbackPoint, PointQuestion] = MappingProxyType(
    {
        "competence": PointQuestion(
            asks=gettext_noop("Skills and experience: was it enough for this job?"),
            answers={
                "enough": gettext_noop("Yes"),
                "not_enough": gettext_noop("Not quite"),
                "left_out": LEFT_OUT,
            },
            more=gettext_noop("If not: which part was not deep or broad enough?"),
        ),
        "requirements": PointQuestion(
            asks=gettext_noop("Requirements and languages: was anything missing?"),
            answers={"enough": gettext_noop("No"), "not_enough": gettext_noop("Yes"), "left_out": LEFT_OUT},
            more=gettext_noop("What was missing? Such as a certificate or a language."),
        ),
        "well_qualified": PointQuestion(
            asks=gettext_noop("Well qualified, with others stronger still?"),
            answers={"enough": gettext_noop("Yes"), "not_enough": gettext_noop("No"), "left_out": LEFT_OUT},
            more=gettext_noop("If so, what made the difference?"),
        ),
        "self_presentation": PointQuestion(
            asks=gettext_noop("Did %(name)s make a clear impression?"),
            answers={
                "enough": gettext_noop("Yes"),
                "not_enough": gettext_noop("Not quite"),
                "left_out": LEFT_OUT,
            },
            more=gettext_noop("What was convincing, and what was not?"),
        ),
    }
)

PraiseUse = Literal["strength", "nothing"]
PRAISE_USES: Mapping[PraiseUse, str] = MappingProxyType(
    {"strength": gettext_noop("A strength they saw"), "nothing": gettext_noop("Nothing")}
)
"""What the client does with something that was enough."""
PRAISED_POINTS: frozenset[FeedbackPoint] = frozenset({"competence", "requirements", "self_presentation"})
"""The points that are about the client, and not about others."""

OnFileChoice = Literal["0", "3", "6", "12"]
ON_FILE: Mapping[OnFileChoice, str] = MappingProxyType(
    {
        "0": gettext_noop("No"),
        "3": gettext_noop("3 months"),
        "6": gettext_noop("6 months"),
        "12": gettext_noop("A year"),
    }
)
"""For how long details stay on file, by months."""
CallChoice = Literal["yes", "no"]
MAY_CALL: Mapping[CallChoice, str] = MappingProxyType(
    {"yes": gettext_noop("Yes"), "no": gettext_noop("Rather not")}
)
INTRODUCE: Mapping[IntroduceHow, str] = MappingProxyType(
    {
        "ask_first": gettext_noop("I will ask them first"),
        "say_they_sent_me": gettext_noop("%(name)s can mention my name"),
    }
)


def introduce(name: str) -> list[tuple[IntroduceHow, str]]:
    """How the client may get in touch with the person, in the reader's language."""
    return [(code, current_translator().gettext(text) % {"name": name}) for code, text in INTRODUCE.items()]
