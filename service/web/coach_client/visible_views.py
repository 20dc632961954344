"""What the pages of a client show: no more of it than their reader may see."""

from msgspec.structs import replace

from projections.agenda.projection import AGENDA
from projections.alerts.projection import ALERTS
from projections.alerts.view import Alert
from projections.coaching.projection import COACHING
from projections.coaching.suggested_stance import StanceFacts, SuggestedStance, suggest_stance
from projections.coaching.view import Coaching
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.gaps.projection import GAPS
from projections.network.projection import NETWORK
from projections.profile.projection import PROFILE
from projections.profile.view import Profile
from projections.refusals.projection import REFUSALS
from projections.refusals.view import Refusals
from projections.strengths.projection import STRENGTHS
from projections.timeline.projection import TIMELINE
from projections.weeks.projection import WEEKS
from projections.weeks.view import Weeks
from service.application.shown_alerts import shown_alerts
from service.authorization import field_filters
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.page import ClientData
from service.web.coach_client.period import ComparedPeriod

PROJECTIONS = (
    WEEKS,
    TIMELINE,
    DIFFERENCE,
    COACHING,
    PROFILE,
    STRENGTHS,
    GAPS,
    NETWORK,
    ALERTS,
    REFUSALS,
    AGENDA,
)
"""Of the first page and of the preparation sheet. How much of it is shown turns out with the load."""


def build_client_data(client: ClientContext, period: ComparedPeriod) -> ClientData:
    """What the first page shows to who sees the profile. All of `PROJECTIONS` must have been loaded."""
    folded, coaching = client.folded, visible_coaching(client)
    compared = folded.as_known_at(period.known_at, DIFFERENCE) if period.known_at else folded
    return ClientData(
        state=folded.state(PROFILE),
        steps=tuple(folded.view(TIMELINE).steps.values()),
        difference=compute_difference(compared.state(DIFFERENCE), period.since, period.until),
        compared=compared.state(DIFFERENCE).learning,
        profile=visible_profile(client),
        strengths=folded.view(STRENGTHS),
        gaps=folded.view(GAPS),
        network=folded.view(NETWORK),
        alerts=visible_alerts(client),
        refusals=visible_refusals(client),
        energy=coaching.energy if coaching and client.sees("read_pulses") else (),
    )


def visible_profile(client: ClientContext) -> Profile:
    """The profile, without what may be about health for who does not see that."""
    return field_filters.filter_profile(client.folded.view(PROFILE), client.level)


def visible_coaching(client: ClientContext) -> Coaching | None:
    """The coaching with the reader's own private notes and no other's; None for who may not see it."""
    if not client.sees("read_coaching"):
        return None
    folded = client.folded
    found = field_filters.filter_coaching(folded.view(COACHING), client.level)
    readable = field_filters.filter_private_notes(
        found, client.journey, client.level, folded.reader_id, folded.today
    )
    # What somebody else handed over stands apart, on top of every page or below these, and is not the reader's to share.
    others = {one.note_id for one in client.stand_in.notes}
    return replace(readable, notes=tuple(one for one in readable.notes if one.note_id not in others))


def visible_alerts(client: ClientContext) -> tuple[Alert, ...]:
    """The alerts that hold, but for a week off, of the rules that this reader may see."""
    rules = field_filters.visible_rules(client.level)
    return tuple(one for one in shown_alerts(client.folded) if one.rule in rules)


def visible_refusals(client: ClientContext) -> Refusals | None:
    """The rejections; None for who may not see them."""
    return client.folded.view(REFUSALS) if client.sees("read_refusals") else None


def visible_weeks(client: ClientContext) -> Weeks:
    """The weeks, but for empty ones after an ending; only their counts for who sees progress and no more."""
    found = field_filters.filter_weeks(client.folded.view(WEEKS), client.level)
    ended = client.ending.happened_on if client.ending else client.today
    return replace(found, weeks=tuple(one for one in found.weeks if one.monday <= ended or one.done))


def fitting_stance(client: ClientContext) -> SuggestedStance | None:
    """The coaching style that might fit now; None for who does not see why, and after an ending."""
    refusals = visible_refusals(client)
    if refusals is None or client.ending or not client.sees("read_coaching"):
        return None
    made = client.folded.view(NETWORK).approaches
    return suggest_stance(
        StanceFacts(
            alerts=frozenset(one.rule for one in visible_alerts(client)),
            care=refusals.care is not None,
            met=client.folded.view(PROFILE).scope.met,
            approaches=made.made,
            invited=made.invited + made.second_round + made.offer + made.close + made.not_close,
            waiting=made.waiting,
        )
    )
