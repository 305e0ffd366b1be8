"""Bytes and frames → a file descriptor: how a worker answers whoever asked it."""

from __future__ import annotations

import os

from kg.frames import HEAD

GATHERED = 1 << 16
"""Bytes of an answer that are sent at once."""


class Pipe:
    """Writes frames; the answer's bytes are gathered first, since one frame per row would cost more than the row."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.gathered = bytearray()

    def write(self, content: bytes) -> None:
        """Bytes of the answer."""
        self.gathered += content
        if len(self.gathered) >= GATHERED:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered."""
        if self.gathered:
            content, self.gathered = bytes(self.gathered), bytearray()
            self.frame(b"d", content)

    def frame(self, kind: bytes, content: bytes) -> None:
        """Send one frame, see ``kg.frames``."""
        view = memoryview(kind + len(content).to_bytes(HEAD - 1, "big") + content)
        while view:
            view = view[os.write(self.number, view) :]
