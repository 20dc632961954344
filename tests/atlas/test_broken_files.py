"""A broken file is told with its name, its line and its column; and nothing of the atlas changes."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from service.atlas.derived_qualities import codes_of_skills
from service.atlas.download import read_download
from service.atlas.loading import load_download
from service.atlas.source_files import InvalidAtlas
from tests.atlas.loaded import atlas_rows
from tests.atlas.small_download import as_csv, compact_tables, official_tables, write_files, write_zip


class Broken(NamedTuple):
    """What is done to a file, and what is said of it."""

    file: str
    change: Callable[[bytes], bytes | None]
    line: int | None
    column: str | None
    says: str = ""


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


OFFICIAL = {
    "a file is missing": Broken("skills_en.csv", lambda _: None, None, None, "missing"),
    "relations are missing": Broken("occupationSkillRelations_en.csv", lambda _: None, None, None, "missing"),
    "groups are missing": Broken("ISCOGroups_en.csv", lambda _: None, None, None, "missing"),
    "a column is missing": Broken(
        "skills_en.csv", replaced(b"preferredLabel", b"label"), 1, "preferredLabel"
    ),
    "a column stands twice": Broken("skills_en.csv", replaced(b"reuseLevel", b"skillType"), 1, "skillType"),
    "it is empty": Broken("skills_en.csv", lambda _: b"", 1, "conceptUri"),
    "it is no UTF-8": Broken(
        "skills_en.csv", replaced(b"light lamps", b"light l\xe4mps"), 2, "preferredLabel"
    ),
    "it is no UTF-8 in the second line of a field": Broken(
        "occupations_en.csv", replaced(b"lamplighter at sea", b"\xff"), 3, None
    ),
    "it holds a null character": Broken("skills_en.csv", replaced(b"climb stairs", b"climb\0"), 3, None),
    "a field is missing": Broken(
        "skills_en.csv", replaced(b",light lamps,,", b",light lamps,"), 2, "description"
    ),
    "there is a field too many": Broken(
        "skills_en.csv", replaced(b"light lamps,", b"light,lamps,"), 2, "description"
    ),
    "a quote is not closed": Broken(
        "skills_en.csv", replaced(b"light lamps", b'"light lamps'), 2, "preferredLabel"
    ),
    "an other name is too long": Broken(
        "occupations_en.csv",
        replaced(b"lamplighter at sea", b"word " * 400),
        None,
        "altLabels",
        "longer than",
    ),
    "relations hold only their first line": Broken(
        "occupationSkillRelations_en.csv",
        lambda content: content.splitlines(keepends=True)[0],
        1,
        None,
        "no row",
    ),
    "a line breaks off": Broken("skills_en.csv", lambda content: content[:-20], 6, None, "fields"),
    "a skill is unknown": Broken(
        "occupationSkillRelations_en.csv", replaced(b"skill/climb", b"skill/fly"), 3, "skillUri"
    ),
    "an occupation is unknown": Broken(
        "occupationSkillRelations_en.csv",
        replaced(b"occupation/lamp", b"occupation/lump"),
        2,
        "occupationUri",
    ),
    "a relation is unknown": Broken(
        "occupationSkillRelations_en.csv",
        replaced(b"essential", b"vital"),
        2,
        "relationType",
        "essential, optional",
    ),
    "a concept stands twice": Broken(
        "skills_en.csv", replaced(b"skill/climb", b"skill/light"), 3, "conceptUri", "line 2"
    ),
    "a concept has no address": Broken(
        "skills_en.csv", replaced(b"http://data.europa.eu/esco/skill/climb", b""), 3, "conceptUri"
    ),
    "a unit group is no number": Broken("occupations_en.csv", replaced(b"9629", b"x629"), 2, "iscoGroup"),
    "a unit group is not there": Broken("occupations_en.csv", replaced(b"7311", b"7312"), 8, "iscoGroup"),
    "a group is none of ISCO": Broken(
        "ISCOGroups_en.csv", replaced(b"isco/C7311", b"isco/CX"), 5, "conceptUri"
    ),
}
COMPACT = {
    "a file is missing": Broken("esco_skills.csv", lambda _: None, None, None, "missing"),
    "a column is missing": Broken("esco_occupations.csv", replaced(b"isco08", b"isco"), 1, "isco08"),
    "a unit group is unknown": Broken(
        "esco_occupations.csv", replaced(b"9629,lamp", b"9999,lamp"), 2, "isco08"
    ),
    "a language is unknown": Broken("esco_occupation_alt_labels.csv", replaced(b",en,", b",fi,"), 2, "lang"),
    "an occupation is unknown": Broken(
        "esco_occupation_descriptions.csv", replaced(b"keeper", b"kipper"), 2, "occupation_id"
    ),
    "a relation is unknown": Broken("esco_occupation_skills.csv", replaced(b",e\r", b",x\r"), 2, "relation"),
    "a code is no number": Broken("isco08_groups.csv", replaced(b"7311,", b"abc,"), None, "code"),
    "a code is too long": Broken("isco08_groups.csv", replaced(b"7311,", b"73111,"), None, "code"),
    "a code has other digits": Broken(
        "isco08_groups.csv", replaced(b"7311,", "٧٣١١,".encode()), None, "code"
    ),
    "a skill stands twice": Broken(
        "esco_skills.csv",
        lambda content: content + content.splitlines(keepends=True)[1],
        None,
        "skill_id",
        "line 2",
    ),
    "an id that no command can name": Broken(
        "esco_occupations.csv", replaced(b"keeper,", "a b\u202ec,".encode()), 3, "occupation_id"
    ),
    "an occupation that is elsewhere under another id says where": Broken(
        "esco_occupation_alt_labels.csv",
        replaced(b"keeper,en", b"kipper,en"),
        2,
        "occupation_id",
        "no row of esco_occupations.csv for occupation",
    ),
    "a name that nobody can see": Broken(
        "esco_occupation_alt_labels.csv",
        lambda content: b"occupation_id,lang,label\r\nkeeper,en,\xe3\x85\xa4\r\n",
        2,
        "label",
        "can be seen",
    ),
    "a description with turned letters": Broken(
        "esco_occupation_descriptions.csv",
        replaced(b",en,", ",en,\u202e".encode()),
        2,
        "description",
        "cannot be shown",
    ),
    "a description without end": Broken(
        "esco_occupation_descriptions.csv",
        replaced(b",en,", b",en," + b"word " * 1_001),
        2,
        "description",
        "longer than",
    ),
    "a name with turned letters": Broken(
        "esco_occupation_alt_labels.csv",
        replaced(b",en,", ",en,\u202e".encode()),
        2,
        "label",
        "cannot be shown",
    ),
    "a name with a word beyond every measure": Broken(
        "esco_occupation_alt_labels.csv", replaced(b",en,", b",en," + b"x" * 3000), 2, "label", "longer than"
    ),
    "a name that grows when it is searched for": Broken(
        "esco_occupation_alt_labels.csv",
        replaced(b",en,", b",en," + "\ufdfa".encode() * 300),
        2,
        "label",
    ),
    "a file holds only its first line": Broken(
        "esco_occupation_skills.csv", lambda content: content.splitlines(keepends=True)[0], 1, None, "no row"
    ),
    "an occupation stands twice": Broken(
        "esco_occupations.csv", replaced(b"keeper,", b"lamplighter,"), 3, "occupation_id"
    ),
}


def cases() -> Iterator[tuple[str, str, Broken]]:
    for name, broken in OFFICIAL.items():
        yield "official", name, broken
    for name, broken in COMPACT.items():
        yield "compact", name, broken


CASES = [pytest.param(form, broken, id=f"{form}: {name}") for form, name, broken in cases()]


def written(folder: Path, form: str, broken: Broken) -> Path:
    tables = official_tables() if form == "official" else compact_tables()
    write_files(folder, tables)
    changed = broken.change((folder / broken.file).read_bytes())
    if changed is None:
        (folder / broken.file).unlink()
    else:
        (folder / broken.file).write_bytes(changed)
    return folder


@pytest.mark.parametrize(("form", "broken"), CASES)
def test_a_broken_file_is_told_with_line_and_column(form: str, broken: Broken, tmp_path: Path) -> None:
    with pytest.raises(InvalidAtlas) as failure:
        read_download(written(tmp_path, form, broken))

    assert broken.file.split("_xx")[0].removesuffix("_en.csv") in failure.value.file
    assert broken.line in (None, failure.value.line)
    if broken.column is not None:
        assert failure.value.column == broken.column
    assert broken.says in str(failure.value)


async def test_nothing_changes_when_a_file_is_broken(database: str, tmp_path: Path) -> None:
    before = await atlas_rows(database)

    for number, (form, _, broken) in enumerate(cases()):
        with pytest.raises(InvalidAtlas):
            await load_download(database, written(tmp_path / str(number), form, broken))

    assert await atlas_rows(database) == before


def test_a_gzip_file_that_breaks_off_is_told_with_its_line(tmp_path: Path) -> None:
    write_files(tmp_path, compact_tables(), packed=True)
    path = tmp_path / "esco_skills.csv.gz"
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(InvalidAtlas, match="breaks off") as failure:
        read_download(tmp_path)

    assert failure.value.file == "esco_skills.csv.gz"
    assert failure.value.line is not None


@pytest.mark.parametrize("content", [b"", b"no gzip at all", gzip.compress(b"x", mtime=0)[:8]])
def test_what_is_no_gzip_file_is_told(content: bytes, tmp_path: Path) -> None:
    write_files(tmp_path, compact_tables(), packed=True)
    (tmp_path / "esco_skills.csv.gz").write_bytes(content)

    with pytest.raises(InvalidAtlas) as failure:
        read_download(tmp_path)

    assert failure.value.file == "esco_skills.csv.gz"


def test_a_zip_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "esco.zip", official_tables())
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(InvalidAtlas, match=r"esco\.zip.*ZIP"):
        read_download(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_is_damaged_in_a_zip_file_is_told(method: int, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in official_tables().items():
            archive.writestr(name, as_csv(content))
    whole, path, chance = packed.getvalue(), tmp_path / "esco.zip", Random(method)
    refused = 0
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(bytes(damaged))
        try:
            read_download(path)
        except InvalidAtlas:
            refused += 1

    assert refused


def test_groups_of_skills_may_be_deep_and_stand_twice(tmp_path: Path) -> None:
    tables = compact_tables()
    deep = [[f"g{number}", f"g{number + 1}"] for number in range(3000)]
    tables["esco_skill_broader.csv"] = [["concept_id", "broader_id"], *deep, deep[0]]

    broader = read_download(write_files(tmp_path, tables)).material.skill_broader

    assert broader["g0"] == ["g1"]
    assert codes_of_skills(broader, {"g3000": "S1"})["g0"] == {"S1"}


def test_a_damaged_file_in_a_zip_file_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "esco.zip", {"occupations_en.csv": official_tables()["occupations_en.csv"]})
    content = bytearray(path.read_bytes())
    content[80:120] = bytes(40)
    path.write_bytes(bytes(content))

    with pytest.raises(InvalidAtlas, match=r"esco\.zip"):
        read_download(path)


def test_a_folder_without_any_known_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_bytes(as_csv([["a"]]))

    with pytest.raises(InvalidAtlas, match="no file of ESCO"):
        read_download(tmp_path)


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidAtlas, match="No such file"):
        read_download(tmp_path / "nowhere")


def test_the_same_file_in_two_folders_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "one", official_tables())
    write_files(tmp_path / "two", official_tables())

    with pytest.raises(InvalidAtlas, match="second file for the same"):
        read_download(tmp_path)


def test_texts_alone_need_something_to_belong_to(tmp_path: Path) -> None:
    names = {"occupations_no.csv": official_tables("no")["occupations_no.csv"]}

    with pytest.raises(InvalidAtlas, match="missing"):
        read_download(write_files(tmp_path, names))
