"""What is nearly the same as a role that is ruled out is suggested on no page, and each page says so."""

import pytest

from domain.journey.commands.roles import BlockRole
from domain.journey.commands.vision import DecodeDream, QualityInput
from tests.web.atlas_in_memory import CALM, LISTEN, PLAN, RECORD, AtlasInMemory, Known
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, discover, start, uid
from tests.web.test_near_roles import link

AT = f"/journeys/{MARLOES}"
ATLAS = AtlasInMemory(
    (
        Known(occupation_id="instructor", isco_group="2320", skills=(CALM, LISTEN, RECORD, PLAN)),
        Known(
            occupation_id="firefighter",
            isco_group="5411",
            skills=(CALM, LISTEN, RECORD),
            qualities=("rescue",),
        ),
        Known(
            occupation_id="driver of engines",
            isco_group="8332",
            skills=(CALM, LISTEN, RECORD),
            qualities=("rescue",),
        ),
        Known(
            occupation_id="pump hand",
            isco_group="5411",
            skills=(CALM, LISTEN, RECORD, "a", "b", "c", "d"),
            qualities=("rescue",),
        ),
        Known(
            occupation_id="inspector",
            isco_group="3112",
            skills=(CALM, LISTEN, RECORD, "e", "f", "g", "h"),
            qualities=("rescue",),
        ),
    )
)
TOLD = (
    start(),
    discover("instructor"),
    link("instructor", "instructor", "2320"),
    discover("fire brigade"),
    link("fire brigade", "firefighter", "5411"),
    DecodeDream(
        happened_on=MONDAY,
        dream_id=uid("dream"),
        dream="Rescuer",
        qualities=(QualityInput(quality_id=uid("rescue"), wording="danger and rescue"),),
    ),
)
RULED_OUT = BlockRole(happened_on=MONDAY, role_id=uid("fire brigade"), reason="my knee")
EVERYWHERE = ("profile/near-roles", "profile/unknown-roles", "map", "about-you/kinds-of-work")


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_what_is_nearly_ruled_out_is_suggested_nowhere(path: str) -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(TOLD)
        before = await service.get(f"{AT}/{path}")
        await service.tell([RULED_OUT])
        after = await service.get(f"{AT}/{path}")

    assert ("Driver of engines" in before.text) or ("Pump hand" in before.text)
    for one in ("Driver of engines", "Pump hand"):
        assert one not in after.text
    assert "Inspector" in after.text
    assert "2 kinds of work are left out: they are nearly the same as what is ruled out." in after.text
    assert f'/roles/{uid("fire brigade")}"' in after.html
    assert "left out" not in before.text
