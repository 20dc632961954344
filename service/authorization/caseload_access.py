"""What the caseload and the desk share: who asks, and which journeys of some they may see."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from domain.journey.aggregate import Journey
from projections.caseload.state import CaseloadEntry
from service.accounts.caller import Caller
from service.application.journeys import Journeys
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision, JourneyAttributes, authorize
from service.read_models.caseload import Caseload

if TYPE_CHECKING:
    pass


class CaseloadAccess:
    """The journeys of an organisation, for one caller. Without an authorizer (no accounts) they may see every one."""

    def __init__(
        self,
        caller: Caller,
        case_list: Caseload,
        journeys: Journeys,
        rights: Authorizer | None,
    ) -> None:
        self._caller = caller
        self._case_list = case_list
        self._journeys = journeys
        self._rights = rights

    def _allowed(self, action: Action) -> AuthorizationDecision:
        decision = authorize(self._caller, action, JourneyAttributes(tenant_id=self._caller.tenant_id))
        if not decision.allowed:
            raise Forbidden(decision)
        return decision

    def _earliest_day(self) -> date:
        """The day that it still is somewhere on earth."""
        return self._journeys.utc_date() - timedelta(days=1)

    async def _authorize(
        self,
        rights: Authorizer,
        cases: Sequence[CaseloadEntry],
        journeys: Mapping[UUID, Journey],
        action: Action,
    ) -> list[tuple[CaseloadEntry, AuthorizationDecision]]:
        """The entries that the caller may see, with the client's name from the journey:
        the stored entry may lack it.
        """
        seen = await rights.attributes_of_many(self._caller, journeys)
        judged: list[tuple[CaseloadEntry, AuthorizationDecision]] = []
        for case in cases:
            if about := seen.get(case.journey_id):
                decision = authorize(self._caller, action, about)
                if decision.allowed:
                    judged.append((with_name(case, journeys[case.journey_id]), decision))
        return judged


def with_name(case: CaseloadEntry, journey: Journey) -> CaseloadEntry:
    """The entry with the client's name from the journey: the stored one may lack it."""
    return replace(case, called=journey.started.event.called)
