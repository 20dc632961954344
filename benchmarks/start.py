"""Seconds until the demo shows its first page, `--help` answers and a catalogue is read, and memory of the service.

python -m benchmarks.start --rounds 5
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from service.localization.catalogue import load_messages

SOUNDINGS = Path(sys.executable).with_name("soundings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    helps = [_help() for _ in range(rounds)]
    demos = [_demo() for _ in range(rounds)]
    catalogues = [_catalogue() for _ in range(rounds)]
    print(f"soundings --help      {statistics.median(helps):6.2f} s   (at most 0.5)")
    print(f"a catalogue, read     {statistics.median(catalogues):6.2f} s   (at most 0.6)")
    print(f"demo, first page      {statistics.median(one for one, _ in demos):6.2f} s   (at most 10)")
    print(f"service, resident     {statistics.median(one for _, one in demos):6.0f} MB  (under 200)")


def _help() -> float:
    began = time.perf_counter()
    subprocess.run([SOUNDINGS, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _catalogue() -> float:
    load_messages.cache_clear()
    began = time.perf_counter()
    load_messages("nl")
    return time.perf_counter() - began


def _demo() -> tuple[float, float]:
    """Seconds to the first page, and the resident megabytes of the service after every page was shown."""
    began = time.perf_counter()
    demo = subprocess.Popen([SOUNDINGS, "demo"], stdout=subprocess.PIPE, text=True)
    try:
        assert demo.stdout
        address = next(line.strip() for line in demo.stdout if line.startswith("http://"))
        page = _page(address)
        took = time.perf_counter() - began
        for part in page.split('href="/journeys/')[1:]:
            _page(f"{address}journeys/{part.partition(chr(34))[0]}")
        return took, _resident(demo.pid)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def _page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        body: bytes = answer.read()
    return body.decode()


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
