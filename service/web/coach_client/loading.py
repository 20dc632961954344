"""Fetches what the pages of a client show, no more of it than their reader sees."""

from collections.abc import Sequence

from projections.alerts import ALERTS
from projections.alerts.view import Alert
from projections.coaching import COACHING
from projections.coaching.view import Coaching
from projections.difference import DIFFERENCE, compute_difference
from projections.gaps import GAPS
from projections.network import NETWORK
from projections.profile import PROFILE
from projections.profile.view import Profile
from projections.strengths import STRENGTHS
from projections.timeline.view import TIMELINE
from service.authorization import field_filters
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.page import ClientData
from service.web.coach_client.period import ComparedPeriod


async def load_client_data(client: ClientContext, period: ComparedPeriod) -> ClientData:
    """What the first page shows to who sees the profile."""
    seen = client.seen
    told = await seen.view(TIMELINE)
    compared = await seen.fold(DIFFERENCE)
    coaching = await load_coaching(client)
    return ClientData(
        state=(await seen.fold(PROFILE)).state(PROFILE),
        steps=tuple(told.steps.values()),
        difference=compute_difference(compared.state(DIFFERENCE), period.since, period.until),
        profile=await load_profile(client),
        strengths=await seen.view(STRENGTHS),
        gaps=await seen.view(GAPS),
        network=await seen.view(NETWORK),
        alerts=await load_alerts(client),
        energy=coaching.energy if coaching and client.sees("read_pulses") else (),
    )


async def load_profile(client: ClientContext) -> Profile:
    """The profile, without what may be about health for who does not see that."""
    return field_filters.filter_profile(await client.seen.view(PROFILE), client.level)


async def load_coaching(client: ClientContext) -> Coaching | None:
    """The coaching with the reader's own private notes and no other's; None for who may not see it."""
    if not client.sees("read_coaching"):
        return None
    seen = client.seen
    found = field_filters.filter_coaching(await seen.view(COACHING), client.level)
    return field_filters.filter_private_notes(found, client.journey, client.level, seen.reader)


async def load_alerts(client: ClientContext) -> Sequence[Alert]:
    """The alerts that hold; none for who may not see them."""
    if not client.sees("read_alerts"):
        return ()
    reading = await client.seen.fold(ALERTS)
    return reading.view(ALERTS)
