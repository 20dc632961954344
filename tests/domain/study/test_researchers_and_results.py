"""Who works on a study, and what came of it for those who took part: written by one, published by another."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.study.aggregate import Study
from domain.study.commands import InvitationText, StudyCommand
from domain.study.decide import decide
from domain.study.events import ResearcherAdded, ResearcherRemoved, ResultsPublished
from domain.study.researchers import AddResearcher, RemoveResearcher
from domain.study.results import PublishResults, ReturnResults, SummariseResults, SummaryText
from tests.domain.journeys import day
from tests.domain.study.test_study import APPROVE, CLOSE, IDA, OLE, RUTH, SUBMIT, TODAY, drafted, given

IN_TWO = (InvitationText(language="en", text="May we?"), InvitationText(language="nl", text="Mogen wij?"))
APPROVED = ((drafted(invitation=IN_TWO)), (SUBMIT, RUTH), (APPROVE, OLE))


def summary(english: str = "Guesses came nearer.", **fields: Any) -> SummariseResults:
    texts = (
        SummaryText(language="en", text=english),
        SummaryText(language="nl", text="Ze kwamen dichterbij."),
    )
    stated: dict[str, Any] = {"happened_on": day(4), "summaries": texts}
    return SummariseResults(**stated | fields)


def publish(revision: int) -> PublishResults:
    return PublishResults(happened_on=day(5), revision=revision)


def refused(study: Study, command: StudyCommand, by: Any) -> str:
    with pytest.raises(InvalidOperation) as error:
        decide(study, command, TODAY, by)
    return str(error.value)


def test_whoever_drafts_a_study_is_its_first_researcher_and_others_come_and_go() -> None:
    study = given(drafted())
    add, remove = (
        AddResearcher(happened_on=day(1), researcher_id=IDA),
        RemoveResearcher(happened_on=day(1), researcher_id=RUTH),
    )

    assert study.researchers == (RUTH,)
    assert decide(study, add, TODAY, RUTH) == [ResearcherAdded(happened_on=day(1), researcher_id=IDA)]
    assert "keeps one researcher" in refused(study, remove, OLE)
    both = given(drafted(), (add, RUTH))
    assert (both.researchers, decide(both, add, TODAY, RUTH)) == ((RUTH, IDA), [])
    assert decide(both, remove, TODAY, OLE) == [ResearcherRemoved(happened_on=day(1), researcher_id=RUTH)]
    left = given(drafted(), (add, RUTH), (remove, OLE))
    assert (left.researchers, decide(left, remove, TODAY, OLE)) == ((IDA,), [])


def test_results_are_told_in_every_language_that_clients_were_asked_in() -> None:
    with pytest.raises(InvalidValue) as missing:
        decide(given(*APPROVED), summary(summaries=(SummaryText(language="en", text="Yes."),)), TODAY, RUTH)
    with pytest.raises(InvalidValue):
        decide(given(*APPROVED), summary(summaries=summary().summaries * 2), TODAY, RUTH)

    assert (missing.value.field, "nl" in str(missing.value.allowed)) == ("summaries", True)


def test_results_are_those_of_a_study_that_was_approved() -> None:
    assert "not approved" in refused(given(drafted()), summary(), RUTH)
    assert "not approved" in refused(given(drafted(), (CLOSE, RUTH)), summary(), RUTH)
    assert decide(given(*APPROVED, (CLOSE, RUTH)), summary(), TODAY, RUTH)


def test_results_are_published_by_somebody_who_did_not_write_them_as_they_were_read() -> None:
    waiting = given(*APPROVED, (summary(), RUTH), (summary("They came much nearer."), IDA))

    for by in (RUTH, IDA, None):
        assert "someone else has to decide" in refused(waiting, publish(2), by)
    assert "has changed" in refused(waiting, publish(1), OLE)
    assert decide(waiting, publish(2), TODAY, OLE) == [ResultsPublished(happened_on=day(5), revision=2)]
    assert "No summary waits" in refused(given(*APPROVED), publish(1), OLE)


def test_what_was_published_stays_until_the_next_is() -> None:
    first = given(*APPROVED, (summary(), RUTH), (publish(1), OLE))
    second = given(
        *APPROVED, (summary(), RUTH), (publish(1), OLE), (summary("Later.", happened_on=day(6)), RUTH)
    )

    assert (first.results.published_on, first.results.waiting) == (day(5), None)
    assert second.results.published == first.results.published
    assert second.results.waiting is not None
    late = PublishResults(happened_on=day(7), revision=2)
    assert decide(second, late, TODAY, OLE) == [ResultsPublished(happened_on=day(7), revision=2)]


def test_results_are_returned_with_a_reason_and_written_again() -> None:
    back = ReturnResults(happened_on=day(5), reason="That figure was not released.")
    returned = given(*APPROVED, (summary(), RUTH), (back, OLE))

    assert "someone else" in refused(given(*APPROVED, (summary(), RUTH)), back, RUTH)
    assert (returned.results.waiting, returned.results.returned) == (None, summary_of(returned))
    assert "No summary waits" in refused(returned, publish(1), OLE)
    assert decide(returned, summary(happened_on=day(6)), TODAY, RUTH)


def summary_of(study: Study) -> Any:
    return next(one.event for one in study.decisions if type(one.event).__name__ == "ResultsSummarised")


def test_the_same_summary_again_is_no_event() -> None:
    same = summary(happened_on=day(6))

    assert decide(given(*APPROVED, (summary(), RUTH)), same, TODAY, RUTH) == []
    assert decide(given(*APPROVED, (summary(), RUTH), (publish(1), OLE)), same, TODAY, RUTH) == []
    assert (
        decide(
            given(*APPROVED, (summary(), RUTH), (publish(1), OLE)),
            PublishResults(happened_on=day(6), revision=1),
            TODAY,
            OLE,
        )
        == []
    )
