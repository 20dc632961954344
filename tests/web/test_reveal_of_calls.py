"""What a call after a no brought: what they said on each point, and what is done with it."""

import pytest

from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.events.experiments import ExperimentPlanned
from projections.fold import fold
from projections.learning_model.reveal import reveal_step
from projections.profile.projection import PROFILE
from tests.web.elin import heading
from tests.web.running_pages import Shown, pages
from tests.web.sample import MARLOES, uid
from tests.web.test_call import CALL, HEARD, TODAY, refused_by_karin

WENT_ON = PauseAfterRefusal(happened_on=TODAY, experiment_id=uid("interview"), skipped=True)


async def called(**form: str) -> Shown:
    """What a call changed that was saved with this."""
    async with pages() as service:
        await service.tell(refused_by_karin(WENT_ON))
        return await service.send(CALL, **form)


async def test_the_reasons_are_the_finding_of_a_call() -> None:
    shown = await called(**HEARD)

    assert heading(shown) == "You asked, and now you know what they missed."
    for text in (
        "Skills and experience Not enough Karin Ekström said “audits in more than one place”",
        "Requirements and languages One missing Karin Ekström said “internal auditor course”",
        "Strong competition Yes",
        "How you came across Not said",
    ):
        assert text in shown.text
    assert "It confirms what you thought" not in shown.text


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"heard_competence": "enough"}, "You asked, and you know more now."),
        ({"heard_well_qualified": "not_enough"}, "You asked, and you know more now."),
        ({"heard_self_presentation": "not_enough"}, "You asked, and now you know what they missed."),
        ({"empty": "yes"}, "You asked. They did not say why."),
    ],
)
async def test_the_finding_says_no_more_than_they_did(form: dict[str, str], expected: str) -> None:
    assert heading(await called(**form)) == expected


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        ("gap", "You count it as a gap."),
        ("strength", "You count it as a strength after all."),
        ("pitch", "You want to show it better in your pitch."),
        ("ask", "You want to ask someone else first."),
        ("chances", "Something they ask for is missing. That lowers your chances."),
    ],
)
async def test_what_is_done_with_it_is_said(use: str, sentence: str) -> None:
    shown = await called(**HEARD, use_competence=use)
    left = await called(**HEARD, use_competence="nothing")

    assert sentence in shown.text
    assert sentence not in left.text


async def test_a_pitch_that_was_revised_for_it_is_shown() -> None:
    shown = await called(**HEARD, use_competence="pitch", pitch="Calm, with audits in two places")

    assert "Your pitch now: “Calm, with audits in two places”" in shown.text


async def test_the_one_change_is_shown() -> None:
    shown = await called(**HEARD, change="Open with the two audits")

    assert "The one change for next time: “Open with the two audits”" in shown.text


async def test_others_who_were_stronger_change_nothing() -> None:
    shown = await called(heard_well_qualified="enough")

    assert (
        "You are well qualified, and others were stronger. That changes nothing in your profile."
        in shown.text
    )
    assert "others were stronger" not in (await called(**HEARD)).text


async def test_words_that_stand_within_others_are_not_taken_for_them() -> None:
    shown = await called(
        heard_competence="not_enough",
        competence="Excel",
        use_competence="nothing",
        heard_requirements="not_enough",
        requirements="Excel macros",
        use_requirements="ask",
    )

    assert shown.text.count("You want to ask someone else first.") == 1


async def test_what_was_kept_on_file_after_a_no_is_said_and_raises_nothing() -> None:
    kept, not_kept = await called(**HEARD, kept="3"), await called(**HEARD, kept="no")

    assert "They keep your details until 4 June 2026." in kept.text
    assert "That raises your chances." not in kept.text
    assert "They keep your details" not in not_kept.text


@pytest.mark.parametrize("use", ["nothing", "chances", "gap"])
@pytest.mark.parametrize("kept", ["no", "3"])
async def test_the_reveal_of_a_call_counts_all_that_was_recorded_with_it(kept: str, use: str) -> None:
    async with pages() as service:
        await service.tell(refused_by_karin(WENT_ON))
        before = await service.view(PROFILE)
        shown = await service.send(CALL, **HEARD, kept=kept, use_competence=use)
        after = await service.view(PROFILE)
        call_id = next(
            one.event.experiment_id
            for one in await service.entries()
            if isinstance(one.event, ExperimentPlanned) and one.event.kind == "follow_up"
        )
        step = await service.get(f"/journeys/{MARLOES}/experiments/{call_id}")
        state = fold(PROFILE, await service.entries())
    revealed = reveal_step(state, call_id, TODAY)

    was = {one.role_id: one.promise for one in before.roles}
    assert {one.role_id: one.now.promise for one in revealed.places} == {
        one.role_id: one.promise for one in after.roles if one.standing == "in_play"
    }
    for one in revealed.places:
        assert one.before is not None
        assert one.before.promise == pytest.approx(was[one.role_id])
    changed = any(one.promise != pytest.approx(was[one.role_id]) for one in after.roles)
    assert ("It took place, and changed no numbers." in step.text) is not changed
    assert "That raises your chances." not in shown.text
