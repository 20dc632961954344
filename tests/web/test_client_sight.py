"""Who sees how much of a client's pages: as much as the client granted, and a sentence about the rest."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from service.api.examples import APPLICATION, ROLE
from service.atlas.tables import read_table
from tests.authorization.matrix import Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import BLOCKED_FOR, LIMIT, PEOPLE, PRIVATE_NOTE, SHARED_NOTE, Told, told
from tests.cast import person
from tests.commands import command_json
from tests.databases import Databases
from tests.web.running_pages import seen

ROOMS = ("", "/weeks", "/person", "/notes", "/offers", "/preparation", "/map", "/replay")

WITH_TIPS: tuple[Who, ...] = ("coach_everything", "coach_profile", "coach_progress")

World = tuple[ServiceWithPeople, Told]


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    """One journey told four times, each with a coach who was granted another sight."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running, ended=False)


async def pages_for(world: World, who: Who) -> dict[str, str]:
    """What every room shows to somebody, of the journey they are tried on."""
    at_home, journeys = world
    shown = dict[str, str]()
    for room in ROOMS:
        answer = await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}{room}")
        assert answer.status_code == 200, answer.text
        shown[room] = seen(answer.text)
    return shown


async def test_a_coach_who_sees_everything_reads_notes_of_their_own(world: World) -> None:
    shown = await pages_for(world, "coach_everything")

    assert SHARED_NOTE in shown["/notes"]
    assert PRIVATE_NOTE in shown["/notes"]
    assert "shares" not in shown[""]
    assert BLOCKED_FOR not in shown["/offers"]


async def test_a_private_note_is_not_read_by_the_coach_who_comes_after(world: World) -> None:
    at_home, journeys = world
    journey_id, after = journeys.journey_for("coach_not_granted"), person("coach")
    coach_id = str(after.person_id)
    answer = await at_home.tell(
        PEOPLE["client"],
        journey_id,
        command_json("AssignCoach", coach_id=coach_id, name="Sanne"),
        command_json("GrantSight", reader="coach", reader_id=coach_id, name="Sanne", scope="everything"),
    )
    assert answer.status_code == 201, answer.text

    shown = await at_home.ask(after, f"/clients/{journey_id}/notes")

    assert SHARED_NOTE in shown.text
    assert PRIVATE_NOTE not in shown.text


async def test_a_coach_who_sees_the_profile_reads_neither_notes_nor_energy_nor_alerts_beyond_progress(
    world: World,
) -> None:
    shown = await pages_for(world, "coach_profile")

    everything = " ".join(shown.values())
    for private in (PRIVATE_NOTE, SHARED_NOTE, BLOCKED_FOR, "Energy", "Your coaching style"):
        assert private not in everything
    for page in shown.values():
        assert (
            "shares progress and the search profile with you. What sessions and notes say, agreements and energy are not shared."
            in page
        )
    assert "Two dates compared" in shown[""]


async def test_what_was_heard_after_a_no_is_read_by_a_coach_who_sees_everything(world: World) -> None:
    at_home, journeys = world
    step_id, heard = str(uuid4()), "more than one ward"
    told_of_it = (
        command_json("PlanExperiment", experiment_id=step_id, kind="conversation"),
        command_json("RunExperiment", experiment_id=step_id),
        command_json("RecordAnswer", experiment_id=step_id, answer="rejected_unseen"),
        command_json("RequestFeedback", experiment_id=step_id),
        command_json(
            "ReceiveFeedback",
            experiment_id=step_id,
            usable=True,
            points={"competence": heard},
            heard={"competence": "not_enough"},
            via="call",
        ),
        command_json("ConcludeRefusal", experiment_id=step_id, change="Begin with both wards"),
    )
    for who in ("coach_everything", "coach_profile"):
        answer = await at_home.tell(PEOPLE["client"], journeys.journey_for(who), *told_of_it)
        assert answer.status_code == 201, answer.text

    everything, profile = await pages_for(world, "coach_everything"), await pages_for(world, "coach_profile")

    assert f"Skills and experience Not enough · {heard}" in everything[""]
    assert "The one change for next time: Begin with both wards" in everything[""]
    assert heard not in " ".join(profile.values())
    assert "both wards" not in " ".join(profile.values())


