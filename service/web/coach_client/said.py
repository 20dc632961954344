"""How long ago client and coach spoke, and what waits for an answer, as headlines."""

from projections.coaching.view import Coaching
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext


def talks_headline(client: ClientContext, words: Translator) -> str:
    """How long ago the last talk was."""
    if client.last_talk is None:
        return words.gettext("You have not spoken yet.")
    days = (client.today - client.last_talk).days
    if days == 0:
        return words.gettext("You spoke today.")
    return words.ngettext("You spoke yesterday.", "You last spoke %(count)s days ago.", days) % {
        "count": words.number(days)
    }


def offers_headline(coaching: Coaching | None, words: Translator) -> str:
    """How much of what was offered waits for an answer."""
    if coaching is None:
        return words.gettext("What you could offer")
    waiting = sum(one.answer is None for one in coaching.challenges)
    waiting += sum(one.stage == "offered" for one in coaching.quests)
    if not waiting:
        return words.gettext("Nothing you offered waits for an answer.")
    return words.ngettext(
        "One thing you offered waits for an answer.",
        "%(count)s things you offered wait for an answer.",
        waiting,
    ) % {"count": words.number(waiting)}
