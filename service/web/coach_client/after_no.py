"""A no, for the client's coach: the pause, whether they asked why, what they heard, the one change, and when to call again."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from projections.guidance import GUIDANCE, PhraseAdvice
from projections.refusals.view import FeedbackStep, KnockStep, Refusals, RefusalView
from service.localization.code_labels import ANSWERS
from service.localization.feedback_labels import ANSWERS_BY_POINT, FEEDBACK_POINTS_OF_CLIENT
from service.localization.translator import Translator


class ToldRefusal(Struct, frozen=True, kw_only=True):
    """A no, and what the client did with it, in sentences."""

    view: RefusalView
    before: tuple[str, ...]
    """The kind of no, the pause, and whether they asked why."""
    points: tuple[str, ...]
    """What they heard, point by point."""
    after: tuple[str, ...]
    """The one change, and when to call again."""


def told_refusals(refusals: Refusals, translator: Translator) -> tuple[ToldRefusal, ...]:
    """The noes, the latest first; a silence only when something was heard or decided after it."""
    return tuple(
        ToldRefusal(
            view=one,
            before=tuple(_before(one, refusals.care_since, translator)),
            points=tuple(_points(one.flow.feedback, translator)),
            after=tuple(_after(one, translator)),
        )
        for one in refusals.refusals
        if one.answer != "silence" or _taught(one)
    )


def open_phrases(refusals: Refusals | None) -> tuple[PhraseAdvice, ...]:
    """The phrase guide, while a no is open; nothing for who may not see the rejections."""
    return GUIDANCE.phrases if refusals and refusals.care else ()


def _taught(refusal: RefusalView) -> bool:
    return refusal.flow.feedback.state == "usable" or refusal.flow.change.change is not None


def _before(one: RefusalView, care_since: date | None, translator: Translator) -> Iterator[str]:
    kind = translator.gettext(ANSWERS[None if one.answer == "silence" else one.answer])
    yield translator.gettext("%(reply)s, and it was close.") % {"reply": kind} if one.close else f"{kind}."
    if one.overtaken_by and one.overtaken_on:
        yield translator.gettext("Overtaken on %(day)s: %(reply)s.") % {
            "day": translator.month_day(one.overtaken_on),
            "reply": translator.gettext(ANSWERS[one.overtaken_by]),
        }
    yield from _pause(one, care_since, translator)
    yield from _asked(one, translator)


def _pause(one: RefusalView, care_since: date | None, translator: Translator) -> Iterator[str]:
    """A pause that was never taken is open for as long as care comes first, and no longer."""
    pause = one.flow.pause
    match pause.state:
        case "open" if care_since and one.on >= care_since:
            yield translator.gettext("The pause is open.")
        case "taken" if pause.on:
            yield translator.gettext("Your client left it for the day on %(day)s.") % {
                "day": translator.month_day(pause.on)
            }
        case "skipped":
            yield translator.gettext("Your client went on at once.")
        case _:
            pass


def _asked(one: RefusalView, translator: Translator) -> Iterator[str]:
    ask, feedback = one.flow.ask, one.flow.feedback
    match ask.state:
        case "asked" if ask.on:
            yield translator.gettext("Your client asked why on %(day)s.") % {
                "day": translator.month_day(ask.on)
            }
        case "open" if ask.by:
            yield translator.gettext("Your client can ask why until %(day)s.") % {
                "day": translator.month_day(ask.by)
            }
        case "passed":
            yield translator.gettext("Your client did not ask why.")
        case _:
            pass
    if feedback.state == "waiting":
        yield translator.gettext("Nothing has come back yet.")
    if feedback.state == "empty":
        yield translator.gettext("Only empty phrases came back. They change nothing.")


def _points(feedback: FeedbackStep, translator: Translator) -> Iterator[str]:
    for point, label in FEEDBACK_POINTS_OF_CLIENT.items():
        heard, words = getattr(feedback.heard, point), getattr(feedback, point)
        parts = [translator.gettext(ANSWERS_BY_POINT[point][heard])] if heard else []
        if words:
            parts.append(words)
        if parts:
            yield f"{translator.gettext(label)}: {_sentence(', '.join(parts))}"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _after(one: RefusalView, translator: Translator) -> Iterator[str]:
    change = one.flow.change
    match change.state:
        case "change" if change.change:
            yield translator.gettext("The one change for next time: %(change)s") % {
                "change": _sentence(change.change)
            }
        case "nothing":
            yield translator.gettext("Your client decided to change nothing.")
        case _:
            pass
    yield from _again(one.flow.knock, translator)


def _again(knock: KnockStep, translator: Translator) -> Iterator[str]:
    if knock.state == "done" and knock.on:
        yield translator.gettext("Your client got back in touch on %(day)s.") % {
            "day": translator.month_day(knock.on)
        }
    elif knock.due:
        yield translator.gettext("Call again from %(day)s.") % {"day": translator.month_day(knock.due)}
    if knock.kept_on_file and knock.kept_until:
        yield translator.gettext("Details kept on file until %(day)s.") % {
            "day": translator.month_day(knock.kept_until)
        }
    elif knock.kept_on_file:
        yield translator.gettext("Details kept on file.")
