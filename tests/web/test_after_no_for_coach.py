"""What the coach learns from a no: every reply, every no with what was heard and decided, and what helps to say."""

from typing import Any

import pytest

from domain.journey.commands.refusals import PauseAfterRefusal
from projections.guidance import GUIDANCE
from tests.web.coached import coached
from tests.web.refused import CHANGE, POINTS, no_today, refused
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, day, uid

AT = f"/clients/{MARLOES}"
PHRASES = [one for advice in GUIDANCE.phrases for one in (advice.rather_not, advice.why, advice.rather)]


async def shown_for(*told: Any) -> str:
    async with pages() as service:
        await service.tell([*coached(), *told])
        return (await service.get(AT)).text.replace("\xa0", " ")


async def test_a_no_stands_with_the_pause_the_four_points_the_change_and_the_day_to_call_again() -> None:
    text = await shown_for(*refused())

    told = text.partition("After a no ")[2]
    for piece in (
        "Interview · risk manager · Lindome Omsorg Tue 17 Feb",
        "Rejected after an interview, and it was close.",
        "Your client left it for the day on 17 February.",
        "Your client asked why on 18 February.",
        f"Skills and experience Not enough · {POINTS['competence']}",
        f"Requirements and languages One missing · {POINTS['requirements']}",
        f"Strong competition Yes · {POINTS['well_qualified']}",
        f"How they came across Clear · {POINTS['self_presentation']}",
        f"The one change for next time: {CHANGE}",
        "Call again from 10 March.",
        "Details kept on file until 25 May.",
    ):
        assert piece in told
    assert "How you came across" not in text


async def test_replies_stand_with_their_kind_and_whether_it_was_close() -> None:
    text = await shown_for(*refused())

    assert (
        "Rejected after an interview, it was close Tue 17 Feb Interview · risk manager · Lindome Omsorg"
        in text
    )


async def test_more_noes_than_fit_unfold() -> None:
    text = await shown_for(*(one for week in range(3, 8) for one in refused(f"letter {week}", week)))

    assert "2 earlier rejections" in text
    assert text.count(CHANGE) == 5


async def test_no_pause_is_open_weeks_after_a_no() -> None:
    """Nobody left it for the day, or said that they went on; care first ended by itself."""
    told = [one for one in refused() if not isinstance(one, PauseAfterRefusal)]
    text = await shown_for(*told)

    assert "Rejected after an interview, and it was close." in text
    assert "pause" not in text.partition("After a no ")[2].partition("People met")[0].casefold()


@pytest.mark.parametrize("went_on", [False, True])
async def test_the_phrases_stand_there_while_a_no_is_open(went_on: bool) -> None:
    skipped = PauseAfterRefusal(happened_on=day(8, 2), experiment_id=uid("today's letter"), skipped=True)
    text = await shown_for(*no_today(), *([skipped] if went_on else []))

    assert {one in text for one in PHRASES} == {not went_on}
    assert ("Your client went on at once." if went_on else "The pause is open.") in text
