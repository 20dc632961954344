"""One journey told four times, each with a coach who was granted another sight; with words in it that few may read."""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from service.accounts.caller import Caller
from service.api.commands import BODY_BY_GROUP
from service.api.examples import DRAFT_STUDY_EXAMPLE, EXAMPLE_BY_GROUP, OPEN_PROGRAMME_EXAMPLE
from tests.authorization.matrix import Who
from tests.authorization.people import ServiceWithPeople
from tests.cast import (
    ADA,
    ANS,
    FOREIGN_ADMIN,
    FOREIGN_CLIENT,
    FOREIGN_COACH,
    FOREIGN_MANAGER,
    HANNA,
    INGRID,
    MARLOES,
    NOBODY,
    NORTHERN_LIGHT,
    PIETER,
    SVEN,
    person,
)
from tests.commands import command_json, execute

PRIVATE_NOTE = "my own worry about her"
SHARED_NOTE = "what we agreed on Monday"
HANDED_OVER = "what my deputy should know"
BLOCKED_FOR = "her back does not allow lifting"
LIMIT = "no lifting above ten kilos"
ENDING = "a long goodbye letter"
OUTLOOK = "the words of her week"

GRANTED: dict[Who, str | None] = {
    "coach_everything": "everything",
    "coach_profile": "profile",
    "coach_progress": "progress",
    "coach_not_granted": None,
    "deputy_profile": "everything",
    "deputy_asked": "everything",
    "deputy_over": "everything",
}
"""What the coach of each journey sees. Those of deputies have a coach of their own."""
AWAY: dict[Who, tuple[str, str | None]] = {
    "deputy_everything": ("2026-06-30", "everything"),
    "deputy_profile": ("2026-06-30", "profile"),
    "deputy_asked": ("2026-06-30", None),
    "deputy_over": ("2026-05-31", "everything"),
}
"""The last day of each deputy, and what the client said they may see; None if nothing was said yet."""
PEOPLE: dict[Who, Caller] = {
    "client": MARLOES,
    "coach_everything": INGRID,
    "coach_profile": person("coach"),
    "coach_progress": person("coach"),
    "coach_not_granted": person("coach"),
    "deputy_everything": person("coach"),
    "deputy_profile": person("coach"),
    "deputy_asked": person("coach"),
    "deputy_over": person("coach"),
    "other_client": ANS,
    "other_coach": SVEN,
    "manager": HANNA,
    "researcher": PIETER,
    "other_researcher": person("researcher"),
    "admin": ADA,
    "nobody": NOBODY,
    "foreign_client": FOREIGN_CLIENT,
    "foreign_coach": FOREIGN_COACH,
    "foreign_manager": FOREIGN_MANAGER,
    "foreign_admin": FOREIGN_ADMIN,
}
COACH_AWAY = person("coach")


class Told:
    """The journeys that were told, by the coach each has; a programme and a study."""

    def __init__(self) -> None:
        self.journeys: dict[Who, UUID] = {who: uuid4() for who in GRANTED}
        self.journeys["deputy_everything"] = self.journeys["coach_everything"]
        self.programme = uuid4()
        self.study = uuid4()

    def journey_for(self, who: Who) -> UUID:
        """The journey somebody is tried on: a coach's own, for all others the one that is granted whole."""
        return self.journeys.get(who, self.journeys["coach_everything"])


async def told(service: ServiceWithPeople, *, ended: bool = True) -> Told:
    """Tell them all, to their ending or not."""
    world = Told()
    for who, scope in GRANTED.items():
        journey_id, coach = world.journeys[who], COACH_AWAY if who in AWAY else PEOPLE[who]
        await _tell(service, journey_id, coach.person_id, scope)
        deputy: Who = "deputy_everything" if who == "coach_everything" else who
        away = AWAY.get(deputy) or (("2026-06-30", scope) if scope else None)
        if away:
            stands_in = PEOPLE[deputy] if deputy in AWAY else person("coach")
            await _deputise(service, journey_id, coach, stands_in.person_id, *away)
        if ended:
            ending = command_json("RecordEnding", ending="rest", note=ENDING)
            await _record(service, journey_id, PEOPLE["client"], "course", [ending])
    body = {"command_id": str(uuid4()), "commands": OPEN_PROGRAMME_EXAMPLE["commands"]}
    answer = await service.ask(PEOPLE["manager"], f"/api/v1/programmes/{world.programme}/commands", body)
    assert answer.status_code == 201, answer.text
    body = {"command_id": str(uuid4()), "commands": DRAFT_STUDY_EXAMPLE["commands"]}
    answer = await service.ask(PEOPLE["researcher"], f"/api/v1/studies/{world.study}/commands", body)
    assert answer.status_code == 201, answer.text
    await service.shown()
    return world


