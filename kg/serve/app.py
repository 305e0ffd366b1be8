"""The server as an ASGI application: the endpoint, the named questions, the page, behind the door."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as Http
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg import ontology
from kg.errors import InputError, LinpuError
from kg.frames import Request
from kg.namespaces import BASE
from kg.questions import Question
from kg.serve import description, page, sheet, wording
from kg.serve.answer import HTML, Answer, Said, error_reply, reply
from kg.serve.desk import Desk
from kg.serve.door import Door
from kg.serve.media import accepted, named, reads_page
from kg.serve.protocol import Asked, Incoming, Limits, RefusedError, fields_of, read, read_names, read_question
from kg.stores import generations

DRAINED = 64 << 20
"""Bytes of a body too long that are still taken, so that the client reads the refusal instead of a broken pipe."""
PATH = "/sparql"


class Settings(NamedTuple):
    """What is served and to whom; ``log`` is told one line about each request."""

    graph: str
    overlay: str | None = None
    limits: Limits = Limits()
    at_once: int = 4
    door: Door = Door()
    log: Callable[[str], object] = lambda _: None


class Service:
    """The routes; one desk and the counts of one generation belong to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.desk = Desk(settings.at_once)
        self._request = Request(graph=settings.graph, overlay=settings.overlay, memory=settings.limits.memory)
        self._overlay = Path(settings.overlay) if settings.overlay else None
        self._vocabulary: ontology.Vocabulary | None = None
        self._counting = asyncio.Lock()
        self._counted: tuple[str, description.Counts] | None = None

    async def sparql(self, http: Http) -> ASGIApp:
        """The endpoint; asked nothing, it describes itself."""
        began, accept = time.monotonic(), http.headers.get("accept", "")
        incoming = await self._incoming(http)
        names = {name for name, _ in incoming.fields}
        if http.method in ("GET", "HEAD") and not names & {"query", "update"} and names <= {"format"}:
            return await self._described(http, accept)
        asked = read(incoming, self._request, self.settings.limits)
        return self._answer(http, asked, sheet.Heading(asked=asked.request.text), began)

    async def question(self, http: Http) -> ASGIApp:
        """A named question with its parameters."""
        began, name = time.monotonic(), http.path_params["name"]
        question = await asyncio.to_thread(page.question, name, self._overlay)
        asked = read_question(await self._incoming(http), name, self._request, self.settings.limits)
        heading = sheet.Heading(question=name, asked=f"{name} {asked.request.values}")
        if reads_page(asked.choice):
            known = question, asked.request, await self._words()
            heading = await asyncio.to_thread(sheet.of_question, heading, *known, language=_heading(http).language)
        return self._answer(http, asked, heading, began, question)

    async def questions(self, _: Http) -> ASGIApp:
        """The named questions and what they take."""
        return reply(200, await asyncio.to_thread(page.listed, self._overlay), "application/json")

    async def names(self, http: Http) -> ASGIApp:
        """Entities that a name being typed may mean; by a worker, since an older graph's store must be asked."""
        began = time.monotonic()
        asked = read_names(await self._incoming(http), self._request, self.settings.limits)
        return self._answer(http, asked, sheet.Heading(asked=asked.request.name), began)

    async def about(self, _: Http) -> ASGIApp:
        """What the page knows of the graph: prefixes, classes, properties, questions."""
        known = Path(self.settings.graph), self._overlay, self.settings.limits
        content = await asyncio.to_thread(page.about, await self._words(), *known)
        return reply(200, content, "application/json")

    async def file(self, http: Http) -> ASGIApp:
        """The page and what belongs to it."""
        type, content = await asyncio.to_thread(page.file, http.path_params.get("name", ""))
        return reply(200, content, type, page.POLICY)

    async def _words(self) -> ontology.Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = await asyncio.to_thread(ontology.load)
        return self._vocabulary

    async def _told(self, error: LinpuError, question: Question | None = None) -> wording.Wording | None:
        """What is wrong with what a question was given, in words; None for errors of any other kind."""
        if not isinstance(error, InputError) or error.fault is None:
            return None
        return await asyncio.to_thread(wording.told, error.fault, question, await self._words(), self._overlay)

    def _answer(
        self, http: Http, asked: Asked, heading: sheet.Heading, began: float, question: Question | None = None
    ) -> Answer:
        def tell(said: Said) -> None:
            self.log(http, said, heading.asked)

        accept, about = http.headers.get("accept", ""), None
        if reads_page(asked.choice):
            language, path, *_ = _heading(http)
            about = heading._replace(language=language, path=path, fields=asked.again, base=self._base())
        words = partial(self._told, question=question)
        return Answer(self.desk, asked, accept=accept, began=began, about=about, tell=tell, words=words)

    def _base(self) -> str:
        """What the IRIs of the graph's own things begin with; of a graph that cannot be read, the worker tells."""
        try:
            base = generations.read_meta(Path(self.settings.graph)).get("base")
        except LinpuError:
            return BASE
        return base if isinstance(base, str) else BASE

    async def refused(self, http: Http, error: Exception) -> Response:
        """The answer to a request that asks nothing, or nothing that may be asked."""
        assert isinstance(error, LinpuError)
        accept = http.headers.get("accept", "")
        about = _heading(http) if reads_page(accepted(accept)) else None
        response = error_reply(error, accept, about, await self._told(error))
        self.log(http, Said(response.status_code, 0.0, error=str(error)), http.scope["path"])
        return response

    def log(self, http: Http, said: Said, what: str) -> None:
        """One line on what became of a request."""
        shown = " ".join(what.split())[:100]
        end = said.error or f"{said.rows} rows"
        client = http.client.host if http.client else "-"
        self.settings.log(f"{client} {http.method} {said.status or '-'} {said.seconds * 1000:.0f} ms {end} | {shown}")

    async def _described(self, http: Http, accept: str) -> Response:
        name = http.query_params.get("format")
        media = (named(name) if name else accepted(accept)).triples
        if media is None:
            raise RefusedError(406, "the description is RDF", "accept text/turtle")
        endpoint, format = _address(http), "ttl" if media.format == "html" else media.format
        content = await asyncio.to_thread(description.describe, endpoint, await self._counts(), format)
        if media.format != "html":
            return reply(200, content, media.content_type)
        return reply(200, sheet.description(content, _heading(http).language), HTML, page.POLICY)

    async def _counts(self) -> description.Counts:
        generation = generations.current(Path(self.settings.graph))
        async with self._counting:
            if self._counted is None or self._counted[0] != generation:
                request = self._request._replace(timeout=self.settings.limits.timeout)
                self._counted = generation, await description.count(self.desk, request)
            return self._counted[1]

    async def _incoming(self, http: Http) -> Incoming:
        fields = fields_of(http.url.query)
        body = await self._body(http) if http.method == "POST" else b""
        type, accept = (http.headers.get(name, "") for name in ("content-type", "accept"))
        return Incoming(http.method, _address(http), fields, type, accept, body)

    async def _body(self, http: Http) -> bytes:
        """The body; one that is too long is read to its end, as far as that is reasonable, and refused."""
        most = self.settings.limits.body
        body, size = bytearray(), 0
        try:
            async with asyncio.timeout(self.settings.limits.timeout):
                async for chunk in http.stream():
                    size += len(chunk)
                    if size > DRAINED:
                        break
                    if size <= most:
                        body += chunk
        except TimeoutError:
            raise RefusedError(408, "its body did not come in time", "send it faster") from None
        if size > most:
            raise RefusedError(413, f"a body of more than {most:,} bytes", "write the query shorter")
        return bytes(body)


