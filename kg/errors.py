"""One tree of errors. Each says where, what, and how to mend it in one line, and knows its exit code."""

from __future__ import annotations


class LinpuError(Exception):
    """Base of all errors that a user can mend; the command line prints ``where: what; how`` and exits."""

    exit_code = 1

    def __init__(self, where: str, what: str, how: str = "") -> None:
        self.where, self.what, self.how = where, what, how
        super().__init__(f"{where}: {what}" + (f"; {how}" if how else ""))


class InputError(LinpuError):
    """A page, data file or argument cannot be used."""

    exit_code = 2


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
