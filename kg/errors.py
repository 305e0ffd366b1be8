"""One tree of errors. Each says where, what, and how to mend it in one line, and knows its exit code."""

from __future__ import annotations

from typing import NamedTuple


class Candidate(NamedTuple):
    """What may have been meant: a ``name`` to give instead, its label, the local name of its class."""

    name: str
    label: str = ""
    type: str = ""


class Fault(NamedTuple):
    """What is wrong with what a question was given, for who tells it in words of another language.

    ``kind`` is unknown (no such name), several (a name of several things), integer, date or predicate (``value`` is
    none), missing, parameter (the question has none called ``value``) or question (there is none called ``value``).
    ``more`` counts the candidates that are left out.
    """

    kind: str
    parameter: str = ""
    value: str = ""
    candidates: tuple[Candidate, ...] = ()
    more: int = 0


class LinpuError(Exception):
    """Base of all errors that a user can mend; the command line prints ``where: what; how`` and exits."""

    exit_code = 1

    def __init__(self, where: str, what: str, how: str = "") -> None:
        self.where, self.what, self.how = where, what, how
        super().__init__(f"{where}: {what}" + (f"; {how}" if how else ""))


class InputError(LinpuError):
    """A page, data file or argument cannot be used; ``fault`` says so of a question's name or parameter."""

    exit_code = 2

    def __init__(self, where: str, what: str, how: str = "", *, fault: Fault | None = None) -> None:
        self.fault = fault
        super().__init__(where, what, how)


class QueryError(LinpuError):
    """A query is malformed, refused or failed."""

    exit_code = 1


class QueryLimitError(QueryError):
    """A query needs more memory, rows or depth than it is given."""


class QueryTimeoutError(QueryError):
    """A query did not finish within its time limit."""

    exit_code = 124


class GraphError(LinpuError):
    """A graph is missing, too old, damaged or locked."""

    exit_code = 4
