"""Two dates compared on a coach's page: side by side as they are printed, and as recorded by a day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.experiment_outcomes import CancelExperiment
from domain.journey.decide import UserCommand
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.learning_model.potential_order import printed_change
from projections.profile.projection import PROFILE
from service.localization.translator import translator_for
from service.web.coach_client.compared_figures import ComparedFigures, compared_figures
from service.web.coach_client.page import MAX_DREAD_RATINGS
from tests.web.coached import coached
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, plan, start, uid

AT = f"/clients/{MARLOES}"
TODAY = NOON.date()
DAYS = {"since": "2026-01-18", "until": "2026-01-24"}


async def figures_between(service: Pages, since: int, until: int) -> ComparedFigures:
    journey = await service.journeys.load(MARLOES, DIFFERENCE)
    found = compute_difference(journey.state(DIFFERENCE), TODAY - timedelta(since), TODAY - timedelta(until))
    return compared_figures(found, translator_for("en"))


async def test_every_figure_stands_at_both_dates_with_its_change() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT, **DAYS)

    text = shown.text.replace("\xa0", " ")
    assert "The figures side by side 18 January → 24 January Role Potential Appeal" in text
    for figure in (
        "Risk manager 73 new 70 ± 18 new",
        "Practice nurse 54 52 ± 22",
        "first, level with night manager → second",
        "third → parked",
        "Meaning 30% → 31% +1",
        "In effect choosing between 2.8 → 1.3 Active roles 3 → 2 \N{MINUS SIGN}1",
    ):
        assert figure in text


@pytest.mark.parametrize(("since", "until"), [(50, 40), (45, 20), (30, 0), (7, 0), (1, 0)])
async def test_courage_is_of_the_steps_between_the_two_dates(since: int, until: int) -> None:
    first, last = TODAY - timedelta(since), TODAY - timedelta(until)
    async with pages() as service:
        await service.tell(coached())
        steps = (await service.journeys.load(MARLOES, PROFILE)).state(PROFILE).steps.values()
        shown = await service.get(AT, since=str(first), until=str(last))

    rated = Counter(
        (one.planned.dread_before, one.happened.dread_after)
        for one in steps
        if one.happened and one.happened.dread_after is not None and one.planned.dread_before is not None
        if first < one.happened.happened_on <= last
    )
    courage = shown.html.partition('id="courage"')[2].partition("</section>")[0]
    cells = re.findall(r"<td>(\d+)</td><td>(\d+)</td>", courage)
    found = Counter((int(before), int(after)) for before, after in cells)
    assert found <= rated
    assert found.total() == min(MAX_DREAD_RATINGS, rated.total())


async def test_a_rated_step_that_was_called_off_is_told_as_that() -> None:
    gone: list[UserCommand] = [
        plan("off", "interview", "practice nurse", day(6, 2), dread_before=8),
        CancelExperiment(happened_on=day(6, 3), experiment_id=uid("off"), dread_after=1),
    ]
    async with pages() as service:
        await service.tell([*coached(), *gone])
        shown = await service.get(AT)

    assert re.search(
        r"Interview · practice nurse \w+ \d+ Feb Did not take place 8 1 ", shown.text.replace("\xa0", " ")
    )


@pytest.mark.parametrize(("since", "said"), [(day(1), True), (day(5, 2), True), (day(6), False)])
async def test_a_reply_that_moved_stands_with_the_step_it_is_to(since: date, said: bool) -> None:
    """The story of a role tells the reply by itself, so that what Changes and Weeks tell of its step names it, too."""
    async with pages() as service:
        await service.tell(coached())
        changes, weeks = await service.get(AT, since=str(since)), await service.get(f"{AT}/weeks")

    shown = [one.text.replace("\xa0", " ") for one in (changes, weeks)]
    assert ("Application · risk manager Tue 10 Feb · Reply, Fri 13 Feb" in shown[0]) == said
    assert (
        "the application for risk manager on 10 February, with its reply of 13 February" in shown[0]
    ) == said
    assert "Application, Tue 10 Feb · Reply, Fri 13 Feb · Risk manager: potential" in shown[1]
    assert "Reply, Sat 21 Feb" not in shown[0], "a silence is no reply"


async def test_the_figures_side_by_side_unfold_when_dates_are_asked_for() -> None:
    async with pages() as service:
        await service.tell(coached())

        usual, asked = await service.get(AT), await service.get(AT, **DAYS)

    assert [
        "<details open>" in one.html.partition('id="live-side-by-side"')[2] for one in (usual, asked)
    ] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("since", "until"), [(50, 40), (45, 20), (30, 0), (7, 0), (1, 0), (0, 0)])
async def test_only_what_is_printed_otherwise_counts_as_changed(since: int, until: int) -> None:
    async with pages() as service:
        await service.tell(coached())

        found = await figures_between(service, since, until)

    of_roles = [one for role in found.roles for one in role.figures]
    figures = [*of_roles, *found.priorities, *found.breadth]
    assert [one for one in figures if one.points and not one.changed] == []
    assert found.priorities
    assert found.breadth


async def test_roles_whose_potential_is_printed_the_same_are_level() -> None:
    async with pages() as service:
        await service.tell(coached())
        journey = await service.journeys.load(MARLOES, DIFFERENCE)
        for back in range(50):
            found = compute_difference(journey.state(DIFFERENCE), day(1), TODAY - timedelta(back))
            level = {
                frozenset((one.title, other.title))
                for one in found.roles.changes
                for other in found.roles.changes
                if one != other and None not in (one.after.place, other.after.place)
                if printed_change(one.after.promise, other.after.promise) == 0
            }
            said = [
                place.now or ""
                for role in compared_figures(found, translator_for("en")).roles
                for place in role.figures
                if place.name == "Place"
            ]
            assert any("level with" in one for one in said) == bool(level), back


async def test_dates_may_be_compared_as_they_were_recorded_by_a_day() -> None:
    told_on = NOON
    async with pages() as service:
        await service.tell(coached())
        service.clock.now = told_on + timedelta(days=3)
        number = next(
            one.number for one in await service.entries() if type(one.event).__name__ == "AppealRated"
        )
        before = await service.get(AT, **DAYS)
        await service.tell([RetractEntry(happened_on=TODAY + timedelta(3), number=number)])
        after = await service.get(AT, **DAYS)
        known = await service.get(AT, **DAYS, known_at=TODAY.isoformat())

    def table(text: str) -> str:
        return text.partition("The figures side by side")[2].partition("Strengths, and who saw them")[0]

    assert table(known.text) == table(before.text) != table(after.text)
    assert "as recorded by 4 March 2026" in known.text.replace("\xa0", " ")
    assert "Only what had been recorded by the end of 4 March 2026 is compared." in known.text.replace(
        "\xa0", " "
    )
    assert known.field("known_at") == TODAY.isoformat()


@pytest.mark.parametrize("asked", ["2026-01-01", "2027-01-01"])
async def test_a_day_before_anything_was_recorded_is_named_beside_its_field(asked: str) -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT, known_at=asked)

    assert shown.status == 422
    assert "Everything in this journey was recorded today. Leave this field empty." in shown.text
