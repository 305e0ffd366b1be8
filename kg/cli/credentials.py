"""``--user``, ``--bearer`` and the address of ``kg query --endpoint`` → who asks: a name and a secret for the server.

A secret comes from the environment, from netrc or from the keyboard, never from the command line, which everybody on
the machine can read, and goes to the one server it is meant for.
"""

from __future__ import annotations

import argparse
import os
import sys

from kg.cli.parsing import note
from kg.errors import InputError

_SEEN = "everybody on this machine can read it there"


def configure(parser: argparse.ArgumentParser) -> None:
    """``--user NAME`` and ``--bearer``."""
    who = parser.add_mutually_exclusive_group()
    how = "log in to --endpoint; the password is $KG_PASSWORD, that of netrc, or asked for"
    who.add_argument("--user", metavar="NAME", default="", help=how)
    who.add_argument("--bearer", action="store_true", help="send --endpoint the token $KG_TOKEN, or one asked for")


def of(args: argparse.Namespace) -> tuple[str, str]:
    """The name (empty for a bearer token) and the secret, both empty for nobody; takes a name out of ``args.endpoint``.

    Raises InputError for options without a server, a secret on the command line, and one that nobody can be asked for.
    """
    if not args.endpoint:
        if args.user or args.bearer:
            raise InputError("query", "--user and --bearer are for a server", "give its address with --endpoint")
        return "", ""
    from urllib.parse import urlsplit

    args.endpoint, user = _parted(args.endpoint, args.user)
    host = urlsplit(args.endpoint).hostname or ""
    if args.bearer:
        if user:
            raise InputError("query", "a name and --bearer are given", "log in either with a name or with a token")
        found = "", os.environ.get("KG_TOKEN") or _typed(f"Token for {host}: ", "$KG_TOKEN")
    else:
        found = _basic(user, host)
    if not "".join(found).isprintable() or (args.bearer and not found[1].isascii()):
        raise InputError(
            "query", "the name, password or token holds a character that none has", "look for a line break"
        )
    if found[1] and args.endpoint.startswith("http:") and host not in ("localhost", "127.0.0.1", "::1"):
        note(f"kg: query: the password or token goes to {host} unencrypted; use https:// where that server has it")
    return found


def _parted(address: str, user: str) -> tuple[str, str]:
    """The address without the name in it, and the name. Raises InputError."""
    from urllib.parse import unquote, urlsplit, urlunsplit

    try:
        parts = urlsplit(address)
        named, secret, _ = parts.username or "", parts.password, parts.port
        if not parts.hostname:
            raise ValueError("no server is named")
    except ValueError as error:
        raise InputError("--endpoint", f"is no address: {error}", "write --endpoint http://host/path") from None
    if secret is not None or ":" in user:
        raise InputError("query", f"a password is on the command line; {_SEEN}", "put it into $KG_PASSWORD or netrc")
    if named and user and named != user:
        raise InputError("query", f"two names are given, {named} and {user}", "log in with one of them")
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])), user or unquote(named)


def _basic(user: str, host: str) -> tuple[str, str]:
    """The password of ``user``, or the entry for the host in netrc; its entry for any host counts for none."""
    if user and os.environ.get("KG_PASSWORD"):
        return user, os.environ["KG_PASSWORD"]
    login, password = _netrc(host)
    if login and user in ("", login):
        return login, password
    return (user, _typed(f"Password of {user} for {host}: ", "$KG_PASSWORD")) if user else ("", "")


def _netrc(host: str) -> tuple[str, str]:
    import netrc

    try:
        login, _, password = netrc.netrc(os.environ.get("NETRC")).hosts.get(host, ("", "", ""))
    except FileNotFoundError:
        return "", ""
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        told = getattr(error, "msg", None) or getattr(error, "strerror", None) or "not UTF-8"
        note(f"kg: query: {os.environ.get('NETRC') or '~/.netrc'} is not used: {told}")
        return "", ""
    return login or "", password or ""


def _typed(prompt: str, variable: str) -> str:
    """What is typed at the terminal, unseen; never read from stdin, where the query may come from."""
    import getpass

    if not _terminal():
        raise InputError("query", "there is no terminal to ask for the password or token", f"put it into {variable}")
    try:
        secret = getpass.getpass(prompt)
    except EOFError:
        secret = ""
    if not secret:
        raise InputError("query", "no password or token was typed", f"type it, or put it into {variable}")
    return secret


def _terminal() -> bool:
    if os.name != "posix":
        return sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
