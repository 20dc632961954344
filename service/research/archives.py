"""A folder of an export or a kit as one ZIP file: the same files give the same bytes."""

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from service.private_file import open_private_file

FIXED_TIME = (2000, 1, 3, 0, 0, 0)
PACKED = frozenset({".parquet"})
"""Endings of files that are packed already."""


def pack_folder(folder: Path, to: Path) -> None:
    """Packs what is in a folder, but for hidden files. The ZIP file appears once it is whole."""
    partial = to.with_name(to.name + ".partial")
    with open_private_file(partial) as file, ZipFile(file, "w") as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = path.relative_to(folder)
            if any(part.startswith(".") for part in name.parts):
                continue
            about = ZipInfo(name.as_posix(), FIXED_TIME)
            about.external_attr = 0o600 << 16
            about.compress_type = ZIP_STORED if path.suffix in PACKED else ZIP_DEFLATED
            about.file_size = path.stat().st_size
            with path.open("rb") as content, archive.open(about, "w") as packed:
                shutil.copyfileobj(content, packed)
    partial.replace(to)
