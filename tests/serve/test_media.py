"""Which format an Accept header or a name leads to."""

import pytest

from kg.errors import InputError
from kg.serve.media import Choice, accepted, named, reads_page


def formats(choice: Choice) -> list[str | None]:
    return [media and media.format for media in choice]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", ["json", "json", "ttl"]),
        ("*/*", ["json", "json", "ttl"]),
        ("text/csv", ["csv", "csv", None]),
        ("text/turtle", [None, None, "ttl"]),
        ("application/sparql-results+xml, application/rdf+xml", ["xml", "xml", "rdfxml"]),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.8, */*;q=0.1", ["xml", "xml", "ttl"]),
        ("text/*", ["csv", "csv", "ttl"]),
        ("application/*;q=0.5, application/n-triples", ["json", "json", "nt"]),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", ["xml", "xml", "ttl"]),
        ("*/*;q=0.5, text/turtle;q=0", ["json", "json", "nt"]),
        ("TEXT/CSV ; Q=1", ["csv", "csv", None]),
        ("text/csv;header=present;q=0.2, text/tab-separated-values;q=0.3", ["tsv", "tsv", None]),
        ("application/json", ["json", "json", "jsonld"]),
        ("application/xml", ["xml", "xml", "rdfxml"]),
        ("image/png", [None, None, None]),
        ("text/html", ["html", "html", "html"]),
        ("text/html;q=0.5, text/csv", ["csv", "csv", "html"]),
        ("text/html;q=0.9, application/json;q=0.9", ["json", "json", "jsonld"]),
        ("*/*, text/html;q=0", ["json", "json", "ttl"]),
        ("nonsense, text/csv;q=much, application/n-quads", [None, None, "nq"]),
    ],
)
def test_the_format_that_is_wanted_most_is_taken(header: str, found: list[str | None]) -> None:
    assert formats(accepted(header)) == found


def test_the_media_type_is_the_one_that_was_accepted() -> None:
    assert accepted("application/json").rows == ("json", "application/json")
    assert accepted("text/csv").rows.content_type == "text/csv; charset=utf-8"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("csv", ["csv", "csv", None]),
        ("json", ["json", "json", "jsonld"]),
        ("xml", ["xml", "xml", "rdfxml"]),
        ("turtle", [None, None, "ttl"]),
        ("json-ld", ["json", "json", "jsonld"]),
        ("text/tab-separated-values", ["tsv", "tsv", None]),
        ("application/sparql-results+json", ["json", "json", "jsonld"]),
        ("application/n-triples", [None, None, "nt"]),
        ("md", ["md", None, None]),
        ("html", ["html", "html", "html"]),
        ("text/html", ["html", "html", "html"]),
    ],
)
def test_a_format_by_name(name: str, found: list[str | None]) -> None:
    assert formats(named(name)) == found


def test_an_unknown_format_is_told_with_the_known() -> None:
    with pytest.raises(InputError, match=r"format=docx is no format.*use one of json xml csv tsv md html ttl nt"):
        named("docx")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html;q=0.5, text/csv", False),
        ("text/*", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_browser_is_known_by_what_it_prefers(header: str, wanted: bool) -> None:
    assert reads_page(accepted(header)) is wanted
