"""A load generator: keep-alive connections that each send the next request after the last response.

Run as a process of its own: `python -m benchmarks.http_load PORT PREFIX SECONDS CONNECTIONS < targets.json`,
where the targets are pairs of a journey and a role in it. Prints requests per second and latencies as JSON.
"""

import asyncio
import json
import sys
import time
from collections import deque
from functools import partial
from typing import Any
from uuid import uuid4

import uvloop

Target = tuple[str, str]


class Connection(asyncio.Protocol):
    """Sends one request after the other, each for its next target."""

    def __init__(self, prefix: str, targets: list[Target], until: float) -> None:
        self.prefix = prefix
        self.targets = deque(targets)
        self.until = until
        self.round = 0
        self.latencies: list[float] = []
        self.failures: list[bytes] = []
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.send()

    def send(self) -> None:
        journey, role = self.targets[0]
        self.targets.rotate(-1)
        self.round += 1
        # Each time round, a role's distance is another than before: every command means one event.
        distance = ("near", "far")[self.round // len(self.targets) % 2]
        body = (
            f'{{"command_id": "{uuid4()}", "commands": [{{"type": "JudgeRole", "happened_on": "2026-02-01", '
            f'"role_id": "{role}", "distance": "{distance}"}}]}}'
        )
        self.sent = time.perf_counter()
        self.transport.write(
            f"POST {self.prefix}/{journey}/commands HTTP/1.1\r\nhost: localhost\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]):
            return
        self.buffer = b""
        now = time.perf_counter()
        self.latencies.append(now - self.sent)
        if head[9:12] != b"201":
            self.failures.append(head[:12] + b" " + body[:300])
        if now < self.until:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it by this name
        self.done.set_result(None)


async def load(
    port: int, prefix: str, seconds: float, connections: int, targets: list[Target]
) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made: list[Connection] = []
    for n in range(connections):
        _, connection = await loop.create_connection(
            partial(Connection, prefix, targets[n::connections], began + seconds), "127.0.0.1", port
        )
        made.append(connection)
    await asyncio.gather(*(one.done for one in made))
    took = time.perf_counter() - began
    latencies = sorted(latency for one in made for latency in one.latencies)
    failures = [failure.decode() for one in made for failure in one.failures]
    return {
        "rps": len(latencies) / took,
        "p50": latencies[len(latencies) // 2] * 1000,
        "p99": latencies[len(latencies) * 99 // 100] * 1000,
        "failures": len(failures),
        "failure": failures[0] if failures else None,
    }


if __name__ == "__main__":
    port, prefix, seconds, connections = sys.argv[1:5]
    targets = json.load(sys.stdin)
    print(json.dumps(uvloop.run(load(int(port), prefix, float(seconds), int(connections), targets))))
