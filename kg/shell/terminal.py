"""A terminal → the statements that a person types in it, with history, completion, colours: prompt_toolkit's door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg import sparql
from kg.shell.ended import ended
from kg.shell.suggest import Suggestion

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.lexers import Lexer

PROMPT, MORE = "kg> ", "  … "
_STYLE = {
    "keyword": "bold", "iri": "ansicyan", "name": "ansicyan", "string": "ansigreen", "variable": "ansiyellow",
    "number": "ansimagenta", "comment": "ansibrightblack",
}  # fmt: skip


def statements(
    suggest: Callable[[str], Iterable[Suggestion]], *, history: Path | None = None, coloured: bool = True
) -> Iterator[str]:
    """Each statement as it is entered; Ctrl-C drops what is typed, Ctrl-D ends. ``history`` None keeps nothing."""
    session = _session(suggest, history, coloured)
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _session(
    suggest: Callable[[str], Iterable[Suggestion]], history: Path | None, coloured: bool
) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.output import ColorDepth
    from prompt_toolkit.styles import Style

    return PromptSession(
        history=FileHistory(str(history)) if history else InMemoryHistory(),
        completer=_completer(suggest),
        complete_while_typing=True,
        lexer=_lexer(),
        style=Style.from_dict(_STYLE),
        color_depth=None if coloured else ColorDepth.DEPTH_1_BIT,
        multiline=True,
        prompt_continuation=lambda width, _line, _wrapped: MORE.rjust(width),
        key_bindings=_keys(),
    )


def _completer(suggest: Callable[[str], Iterable[Suggestion]]) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Suggesting(Completer):
        """prompt_toolkit takes a completer by no other way than a subclass."""

        def get_completions(self, document: Document, _event: CompleteEvent) -> Iterable[Completion]:
            for each in suggest(document.text_before_cursor):
                yield Completion(each.text, -each.replaces, display=each.shown or each.text, display_meta=each.beside)

    return Suggesting()


def _lexer() -> Lexer:
    from prompt_toolkit.document import Document
    from prompt_toolkit.lexers import Lexer

    class Colours(Lexer):
        """The tokens that the guard reads too, coloured line by line."""

        def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
            lines = document.lines
            return lambda number: _coloured(lines[number]) if number < len(lines) else []

    return Colours()


def _coloured(line: str) -> StyleAndTextTuples:
    pieces: StyleAndTextTuples = []
    at = 0
    for token in sparql.tokens(line):
        kind = "keyword" if token.kind == "word" and token.text.isupper() else token.kind
        gap = line[at : token.start]
        pieces.append(("class:comment" if "#" in gap else "", gap))
        pieces.append((f"class:{kind}" if kind in _STYLE else "", token.text))
        at = token.start + len(token.text)
    return [*pieces, ("class:comment" if "#" in line[at:] else "", line[at:])]


def _keys() -> KeyBindings:
    """Enter takes a chosen suggestion, ends a whole statement, else begins a line; Alt-Enter always begins one."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif ended(buffer.document.text_before_cursor) and not buffer.document.text_after_cursor.strip():
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    @keys.add("escape", "enter")
    def _line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys
