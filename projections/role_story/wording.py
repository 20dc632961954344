"""A role's story in two sentences: its biggest move since the start, and what its figures rest on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from domain.messages import (
    Capitalized,
    JoinedList,
    Message,
    MonthDay,
    Percentage,
    capitalize_first,
    translatable,
    translatable_plural,
)
from domain.vocabulary import ExperimentKind
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.potential_order import place_in_words, printed_change
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from projections.phrases import REACH_PHRASES, counted_steps, number_in_words, step_phrase
from projections.role_story.view import RoleStory, StoryEntry

HARDLY_MOVED = 2
"""Points below which no entry is worth a headline."""
CARRYING = frozenset({"added", "step", "reply", "market", "session", "noted"})
"""Kinds of entries with evidence."""


def biggest_move(entries: Sequence[StoryEntry]) -> StoryEntry | None:
    """The entry that moved the printed potential most, the latest of equals; None if none moved it by much."""
    most = max(entries, key=_size, default=None)
    return most if most and _size(most) >= HARDLY_MOVED else None


def standing_move(entries: Sequence[StoryEntry], now: float) -> StoryEntry | None:
    """The biggest move that the potential of today still shows; None if whatever moved the role was undone since.

    A role that is far from where it began was moved: then the biggest move is told in any case.
    """
    if most := biggest_move([one for one in entries if _still_shown(one, now)]):
        return most
    far = bool(entries) and abs(printed_change(entries[-1].now.promise, now)) >= HARDLY_MOVED
    return biggest_move(entries) if far else None


def _still_shown(entry: StoryEntry, now: float) -> bool:
    """Whether half of what the entry moved is left, or more."""
    if entry.before is None:
        return False
    moved = printed_change(entry.before.promise, entry.now.promise)
    left = printed_change(entry.before.promise, now)
    return moved * left > 0 and 2 * abs(left) >= abs(moved)


def is_imagined(entries: Sequence[StoryEntry]) -> bool:
    """Whether nothing was heard of the role since it came on the list, and no step about it taken."""
    return all(one.kind not in CARRYING or _came_by_itself(one) for one in entries)


def story_headline(
    title: str, entries: Sequence[StoryEntry], now: float, *, added_on: date, on: date
) -> Message:
    """The biggest move that still shows, or that the role hardly moved."""
    most = standing_move(entries, now)
    if most and most.before:
        return _moved(title, most, round_half_up(most.before.promise), round_half_up(most.now.promise))
    if is_imagined(entries):
        return translatable("%(role)s is only imagined so far.", role=capitalize_first(title))
    weeks = (on - added_on).days // 7
    if weeks < 1:
        return translatable("%(role)s has hardly moved so far.", role=capitalize_first(title))
    return translatable_plural(
        "%(role)s has hardly moved in a week.",
        "%(role)s has hardly moved in %(number)s weeks.",
        weeks,
        role=capitalize_first(title),
        number=number_in_words(weeks),
    )


def rests_on(entries: Sequence[StoryEntry]) -> Message | None:
    """Which steps and what else the figures rest on; None while it is only imagined."""
    carrying = list(_carrying(entries))
    return translatable("It rests on %(what)s.", what=JoinedList(carrying)) if carrying else None


def place_phrase(story: RoleStory) -> Message | None:
    """Its place among the active roles, by the printed potential; None unless it is active."""
    if story.place is None:
        return None
    if story.level_with:
        return translatable("level with %(other)s", other=story.level_with[0])
    if story.active == 1:
        return translatable("the only active role")
    return translatable(
        "%(place)s of %(count)s roles",
        place=place_in_words(story.place),
        count=number_in_words(story.active),
    )


def figures_in_words(figures: BelievedFigures) -> Message:
    """Appeal and chances, each a word with its figure."""
    return translatable(
        "%(word)s (%(appeal)s\u00a0±\u00a0%(spread)s), %(chances)s (%(reach)s).",
        word=Capitalized(ENGLISH_WORDS[figures.appeal_word]),
        appeal=round_half_up(figures.appeal),
        spread=round_half_up(figures.spread),
        chances=REACH_PHRASES[figures.reach_word],
        reach=Percentage(figures.reach),
    )


def words_alone(figures: BelievedFigures) -> Message:
    """Appeal and chances in words, without a figure."""
    return translatable(
        "%(word)s, %(chances)s.",
        word=Capitalized(ENGLISH_WORDS[figures.appeal_word]),
        chances=REACH_PHRASES[figures.reach_word],
    )


def _moved(title: str, most: StoryEntry, before: int, now: int) -> Message:
    what = Capitalized(translatable("%(entry)s on %(day)s", entry=_entry_phrase(most), day=MonthDay(most.on)))
    if now > before:
        return translatable(
            "%(entry)s lifted %(role)s from %(before)s to %(now)s.",
            entry=what,
            role=title,
            before=before,
            now=now,
        )
    return translatable(
        "%(entry)s lowered %(role)s from %(before)s to %(now)s.",
        entry=what,
        role=title,
        before=before,
        now=now,
    )


def _entry_phrase(entry: StoryEntry) -> Message:
    match entry.kind:
        case "step" if entry.step:
            return step_phrase(entry.step, None)
        case "reply":
            return translatable("the reply")
        case "market":
            return translatable("the fact about the market")
        case "session":
            return translatable("the session")
        case _:
            return translatable("what was recorded")


def _carrying(entries: Sequence[StoryEntry]) -> Iterator[Message]:
    kinds = Counter(
        one.step for one in entries if one.step and one.kind in {"added", "step"} and _carries(one)
    )
    kind: ExperimentKind
    for kind in get_args(ExperimentKind):
        if kinds[kind]:
            yield counted_steps(kinds[kind], kind)
    if replies := sum(one.kind == "reply" and _carries(one) for one in entries):
        yield translatable_plural("one reply", "%(number)s replies", replies, number=number_in_words(replies))
    if published := sum(one.kind == "market" for one in entries):
        yield translatable_plural(
            "one fact about the market",
            "%(number)s facts about the market",
            published,
            number=number_in_words(published),
        )
    if heard := sum(one.kind in {"session", "noted"} for one in entries):
        yield translatable_plural(
            "one thing heard elsewhere",
            "%(number)s things heard elsewhere",
            heard,
            number=number_in_words(heard),
        )


def _carries(entry: StoryEntry) -> bool:
    return entry.rating is not None or bool(entry.heard)


def _came_by_itself(entry: StoryEntry) -> bool:
    return entry.kind == "added" and entry.experiment_id is None


def _size(entry: StoryEntry) -> int:
    moved_it = entry.kind in {"step", "reply", "market", "session", "noted"}
    return abs(printed_change(entry.before.promise, entry.now.promise)) if entry.before and moved_it else 0
