"""What came of a study, told to those who took part: written by its researchers, published by somebody else."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from msgspec.structs import replace

from domain.command import Command, CommandPart, ParagraphText, SentenceText
from domain.errors import InvalidOperation, InvalidValue
from domain.messages import translatable
from domain.normal_texts import same_content
from domain.study.aggregate import Study
from domain.study.events import (
    ResultsPublished,
    ResultsReturned,
    ResultsSummarised,
    StudyEvent,
    StudySummary,
)
from domain.vocabulary import Language


class SummaryText(CommandPart, frozen=True, kw_only=True):
    """What came of a study, in one language."""

    language: Language
    text: ParagraphText


class SummariseResults(Command, frozen=True, kw_only=True, tag="SummariseResults"):
    """Write what came of a study for those who took part, in each language they were asked in.

    It holds no figure that was not released. Somebody else publishes it.
    """

    summaries: Annotated[tuple[SummaryText, ...], Meta(min_length=1, max_length=4)]


class ReturnResults(Command, frozen=True, kw_only=True, tag="ReturnResults"):
    """Return a summary to its researchers with a reason."""

    reason: SentenceText


class PublishResults(Command, frozen=True, kw_only=True, tag="PublishResults"):
    """Publish the summary that somebody else wrote: those who took part read it."""

    revision: Annotated[int, Meta(ge=1, le=100_000)]
    """How often the results had been summarised when it was read."""


def handle_summarise_results(study: Study, command: SummariseResults, _by: UUID | None) -> list[StudyEvent]:
    """Writes a summary. Returns no event if that one waits, or is the one that was published last."""
    if study.approved is None:
        raise InvalidOperation("This study is not approved.", allowed="a study that was approved")
    languages = [one.language for one in command.summaries]
    if len(set(languages)) < len(languages):
        raise InvalidValue("The same is named twice.", field="summaries", allowed="each language once")
    asked_in = [one.language for one in study.protocol.invitation]
    if missing := [one for one in asked_in if one not in languages]:
        raise InvalidValue(
            "Write it in each language that clients were asked in.",
            field="summaries",
            allowed=translatable("also a text in: %(languages)s", languages=", ".join(missing)),
        )
    event = ResultsSummarised(
        happened_on=command.happened_on,
        summaries=tuple(StudySummary(language=one.language, text=one.text) for one in command.summaries),
    )
    known = study.results
    latest = known.waiting or (None if known.returned else known.published)
    if latest and same_content(replace(latest, happened_on=event.happened_on), event):
        return []
    return [event]


def handle_return_results(study: Study, command: ReturnResults, by: UUID | None) -> list[StudyEvent]:
    """Returns a summary that waits."""
    _require_other_eyes(study, by)
    return [ResultsReturned(happened_on=command.happened_on, reason=command.reason)]


def handle_publish_results(study: Study, command: PublishResults, by: UUID | None) -> list[StudyEvent]:
    """Publishes a summary that waits. Returns no event if that one was published."""
    known = study.results
    if known.published_revision == command.revision and known.waiting is None:
        return []
    _require_other_eyes(study, by)
    if command.revision != known.revision:
        raise InvalidOperation(
            "This summary has changed. Read it again.",
            field="revision",
            allowed=translatable("summary %(revision)s", revision=known.revision),
        )
    return [ResultsPublished(happened_on=command.happened_on, revision=command.revision)]


def _require_other_eyes(study: Study, by: UUID | None) -> None:
    if study.results.waiting is None:
        raise InvalidOperation("No summary waits for a decision.", allowed="SummariseResults first")
    if by is None or by in study.results.authors:
        raise InvalidOperation(
            "You wrote this summary, so someone else has to decide.", allowed="a person who did not write it"
        )
