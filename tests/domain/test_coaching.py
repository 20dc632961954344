"""Check-ins: held once, with what they taught."""

import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.evidence import GapInput, LearningInput, OddsSignalInput, StrengthInput
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import GapFound, OddsSignalHeard, Source, StrengthObserved
from domain.journey.events.experiments import NextStep
from tests.domain.journeys import ABOUT_TEACHING, MEETING, RISK, TEACHER, check_in, day, start, uid
from tests.domain.scenario import given

FROM_CHECK_IN = Source(kind="check_in", id=MEETING)
WORDS = {"minutes": 45, "note": "tired", "conclusion": "two talks"}
HEARD = LearningInput(odds=(OddsSignalInput(signal="market_growing", role_id=TEACHER),))


def test_client_and_coach_speak() -> None:
    command = check_in(**WORDS, next_step=NextStepInput(what="ring Anouk", due=day(8)))

    given(start()).when(command).then(
        CheckInHeld(
            happened_on=day(5),
            check_in_id=MEETING,
            minutes=45,
            note="tired",
            conclusion="two talks",
            next_step=NextStep(what="ring Anouk", due=day(8)),
        )
    )


def test_a_check_in_teaches() -> None:
    learned = LearningInput(
        odds=HEARD.odds,
        strengths=(StrengthInput(strength_id=uid("calm"), wording="calm", witness="coach"),),
        gaps=(GapInput(gap_id=uid("licence"), wording="licence", closable=False),),
    )

    given(*ABOUT_TEACHING).when(check_in(learned=learned)).then(
        CheckInHeld(happened_on=day(5), check_in_id=MEETING),
        OddsSignalHeard(happened_on=day(5), role_id=TEACHER, signal="market_growing", source=FROM_CHECK_IN),
        StrengthObserved(
            happened_on=day(5),
            strength_id=uid("calm"),
            wording="calm",
            hidden=False,
            witness="coach",
            source=FROM_CHECK_IN,
        ),
        GapFound(
            happened_on=day(5), gap_id=uid("licence"), wording="licence", closable=False, source=FROM_CHECK_IN
        ),
    )


@pytest.mark.parametrize("learned", [LearningInput(), HEARD], ids=["nothing learned", "something learned"])
def test_the_same_check_in_again_is_already_so(learned: LearningInput) -> None:
    command = check_in(**WORDS, learned=learned)

    given(*ABOUT_TEACHING, command).when(command).then_nothing()


def test_a_check_in_keeps_its_id() -> None:
    given(start(), check_in()).when(check_in(minutes=30)).then_refused(
        InvalidOperation, field="check_in_id", allowed="a new id"
    )


def test_a_check_in_has_no_rating() -> None:
    given(*ABOUT_TEACHING).when(check_in(learned=LearningInput(appeal=7))).then_refused(
        InvalidOperation, field="learned/appeal", allowed="no rating"
    )


def test_a_check_in_speaks_of_roles_that_were_discovered() -> None:
    learned = LearningInput(odds=(OddsSignalInput(signal="referral", role_id=RISK),))

    given(*ABOUT_TEACHING).when(check_in(learned=learned)).then_refused(
        InvalidOperation, field="learned/odds/0/role_id", allowed="the id of a role on the list"
    )
