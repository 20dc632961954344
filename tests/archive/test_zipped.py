"""Packing while sending."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from service.personal_data.archive.zip_stream import stream_zip

FILES = [("a.txt", b"alpha " * 1000), ("deep/b.bin", bytes(range(256)))]


def test_what_was_packed_is_what_is_unpacked() -> None:
    with ZipFile(BytesIO(b"".join(stream_zip(FILES)))) as file:
        found = [(info.filename, file.read(info)) for info in file.infolist()]

    assert found == FILES


def test_nothing_tells_when_or_where_it_was_packed() -> None:
    with ZipFile(BytesIO(b"".join(stream_zip(FILES)))) as file:
        told = {
            (one.date_time, one.create_system, one.external_attr >> 16, one.compress_type)
            for one in file.infolist()
        }

    assert told == {((1980, 1, 1, 0, 0, 0), 3, 0o600, ZIP_DEFLATED)}


def test_a_file_is_asked_for_when_those_before_it_are_gone() -> None:
    asked: list[str] = []

    def watched() -> Iterator[tuple[str, bytes]]:
        for name, content in FILES:
            asked.append(name)
            yield name, content

    pieces = stream_zip(watched())
    next(pieces)

    assert asked == ["a.txt"]
