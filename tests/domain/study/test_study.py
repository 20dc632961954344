"""A study: given earlier commands, when somebody's command is decided, then these events, nothing, or an error."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import DomainError, InvalidOperation, InvalidValue, UnknownStudy
from domain.study.aggregate import INITIAL, Study, evolve
from domain.study.commands import (
    ApproveExtract,
    ApproveStudy,
    ArmShare,
    CloseStudy,
    DraftStudy,
    InvitationText,
    ReturnStudy,
    ReviseStudy,
    StudyCommand,
    SubmitStudy,
)
from domain.study.decide import decide
from domain.study.draw import draw_arm
from domain.study.events import Arm, ExtractApproved, StudyApproved, StudyClosed, StudyReturned
from tests.domain.journeys import day, uid

RUTH, OLE, IDA = uid("Ruth"), uid("Ole"), uid("Ida")
SEED = UUID(int=7)
TODAY = day(30)
STATED: dict[str, Any] = {
    "happened_on": day(0),
    "title": "What clients learn of their chances",
    "question": "Do beliefs come nearer to what happens?",
    "plan": "Compare each forecast with its answer.",
    "variables": ("person_week.steps", "forecasts.forecast", "person_week.steps"),
    "starts_on": day(0),
    "ends_on": day(200),
    "who": "Everybody",
    "legal_ground": "consent",
    "invitation": (InvitationText(language="en", text="May we read your journey?"),),
}
DRAFT = DraftStudy(**STATED)
SUBMIT, CLOSE = SubmitStudy(happened_on=day(1)), CloseStudy(happened_on=day(3))
APPROVE = ApproveStudy(happened_on=day(2), seed=SEED)
EXTRACT = ApproveExtract(happened_on=day(2))
BACK = ReturnStudy(happened_on=day(2), reason="Whom do you ask?")

Told = tuple[StudyCommand, UUID]


def given(*told: Told) -> Study:
    study = INITIAL
    for command, by in told:
        for event in decide(study, command, TODAY, by):
            study = evolve(study, event, by)
    return study


def drafted(**fields: Any) -> Told:
    return DraftStudy(**STATED | fields), RUTH


WAITING = given(drafted(), (SUBMIT, RUTH))
APPROVED = given(drafted(), (SUBMIT, RUTH), (APPROVE, OLE))


def test_a_draft_names_each_variable_once() -> None:
    study = given(drafted())

    assert study.protocol.variables == ("forecasts.forecast", "person_week.steps")
    assert (study.state, study.revision) == ("draft", 1)
    assert study.authors == {RUTH}


def test_it_is_approved_by_another_person() -> None:
    assert decide(WAITING, APPROVE, TODAY, OLE) == [StudyApproved(happened_on=day(2), seed=SEED)]


@pytest.mark.parametrize("command", [APPROVE, BACK])
def test_who_drafted_submitted_or_revised_it_does_not_decide(command: StudyCommand) -> None:
    revised = given(drafted(), (ReviseStudy(**STATED | {"who": "All"}), IDA), (SUBMIT, RUTH))
    by_two = given(drafted(), (SUBMIT, IDA))

    for study, by in ((WAITING, RUTH), (revised, IDA), (revised, RUTH), (by_two, IDA), (WAITING, None)):
        with pytest.raises(InvalidOperation):
            decide(study, command, TODAY, by)


def test_it_is_returned_with_a_reason_and_submitted_again_after_a_revision() -> None:
    returned = given(drafted(), (SUBMIT, RUTH), (BACK, OLE))

    assert returned.decisions[-1].event == StudyReturned(happened_on=day(2), reason="Whom do you ask?")
    with pytest.raises(InvalidOperation):
        decide(returned, SubmitStudy(happened_on=day(2)), TODAY, RUTH)
    again = given(
        drafted(),
        (SUBMIT, RUTH),
        (BACK, OLE),
        (ReviseStudy(**STATED | {"happened_on": day(2), "who": "All"}), RUTH),
        (SubmitStudy(happened_on=day(3)), RUTH),
    )
    assert (again.state, again.revision, again.protocol.who) == ("submitted", 2, "All")


def test_a_returned_study_that_is_saved_as_it_was_is_a_draft_again() -> None:
    unchanged = ReviseStudy(**STATED | {"happened_on": day(2)})
    saved = given(drafted(), (SUBMIT, RUTH), (BACK, OLE), (unchanged, RUTH), (unchanged, RUTH))

    assert (saved.state, saved.revision) == ("draft", 2)
    assert decide(saved, SubmitStudy(happened_on=day(3)), TODAY, RUTH)


def test_a_revision_of_a_submitted_study_has_to_be_submitted_again() -> None:
    revised = given(
        drafted(), (SUBMIT, RUTH), (ReviseStudy(**STATED | {"happened_on": day(1), "who": "All"}), RUTH)
    )

    assert revised.state == "draft"
    with pytest.raises(InvalidOperation):
        decide(revised, APPROVE, TODAY, OLE)


def test_an_approved_study_does_not_change() -> None:
    with pytest.raises(InvalidOperation):
        decide(APPROVED, ReviseStudy(**STATED | {"happened_on": day(3), "who": "All"}), TODAY, RUTH)


def test_it_is_open_from_its_approval_to_its_last_day() -> None:
    assert not WAITING.is_open(TODAY)
    assert APPROVED.is_open(day(200))
    assert not APPROVED.is_open(day(201))
    assert not given(drafted(), (SUBMIT, RUTH), (APPROVE, OLE), (CLOSE, RUTH)).is_open(TODAY)


def test_an_extract_is_approved_apart_and_only_of_a_study_that_asks_for_one() -> None:
    asking = given(drafted(access="extract"), (SUBMIT, RUTH), (APPROVE, OLE))

    assert decide(asking, EXTRACT, TODAY, OLE) == [ExtractApproved(happened_on=day(2))]
    for study, by in ((APPROVED, OLE), (asking, RUTH), (WAITING, OLE)):
        with pytest.raises(InvalidOperation):
            decide(study, EXTRACT, TODAY, by)


@pytest.mark.parametrize("command", [DRAFT, SUBMIT, APPROVE, EXTRACT, CLOSE])
def test_what_is_already_so_gives_no_event(command: StudyCommand) -> None:
    told = [drafted(access="extract"), (SUBMIT, RUTH)]
    told += [(APPROVE, OLE), (EXTRACT, OLE)] if command in (APPROVE, EXTRACT, CLOSE) else []
    told += [(CLOSE, RUTH)] if command is CLOSE else []
    same = DraftStudy(**STATED | {"access": "extract"}) if command is DRAFT else command
    late = {"happened_on": day(3)} if command is not DRAFT else {}
    again = type(same)(**{one: getattr(same, one) for one in same.__struct_fields__} | late)

    assert decide(given(*told), again, TODAY, OLE) == []


def test_it_is_closed_at_any_time() -> None:
    for study in (given(drafted()), WAITING, APPROVED):
        assert decide(study, CLOSE, TODAY, RUTH) == [StudyClosed(happened_on=day(3))]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_on": day(-1), "starts_on": day(0)}, "ends_on"),
        ({"starts_on": date(1900, 1, 1)}, "starts_on"),
        ({"arms": (ArmShare(name="a", share=40), ArmShare(name="b", share=50))}, "arms"),
        ({"arms": (ArmShare(name="a", share=40), ArmShare(name="a", share=60))}, "arms"),
        ({"invitation": (InvitationText(language="en", text="a"),) * 2}, "invitation"),
    ],
)
def test_a_protocol_does_not_contradict_itself(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        decide(INITIAL, DraftStudy(**STATED | fields), TODAY, RUTH)

    assert (refused.value.field, bool(refused.value.allowed)) == (field, True)


@pytest.mark.parametrize("command", [SUBMIT, APPROVE, BACK, CLOSE, EXTRACT, ReviseStudy(**STATED)])
def test_nothing_happens_to_a_study_that_was_not_drafted(command: StudyCommand) -> None:
    with pytest.raises(UnknownStudy):
        decide(INITIAL, command, TODAY, OLE)


def test_nothing_happens_before_the_last_thing_or_in_the_future() -> None:
    for on in (day(0), TODAY + timedelta(days=1)):
        with pytest.raises(DomainError):
            decide(WAITING, ApproveStudy(happened_on=on, seed=SEED), TODAY, OLE)


ARMS = (Arm(name="usual", share=50), Arm(name="early", share=30), Arm(name="late", share=20))
PEOPLE = [uid(f"client {number}") for number in range(4000)]


def test_arms_are_drawn_in_their_shares_and_the_same_again() -> None:
    drawn = [draw_arm(SEED, one, ARMS) for one in PEOPLE]

    assert drawn == [draw_arm(SEED, one, ARMS) for one in PEOPLE]
    assert drawn != [draw_arm(UUID(int=8), one, ARMS) for one in PEOPLE]
    for arm in ARMS:
        assert abs(drawn.count(arm.name) / len(PEOPLE) - arm.share / 100) < 0.03


def test_a_programme_draws_its_share_first() -> None:
    shares = set[float]()
    for number in range(40):
        programme = uid(f"programme {number}")
        drawn = [draw_arm(SEED, one, ARMS, programme) for one in PEOPLE[:800]]
        shares.add(round((1 - drawn.count("usual") / len(drawn)) * 4) / 4)
        others = len(drawn) - drawn.count("usual")
        assert others < 100 or abs(drawn.count("early") / others - 0.6) < 0.1

    assert shares == {0, 0.25, 0.5, 0.75, 1}