OF_THE_PERSON: dict[str, tuple[dict[str, Any], frozenset[Who]]] = {
    "What else can a baker do?": (
        command_json(
            "AgreeIntake", question="What else can a baker do?", aim="a trial", occasion="a bad knee"
        ),
        frozenset({"coach_everything"}),
    ),
    "a bad knee": ({}, frozenset({"coach_everything"})),
    "bake for forty people": (
        command_json("AnswerQuestions", can="bake for forty people"),
        frozenset({"coach_everything", "coach_profile"}),
    ),
    "Fairness": (
        command_json("NameValue", value_id=str(uuid4()), wording="Fairness"),
        frozenset({"coach_everything"}),
    ),
    "a lighthouse keeper": (
        command_json(
            "DecodeDream",
            dream_id=str(uuid4()),
            dream="a lighthouse keeper",
            qualities=[{"quality_id": str(uuid4()), "wording": "being needed"}],
        ),
        frozenset({"coach_everything"}),
    ),
    "a garden in the morning": (
        command_json(
            "SketchIdeal",
            sketch_id=str(uuid4()),
            sketch="a garden in the morning",
            qualities=[{"quality_id": str(uuid4()), "wording": "being outside"}],
        ),
        frozenset({"coach_everything"}),
    ),
    "The night the oven broke": (
        command_json(
            "RecordStory",
            story_id=str(uuid4()),
            title="The night the oven broke",
            story="We baked at the neighbours'.",
        ),
        frozenset({"coach_everything"}),
    ),
    "Career Compass": (
        command_json("NoteAssessment", assessment_id=str(uuid4()), instrument="Career Compass"),
        frozenset({"coach_everything"}),
    ),
    "learn to say no": (
        command_json("SetGoal", goal_id=str(uuid4()), wording="learn to say no"),
        frozenset({"coach_everything"}),
    ),
    "Meet the market": (
        command_json("EmphasisePhase", phase="market_approach"),
        frozenset({"coach_everything", "coach_profile", "coach_progress"}),
    ),
    LIMIT: ({}, frozenset({"coach_everything"})),
}
"""Words on the page about the person, how they are recorded, and for which coach they are."""


async def test_of_the_person_each_coach_reads_as_much_as_is_shared(world: World) -> None:
    at_home, journeys = world
    coaches: tuple[Who, ...] = ("coach_everything", "coach_profile", "coach_progress")
    for who in coaches:
        told_of_them = [command for command, _ in OF_THE_PERSON.values() if command]
        answer = await at_home.tell(PEOPLE["client"], journeys.journey_for(who), *told_of_them)
        assert answer.status_code == 201, answer.text

    shown = {who: await pages_for(world, who) for who in coaches}

    read = {
        text: frozenset(who for who in coaches if text.lower() in shown[who]["/person"].lower())
        for text in OF_THE_PERSON
    }
    assert read == {text: readers for text, (_, readers) in OF_THE_PERSON.items()}
    for who in coaches:
        if who != "coach_everything":
            hidden = [text for text, (_, readers) in OF_THE_PERSON.items() if who not in readers]
            assert [one for one in hidden if one in " ".join(shown[who].values())] == []


@pytest.mark.parametrize(
    ("who", "headings"),
    [
        (
            "coach_profile",
            {
                "news",
                "happened",
                "moved",
                "conclusions",
                "strengths",
                "tries",
                "contradictions",
                "guesses",
                "alerts",
            },
        ),
        ("coach_progress", set[str]()),
    ],
)
async def test_the_session_sheet_leaves_out_what_is_not_shared(
    world: World, who: Who, headings: set[str]
) -> None:
    at_home, journeys = world
    answer = await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}/preparation")

    assert set(re.findall(r'<h2 id="([\w-]+)">', answer.text)) <= headings
    assert "shares" in seen(answer.text)


