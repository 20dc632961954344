"""Who works on a study: its researchers, whoever drafted it first."""

from uuid import UUID

from domain.command import Command
from domain.errors import InvalidOperation
from domain.messages import translatable
from domain.study.aggregate import Study
from domain.study.events import ResearcherAdded, ResearcherRemoved, StudyEvent

MOST_RESEARCHERS = 50


class AddResearcher(Command, frozen=True, kw_only=True, tag="AddResearcher"):
    """Let another researcher of the organisation work on a study."""

    researcher_id: UUID


class RemoveResearcher(Command, frozen=True, kw_only=True, tag="RemoveResearcher"):
    """End a researcher's work on a study. One stays."""

    researcher_id: UUID


def handle_add_researcher(study: Study, command: AddResearcher, _by: UUID | None) -> list[StudyEvent]:
    """Adds a researcher. Returns no event for one of the study's."""
    if command.researcher_id in study.researchers:
        return []
    if len(study.researchers) >= MOST_RESEARCHERS:
        raise InvalidOperation(
            "This study has as many researchers as it can have.",
            field="researcher_id",
            allowed=translatable("at most %(most)s", most=MOST_RESEARCHERS),
        )
    return [ResearcherAdded(happened_on=command.happened_on, researcher_id=command.researcher_id)]


def handle_remove_researcher(study: Study, command: RemoveResearcher, _by: UUID | None) -> list[StudyEvent]:
    """Removes a researcher. Returns no event for one who is none of the study's; the last one stays."""
    if command.researcher_id not in study.researchers:
        return []
    if len(study.researchers) == 1:
        raise InvalidOperation(
            "A study keeps one researcher. Add another one first.",
            field="researcher_id",
            allowed="one of several researchers",
        )
    return [ResearcherRemoved(happened_on=command.happened_on, researcher_id=command.researcher_id)]
