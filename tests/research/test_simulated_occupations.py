"""What simulated clients have to do with the atlas: their roles are linked, some find others there, and all else stays as it is."""

import csv
import re
from datetime import datetime
from importlib.resources import files

import msgspec
import pytest

from domain.history import RecordedEvent
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.roles import RoleDiscovered, RoleLinked, RolePassed
from domain.vocabulary import Language
from service.localization.locales import LANGUAGES
from service.research.simulation import atlas_links, occupations
from service.research.simulation.atlas_links import FOUND_THERE, OF_ROLES
from service.research.simulation.history import SimulatedHistory, simulate_history
from service.research.simulation.wordings import wordings
from tests.research.cohorts import SEED, cohort

CLIENTS = 120


def starter() -> dict[str, dict[str, str]]:
    text = files("service.atlas.starter").joinpath("occupations.tsv").read_text()
    return {row["occupation_id"]: row for row in csv.DictReader(text.splitlines(), delimiter="\t")}


def test_links_lead_to_occupations_of_the_starter_in_their_groups() -> None:
    known = starter()
    linked = [one for one in (*OF_ROLES, *FOUND_THERE) if one.occupation_id]

    assert [one for one in linked if known[one.occupation_id or ""]["isco_group"] != one.isco_group] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_there_has_its_title_of_there(language: Language) -> None:
    known = starter()
    titles = [known[one.occupation_id or ""][f"title_{language}"].casefold() for one in FOUND_THERE]

    assert [one.casefold() for one in wordings(language).all("occupations")] == titles


def test_a_good_part_of_the_roles_is_linked_where_they_come_up() -> None:
    entries = [entry for one in cohort(CLIENTS) for entry in one.entries]
    discovered = {entry.event.role_id: entry for entry in entries if isinstance(entry.event, RoleDiscovered)}
    linked = {entry.event.role_id: entry for entry in entries if isinstance(entry.event, RoleLinked)}

    assert 0.6 < len(linked) / len(discovered) < 0.85
    for role_id, entry in linked.items():
        first = discovered[role_id]
        assert (entry.actor_id, entry.recorded_at) == (first.actor_id, first.recorded_at)
        assert entry.number > first.number


def test_some_find_roles_in_the_atlas_and_keep_or_let_go_each() -> None:
    events = [entry.event for one in cohort(CLIENTS) for entry in one.entries]
    found = {one.role_id for one in events if isinstance(one, RoleDiscovered) and one.source.kind == "atlas"}
    let_go = {one.role_id for one in events if isinstance(one, RolePassed)} & found

    assert len(found) > CLIENTS / 4
    assert 0 < len(let_go) < len(found)


def test_nothing_else_in_a_life_depends_on_the_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = cohort(CLIENTS)
    monkeypatch.setattr(atlas_links, "LINKED", 0.0)
    monkeypatch.setattr(occupations, "LOOKS", 0.0)

    for number, one in enumerate(lives, 1):
        assert without_atlas(one) == without_atlas(simulate_history(SEED, number)), number


def without_atlas(history: SimulatedHistory) -> list[tuple[str, datetime, bytes]]:
    found = {
        entry.event.role_id
        for entry in history.entries
        if isinstance(entry.event, RoleDiscovered) and entry.event.source.kind == "atlas"
    }
    return [
        (str(entry.command_id), entry.recorded_at, told(entry))
        for entry in history.entries
        if not isinstance(entry.event, RoleLinked)
        and not (isinstance(entry.event, RoleDiscovered | RolePassed) and entry.event.role_id in found)
    ]


def told(entry: RecordedEvent) -> bytes:
    """The event; of a correction without the number of the entry that it is about, since more entries stand before it."""
    event = msgspec.json.encode(entry.event)
    about_another = isinstance(entry.event, EntryCorrected | EntryRetracted)
    return re.sub(rb'"number":\d+', b"", event) if about_another else event