async def test_a_coach_who_sees_progress_reads_how_many_steps_and_not_which(world: World) -> None:
    shown = await pages_for(world, "coach_progress")

    everything = " ".join(shown.values())
    assert "steps so far" in shown[""] or "One step so far" in shown[""]
    for private in (
        PRIVATE_NOTE,
        SHARED_NOTE,
        BLOCKED_FOR,
        "Two dates compared",
        "Biggest change",
        "changed most",
        "Conversation ·",
    ):
        assert private not in everything
    assert "shares only whether there is progress" in shown["/weeks"]


async def role_pages(world: World, who: Who) -> dict[str, str]:
    """The page of each role of the journey that somebody is tried on, by its title."""
    at_home, journeys = world
    journey_id = journeys.journey_for(who)
    profile = await at_home.ask(PEOPLE["client"], f"/api/v1/journeys/{journey_id}/profile")
    shown = dict[str, str]()
    for role in profile.json()["roles"]:
        answer = await at_home.ask(PEOPLE[who], f"/clients/{journey_id}/roles/{role['role_id']}")
        assert answer.status_code == 200, answer.text
        shown[role["title"]] = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    assert shown
    return shown


async def test_a_reviewed_week_counts_as_reviewed_for_who_sees_progress_only(world: World) -> None:
    counts = {
        who: re.search(r"Of \d+ weeks?, \d+ (?:was|were) reviewed", (await pages_for(world, who))["/weeks"])
        for who in ("coach_everything", "coach_progress")
    }

    assert counts["coach_everything"]
    assert counts["coach_progress"]
    assert counts["coach_everything"][0] == counts["coach_progress"][0]


async def test_who_sees_progress_reads_neither_role_nor_figure_on_its_page(world: World) -> None:
    shown = await role_pages(world, "coach_progress")

    for title, page in shown.items():
        assert "The roles are not shared with you." in page
        assert "shares only whether there is progress" in page
        assert title.lower() not in seen(page).lower()
        assert not re.search(r"potential|\d+ ± \d+|\d+%", seen(page), re.IGNORECASE)


async def test_who_sees_the_profile_reads_a_role_s_figures_and_moves_and_nothing_of_the_entries(
    world: World,
) -> None:
    shown, whole = await role_pages(world, "coach_profile"), await role_pages(world, "coach_everything")

    for page in shown.values():
        assert "You see the figures and what moved them." in page
        assert "Week by week" in page
        assert not re.search(r'href="/journeys/|class="agrees"|class="contradicts"|[Rr]ated \d+ out of', page)
        assert BLOCKED_FOR not in page
    links, moves = r'href="/journeys/[^"]*/experiments/', r"without it, and with it:"
    assert any(re.search(links, page) for page in whole.values())
    for title, page in whole.items():
        assert len(re.findall(moves, page)) == len(re.findall(moves, shown[title]))


async def test_what_a_role_takes_is_read_with_the_profile_and_what_shows_it_with_everything(
    world: World,
) -> None:
    at_home, journeys = world
    occupation = read_table("starter/occupations.tsv")[0]
    asked = read_table("starter/occupation_skills.tsv")[0]
    shown = dict[str, str]()
    whos: tuple[Who, ...] = ("coach_everything", "coach_profile", "coach_progress")
    for who in whos:
        journey_id = journeys.journey_for(who)
        answer = await at_home.tell(
            PEOPLE["client"],
            journey_id,
            command_json(
                "LinkRole",
                role_id=ROLE,
                isco_group=occupation["isco_group"],
                occupation_id=occupation["occupation_id"],
            ),
            command_json(
                "JudgeSkill",
                skill_id=asked["skill_id"],
                title="a skill",
                standing="partly",
                evidence={"kind": "feedback", "id": APPLICATION},
            ),
        )
        assert answer.status_code == 201, answer.text
        page = await at_home.ask(PEOPLE[who], f"/clients/{journey_id}/roles/{ROLE}")
        shown[who] = page.text

    assert "Feedback:" in shown["coach_everything"]
    assert "they wanted audit experience" in shown["coach_everything"].lower()
    for private in ("Feedback:", "they wanted audit experience", 'href="/journeys/'):
        assert private not in shown["coach_profile"]
    for who in ("coach_everything", "coach_profile"):
        assert "Partly: 1." in seen(shown[who])
    assert "What it takes" not in shown["coach_progress"]


