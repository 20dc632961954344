"""The matrix of roles, routes and fields: what of an answer is shown to whom (ASVS 8.1.2, 8.2.3, 15.3.1)."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from service.api.commands import BODY_BY_GROUP
from tests.api.described import DESCRIBED, OPERATIONS, answer_of
from tests.authorization.field_matrix import PARTLY_SHOWN
from tests.authorization.matrix import ALL, MATRIX, Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import PEOPLE, told
from tests.authorization.test_matrix import World
from tests.cast import NORTHERN_LIGHT
from tests.commands import command_json, execute
from tests.databases import Databases

VIEWS = {one.name: one for one in OPERATIONS if one.method == "get" and one.name in MATRIX and one.is_json}
PERSONAL = re.compile(r"journey_id|called|person|client(?!s$)|email|role_id|contact_id|wording|text|note")
ASKED: dict[str, Any] = {
    "get_desk": {"ended": True},
    "get_journeys_difference": {"since": "2026-02-01"},
    "get_journeys_events": {"limit": 1000},
}
NOTHING: tuple[Any, ...] = (None, [], {}, "")
WHOLE = [name for name in VIEWS if name not in PARTLY_SHOWN and "{journey_id}" in VIEWS[name].path]


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """Four journeys that were told in more words still, one of them part of a programme."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        journeys = await told(running, ended=False)
        for journey_id in set(journeys.journeys.values()):
            await _more(running, journey_id)
        await running.shown()
        await running.app.state.services.scheduler.run_once()
        for journey_id in set(journeys.journeys.values()):
            await _ended(running, journey_id)
        enrolled = command_json("EnrolJourney", journey_id=str(journeys.journeys["coach_everything"]))
        body = {"command_id": str(uuid4()), "commands": [enrolled]}
        address = f"/api/v1/programmes/{journeys.programme}/commands"
        assert (await running.ask(PEOPLE["manager"], address, body)).status_code == 201
        await running.shown()
        yield running, journeys


async def _more(at_home: ServiceWithPeople, journey_id: UUID) -> None:
    """What the story leaves out and only some may see."""
    role, blocked, story = str(uuid4()), str(uuid4()), str(uuid4())
    answer = await at_home.tell(
        PEOPLE["client"],
        journey_id,
        command_json("DiscoverRole", role_id=role, title="ferryman", distance="far"),
        command_json("ParkRole", role_id=role, reason="the river froze"),
        command_json("DiscoverRole", "2026-01-20", role_id=blocked, title="roofer", distance="far"),
        command_json("BlockRole", role_id=blocked, reason="the ladders"),
        command_json("NameInsight", insight_id=str(uuid4()), wording="mornings are mine"),
        command_json("RecordStory", story_id=story, title="the storm", story="we rowed"),
        command_json(
            "JudgeSkill",
            skill_id="rowing",
            title="rowing",
            standing="has",
            evidence={"kind": "story", "id": story},
        ),
        command_json(
            "OfferSuggestions", monday="2026-04-27", offers=[{"role_id": role, "kind": "conversation"}]
        ),
        command_json("RateEnergy", rating=5),
    )
    assert answer.status_code == 201, answer.text


def _an_offer_against_what_she_believed() -> list[dict[str, Any]]:
    role, step = {"role_id": str(uuid4())}, {"experiment_id": str(uuid4())}
    belief, before = "they take nobody from outside", "2026-04-30"
    return [
        command_json("DiscoverRole", before, title="pilot", distance="near", **role),
        command_json("PlanExperiment", before, kind="application", hypothesis=belief, **role, **step),
        command_json("RunExperiment", before, **step),
        command_json("RecordAnswer", answer="offer", **step),
        command_json("JudgeBelief", verdict="did_not", **step),
    ]


async def _ended(at_home: ServiceWithPeople, journey_id: UUID) -> None:
    """The coach got in touch after the alerts, and it ended well."""
    called = {
        "command_id": str(uuid4()),
        "commands": [command_json("HoldCheckIn", "2026-06-01", check_in_id=str(uuid4()))],
    }
    coached: Any = msgspec.convert(called, BODY_BY_GROUP["coaching"])
    coach = PEOPLE["coach_everything"].person_id
    await execute(
        at_home.app.state.services.journeys,
        journey_id,
        *coached.commands,
        command_id=coached.command_id,
        actor_id=coach,
        tenant_id=NORTHERN_LIGHT,
    )
    answer = await at_home.tell(
        PEOPLE["client"],
        journey_id,
        command_json("ReviewWeek", "2026-05-01", monday="2026-04-27", conclusion="the river is open"),
        *_an_offer_against_what_she_believed(),
        command_json("RecordEnding", "2026-05-02", ending="rest", note="a long goodbye letter"),
        command_json(
            "PlanAfterCare",
            "2026-06-01",
            after_care_id=str(uuid4()),
            due="2026-07-01",
            what="a call in the summer",
        ),
        command_json(
            "PlanAfterCare", "2026-05-02", after_care_id=str(uuid4()), due="2026-05-08", what="a card"
        ),
    )
    assert answer.status_code == 201, answer.text


