"""Cases in which an answer is told twice, and in which a call is about another role than the approach."""

from typing import Any, get_args

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.feedback import FeedbackReceived
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.importing.case_format import CaseFile, CaseKind
from tests.projections.worked_cases import entries_of

FEEDBACK = {"asked": True, "given": True, "usable": True, "points": {"competence": "more depth"}}


def action(name: str, day: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "date": f"2026-01-{day:02}",
        "kind": "follow_up",
        "role": "teacher",
        "outcome": "rejected_unseen",
        "conclusion": "on to the next",
    } | fields


KINDS = [kind for part in get_args(CaseKind) for kind in get_args(part)]
APPLIED = action("a01", 7, kind="application")
INTERVIEWED = action("a01", 7, kind="interview", outcome="rejected_after_interview")


def case(*actions: dict[str, Any]) -> CaseFile:
    roles = [{"role": one, "distance": "near", "known_at_start": True} for one in ("teacher", "baker")]
    client = {"name": "Ane", "locale": "nb-NO", "track": "curative", "start_date": "2026-01-05"}
    return msgspec.convert(
        {"case_id": "small", "client": client, "roles": roles, "actions": actions},
        type=CaseFile,
        strict=False,
    )


@pytest.mark.parametrize(
    "calls",
    [
        [action("a02", 14, refers_to="a01", feedback_received=FEEDBACK)],
        [action("a02", 14, refers_to="a01"), action("a03", 15, refers_to="a02", feedback_received=FEEDBACK)],
        [action("a02", 14, refers_to="a01", role=None, feedback_received=FEEDBACK)],
    ],
    ids=["in a call", "in a call about the call", "in a call that names no role"],
)
def test_a_refusal_told_again_in_a_call_counts_once_and_the_call_as_a_step(
    calls: list[dict[str, Any]],
) -> None:
    once, again = entries_of(case(APPLIED)), entries_of(case(APPLIED, *calls))
    on = again[-1].event.happened_on
    alone, seen = (PROFILE.view(fold(PROFILE, one), on, DEFAULT_PARAMETERS) for one in (once, again))

    assert sum(isinstance(one.event, AnswerReceived) for one in again) == 1
    assert sum(isinstance(one.event, OddsSignalHeard) for one in again) == 1
    assert [one.reach for one in seen.roles] == [one.reach for one in alone.roles]
    assert seen.steps == alone.steps + len(calls)
    assert any(isinstance(one.event, FeedbackReceived) for one in again)


@pytest.mark.parametrize("close", [True, False])
def test_a_call_that_does_not_say_how_close_it_was_says_the_same(close: bool) -> None:
    signals = {"odds": ["rejected_close" if close else "rejected_not_close"]}
    told = case(
        INTERVIEWED | {"signals": signals},
        action("a02", 14, refers_to="a01", outcome="rejected_after_interview"),
    )
    answers = [one.event for one in entries_of(told) if isinstance(one.event, AnswerReceived)]

    assert [one.close for one in answers] == [close]


def test_a_call_that_contradicts_how_close_it_was_is_refused() -> None:
    told = case(
        INTERVIEWED,
        action(
            "a02",
            14,
            refers_to="a01",
            outcome="rejected_after_interview",
            signals={"odds": ["rejected_close"]},
        ),
    )

    with pytest.raises(InvalidOperation, match="already been recorded"):
        entries_of(told)


@pytest.mark.parametrize("refers_to", ["a01", "a02", "a03"], ids=["application", "call", "call without role"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_action_about_another_role_than_what_it_refers_to_is_refused_with_both_names(
    kind: str, refers_to: str
) -> None:
    told = case(
        APPLIED,
        action("a02", 14, refers_to="a01"),
        action("a03", 14, refers_to="a02", role=None),
        action("a04", 15, kind=kind, refers_to=refers_to, role="baker", outcome="held"),
    )

    with pytest.raises(InvalidValue, match=r"a04 is about the role baker, .* is about teacher"):
        entries_of(told)
