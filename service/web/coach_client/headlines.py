"""What moved most between two dates, as a headline."""

from projections.coaching.view import Coaching
from projections.difference.summary import MOVED_FROM_POINTS
from projections.difference.view import Difference, RoleChange
from projections.learning_model.wording import round_half_up
from projections.weeks.view import Weeks
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext


def most_moved_role(difference: Difference) -> RoleChange | None:
    """The role in play whose promise changed most, if any changed enough to speak of."""
    moved = [
        one for one in difference.roles.changes if one.standing == "in_play" and _by(one) >= MOVED_FROM_POINTS
    ]
    return max(moved, key=_by, default=None)


def difference_headline(difference: Difference, words: Translator) -> str:
    """What moved most; or that nothing did."""
    if most := most_moved_role(difference):
        return _moved(most, words)
    in_play = [one for one in difference.roles.entered if one.standing == "in_play"]
    if in_play and difference.steps:
        return words.gettext("%(role)s came into view.") % {"role": _named(in_play[-1].title)}
    if not difference.steps:
        return words.gettext("No step was taken.")
    return words.gettext("Steps were taken, and hardly anything moved.")


def progress_headline(weeks: Weeks, words: Translator) -> str:
    """All there is to say to who sees progress only."""
    done = sum(one.done for one in weeks.weeks)
    if not done:
        return words.gettext("No step was taken yet.")
    count = {"count": words.number(done)}
    return words.ngettext("One step was taken so far.", "%(count)s steps were taken so far.", done) % count


def _moved(change: RoleChange, words: Translator) -> str:
    before = round_half_up(change.before.promise) if change.before else 0
    now = round_half_up(change.after.promise)
    values = {"role": _named(change.title), "before": words.number(before), "now": words.number(now)}
    if now > before:
        return words.gettext("%(role)s moved most: its promise rose from %(before)s to %(now)s.") % values
    return words.gettext("%(role)s moved most: its promise fell from %(before)s to %(now)s.") % values


def _by(change: RoleChange) -> float:
    return abs(change.after.promise - change.before.promise) if change.before else 0.0


def _named(title: str) -> str:
    return title[:1].upper() + title[1:]


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


def weeks_headline(weeks: Weeks, words: Translator) -> str:
    """How many weeks there were, and how many of them were concluded."""
    count = len(weeks.weeks)
    closed = sum(one.review is not None for one in weeks.weeks)
    if not count:
        return words.gettext("The first week is still to come.")
    values = {"count": words.number(count), "closed": words.number(closed)}
    if not closed:
        return (
            words.ngettext(
                "One week, and no conclusion yet.", "%(count)s weeks, and no conclusion yet.", count
            )
            % values
        )
    if closed == count:
        return (
            words.ngettext(
                "One week, ended in a conclusion.", "%(count)s weeks, each ended in a conclusion.", count
            )
            % values
        )
    return (
        words.ngettext(
            "Of one week, %(closed)s ended in a conclusion.",
            "Of %(count)s weeks, %(closed)s ended in a conclusion.",
            count,
        )
        % values
    )
