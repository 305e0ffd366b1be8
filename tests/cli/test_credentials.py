"""Who asks a server: the password or token reaches that server, and nothing and nobody else."""

import http.server
import os
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import cli, query
from kg.frames import Request
from kg.stores.remote import RemoteStore

SECRET = "pass:wörd-7"
BASIC = "Basic " + b64encode(f"me:{SECRET}".encode()).decode()
YES = b'{"head":{},"boolean":true}'
ASK = "ASK { ?s ?p ?o }"
Answer = tuple[int, dict[str, str], bytes]


class Heard(NamedTuple):
    """A server's address, and the Authorization of each request that it had."""

    address: str
    logins: list[str]


@contextmanager
def serving(answer: Callable[[str], Answer]) -> Iterator[Heard]:
    """A server that answers by what Authorization a request has."""
    logins: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            logins.append(self.headers.get("Authorization", ""))
            status, headers, content = answer(logins[-1])
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Heard(f"http://127.0.0.1:{server.server_port}/sparql", logins)
    finally:
        server.shutdown()
        server.server_close()


def wanting(login: str) -> Callable[[str], Answer]:
    def answer(given: str) -> Answer:
        if given != login:
            return 401, {"WWW-Authenticate": 'Basic realm="graph"'}, f"not {given}".encode()
        return 200, {"Content-Type": "application/sparql-results+json"}, YES

    return answer


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KG_PASSWORD", "KG_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


