"""A coach's own map: each kind of work she gave, in its field, with what every client said to it."""

from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.roles import KeepRole, LinkRole, PassRole
from domain.vocabulary import Language
from service.application.coach_discoveries import CoachDiscovery, GivenTip, TipAnswer
from service.atlas.views import LocalText
from service.localization.translator import translator_for
from service.web.map.discoveries import DiscoveryMap, build_discovery_map
from tests.web.atlas_in_memory import AtlasInMemory, text
from tests.web.running_pages import Pages, pages
from tests.web.sample import discover, uid
from tests.web.test_desk import BEGUN, client
from tests.web.test_map import overlap

ANSWERS: tuple[TipAnswer, ...] = ("kept", "let_go", "waiting")
GROUPS = (None, "2221", "2222", "7512", "0110", "5321")
FIELDS = {one: LocalText(text=f"field {one}", language="en") for one in "1234567890"}

tips = st.builds(
    GivenTip,
    journey_id=st.uuids(),
    called=st.sampled_from(("Ans", "Jonas", "Marit")),
    role_id=st.uuids(),
    on=st.just(date(2026, 1, 12)),
    answer=st.sampled_from(ANSWERS),
    steps=st.integers(0, 4),
    programmes=st.just(()),
)
discoveries = st.builds(
    CoachDiscovery,
    title=st.text("abcdefghij mwMW", min_size=1, max_size=60).filter(str.strip),
    occupation_id=st.none(),
    isco_group=st.sampled_from(GROUPS),
    tips=st.lists(tips, min_size=1, max_size=14).map(tuple),
)
maps = st.lists(discoveries, max_size=40).map(
    lambda some: build_discovery_map(some, FIELDS, translator_for("en"))
)


@given(maps)
def test_nothing_overlaps_and_each_line_has_its_answer(page: DiscoveryMap) -> None:
    for chart in page.charts:
        assert [pair for pair in combinations(chart.items, 2) if overlap(*pair)] == []
        for one in chart.items:
            assert 0 <= one.box[0] < one.box[2] <= chart.width
            assert 0 <= one.box[1] < one.box[3] <= chart.height
            assert len(page.answers[one.item.seed]) == len(one.leads)


@given(maps)
def test_the_chart_is_in_the_order_of_the_list_and_every_tip_counts_once(page: DiscoveryMap) -> None:
    listed = [one for field in page.fields for one in field.discoveries]
    for chart in page.charts:
        assert [one.item.figure for one in chart.items] == [str(len(one.tips)) for one in listed]
    assert page.given == sum(page.counts.values()) == sum(len(one.tips) for one in listed)


class Fields(AtlasInMemory):
    async def group_titles(self, codes: Any, language: Language) -> dict[str, LocalText]:
        return {one: text(f"field {one}") for one in codes}


async def tell_tips(service: Pages) -> None:
    nurse = discover("night porter", BEGUN, found="coach", starting_appeal=None)
    ans = await client(service, "Ans", nurse)
    await client(service, "Jonas", discover("Night porter", BEGUN, found="coach", starting_appeal=None))
    await client(
        service,
        "Marit",
        discover("beekeeper", BEGUN, found="coach", starting_appeal=None),
        discover("nurse", BEGUN),
    )
    await service.tell(
        [
            LinkRole(happened_on=BEGUN, role_id=nurse.role_id, isco_group="5419"),
            KeepRole(happened_on=BEGUN, role_id=nurse.role_id),
        ],
        ans,
    )


async def test_each_kind_of_work_stands_in_its_field_with_what_each_client_said() -> None:
    async with pages(atlas=Fields()) as service:
        await tell_tips(service)
        await service.tell([PassRole(happened_on=BEGUN, role_id=uid("beekeeper"))], uid("Marit"))
        shown = await service.get("/discoveries")

    assert "You brought 2 kinds of work to your clients." in shown.text
    assert "Tips given: 3. Kept: 1. Let go: 1. Waiting for an answer: 1." in shown.text
    places = [shown.text.rindex(one) for one in ("Field 5", "Kept: Ans", "Waiting for an answer: Jonas")]
    places.append(shown.text.rindex("Not looked up in the atlas yet"))
    assert places == sorted(places)
    assert "Let go: Marit" in shown.text
    assert "Nurse" not in shown.text


async def test_who_gave_no_tip_yet_reads_how_it_starts() -> None:
    async with pages() as service:
        await client(service, "Ans", discover("nurse", BEGUN))
        shown = await service.get("/discoveries")

    assert shown.status == 200
    assert "You have not given any tips yet." in shown.text
    assert '<svg class="sea' not in shown.html
