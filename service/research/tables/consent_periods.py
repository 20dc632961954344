"""The table of consents: when each was given, and when it ended."""

from collections.abc import Iterator

from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from service.research.tables.columns import Column, Row, Table
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import PURPOSE_LABELS, labels_of
from service.research.tables.shared_columns import PSEUDONYM, code_column

CONSENT_PERIODS = Table(
    name="consent_periods",
    meaning=(
        "One row for each consent that a participant gave, to this study or for something else. Who withdrew the consent to "
        "this study is not in the export."
    ),
    key=("pseudonym", "consent"),
    columns=(
        PSEUDONYM,
        code_column("consent", "The consent.", optional=False),
        Column(name="purpose", kind="string", meaning="What it allows.", labels=PURPOSE_LABELS),
        Column(
            name="study",
            kind="string",
            meaning="Whether it is to this study.",
            labels=labels_of(
                {
                    "this": "To this study",
                    "other": "To another study",
                    "none": "To no study in particular; it does not put anybody into an export",
                }
            ),
        ),
        Column(name="wording", kind="integer", meaning="The version of the words that were read."),
        Column(name="from_day", kind="integer", meaning="The study day on which it was given."),
        Column(
            name="until_day",
            kind="integer",
            meaning="The last study day for which it was given; empty if it was given without one.",
            optional=True,
        ),
        Column(name="ended_day", kind="integer", meaning="The study day on which it ended.", optional=True),
        Column(
            name="ended_by",
            kind="string",
            meaning="How it ended; empty while it holds.",
            labels=labels_of({"withdrawn": "Withdrawn by the client", "expired": "Its last day passed"}),
            optional=True,
        ),
    ),
)


def consent_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    coder, study_id = folded.coder, folded.history.study_id
    expired = {one.consent_id: (one.happened_on, "expired") for _, one in folded.events_of(ConsentExpired)}
    ended = expired | {
        one.consent_id: (one.happened_on, "withdrawn") for _, one in folded.events_of(ConsentWithdrawn)
    }
    for _, given in folded.events_of(ConsentGiven):
        ended_on, ended_by = ended.get(given.consent_id, (None, None))
        yield (
            folded.history.pseudonym,
            coder.codes["consent"][given.consent_id],
            given.purpose,
            "none" if given.study_id is None else "this" if given.study_id == study_id else "other",
            given.wording,
            coder.days[given.happened_on],
            coder.day(given.until),
            coder.day(ended_on),
            ended_by,
        )
