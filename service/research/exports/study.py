"""What an export needs to know of a study, and of those who agreed to it."""

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.journey.events.weeks import monday_of
from service.research.exports.coarsening import FEWEST_PARTICIPANTS
from service.research.exports.manifest import Attrition, ExportedTaxonomy, ExportKind
from service.research.tables import Table, chosen_tables
from service.research.tables.chosen import WHOLE_EVENTS

PARTICIPANTS = "participants"

RULES = (
    "Only those who agreed to this study are in it, and nobody who withdrew, was restricted or was erased.",
    "No names, no texts, no dates and no ids of the service: pseudonyms and codes are of this study alone.",
    (
        "All days of a participant are shifted by the same number of whole weeks. It keeps the calendar from a glance only: who takes part until the "
        "day of the export has her last day on it."
    ),
    f"Occupation codes are shown with the most digits that at least {FEWEST_PARTICIPANTS} participants share.",
    "Of the moment at which something was recorded only the day is told.",
)


class ExportedStudy(Struct, frozen=True, kw_only=True):
    """A study as its export describes it."""

    study_id: UUID
    title: str
    question: str
    plan: str
    starts_on: date
    ends_on: date | None = None
    """What was recorded later is not part of the study."""
    variables: tuple[str, ...] = ()
    """The columns that it needs, as `table.column`; all if none are named."""
    arms: tuple[str, ...] = ()
    registry_id: str = ""
    legal_ground: str = ""

    @property
    def first_monday(self) -> date:
        """Study day 0, before a participant's own shift."""
        return monday_of(self.starts_on)

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables that it needs, with their approved columns."""
        return chosen_tables(self.variables)

    @property
    def has_histories(self) -> bool:
        """Whether whole histories are part of it: they hold everything that its events say."""
        return not self.variables or WHOLE_EVENTS in self.variables

    @property
    def sha256(self) -> str:
        """A digest of all that is said here."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


class Enrolled(Struct, frozen=True, kw_only=True):
    """A participant, as the service knows her."""

    journey_id: UUID
    agreed_on: date
    arm: str | None = None


class SourceSummary(Struct, frozen=True, kw_only=True):
    """What is known of a source before its lines are read."""

    kind: ExportKind
    position: int
    last_on: date
    """The last day that it covers."""
    attrition: Attrition = Attrition()
    taxonomies: Mapping[str, ExportedTaxonomy] = {}
