"""The clients whose lists a coach may see, with the programmes that they are part of."""

from collections.abc import Sequence

from service.application.coach_discoveries import CoachedClient
from service.authorization.authorized_programmes import AuthorizedProgrammeList
from service.authorization.desk_entries import DeskJourney
from service.authorization.policy import level_covers
from service.web.page_context import PageContext


async def clients_with_lists(context: PageContext) -> list[DeskJourney]:
    """The caller's clients whose lists may be seen, with the facts of their journeys: what the desk reads anyway."""
    return [one for one in await context.desk.current_journeys() if level_covers(one.level, "read_profile")]


async def coached_clients(
    clients: Sequence[DeskJourney], programme_list: AuthorizedProgrammeList
) -> list[CoachedClient]:
    """These clients as their coach's discoveries are counted over them."""
    programmes = await programme_list.of_own_clients(clients) if clients else {}
    return [
        CoachedClient(
            journey_id=one.case.journey_id,
            called=one.case.called,
            journey=one.folded.journey,
            programmes=tuple(programmes.get(one.case.journey_id, ())),
        )
        for one in clients
    ]
