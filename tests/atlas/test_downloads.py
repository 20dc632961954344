"""A download is read in whatever form it comes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.atlas.download import read_download
from service.atlas.material import Material, digest_of
from tests.atlas.small_download import (
    Table,
    compact_tables,
    national_tables,
    official_tables,
    write_files,
    write_zip,
)

ENGLISH = official_tables("en")
BOTH = ENGLISH | official_tables("no")


def with_bom(folder: Path, tables: dict[str, Table]) -> Path:
    write_files(folder, tables)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return folder


def by_language(folder: Path, tables: dict[str, Table]) -> Path:
    for language in ("en", "no"):
        write_files(
            folder / f"ESCO dataset - v1.2.0 - {language}",
            {name: table for name, table in tables.items() if f"_{language}." in name},
        )
    return folder


FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": lambda path: write_files(path, BOTH),
    "packed": lambda path: write_files(path, BOTH, packed=True),
    "with a mark of its encoding": lambda path: with_bom(path, BOTH),
    "a folder for each language": lambda path: by_language(path, BOTH),
    "zip": lambda path: write_zip(path.with_suffix(".zip"), BOTH, below="ESCO dataset - v1.2.0/"),
    "zip in a folder": lambda path: write_zip(write_files(path, {}) / "download.zip", BOTH).parent,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_official_download_says_the_same(form: str, tmp_path: Path) -> None:
    expected = read_download(write_files(tmp_path / "plain", BOTH)).material

    read = read_download(FORMS[form](tmp_path / "esco"))

    assert digest_of(read.material) == digest_of(expected)
    assert read.material.languages == ["en", "nb"]


def test_the_official_download_is_read_whole(tmp_path: Path) -> None:
    material = read_download(write_files(tmp_path, BOTH)).material

    keeper = material.occupations["keeper"]
    assert keeper.titles == {"en": "lighthouse keeper", "nb": "fyrvokter"}
    assert keeper.others["en"] == ["lighthouse keeper of old", "lighthouse keeper at sea"]
    assert keeper.descriptions["en"] == 'A "lighthouse keeper", of course.'
    assert keeper.isco_group == "8189"
    assert [key for key, one in material.occupations.items() if one.needs_licence] == ["keeper"]
    assert material.occupation_skills["keeper"] == {"light": True, "climb": True, "wake": False, "oil": True}
    assert material.skills["light"] == {"en": "light lamps", "nb": "tenne lykter"}
    assert material.groups["7"].titles == {"en": "Craft workers", "nb": "Håndverkere"}
    assert material.groups["0"].titles == {"en": "Armed forces"}
    assert material.skill_groups["S6"].code == "S6"
    assert material.skill_broader == {"light": ["S6"]}


def test_the_version_is_read_from_the_name_of_a_folder(tmp_path: Path) -> None:
    named = by_language(tmp_path / "named", BOTH)

    assert read_download(named).version == "1.2.0"
    assert read_download(write_files(tmp_path / "plain", BOTH)).version == ""


def test_languages_that_the_service_does_not_have_are_left_out_and_named(tmp_path: Path) -> None:
    french = {name.replace("_en", "_fr"): table for name, table in ENGLISH.items()}

    read = read_download(write_files(tmp_path, ENGLISH | french))

    assert read.material.languages == ["en"]
    assert sorted(read.skipped) == sorted(french)


def test_what_only_a_later_language_has_is_of_another_version(tmp_path: Path) -> None:
    norwegian = official_tables("no")
    older = [*norwegian["occupations_no.csv"]]
    gone = list(older[1])
    gone[1] = gone[1].replace("lamplighter", "gone")
    norwegian["occupations_no.csv"] = [*older, gone]

    read = read_download(write_files(tmp_path, ENGLISH | norwegian))

    assert "gone" not in read.material.occupations


def test_the_compact_form_is_read_whole(tmp_path: Path) -> None:
    tables = compact_tables() | national_tables()

    for packed in (False, True):
        material = read_download(write_files(tmp_path / str(packed), tables, packed=packed)).material

        keeper = material.occupations["keeper"]
        assert keeper.titles == {"en": "lighthouse keeper", "sv": "lighthouse keeper på svenska"}
        assert keeper.others == {"en": ["keeper of the light"]}
        assert keeper.descriptions == {"en": "Keeps the light burning."}
        assert material.occupation_skills["keeper"]["wake"] is False
        assert material.groups["7311"].titles == {"en": "Group 7311", "nb": "Gruppe 7311"}
        assert material.groups["7311"].others == {"nb": ["Gullsmed og urmaker"], "sv": ["Tornursmakare"]}
        norwegian = material.national_codes["styrk08"]
        assert norwegian["7311"].isco_groups == ["7311"]
        assert norwegian["9628"].isco_groups == ["9629"], "a code that ISCO lacks stands for those beside it"
        assert material.national_codes["ssyk2012"]["7311"].titles == {"sv": "Urmakare"}


def test_official_files_beside_the_compact_form_replace_its_texts(tmp_path: Path) -> None:
    names = {"occupations_no.csv": official_tables("no")["occupations_no.csv"]}

    material = read_download(write_files(tmp_path, compact_tables() | names)).material

    assert material.occupations["keeper"].titles["nb"] == "fyrvokter"
    assert material.occupations["keeper"].titles["en"] == "lighthouse keeper"
    assert len(material.occupation_skills) == 5


def test_a_language_that_comes_later_is_joined_to_what_is_there(tmp_path: Path) -> None:
    before = read_download(write_files(tmp_path / "first", compact_tables() | national_tables())).material

    after = read_download(write_files(tmp_path / "second", official_tables("no")), before).material

    assert after.occupations["keeper"].titles == {
        "nb": "fyrvokter",
        "en": "lighthouse keeper",
        "sv": "lighthouse keeper på svenska",
    }
    assert after.national_codes == before.national_codes
    assert after.groups["7311"].others == before.groups["7311"].others


def test_the_order_of_files_and_rows_of_languages_makes_no_difference(tmp_path: Path) -> None:
    def read(tables: dict[str, Table], name: str) -> Material:
        return read_download(write_files(tmp_path / name, tables)).material

    turned = {name: [table[0], *reversed(table[1:])] for name, table in BOTH.items()}

    assert digest_of(read(BOTH, "one")) == digest_of(read(turned, "other"))
