"""A mail server that keeps what it is given, and can be told to fail."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Sink:
    """What a test sees of it."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, offers_tls: bool = True) -> None:
        self.port = 0
        self.mailer: list[EmailMessage] = []
        self.logins: list[str] = []
        self.said: list[str] = []
        """Every command, and whether it came in the clear."""
        self.connections = 0
        self.troubles: list[Callable[[], str | None]] = []
        """Taken one per connection: what is answered to RCPT instead of 250; None closes the connection."""
        self.after_data: list[bool] = []
        """Taken one per e-mail that was handed over: whether the connection is closed instead of an answer."""
        self._tls = tls
        self._offers_tls = offers_tls and tls is not None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        trouble = self.troubles.pop(0) if self.troubles else None
        secure = False

        async def answer(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
            await writer.drain()

        await answer("220 sink")
        while line := (await reader.readline()).decode().strip():
            self.said.append(f"{'tls' if secure else 'clear'} {line}")
            match line.upper().split()[0]:
                case "EHLO":
                    offers = ["250-STARTTLS"] if self._offers_tls and not secure else []
                    await answer("250-sink", *offers, "250-AUTH PLAIN", "250 SMTPUTF8")
                case "STARTTLS":
                    assert self._tls
                    await answer("220 go ahead")
                    await writer.start_tls(self._tls)
                    secure = True
                case "AUTH":
                    self.logins.append(base64.b64decode(line.split()[2]).decode().replace("\0", " ").strip())
                    await answer("235 welcome")
                case "RCPT" if trouble:
                    if (reply := trouble()) is None:
                        break
                    await answer(reply)
                case "DATA":
                    await answer("354 go on")
                    raw = (await reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n")
                    self.mailer.append(
                        message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=policy.default)
                    )
                    if self.after_data and self.after_data.pop(0):
                        break
                    await answer("250 kept")
                case "QUIT":
                    await answer("221 bye")
                    break
                case _:
                    await answer("250 ok")
        writer.close()


@asynccontextmanager
async def running(sink: Sink) -> AsyncIterator[Sink]:
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    async with server:
        yield sink
