"""What moved most between two dates, as a headline."""

from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.events.answers import REFUSAL_ANSWERS
from projections.coaching.view import Coaching
from projections.difference.most_moved import most_moved_role
from projections.difference.view import Difference, RoleChange
from projections.learning_model.potential_order import printed_change
from projections.learning_model.wording import round_half_up
from projections.weeks.view import Weeks
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext


def difference_headline(difference: Difference, journey: Journey, translator: Translator) -> str:
    """What moved most; or that nothing did. A rise in a role that a no came to is no news of success."""
    most = most_moved_role(difference)
    if most and most.before is None and (leader := _leader(difference)):
        return _newcomer(leader, most, translator)
    if most:
        refused = most.role_id in _refused_roles(journey, difference)
        return _moved(most, translator, refused=refused)
    in_play = [one for one in difference.roles.entered if one.standing == "in_play"]
    new = [one for one in difference.roles.changes if in_play and one.role_id == in_play[-1].role_id]
    if new and difference.steps and (leader := _leader(difference)):
        return _newcomer(leader, new[0], translator)
    if in_play and difference.steps:
        return translator.gettext("New: %(role)s.") % {"role": _named(in_play[-1].title)}
    if not difference.steps:
        return translator.gettext("No steps in this period.")
    return translator.gettext("There were steps, but hardly anything changed.")


def _leader(difference: Difference) -> RoleChange | None:
    """The role that was known on both dates and comes first now, alone or level with another; None if a newcomer does."""
    active = [one for one in difference.roles.changes if one.after.place]
    known = [one for one in active if one.before]
    if known and not printed_change(known[0].after.promise, active[0].after.promise):
        return known[0]
    return None


def _newcomer(leader: RoleChange, new: RoleChange, translator: Translator) -> str:
    """A newcomer is told after the role that leads."""
    values = {
        "role": _named(leader.title),
        "other": new.title,
        "now": translator.number(round_half_up(leader.after.promise)),
        "new": translator.number(round_half_up(new.after.promise)),
    }
    if not printed_change(leader.after.promise, new.after.promise):
        return translator.gettext("%(role)s leads with %(now)s, level with %(other)s, which is new.") % values
    return translator.gettext("%(role)s leads with %(now)s. New: %(other)s, with %(new)s.") % values


def progress_headline(weeks: Weeks, translator: Translator) -> str:
    """All there is to say to who sees progress only."""
    done = sum(one.done for one in weeks.weeks)
    if not done:
        return translator.gettext("No steps yet.")
    count = {"count": translator.number(done)}
    return translator.ngettext("One step so far.", "%(count)s steps so far.", done) % count


def _refused_roles(journey: Journey, difference: Difference) -> set[UUID | None]:
    """The roles to which a no came between the dates."""
    return {
        journey.experiments[step_id].planned.role_id
        for step_id, replies in journey.answers.received.items()
        for one in replies
        if one.answer in REFUSAL_ANSWERS and difference.since < one.happened_on <= difference.until
    }


def _moved(change: RoleChange, translator: Translator, *, refused: bool) -> str:
    before = round_half_up(change.promise_before)
    now = round_half_up(change.after.promise)
    values = {
        "role": _named(change.title),
        "before": translator.number(before),
        "now": translator.number(now),
    }
    if now > before and refused:
        return translator.gettext("Potential of %(role)s: %(before)s before, %(now)s now.") % values
    if now > before:
        return (
            translator.gettext("Biggest change: potential of %(role)s rose from %(before)s to %(now)s.")
            % values
        )
    return (
        translator.gettext("Biggest change: potential of %(role)s fell from %(before)s to %(now)s.") % values
    )


def _named(title: str) -> str:
    return title[:1].upper() + title[1:]


def check_ins_headline(client: ClientContext, translator: Translator) -> str:
    """How long ago the last session was; who stands in did not hold it."""
    if not client.sees("read_coaching"):
        return translator.pgettext("menu", "Sessions and notes")
    if client.last_held_by and client.last_check_in and not client.stand_in.mine:
        return translator.gettext("%(name)s held the last session, on %(day)s.") % {
            "name": client.last_held_by,
            "day": translator.month_day(client.last_check_in),
        }
    if client.stand_in.mine:
        text = "last session on %(day)s" if client.last_check_in else "no session yet"
        day = translator.month_day(client.last_check_in) if client.last_check_in else ""
        return _named(translator.gettext(text) % {"day": day})
    if client.last_check_in is None:
        return translator.gettext("You have not had a session yet.")
    days = (client.today - client.last_check_in).days
    if days == 0:
        return translator.gettext("You spoke today.")
    return translator.ngettext("You spoke yesterday.", "You last spoke %(count)s days ago.", days) % {
        "count": translator.number(days)
    }


def offers_headline(coaching: Coaching | None, translator: Translator, *, ended: bool = False) -> str:
    """How much of what was offered waits for an answer; nothing does after an ending."""
    if coaching is None:
        return translator.gettext("What you could suggest")
    if ended:
        return translator.gettext("No suggestions are waiting for a reply.")
    waiting = sum(one.answer is None for one in coaching.challenges)
    waiting += sum(one.stage == "offered" for one in coaching.quests)
    if not waiting:
        return translator.gettext("No suggestions are waiting for a reply.")
    return translator.ngettext(
        "One suggestion is waiting for a reply.",
        "%(count)s suggestions are waiting for a reply.",
        waiting,
    ) % {"count": translator.number(waiting)}


def weeks_headline(weeks: Weeks, translator: Translator) -> str:
    """How many weeks there were, and how many of them were reviewed: that is told to who sees progress only, too."""
    count = len(weeks.weeks)
    closed = sum(one.review is not None for one in weeks.weeks)
    if not count:
        return translator.gettext("The first week has not started yet.")
    values = {"count": translator.number(count), "closed": translator.number(closed)}
    if not closed:
        return (
            translator.ngettext("One week, not reviewed yet.", "%(count)s weeks, none reviewed yet.", count)
            % values
        )
    if closed == count:
        return translator.ngettext("One week, reviewed.", "%(count)s weeks, all reviewed.", count) % values
    return (
        translator.ngettext(
            "Of one week, %(closed)s was reviewed.",
            "Of %(count)s weeks, %(closed)s were reviewed.",
            count,
        )
        % values
    )
