"""Reads the tables of the atlas that are part of the package: lines of fields with tabs between them."""

from importlib.resources import files


def read_table(path: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of this package, such as `starter/skills.tsv`, each by the names of its first line."""
    lines = files("service.atlas").joinpath(path).read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:])
