"""Accesses to a journey, grouped by visit: a page counts once, not each of its parts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import AccountRole
from service.authorization.access_log import AccessRecord
from service.authorization.reasons import AuthorizationReason
from service.clock import stored_time_zone
from service.web.privacy.labels import READ_PARTS, SOMETHING_OF_IT


class AccessLogLine(Struct, frozen=True, kw_only=True):
    """One visit of a person to a journey."""

    name: str | None
    """None when it is not known, or not known any more."""
    role: AccountRole
    at: datetime
    """The time of the last access of the visit, in the time zone of the journey."""
    what: tuple[str, ...]
    """What was read, each part once; empty if only a reason was given."""
    why: AuthorizationReason
    reasons: tuple[str, ...]
    """The reasons given for reading without sight, the latest first."""


def group_accesses(
    looks: Sequence[AccessRecord], names: Mapping[UUID, str], time_zone: str
) -> Iterator[AccessLogLine]:
    """The accesses grouped by day and person, the latest first."""
    zone = stored_time_zone(time_zone)
    accesses = [(look, look.at.astimezone(zone)) for look in looks]
    for _, some in groupby(accesses, lambda one: (one[0].actor_id, one[0].why, one[1].date())):
        visit = list(some)
        look, at = visit[0]
        yield AccessLogLine(
            name=names.get(look.actor_id),
            role=look.role,
            at=at,
            what=tuple(
                dict.fromkeys(
                    READ_PARTS.get(one.act, SOMETHING_OF_IT) for one, _ in visit if one.act != "break_glass"
                )
            ),
            why=look.why,
            reasons=tuple(dict.fromkeys(one.reason for one, _ in visit if one.reason)),
        )