async def test_who_was_not_granted_anything_finds_no_such_client(world: World) -> None:
    at_home, journeys = world

    strangers: tuple[Who, ...] = ("coach_not_granted", "other_coach", "manager", "foreign_coach")
    answers = [
        await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}{room}")
        for who in strangers
        for room in ROOMS
    ]

    assert {answer.status_code for answer in answers} == {404}


async def test_a_client_is_led_from_her_coachs_page_to_her_own(world: World) -> None:
    at_home, journeys = world
    journey_id = journeys.journey_for("client")

    answer = await at_home.ask(PEOPLE["client"], f"/clients/{journey_id}/notes")

    assert answer.status_code == 403
    assert "This page is for your coach" in seen(answer.text)
    assert f'href="/journeys/{journey_id}/profile"' in answer.text
    assert PRIVATE_NOTE not in answer.text


async def test_every_look_at_a_clients_page_is_noted_once_as_what_was_seen(world: World) -> None:
    at_home, journeys = world
    journey_id, before = journeys.journey_for("coach_progress"), await looks(world, "coach_progress")

    await at_home.ask(PEOPLE["coach_progress"], f"/clients/{journey_id}/weeks")

    after = await looks(world, "coach_progress")
    assert len(after) == len(before) + 1
    assert after[0] == "read_line"


async def looks(world: World, who: Who) -> list[str]:
    at_home, journeys = world
    journey_id = journeys.journey_for(who)
    page = await at_home.rights.access_log.all_records(PEOPLE["client"].tenant_id, journey_id)
    return [look.act for look in page.looks if look.actor_id == PEOPLE[who].person_id]


@pytest.mark.parametrize(("who", "sees"), [("coach_everything", True), ("coach_profile", False)])
async def test_an_offer_is_seen_by_the_coach_who_sees_everything(world: World, who: Who, sees: bool) -> None:
    at_home, journeys = world
    journey_id, step = journeys.journey_for(who), str(uuid4())
    answer = await at_home.tell(
        PEOPLE["client"],
        journey_id,
        command_json(
            "PlanExperiment",
            experiment_id=step,
            kind="application",
            new_role={"role_id": str(uuid4()), "title": "baker", "distance": "near"},
        ),
        command_json("RunExperiment", experiment_id=step),
        command_json("RecordAnswer", experiment_id=step, answer="offer"),
    )
    assert answer.status_code == 201, answer.text

    shown = await pages_for(world, who)

    assert ("An offer waits for their answer" in shown[""]) is sees


async def test_a_coach_s_own_map_holds_tips_to_those_alone_whose_lists_are_shared(world: World) -> None:
    at_home, journeys = world
    found = dict[str, bool]()
    for who in WITH_TIPS:
        told_it = await at_home.tell(
            PEOPLE[who],
            journeys.journey_for(who),
            command_json(
                "DiscoverRole", role_id=str(uuid4()), title="harbour pilot", distance="far", found="coach"
            ),
        )
        assert told_it.status_code == 201, told_it.text
        answer = await at_home.ask(PEOPLE[who], "/discoveries")
        assert answer.status_code == 200
        found[who] = "Harbour pilot" in seen(answer.text)

    assert found == {"coach_everything": True, "coach_profile": True, "coach_progress": False}
