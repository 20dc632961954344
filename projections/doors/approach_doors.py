"""The doors of one approach: papers on file, the knock after a refusal, and an answer that opened one."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS, ApproachAnswer
from projections.approaches.knocks import (
    PapersOnFile,
    knocked_on,
    last_day_to_ask,
    papers_on_file,
    planned_knock_on,
)
from projections.approaches.threads import ApproachThread
from projections.doors.context import Door, DoorContext, MeetingProgress
from projections.doors.view import DoorMove, DoorReason

EXPIRING_WITHIN_DAYS = 14
"""Days before the papers are laid aside in which to ask to keep them longer."""

OPENING_ANSWERS: frozenset[ApproachAnswer] = frozenset({"invited", "second_round", "called_back"})

DoorStatus = tuple[bool, DoorReason, DoorMove | None]
"""Whether a door is open, the reason, and what could be done about it."""


def approach_doors(thread: ApproachThread, known: DoorContext, on: date) -> Iterator[Door]:
    """Yields every door of an approach. `known` is the journey up to the date `on`."""
    words = [one for one in thread.events if isinstance(one, AnswerReceived | SilenceElapsed)]
    if papers := papers_on_file(thread):
        yield _kept_on_file(thread, known, papers, on)
    if refusals := _refusals(words):
        yield _knock(thread, known, refusals, _since(words, refusals[-1]), on)
    openings = [one for one in words if isinstance(one, AnswerReceived) and one.answer in OPENING_ANSWERS]
    if openings:
        yield _opened(thread, known, openings[-1], _since(words, openings[-1]))


def _since(words: Sequence[AnswerOrSilence], word: AnswerOrSilence) -> Sequence[AnswerOrSilence]:
    return words[next(place for place, one in enumerate(words) if one is word) + 1 :]


def _refusals(words: Sequence[AnswerOrSilence]) -> Sequence[AnswerReceived]:
    """The last refusal and those before it, back to the last positive answer."""
    together: list[AnswerReceived] = []
    opened = False
    for one in words:
        if not isinstance(one, AnswerReceived):
            continue
        if one.answer not in REFUSAL_ANSWERS:
            opened = True
            continue
        together = [one] if opened else [*together, one]
        opened = False
    return together


def _kept_on_file(thread: ApproachThread, known: DoorContext, papers: PapersOnFile, on: date) -> Door:
    is_open, why, move = _papers(papers, on, aside=thread.planned.role_id in known.aside)
    return Door(
        kind="kept_on_file",
        planned=thread.planned,
        role_id=thread.planned.role_id,
        since=papers.since,
        open=is_open,
        why=why,
        next_move=move,
        due=papers.until,
    )


def _papers(papers: PapersOnFile, on: date, *, aside: bool) -> DoorStatus:
    if papers.taken_back:
        return False, "not_kept", None
    if not papers.are_kept_on(on):
        return False, "expired", None if aside else "ask_to_keep_again"
    if aside:
        return False, "role_set_aside", None
    soon = papers.until is not None and (papers.until - on).days <= EXPIRING_WITHIN_DAYS
    return True, "kept", "ask_to_keep_longer" if soon else "ask_for_openings"


def _knock(
    thread: ApproachThread,
    known: DoorContext,
    refusals: Sequence[AnswerReceived],
    later: Sequence[AnswerOrSilence],
    on: date,
) -> Door:
    first, last = refusals[0], refusals[-1]
    after = last_day_to_ask(first.happened_on)
    came, planned = knocked_on(thread, after), planned_knock_on(thread, after)
    later_refusals = [*refusals[1:], *thread.told_again]
    again = next((one for one in reversed(later_refusals) if came and one.happened_on >= came), None)
    answer = next((one for one in reversed(later) if isinstance(one, AnswerReceived)), again)
    due = planned or last.happened_on + timedelta(days=KNOCK_DAYS)
    if came:
        due = came + timedelta(days=SILENCE_DAYS)
    is_open, why, move = _knocking(came, due, on, planned=planned is not None)
    if answer:
        is_open, why, move = False, _because(answer), None
    elif not came and thread.planned.role_id in known.aside:
        is_open, why, move = False, "role_set_aside", None
    return Door(
        kind="knock",
        planned=thread.planned,
        role_id=thread.planned.role_id,
        since=first.happened_on,
        open=is_open,
        why=why,
        next_move=move,
        due=due if is_open else None,
        knocked_on=came,
        answer=answer.answer if answer else None,
    )


def _knocking(came: date | None, due: date, on: date, *, planned: bool) -> DoorStatus:
    """The status of a knock when no answer came since the refusal."""
    if came:
        return (True, "knocked", "wait") if on <= due else (False, "no_answer", None)
    if due <= on:
        return True, "knock_due", "knock"
    return True, "knock_ahead", "wait" if planned else "plan_knock"


def _opened(
    thread: ApproachThread, known: DoorContext, opening: AnswerReceived, later: Sequence[AnswerOrSilence]
) -> Door:
    called_back = opening.answer == "called_back"
    is_open, why, move = _leading(
        known.meeting_progress(thread, opening.happened_on), called_back=called_back
    )
    if later:
        is_open, why, move = False, _because(later[-1]), None
    answer = next((one for one in reversed(later) if isinstance(one, AnswerReceived)), None)
    return Door(
        kind="called_back" if called_back else "invited",
        planned=thread.planned,
        role_id=thread.planned.role_id,
        since=opening.happened_on,
        open=is_open,
        why=why,
        next_move=move,
        answer=answer.answer if answer else None,
    )


def _leading(meeting: MeetingProgress, *, called_back: bool) -> DoorStatus:
    """The status of an invitation, by the meeting that should follow."""
    match meeting:
        case "answered":
            return False, "went_on", None
        case "run":
            return True, "waiting_for_answer", "wait"
        case "planned":
            return True, "step_planned", "go_to_meeting"
        case "none":
            return True, "called_back" if called_back else "invited", "arrange_meeting"


def _because(word: AnswerOrSilence) -> DoorReason:
    """The reason why an answer closed a door."""
    if isinstance(word, SilenceElapsed):
        return "no_answer"
    match word.answer:
        case "rejected_unseen" | "rejected_after_interview":
            return "refused"
        case "called_back" | "offer":
            return word.answer
        case _:
            return "went_on"
