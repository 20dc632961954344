"""The game: points and what for, momentum, courage, quests and badges; and the switch that puts all of it away."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, get_args
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.journey.course import SwitchGame
from domain.journey.decide import Command
from domain.journey.quests import DeclineQuest, TakeQuest
from domain.vocabulary import Quest
from projections.game import GAME
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import told
from service.web.game.labels import ASKS, BADGES, EARNED_BY, PARTS
from service.web.game.page import OPEN_STEPS, game_page
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "take": marked("Taken. It counts what you do, whatever comes of it."),
    "decline": marked("Let go. It costs nothing, and you can take it another time."),
    "off": marked("The game is off. Nothing of it is shown, and nothing is lost."),
    "on": marked("The game is on. All you did in the meantime counts."),
}


@get("/journeys/{journey_id:uuid}/game", name="game")
async def game(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The game as it stands; switched off, only the switch."""
    seen = await visit.see("read_game", journey_id)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _shown(visit, seen, journey_id, Answers(), receipt)


@post("/journeys/{journey_id:uuid}/game/{deed:str}", name="game_deed")
async def game_deed(request: Asked, visit: Visits, journey_id: FromPath[UUID], deed: FromPath[str]) -> Page:
    """Take a quest or let it go; switch the game on or off."""
    seen = await visit.see("read_game", journey_id)
    answers, does = await answers_of(request), DEEDS.get(deed)
    if does is None:
        raise NotFoundException
    today = visit.today(await seen.journey())
    command = does(answers, today)
    if command and await told(visit, journey_id, answers, command, where=lambda _command, _field: WHOLE):
        return to(f"/journeys/{journey_id}/game?told={deed}")
    return await _shown(visit, seen, journey_id, answers)


def _quest(answers: Answers) -> Quest | None:
    quests: tuple[Quest, ...] = get_args(Quest)
    return answers.one_of("quest", quests, needed=True)


def take(answers: Answers, today: date) -> Command | None:
    """Take a quest on."""
    quest = _quest(answers)
    return TakeQuest(happened_on=today, quest=quest) if quest else None


def decline(answers: Answers, today: date) -> Command | None:
    """Let a quest pass."""
    quest = _quest(answers)
    return DeclineQuest(happened_on=today, quest=quest) if quest else None


def switch_off(_answers: Answers, today: date) -> Command:
    """Put the game away."""
    return SwitchGame(happened_on=today, on=False)


def switch_on(_answers: Answers, today: date) -> Command:
    """Take it out again."""
    return SwitchGame(happened_on=today, on=True)


DEEDS: Mapping[str, Callable[[Answers, date], Command | None]] = MappingProxyType(
    {"take": take, "decline": decline, "off": switch_off, "on": switch_on}
)
"""By the end of their address."""


async def _shown(
    visit: Visit, seen: JourneySeen, journey_id: UUID, answers: Answers, receipt: str | None = None
) -> Page:
    journey, view = await seen.journey(), await seen.view(GAME)
    titles = {key: role.title for key, role in journey.roles.items()}
    return page(
        "game/game.html" if view.switch.on else "game/off.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=game_page(view, titles, spoken()),
        open_steps=OPEN_STEPS,
        parts=PARTS,
        asks=ASKS,
        badges=BADGES,
        earned_by=EARNED_BY,
    )


HANDLERS = (game, game_deed)