def application(settings: Settings) -> ASGIApp:
    """The whole server."""
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.desk.open()
        try:
            yield
        finally:
            await service.desk.close()

    both = ["GET", "POST"]
    routes = [
        Route(PATH, service.sparql, methods=both),
        Route(f"{PATH}/", service.sparql, methods=both),
        Route("/questions", service.questions),
        Route("/questions/{name}", service.question, methods=both),
        Route("/names", service.names, methods=both),
        Route("/about.json", service.about),
        Route("/", service.file),
        Route("/{name}", service.file),
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=sorted(settings.door.origins),
        allow_methods=both,
        allow_headers=["Accept", "Content-Type"],
        expose_headers=["kg-note", "kg-cut"],
    )
    inner = Starlette(
        routes=routes,
        middleware=[cors] if settings.door.origins else [],
        exception_handlers={LinpuError: service.refused},
        lifespan=lifespan,
    )
    return _guarded(inner, service)


def _guarded(inner: ASGIApp, service: Service) -> ASGIApp:
    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            try:
                service.settings.door.check(headers, scope["scheme"])
            except RefusedError as refusal:
                response = await service.refused(Http(scope), refusal)
                await response(scope, receive, send)
                return
        await inner(scope, receive, send)

    return outer


def _heading(http: Http) -> sheet.Heading:
    return sheet.Heading(sheet.language(http.headers.get("accept-language", "")), http.scope["path"])


def _address(http: Http) -> str:
    """The endpoint's own address, as the client wrote it."""
    return f"{http.url.scheme}://{http.headers['host']}{PATH}"