async def _tell(service: ServiceWithPeople, journey_id: UUID, coach_id: UUID, scope: str | None) -> None:
    client = PEOPLE["client"]
    for noun, body in EXAMPLE_BY_GROUP.items():
        if noun not in ("sight", "entries"):
            await _record(service, journey_id, client, noun, body["commands"])
    condition, role = str(uuid4()), str(uuid4())
    await _record(
        service,
        journey_id,
        client,
        "roles",
        [
            command_json("DeclareCondition", condition_id=condition, wording=LIMIT),
            command_json("DiscoverRole", role_id=role, title="porter", distance="near"),
            command_json("BlockRole", role_id=role, reason=BLOCKED_FOR, condition_id=condition),
        ],
    )
    await _record(
        service,
        journey_id,
        client,
        "weeks",
        [command_json("ReviewWeek", "2026-02-02", monday="2026-01-26", conclusion=OUTLOOK)],
    )
    await _record(
        service,
        journey_id,
        client,
        "coaching",
        [command_json("AssignCoach", coach_id=str(coach_id), name="Ingrid")],
    )
    await _record(
        service,
        journey_id,
        PEOPLE["coach_everything"],
        "coaching",
        [
            command_json("WriteNote", note_id=str(uuid4()), text=PRIVATE_NOTE),
            command_json("WriteNote", note_id=str(uuid4()), text=SHARED_NOTE, shared=True),
        ],
    )
    if scope:
        grant = command_json(
            "GrantSight", reader_id=str(coach_id), reader="coach", name="Ingrid", scope=scope
        )
        await _record(service, journey_id, client, "sight", [grant])
    await service.clients.link_journey(NORTHERN_LIGHT, journey_id, client.person_id)


async def _deputise(
    service: ServiceWithPeople,
    journey_id: UUID,
    coach: Caller,
    deputy_id: UUID,
    last_day: str,
    scope: str | None,
) -> None:
    on = "2026-05-10"
    asked = {
        "cover_id": str(uuid4()),
        "deputy_id": str(deputy_id),
        "name": "Sanne",
        "first_day": on,
        "last_day": last_day,
    }
    proposal = command_json("ProposeDeputy", on, **asked)
    handed_over = command_json("WriteNote", on, note_id=str(uuid4()), text=HANDED_OVER, handover=True)
    await _record(service, journey_id, coach, "sight", [proposal])
    await _record(service, journey_id, coach, "coaching", [handed_over])
    if scope:
        answer = command_json("AnswerDeputy", on, **asked, agreed=True, scope=scope)
        await _record(service, journey_id, PEOPLE["client"], "sight", [answer])


async def _record(
    service: ServiceWithPeople, journey_id: UUID, by: Caller, noun: str, commands: list[dict[str, Any]]
) -> None:
    body: Any = msgspec.convert({"command_id": str(uuid4()), "commands": commands}, BODY_BY_GROUP[noun])
    await execute(
        service.app.state.services.journeys,
        journey_id,
        *body.commands,
        command_id=body.command_id,
        actor_id=by.person_id,
        tenant_id=NORTHERN_LIGHT,
    )


def sample(noun: str) -> dict[str, Any]:
    """One command of each noun, to try who may give it."""
    match noun:
        case "commands":
            return command_json("RateEnergy", rating=5)
        case "course":
            return command_json("AdjustPlan", weekly_goal=2)
        case "portrait":
            return command_json("SetGoal", goal_id=str(uuid4()), wording="a talk")
        case "roles":
            return command_json("DiscoverRole", role_id=str(uuid4()), title="archivist", distance="near")
        case "experiments":
            return command_json("PlanExperiment", experiment_id=str(uuid4()), kind="conversation")
        case "evidence":
            return command_json("NameCriterion", criterion_id=str(uuid4()), wording="daylight")
        case "approaches":
            return command_json("PauseAfterRefusal", experiment_id=str(uuid4()))
        case "network":
            return command_json("AddContact", contact_id=str(uuid4()), name="Bo", tie="weak")
        case "pitches":
            return command_json("RevisePitch", pitch_id=str(uuid4()), wording="I can listen.")
        case "weeks":
            return command_json("PlanWeek", monday="2026-04-27", intention="one talk")
        case "coaching":
            return command_json("WriteNote", note_id=str(uuid4()), text="Ask about the train.")
        case "quests":
            return command_json("OfferQuest", quest="gap_closer")
        case "sight":
            return command_json(
                "GrantSight", reader_id=str(uuid4()), reader="ally", name="Bo", scope="progress"
            )
        case _:
            return command_json("RetractEntry", number=100_000)
