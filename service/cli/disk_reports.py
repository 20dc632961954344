"""What became of something erased in the files of the database, in sentences for whoever erased it."""

from collections.abc import Iterator

import click

from service.personal_data.erasure.disk_report import DiskReport
from service.personal_data.erasure.disk_scan import DiskScan

leave_on_disk_option = click.option(
    "--leave-on-disk",
    is_flag=True,
    help="Go ahead although unencrypted copies stay in the files of your own server.",
)
MEGABYTE = 1_000_000


def describe_disk(report: DiskReport) -> str:
    """One sentence a line: what was done to the files, what was found in them, and what could not be reached."""
    return "\n".join(f"  {line}" for line in _lines(report))


def _lines(report: DiskReport) -> Iterator[str]:
    if report.appends_waited is not None:
        yield f"the log was rewritten; for {report.appends_waited:.1f} s nothing could be recorded"
    yield describe_scan(report.scan)
    if report.left:
        yield (
            "left on disk, unencrypted: in the files of the tables until they are rewritten, in the write-ahead log "
            "until it is overwritten, and in backups, replicas and archives for as long as they are kept"
        )
    elif report.in_the_clear:
        own = "" if report.wal_recycled else "the server's write-ahead log until it is overwritten, and "
        yield f"not reached, unencrypted: {own}older backups, replicas and archives, for as long as they are kept"
    elif report.epoch is not None:
        own = "" if report.wal_recycled else "the server's write-ahead log, "
        yield (
            f"not reached: {own}older backups, replicas and archives; they can be decrypted until the key of epoch "
            f"{report.epoch} is destroyed (`soundings keys rotate`, then `soundings keys destroy --due` when it is due)"
        )


def describe_scan(scan: DiskScan | None) -> str:
    """How many files were searched for what, and what was found there; or that they cannot be read."""
    if scan is None:
        return "the files of the database server cannot be read from here, so they were not searched"
    files = f"{scan.files} files ({scan.bytes / MEGABYTE:.0f} MB) in {scan.folder}"
    if not scan.looked_for:
        return f"{files} searched for keys only: found {scan.keys} keys"
    looked_for = "1 text" if scan.looked_for == 1 else f"{scan.looked_for} texts"
    return f"{files} searched for {looked_for} and for keys: found {scan.texts} texts, {scan.keys} keys"
