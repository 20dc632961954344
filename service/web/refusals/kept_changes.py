"""What the client decided to do differently after the last no for a role, to be seen when the next interview is planned."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import role_followed_up
from domain.redacted import is_readable
from service.localization.collation import sorted_by_name


class KeptChange(Struct, frozen=True, kw_only=True):
    """The one change that was kept for a role."""

    role: str
    change: str


def kept_changes(journey: Journey) -> Sequence[KeptChange]:
    """The change that was kept last for each role, by the name of the role."""
    titles = {key: one.title for key, one in journey.roles.items()}
    latest = {titles[key]: change for key, change in _by_role(journey).items() if key in titles}
    return [KeptChange(role=title, change=latest[title]) for title in sorted_by_name(latest)]


def _by_role(journey: Journey) -> dict[UUID, str]:
    plans = {key: one.planned for key, one in journey.experiments.items()}
    found: dict[UUID, str] = {}
    for one in sorted(journey.refusals.concluded.values(), key=lambda each: each.happened_on):
        plan = plans[one.experiment_id]
        role_id = plan.role_id or role_followed_up(plan, plans)
        if role_id and one.change and is_readable(one.change):
            found[role_id] = one.change
    return found
