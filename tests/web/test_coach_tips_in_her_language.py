"""A tip that the coach found in the atlas is written in the client's language, whatever she reads herself."""

from collections.abc import Collection

import pytest
from msgspec.structs import replace

from domain.journey.events.roles import RoleDiscovered
from domain.vocabulary import Language
from service.atlas.views import LocalText, Occupation
from tests.web.atlas_in_memory import AtlasInMemory, Known
from tests.web.running_pages import pages
from tests.web.test_desk import client, told


class InDutch(AtlasInMemory):
    """Has the titles in Dutch."""

    async def occupations(self, ids: Collection[str], language: Language) -> dict[str, Occupation]:
        found = await super().occupations(ids, language)
        return {
            key: replace(one, title=LocalText(text=f"{key} in {language}", language=language))
            for key, one in found.items()
        }


@pytest.mark.parametrize("from_desk", [True, False])
@pytest.mark.parametrize("link", ["2222.midwife", ""])
async def test_the_title_is_the_atlas_s_in_the_client_s_language(from_desk: bool, link: str) -> None:
    async with pages(atlas=InDutch([Known(occupation_id="midwife", isco_group="2222")])) as service:
        ans = await client(service, "Ans")
        fields = {"title": "verloskundige", "title_link": link, "distance": "far"}
        if from_desk:
            sent = await service.send("/desk/discoveries", journey_id=str(ans), **fields)
        else:
            sent = await service.send(f"/clients/{ans}/discoveries", **fields)
        events = await told(service, ans, RoleDiscovered)

    assert sent.status == 200, sent.text
    assert [one.title for one in events] == ["midwife in nl" if link else "verloskundige"]
