"""`soundings profile`: prints a search profile as a coach reads it."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import click
import msgspec

from domain.journey.events.roles import RoleStanding
from domain.text import escape_controls
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from projections.profile.projection import PROFILE
from projections.profile.summary import profile_headline, profile_sentences
from projections.profile.view import Profile, RoleView
from service.cli.database import DatabaseLocation, JourneyIdParam, database_options, run_with_services
from service.cli.journeys import require_no_organisation
from service.cli.output import print_line, print_lines
from service.container import Services

DAY = click.DateTime(["%Y-%m-%d"])
STANDINGS: Mapping[RoleStanding, str] = MappingProxyType(
    {"in_play": "active", "parked": "parked", "blocked": "ruled out"}
)
"""What people call the standing of a role."""


@click.command("profile")
@click.argument("journey", type=JourneyIdParam())
@click.option("--on", type=DAY, help="The date to show (default: today).")
@click.option("--known-at", type=DAY, help="Use only what had been recorded by the end of that date.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole profile as JSON.")
@database_options
def profile_command(
    *,
    journey: UUID,
    on: dt.datetime | None,
    known_at: dt.datetime | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Print the search profile of JOURNEY (an id) as a coach reads it."""

    async def view(services: Services) -> Profile:
        await require_no_organisation(services, journey)
        day, known = on.date() if on else None, known_at.date() if known_at else None
        return await services.journeys.view(PROFILE, journey, on=day, known_at=known)

    profile = run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), view)
    if as_json:
        print_line(msgspec.json.format(msgspec.json.encode(profile, enc_hook=str)))
        return
    print_lines(format_profile(profile))


def format_profile(profile: Profile) -> str:
    """Formats a profile for a terminal: the finding, its reasons, and a table of roles."""
    steps = "1 step" if profile.steps == 1 else f"{profile.steps} steps"
    heading = f"{escape_controls(profile.called)}, week {profile.week}, {profile.on}, {steps}"
    lines = [heading, "", escape_controls(profile_headline(profile)), ""]
    lines += [
        click.wrap_text(escape_controls(sentence), 96, "  ", "    ")
        for sentence in profile_sentences(profile)
    ]
    if profile.roles:
        lines += ["", *_table(profile.roles)]
    return "\n".join(
        [
            *lines,
            "",
            "The weights behind these numbers are proposals. They have not been tested on clients yet.",
        ]
    )


def _table(roles: tuple[RoleView, ...]) -> list[str]:
    width = max(len(escape_controls(role.title)) for role in roles)
    return [
        f"  {'Role':<{width}}  {'Appeal':<24}  {'Interview in 5 tries':<20}  Potential",
        *(f"  {_row(role, width)}" for role in roles),
    ]


def _row(role: RoleView, width: int) -> str:
    appeal = f"{ENGLISH_WORDS[role.appeal_word]}, {round_half_up(role.appeal)} ± {round_half_up(role.spread)}"
    reach = f"{ENGLISH_WORDS[role.reach_word]}, {round_half_up(100 * role.reach)}%"
    aside = "" if role.standing == "in_play" else f"  {STANDINGS[role.standing]}"
    return f"{escape_controls(role.title):<{width}}  {appeal:<24}  {reach:<20}  {round_half_up(role.promise):>9}{aside}"