async def answers_to(world: World, name: str) -> dict[Who, Any]:
    """What each of those is answered who are let in, and are asked about here."""
    at_home, journeys = world
    found: dict[Who, Any] = {}
    for who in (one for one in ALL if MATRIX[name][one] == "in" and one in readers_of(name)):
        path = VIEWS[name].path.replace("{journey_id}", str(journeys.journey_for(who)))
        path = path.replace("{programme_id}", str(journeys.programme))
        path = path.replace("{study_id}", str(journeys.study))
        answer = await at_home.ask(PEOPLE[who], path, **ASKED.get(name, {}))
        assert answer.status_code == 200, answer.text
        found[who] = answer.json()
    return found


def readers_of(name: str) -> frozenset[Who]:
    return frozenset().union(*PARTLY_SHOWN[name].values()) if name in PARTLY_SHOWN else frozenset(ALL)


def leaves(schema: dict[str, Any], at: str = "", seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The path of every field that the document describes inside a schema."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from leaves(DESCRIBED["components"]["schemas"][name], at, (*seen, name))
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from leaves(one, at, seen)
    elif "properties" in schema:
        for name, inside in schema["properties"].items():
            yield from leaves(inside, f"{at}.{name}".lstrip("."), seen)
    elif schema.get("items"):
        yield from leaves(schema["items"], f"{at}[]", seen)
    elif schema.get("type") != "null":
        yield at


def covers(path: str, leaf: str) -> bool:
    plain = re.sub(r"\[\w+=\w+]", "[]", path)
    return leaf == plain or leaf.startswith((f"{plain}.", f"{plain}["))


def values(answer: Any, path: str) -> Iterator[Any]:
    """Everything that stands at a path."""
    if not path:
        yield answer
    elif isinstance(answer, dict):
        step, _, rest = path.partition(".")
        name, _, picked = step.rstrip("]").partition("[")
        inside = answer.get(name)
        if "[" not in step:
            yield from values(inside, rest)
        else:
            key, _, wanted = picked.partition("=")
            for one in inside or ():
                if not key or str(one.get(key)) == wanted:
                    yield from values(one, rest)


def is_shown(answer: Any, path: str) -> bool:
    return any(value not in NOTHING for value in values(answer, path))


@pytest.mark.parametrize("name", PARTLY_SHOWN)
def test_every_field_of_an_answer_that_is_shown_in_part_is_in_the_matrix(name: str) -> None:
    fields = list(dict.fromkeys(leaves(answer_of(VIEWS[name].path))))

    overlooked = [leaf for leaf in fields if not any(covers(path, leaf) for path in PARTLY_SHOWN[name])]
    gone = [path for path in PARTLY_SHOWN[name] if not any(covers(path, leaf) for leaf in fields)]

    assert (overlooked, gone) == ([], [])


@pytest.mark.parametrize("name", PARTLY_SHOWN)
async def test_a_field_is_shown_to_whom_the_matrix_says(world: World, name: str) -> None:
    answers = await answers_to(world, name)

    told_at_all = {
        path for path in PARTLY_SHOWN[name] if any(is_shown(one, path) for one in answers.values())
    }
    shown = {path: {who for who, one in answers.items() if is_shown(one, path)} for path in told_at_all}

    limited = {path for path, readers in PARTLY_SHOWN[name].items() if readers != readers_of(name)}
    assert shown == {path: set(PARTLY_SHOWN[name][path]) for path in told_at_all}
    assert limited - told_at_all == NEVER_TOLD.get(name, set())


NEVER_TOLD: dict[str, set[str]] = {
    "get_journeys_role_stories": {"roles[].entries[].other_steps", "roles[].entries[].close"}
}
"""Limited fields about which the story tells nothing."""


@pytest.mark.parametrize("name", WHOLE)
async def test_all_who_see_any_of_another_answer_see_the_same_fields(world: World, name: str) -> None:
    fields = list(dict.fromkeys(leaves(answer_of(VIEWS[name].path))))
    answers = await answers_to(world, name)

    shown = [{leaf for leaf in fields if is_shown(one, leaf)} for one in answers.values()]

    assert [one for one in shown if one != shown[0]] == []


async def test_a_history_lacks_the_coachs_own_for_its_client(world: World) -> None:
    answers = await answers_to(world, "get_journeys_events")

    hers, the_coachs = [
        [one["event"]["type"] for one in answers[who]["events"]] for who in ("client", "coach_everything")
    ]

    assert {one for one in the_coachs if one.startswith("Alert")} == {"AlertOpened"}
    assert [one for one in hers if one.startswith("Alert")] == []
    assert (hers.count("NoteWritten"), the_coachs.count("NoteWritten")) == (1, 3)


def test_whoever_leads_or_studies_a_programme_is_answered_nothing_about_a_journey() -> None:
    about_one = [name for name, one in VIEWS.items() if "{journey_id}" in one.path]

    assert {MATRIX[name][who] for name in about_one for who in ("manager", "researcher", "admin")} == {404}


@pytest.mark.parametrize(
    "name", ["get_programmes_totals", "get_programmes_silences", "get_programmes_workload"]
)
def test_totals_have_no_field_about_one_person(name: str) -> None:
    fields = leaves(answer_of(VIEWS[name].path))

    assert [leaf for leaf in fields if PERSONAL.search(leaf)] == []
