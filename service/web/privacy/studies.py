"""The studies that ask a client, in her language: what is used, for what, how long, by whom; and her answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.consents import ConsentsSlice
from domain.study.events import StudySummary
from domain.vocabulary import Language
from service.application.studies import Studies, StudyDefinition, definition_of, participant_in
from service.web.page_context import PageContext
from service.web.studies.lookup import names_of
from service.web.studies.uses import uses_in_words


class StudyQuestion(Struct, frozen=True, kw_only=True):
    """One study that asks, as its client reads it."""

    study_id: UUID
    title: str
    question: str
    stated_in: Language | None
    """The language of the title and the question, if it is known."""
    language: Language
    """Of the text."""
    text: str
    uses: tuple[str, ...]
    """What is used, as messages."""
    ends_on: date
    leaves: bool
    """Whether a file without names may leave the organisation."""
    by_chance: bool
    """Whether clients are divided into groups by chance."""
    wording: int


class StudyQuestions(Struct, frozen=True, kw_only=True):
    """The studies that ask a client, by her answer."""

    open: tuple[StudyQuestion, ...] = ()
    """Those not answered yet."""
    later: tuple[StudyQuestion, ...] = ()
    """Those answered with Not now."""
    left: tuple[StudyQuestion, ...] = ()
    """Those that she agreed to once, and withdrew from."""
    agreed: dict[UUID, StudyQuestion] = {}
    """Those that she agrees to, as they are stated now."""
    invited: bool = False
    """Whether the client lets researchers ask: then a line elsewhere leads to those not answered yet."""
    titles: dict[UUID, str] = {}
    """The titles of all studies that were ever agreed to here, by id."""
    researchers: Mapping[UUID, tuple[str, ...]] = {}
    """Who works on each of these studies, as far as their names are known."""
    languages: dict[UUID, Language] = {}
    """The languages of these titles, as far as they are known."""
    results: dict[UUID, StudySummary] = {}
    """What came of the studies that the client agreed to, then or now, where that was published."""


async def load_study_questions(
    context: PageContext, studies: Studies, journey_id: UUID, journey: Journey, language: Language
) -> StudyQuestions:
    """The studies that ask the client of a journey."""
    tenant_id = context.caller.tenant_id
    known = await studies.get_all(tenant_id=tenant_id)
    every = [definition_of(study_id, study) for study_id, study in known.items()]
    asking = await studies.asking(every, tenant_id, journey_id, journey)
    agreed = {one.study_id for one in journey.consents.given.values() if one.study_id}
    if not asking and not agreed:
        return StudyQuestions()
    declined = await studies.declined(tenant_id, journey_id)
    unanswered = [one for one in asking if not participant_in(journey_id, journey.consents, one.study_id)]
    asked = [one for one in unanswered if one.study_id not in agreed]
    shown = {one.study_id for one in asking} | agreed
    working = {study_id: known[study_id].researchers for study_id in shown if study_id in known}
    names = await names_of(context, (one for each in working.values() for one in each))
    return StudyQuestions(
        researchers={
            study_id: tuple(names[one] for one in each if one in names) for study_id, each in working.items()
        },
        open=tuple(_question(one, language) for one in asked if one.study_id not in declined),
        later=tuple(_question(one, language) for one in asked if one.study_id in declined),
        left=tuple(_question(one, language) for one in unanswered if one.study_id in agreed),
        agreed={
            one.study_id: _question(one, language)
            for one in every
            if participant_in(journey_id, journey.consents, one.study_id)
        },
        invited=_lets_ask(journey.consents),
        titles={one.study_id: one.title for one in every if one.study_id in agreed},
        languages={one.study_id: one.language for one in every if one.study_id in agreed and one.language},
        results={
            study_id: _in_language(study.results.published.summaries, language)
            for study_id, study in known.items()
            if study.results.published and study_id in agreed
        },
    )


def _lets_ask(consents: ConsentsSlice) -> bool:
    return any(
        one.purpose == "research" and one.study_id is None and one.consent_id not in consents.ended
        for one in consents.given.values()
    )


def _in_language(summaries: Sequence[StudySummary], language: Language) -> StudySummary:
    return next((one for one in summaries if one.language == language), summaries[0])


def _question(study: StudyDefinition, language: Language) -> StudyQuestion:
    offered = language if language in study.invitation else next(iter(study.invitation))
    return StudyQuestion(
        study_id=study.study_id,
        title=study.title,
        question=study.question,
        stated_in=study.language,
        language=offered,
        text=study.invitation[offered],
        uses=uses_in_words(study.variables),
        ends_on=study.ends_on,
        leaves=study.access == "extract",
        by_chance=bool(study.arms),
        wording=study.revision,
    )
