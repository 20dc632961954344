"""Who looked at a journey: the looks of one visit together, as somebody sees a page and not its parts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from service.accounts.caller import AccountRole
from service.authorization.access_log import AccessRecord
from service.authorization.reasons import AuthorizationReason
from service.web.privacy.labels import ACTS_SEEN, SOMETHING_OF_IT


class AccessLogLine(Struct, frozen=True, kw_only=True):
    """Somebody looked at a journey."""

    name: str | None
    """None when it is not known, or not known any more."""
    role: AccountRole
    at: datetime
    """Of the last look of the visit, where the client is."""
    what: tuple[str, ...]
    """What they looked at, each thing once; nothing when they only said why they want to."""
    why: AuthorizationReason
    reasons: tuple[str, ...]
    """What was said by who had not been let see it, the latest first."""


def group_accesses(
    looks: Sequence[AccessRecord], names: Mapping[UUID, str], time_zone: str
) -> Iterator[AccessLogLine]:
    """The looks of each day and person together, the latest first."""
    zone = ZoneInfo(time_zone)
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
                    ACTS_SEEN.get(one.act, SOMETHING_OF_IT) for one, _ in visit if one.act != "break_glass"
                )
            ),
            why=look.why,
            reasons=tuple(dict.fromkeys(one.reason for one, _ in visit if one.reason)),
        )
