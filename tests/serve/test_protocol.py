"""What a request's parts ask."""

import pytest

from kg import errors
from kg.frames import Request
from kg.serve.protocol import FORM, QUERY, Incoming, Limits, RefusedError, fields_of, read, read_question, status
from kg.stores import Graphs

LIMITS = Limits(timeout=10, rows=100, memory=200, body=1000)
URL = "http://localhost/sparql"


def get(**fields: str) -> Incoming:
    return Incoming("GET", URL, tuple(fields.items()))


def asked(incoming: Incoming) -> Request:
    return read(incoming, Request(graph="g"), LIMITS).request


def test_a_query_is_laid_over_what_is_served() -> None:
    found = asked(get(query="ASK {}"))
    assert found == Request(
        "ASK {}", graph="g", format="json", graph_format="ttl", limit=100, whole=True, timeout=10, memory=200, base=URL
    )


def test_a_form_and_a_body_ask_the_same() -> None:
    form = Incoming("POST", URL, (), f"{FORM}; charset=UTF-8", body=b"query=ASK+%7B%7D&format=csv")
    body = Incoming("POST", URL, (("format", "csv"),), QUERY, body=b"ASK {}")
    assert asked(form) == asked(body) == asked(get(query="ASK {}", format="csv"))


def test_graphs_take_the_place_of_from() -> None:
    fields = fields_of("query=ASK+{}&default-graph-uri=a:b&default-graph-uri=a:c&named-graph-uri=a:d")
    assert asked(Incoming("GET", URL, fields)).dataset == Graphs(("a:b", "a:c"), ("a:d",))


@pytest.mark.parametrize(
    ("told", "limit", "whole", "timeout"),
    [
        ({"limit": "5", "timeout": "2.5"}, 5, False, 2.5),
        ({"limit": "100"}, 100, False, 10),
        ({"limit": "101", "timeout": "900"}, 100, True, 10),
        ({"limit": "0"}, 100, True, 10),
    ],
)
def test_limits_can_be_lowered_and_not_raised(
    told: dict[str, str], limit: int, whole: bool, timeout: float
) -> None:  # fmt: skip
    found = asked(get(query="ASK {}", **told))
    assert (found.limit, found.whole, found.timeout) == (limit, whole, timeout)


@pytest.mark.parametrize(
    ("incoming", "code", "said"),
    [
        (get(), 400, "no query"),
        (Incoming("GET", URL, (("query", "a"), ("query", "b"))), 400, "several queries"),
        (get(update="CLEAR ALL"), 403, "updates are refused"),
        (get(query="ASK {}", limit="many"), 400, "limit=many is no number"),
        (get(query="ASK {}", timeout="nan"), 400, "timeout=nan"),
        (Incoming("GET", URL, (("query", "ASK {}"), ("default-graph-uri", "not absolute"))), 400, "no absolute IRI"),
        (Incoming("GET", URL, (("query", "ASK {}"), ("named-graph-uri", 'a:b> {"'))), 400, "no absolute IRI"),
        (Incoming("POST", URL, (), "text/plain", body=b"ASK {}"), 415, "Content-Type text/plain"),
        (Incoming("POST", URL, (), "", body=b"ASK {}"), 415, "Content-Type is missing"),
        (Incoming("POST", URL, (), f"{QUERY};charset=utf-16", body=b"ASK {}"), 415, "charset utf-16"),
        (Incoming("POST", URL, (), QUERY, body=b"ASK {} # \xff"), 400, "not UTF-8 (byte 9)"),
        (Incoming("POST", URL, (("query", "ASK {}"),), QUERY, body=b"ASK {}"), 400, "several queries"),
        (Incoming("POST", URL, (), "application/sparql-update", body=b"CLEAR ALL"), 403, "updates are refused"),
    ],
)
def test_what_is_no_question_is_refused(incoming: Incoming, code: int, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        asked(incoming)
    assert caught.value.status == code
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["query=%FF", "&".join(["a=b"] * 201)])
def test_parameters_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        fields_of(text)


def test_a_question_takes_parameters_and_options() -> None:
    incoming = get(street=" 柳影街道 ", body="", format="csv", labels="1", limit="3")
    found = read_question(incoming, "q", Request(graph="g"), LIMITS).request
    assert (found.question, found.values, found.text) == ("q", {"street": ["柳影街道"]}, "")
    assert (found.format, found.labels, found.limit) == ("csv", True, 3)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.QueryError, 400),
        (errors.InputError, 400),
        (errors.QueryTimeoutError, 504),
        (errors.QueryLimitError, 422),
        (errors.GraphError, 503),
    ],
)
def test_each_error_has_its_status(kind: type[errors.LinpuError], code: int) -> None:
    assert status(kind("where", "what")) == code
