"""What is asked → an HTTP response, sent as the worker's frames come; its status waits for the first of them.

A page to be read is made of the whole answer. An error before the first bytes is a response of its own. After them the
connection is broken off, so that nobody takes half an answer for the whole.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from kg import errors
from kg.frames import END, Outcome, ended
from kg.serve import sheet
from kg.serve.desk import Desk
from kg.serve.media import GRAPHS, TRUTHS
from kg.serve.page import POLICY
from kg.serve.protocol import Asked, RefusedError, status
from kg.serve.wording import Wording

STALLED = 30.0
"""Seconds in which a client must take what it is sent, else its worker would wait for ever."""
HELD = 1 << 20
"""Bytes of an answer that are held back: so far an error can still be told by its status."""
NOTES = 20
SUFFIXES = {"json": "srj", "xml": "srx", "rdfxml": "rdf", "table": "txt"}


class Said(NamedTuple):
    """What became of a request, for the log."""

    status: int
    seconds: float
    rows: int = 0
    error: str = ""


def reply(status: int, content: bytes, type: str, more: tuple[tuple[str, str], ...] = ()) -> Response:
    """A whole response."""
    return Response(content, status, headers=dict((*_ALWAYS, ("content-type", type), *more)))


_ALWAYS = (
    ("cache-control", "no-cache"), ("vary", "Accept, Accept-Language, Origin"), ("x-content-type-options", "nosniff"),
)  # fmt: skip
HTML = "text/html; charset=utf-8"


def error_reply(
    error: errors.LinpuError, accept: str, about: sheet.Heading | None = None, told: Wording | None = None
) -> Response:
    """Where, what and how to mend it, as text, for clients that ask for JSON as a problem (RFC 9457), or as a page.

    Pages say it in the reader's language where that is ``told``; problems have both languages and the candidates.
    """
    code = status(error)
    notes = list(getattr(error, "__notes__", []))
    more = (("retry-after", "5"),) if code in (503, 504) else ()
    if about is not None:
        page = sheet.worded(told, about) if told else sheet.fault([str(error), *notes], about)
        return reply(code, page, HTML, (*POLICY, *more))
    if "json" not in accept:
        return reply(code, "\n".join([str(error), *notes, ""]).encode(), "text/plain; charset=utf-8", more)
    problem = {"type": "about:blank", "title": type(error).__name__, "status": code, "detail": str(error)}
    problem |= {"where": error.where, "what": error.what, "how": error.how, "notes": notes}
    problem |= {"fault": told.plain()} if told else {}
    return reply(code, json.dumps(problem, ensure_ascii=False).encode(), "application/problem+json", more)


class Answer:
    """An ASGI application that asks the desk and sends the answer; told of once, by ``tell``, when it is over."""

    def __init__(
        self, desk: Desk, asked: Asked, *, accept: str, began: float, about: sheet.Heading | None,
        tell: Callable[[Said], object], words: Callable[[errors.LinpuError], Awaitable[Wording | None]],
    ) -> None:  # fmt: skip
        self._desk, self._asked, self._accept, self._began, self._tell = desk, asked, accept, began, tell
        self._about, self._words = about, words
        self._kind = ""
        self._notes: list[str] = []
        self._begun = self._over = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and let go of the worker as soon as the client is gone."""
        work = asyncio.ensure_future(self._answered(scope, receive, send))
        gone = asyncio.ensure_future(_gone(receive))
        said = Said(0, 0.0, error="the client is gone")
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not self._over:
                work.cancel()
            gone.cancel()
            with suppress(asyncio.CancelledError, errors.LinpuError):
                said = await work
            self._tell(said._replace(seconds=time.monotonic() - self._began))

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> Said:
        try:
            async with self._desk.ask(self._asked.request, self._began) as frames:
                outcome = await self._copy(frames, send)
                return Said(200, 0.0, outcome.rows)
        except errors.LinpuError as error:
            failure = error
        except Exception as error:  # the server goes on, whatever one request does to it
            failure = RefusedError(500, f"{type(error).__name__}: {error}", "tell whoever runs this server")
        if self._begun:  # the response is left without its end, which clients notice
            await self._send(send, f"\n\n{failure}\n".encode())
            return Said(200, 0.0, error=f"broken off: {failure}")
        response = error_reply(failure, self._accept, self._about, await self._words(failure))
        self._over = True
        await _in_time(response(scope, receive, send))
        return Said(response.status_code, 0.0, error=str(failure))

    async def _copy(self, frames: Any, send: Send) -> Outcome:
        held = bytearray()
        async for kind, content in frames:
            if kind == b"k":
                self._kind = content.decode()
                self._media()
            elif kind == b"n" and len(self._notes) < NOTES:
                self._notes.append(content.decode())
            elif kind == b"d":
                held += content
                if self._is_page():
                    if len(held) > sheet.MOST:
                        how = "add LIMIT to the query, or take it as a file: format=csv"
                        raise errors.QueryLimitError("query", "the answer is too long for a page to be read", how)
                elif len(held) > HELD or self._begun:
                    await self._send(send, bytes(held))
                    held.clear()
            elif kind in END:
                outcome = ended(kind, content)
                await self._end(send, bytes(held), outcome)
                return outcome
        raise errors.QueryError("query", "its worker stopped in the middle", "ask again")

    async def _send(self, send: Send, content: bytes) -> None:
        if not self._begun:
            self._begun = True
            await _in_time(send(self._start()))
        await _in_time(send({"type": "http.response.body", "body": content, "more_body": True}))

    def _is_page(self) -> bool:
        """A table saved as a page is written whole by the worker, and as it comes."""
        is_file = self._asked.download and self._kind == "rows"
        return self._about is not None and self._media().format == "html" and not is_file

    async def _end(self, send: Send, rest: bytes, outcome: Outcome) -> None:
        if self._about is not None and self._is_page():
            rest = await asyncio.to_thread(sheet.answer, self._kind, rest, self._about, self._notes)
        if not self._begun:
            self._begun = True
            cut = (("kg-cut", str(outcome.rows)),) if outcome.cut else ()
            await _in_time(send(self._start(*cut, ("content-length", str(len(rest))))))
        self._over = True
        await _in_time(send({"type": "http.response.body", "body": rest}))

    def _start(self, *more: tuple[str, str]) -> Message:
        media = self._media()
        notes = (("kg-note", ", ".join(quote(note, safe="") for note in self._notes)),) if self._notes else ()
        suffix = SUFFIXES.get(media.format, media.format)
        stem = self._asked.request.question or "answer"
        name = (("content-disposition", f'attachment; filename="{stem}.{suffix}"'),) if self._asked.download else ()
        policy = POLICY if self._is_page() else ()
        headers = (*_ALWAYS, ("content-type", media.content_type), *policy, *notes, *name, *more)
        raw = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers]
        return {"type": "http.response.start", "status": 200, "headers": raw}

    def _media(self) -> Any:
        media = self._asked.choice.of(self._kind)
        if media is None:
            offered = GRAPHS if self._kind == "triples" else TRUTHS
            what = {"triples": "the answer is a graph", "rows": "the answer is a table"}.get(self._kind, "an ASK")
            known = ", ".join(dict.fromkeys(each.type for each in offered))
            raise RefusedError(406, f"{what}, which is not to be had in the format asked for", f"accept one of {known}")
        return media


async def _in_time(sending: Any) -> None:
    try:
        async with asyncio.timeout(STALLED):
            await sending
    except TimeoutError:
        raise errors.QueryError("query", f"the client took nothing for {STALLED:g} s", "read faster") from None


async def _gone(receive: Receive) -> None:
    """Return when the client is."""
    with suppress(OSError):
        while (await receive())["type"] != "http.disconnect":
            continue
