"""Which requests may come in: those for this server's own name, from its own pages or pages that ``--cors`` names.

Without it any page in the user's browser could read the graph: by another name for 127.0.0.1 (DNS rebinding), against
which Host is checked, or across origins, against which Origin and Sec-Fetch-Site are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.serve.protocol import RefusedError

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class Door(NamedTuple):
    """``hosts`` are names that this server goes by, ``origins`` the pages that may ask it (``*``: all)."""

    hosts: frozenset[str] = frozenset({"localhost"})
    origins: frozenset[str] = frozenset()

    def check(self, headers: Mapping[str, str], scheme: str) -> None:
        """Raises RefusedError for a request with these headers (names in lower case) that may not come in."""
        host = headers.get("host", "")
        name = _name(host)
        if not (name in self.hosts or _is_address(name)):
            raise RefusedError(
                421, f"Host {host[:80] or 'is missing'}", "ask by the server's address, or --allow-host NAME"
            )
        origin = headers.get("origin", "")
        allowed = "*" in self.origins or origin in self.origins
        if origin and not allowed and origin.lower() != f"{scheme}://{host}".lower():
            raise RefusedError(403, f"pages of {origin[:80]} may not ask", "start kg serve with --cors ORIGIN")
        strange = headers.get("sec-fetch-site", "") in ("cross-site", "same-site")
        if strange and not allowed and headers.get("sec-fetch-mode") != "navigate":
            raise RefusedError(403, "pages of other origins may not ask", "start kg serve with --cors ORIGIN")


def _name(host: str) -> str:
    """The name in a Host header, without its port; empty where it is none. Addresses are later made of the header."""
    if not _HOST.fullmatch(host):
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    """Whether it is an address: no page can make a name of its own stand for one."""
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
