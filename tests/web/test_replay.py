"""The replay of a history on pages: which histories there are, what a week shows, and what it says of the models."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from service.research.replaying.weekly_models import OTHER_MODELS, learning_model
from service.research.simulation.examples import EXAMPLES
from service.web.journey_weeks import select_day
from service.web.replay.labels import MEANINGS, MODELS
from service.web.replay.page import ReplayChoice, build_replay_page
from service.web.replay.source import simulated_history
from tests.web.running_pages import pages, seen
from tests.web.sample import MARLOES, discover, seven_weeks, start

NUMBERS = range(1, len(EXAMPLES) + 1)
OF_CLIENT = f"/clients/{MARLOES}/replay"


async def test_the_list_leads_to_every_simulated_history_and_to_the_clients() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        shown = await service.get("/replay")

        assert [f'href="/replay/{one}"' in shown.html for one in NUMBERS] == [True] * len(EXAMPLES)
        assert f'href="{OF_CLIENT}"' in shown.html
        assert 'href="/replay"' in (await service.get("/desk")).html
        assert f'href="{OF_CLIENT}"' in (await service.get(f"/clients/{MARLOES}")).html


@pytest.mark.parametrize("number", NUMBERS)
async def test_every_week_of_a_simulated_history_can_be_seen_beside_every_model(number: int) -> None:
    history = simulated_history(number, "en")
    looked = select_day(history.folded.started_on, history.folded.today)
    async with pages() as service:
        for week in range(1, looked.latest.number + 1):
            for beside in OTHER_MODELS:
                shown = await service.get(f"/replay/{number}?week={week}&beside={beside}&truth=yes&role=")

                assert shown.status == 200
                assert MEANINGS[beside] in seen(shown.html)
                assert f"What happened in week {week}" in shown.text


@pytest.mark.parametrize("number", [1, 5, 11])
@pytest.mark.parametrize("beside", OTHER_MODELS)
def test_the_page_has_the_figures_of_both_models_at_the_end_of_the_week(number: int, beside: Any) -> None:
    history = simulated_history(number, "en")
    state = history.folded.state(PROFILE)
    last = select_day(history.folded.started_on, history.folded.today).latest.number
    for week in range(1, last + 1):
        looked = select_day(history.folded.started_on, history.folded.today, number=week)
        page = build_replay_page(history, looked, ReplayChoice(beside=beside, truth=True))
        model, other = learning_model(state)(looked.on), OTHER_MODELS[beside](state)(looked.on)

        lines = [*page.lines, *page.unrated]
        assert {one.role_id for one in lines} == model.keys()
        for one in lines:
            assert one.model == model[one.role_id]
            assert one.other == other.get(one.role_id, one.other)
            true = (history.truth or {}).get((one.role_id, week))
            assert (one.true_appeal, one.true_chance) == (
                (true.appeal, true.chance) if true else (None, None)
            )
        if page.chart and page.role:
            place = week - page.chart.weeks[0].number
            assert page.chart.appeal.model[place] == round_half_up(page.role.model.appeal or 0)


async def test_the_truth_is_shown_only_when_it_is_asked_for_and_never_of_a_client() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        hidden = await service.get("/replay/3?week=6")
        shown = await service.get("/replay/3?week=6&truth=yes")
        client = await service.get(f"{OF_CLIENT}?truth=yes")

    assert "True: " not in hidden.text
    assert "True: " in shown.text
    assert 'name="truth" value="yes"' in hidden.html
    assert 'name="truth"' not in client.html
    assert "True: " not in client.text


def sentence(number: int, week: int, beside: Any) -> str:
    history = simulated_history(number, "en")
    looked = select_day(history.folded.started_on, history.folded.today, number=week)
    return str(build_replay_page(history, looked, ReplayChoice(beside=beside)).finding)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_sentence_is_about_the_role_on_which_the_models_part_most(number: int) -> None:
    history = simulated_history(number, "en")
    last = select_day(history.folded.started_on, history.folded.today).latest.number
    for week in range(1, last + 1):
        looked = select_day(history.folded.started_on, history.folded.today, number=week)
        page = build_replay_page(history, looked, ReplayChoice())
        said = str(page.finding)
        compared = [one for one in page.lines if one.is_compared]
        if not compared:
            assert "cannot be compared" in said or "no role is on the list" in said
            continue
        if page.rated:
            continue
        widest = max(one.gap for one in compared)
        figures = [int(one) for one in re.findall(r": (\d+)", said)]
        assert abs(figures[0] - figures[1]) == widest if figures else widest == 0


def test_a_week_with_a_rating_says_from_where_to_where_each_model_moved() -> None:
    assert sentence(3, 6, "plain_average") == (
        "Project coordinator in week 6. Learning model: from 50 to 52. Plain average: from 53 to 56."
    )


async def test_a_client_who_rated_nothing_gets_a_page_that_says_so() -> None:
    async with pages() as service:
        await service.tell([start(), discover("teacher", starting_appeal=None)])
        shown = await service.get(OF_CLIENT)

    assert shown.status == 200
    assert "the two cannot be compared before a role is rated" in shown.text
    assert "No role is rated yet." in shown.text


async def test_a_client_with_no_role_gets_a_page_that_says_so() -> None:
    async with pages() as service:
        await service.tell([start()])
        shown = await service.get(OF_CLIENT)

    assert "no role is on the list yet" in shown.text


async def test_the_page_of_a_client_has_the_figures_of_the_profile_on_that_day() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        shown = await service.get(f"{OF_CLIENT}?week=3")
        state = fold(PROFILE, await service.journeys.recorded_events(MARLOES))

    profile = PROFILE.view(state, date(2026, 2, 1), DEFAULT_PARAMETERS)
    by_model = shown.html[shown.html.index('<h2 id="figures">') :]
    for role in profile.roles:
        figures = by_model[by_model.index(f">{role.title[0].upper()}{role.title[1:]}</a>") :]
        appeal, spread = re.findall(r"<b>(\d+)</b> <span class=\"soft\">±&nbsp;(\d+)", figures)[0]
        assert (int(appeal), int(spread)) == (round_half_up(role.appeal), round_half_up(role.spread))
        odds = re.findall(r"<b>(\d+)%</b>", figures)[0]
        assert int(odds) == round_half_up(100 * role.odds)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/replay/0", 404),
        (f"/replay/{len(EXAMPLES) + 1}", 404),
        ("/replay/99999999999999999999", 404),
        ("/replay/none", 404),
        ("/replay/1?week=99", 404),
        ("/replay/1?week=soon", 400),
        ("/replay/1?beside=oracle", 200),
        ("/replay/1?role=none", 200),
        ("/replay/1?role=00000000-0000-0000-0000-000000000000", 200),
        ("/replay/1?truth=perhaps&beside=", 200),
    ],
)
async def test_an_address_that_leads_nowhere_is_answered_with_a_sentence(address: str, status: int) -> None:
    async with pages() as service:
        shown = await service.get(address)

    assert shown.status == status
    assert "Traceback" not in shown.html
    assert "<h1>" in shown.html


def test_every_model_has_a_name_and_a_meaning() -> None:
    assert MODELS.keys() == MEANINGS.keys() == OTHER_MODELS.keys()


def test_a_history_is_folded_once_for_all_its_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    history = simulated_history(2, "en")
    folded: list[object] = []

    def grow(*some: object) -> None:
        folded.append(some)

    monkeypatch.setattr("projections.fold.grow", grow)
    for week in range(1, 13):
        looked = select_day(history.folded.started_on, history.folded.today, number=week)
        build_replay_page(history, looked, ReplayChoice())

    assert folded == []
    assert simulated_history(2, "en") is history
    assert history.folded.started_on + timedelta(weeks=12) > history.folded.today