def kg(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = cli.main(["query", *words])
    except SystemExit as left:
        code = int(str(left.code))
    out, err = capfd.readouterr()
    assert SECRET not in out + err
    assert BASIC.partition(" ")[2] not in out + err
    return code, out, err


def test_a_password_from_the_environment(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    with serving(wanting(BASIC)) as there:
        assert kg(capfd, ASK, "--endpoint", there.address, "--user", "me", "--time")[:2] == (0, "true\n")
        named = there.address.replace("//", "//me@")
        assert kg(capfd, ASK, "--endpoint", named)[:2] == (0, "true\n")
        code, _, err = kg(capfd, ASK, "--endpoint", named.replace("me@", "you@"), "--explain")
        assert (code, there.logins[:2]) == (4, [BASIC, BASIC])
        assert err.startswith(
            f"kg: {there.address}: the server does not accept the login: 401 Unauthorized: not Basic …"
        )


def test_a_token(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TOKEN", SECRET.replace("ö", "o"))
    with serving(wanting("Bearer " + SECRET.replace("ö", "o"))) as there:
        assert kg(capfd, ASK, "--endpoint", there.address, "--bearer")[:2] == (0, "true\n")
        code, _, err = kg(capfd, ASK, "--endpoint", there.address)
    assert (code, there.logins[1]) == (4, "")
    assert "the server wants a login: 401 Unauthorized: not; give --user NAME" in err


def test_netrc_is_for_its_own_host(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text(f"machine 127.0.0.1 login me password {SECRET}\ndefault login me password x\n", encoding="utf-8")
    with serving(wanting(BASIC)) as there:
        assert kg(capfd, ASK, "--endpoint", there.address)[0] == 0
        assert kg(capfd, ASK, "--endpoint", there.address.replace("127.0.0.1", "localhost"))[0] == 4
        assert there.logins == [BASIC, ""]
        file.write_text("machine 127.0.0.1 login me password x machine", encoding="utf-8")
        code, _, err = kg(capfd, ASK, "--endpoint", there.address)
    assert (code, f"kg: query: {file} is not used: " in err) == (4, True)


def test_a_login_goes_nowhere_that_the_server_points_to(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    with serving(wanting(BASIC)) as other:
        for status in (301, 302, 303, 307, 308):
            moved = status, {"Location": other.address}, b""
            with serving(lambda _, moved=moved: moved) as there:  # type: ignore[misc]
                code, _, err = kg(capfd, ASK, "--endpoint", there.address, "--user", "me")
            assert (code, f"points to {other.address}; --endpoint" in err, there.logins) == (4, True, [BASIC])
        assert other.logins == []


def test_a_server_that_wants_a_digest_gets_one(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", "plain-7")

    def answer(given: str) -> Answer:
        if not given.startswith("Digest ") or 'username="me"' not in given:
            return 401, {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="n1", qop="auth", algorithm=MD5'}, b""
        return wanting(given)(given)

    with serving(answer) as there:
        assert kg(capfd, ASK, "--endpoint", there.address, "--user", "me")[:2] == (0, "true\n")
        assert [login.partition(" ")[0] for login in there.logins] == ["Basic", "", "Digest"]
        monkeypatch.setenv("KG_PASSWORD", SECRET)
        assert "use one of ASCII letters" in kg(capfd, ASK, "--endpoint", there.address, "--user", "me")[2]


@pytest.mark.parametrize("token", ["a\nX: y", "tökén"])
def test_a_token_that_is_none_is_a_usage_error(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("KG_TOKEN", token)
    code, _, err = kg(capfd, ASK, "--endpoint", "http://127.0.0.1:9/", "--bearer")
    assert (code, "holds a character that none has" in err, token in err) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--endpoint", f"http://me:{SECRET}@127.0.0.1:9/"), "a password is on the command line"),
        (("--endpoint", "http://127.0.0.1:9/", "--user", f"me:{SECRET}"), "a password is on the command line"),
        (("--endpoint", "http://me@127.0.0.1:9/", "--user", "you"), "two names are given, me and you"),
        (("--endpoint", "http://me@127.0.0.1:9/", "--bearer"), "a name and --bearer are given"),
        (("--endpoint", "http://[x/"), "is no address"),
        (("--user", "me"), "give its address with --endpoint"),
        (("--endpoint", "http://127.0.0.1:9/", "--user", "me", "--bearer"), "not allowed with argument"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, out, err = kg(capfd, ASK, *words)
    assert (code, out, said in err, err.count("\n")) == (2, "", True, 1), err


def test_a_password_in_the_clear_is_told_but_on_this_machine(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    told = "goes to nowhere.invalid unencrypted"
    assert told in kg(capfd, ASK, "--endpoint", "http://me@nowhere.invalid/", "--timeout", "5")[2]
    assert "unencrypted" not in kg(capfd, ASK, "--endpoint", "http://me@127.0.0.1:9/")[2]


@pytest.mark.parametrize("fork", [True, False])
def test_a_worker_of_either_kind_is_told_the_login(fork: bool) -> None:
    if fork and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    with serving(wanting(BASIC)) as there:
        said: list[bytes] = []
        query.ask(Request(ASK, endpoint=there.address, credentials=("me", SECRET)), said.append, print, fork=fork)
    assert said == [b"true\n"]


def test_a_store_does_not_show_its_secret() -> None:
    assert SECRET not in repr(RemoteStore("http://e/", 0, "me", SECRET))


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made as POSIX makes one")
def test_a_password_is_asked_for_at_the_terminal_though_the_query_comes_from_a_pipe() -> None:
    import pty

    with serving(wanting(BASIC)) as there:
        words = [sys.executable, "-m", "kg", "query", "-", "--endpoint", there.address, "--user", "me"]
        without = subprocess.run(words, input=ASK.encode(), capture_output=True, start_new_session=True, check=False)
        assert (without.returncode, b"put it into $KG_PASSWORD" in without.stderr) == (2, True)
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvp("sh", ["sh", "-c", 'echo "$1" | { shift; exec "$@"; }', "sh", ASK, *words])
        shown = b""
        while b"Password of me for 127.0.0.1: " not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, SECRET.encode() + b"\n")
        while b"true" not in shown:
            shown += os.read(terminal, 1000)
        os.close(terminal)
        os.waitpid(pid, 0)
    assert SECRET.encode() not in shown
    assert there.logins == [BASIC]
