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
from service.research.tables import TABLES

PARTICIPANTS = "participants"

RULES = (
    "Only those who agreed to this study are in it, and nobody who withdrew, was restricted or was erased.",
    "No names, no texts, no dates and no ids of the service: pseudonyms and codes are of this study alone.",
    "All days of a participant are shifted by the same unknown number of whole weeks.",
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
    def tables(self) -> tuple[str, ...]:
        """The tables that it needs: those of its variables, and who takes part."""
        named = (
            {one.split(".")[0] for one in self.variables} | {PARTICIPANTS} if self.variables else set(TABLES)
        )
        return tuple(name for name in TABLES if name in named)

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
