"""The page that an answer is saved as: read by somebody who was sent it, perhaps without a network."""

import pytest

from kg import htmltable
from kg.namespaces import BASE, ONTOLOGY, PROVENANCE, XSD
from kg.stores import Term


def row(*terms: Term | None, named: bool = True) -> str:
    """The row of a page with these terms; IRIs are named by what follows their last / or #."""
    label = (lambda iri: iri.replace("#", "/").rpartition("/")[2]) if named else None
    page = "".join(htmltable.write(tuple("abcd"[: len(terms)]), [terms], label))
    return page.partition("<tbody>\n")[2].partition("</tbody>")[0].strip()


def iri(value: str) -> Term:
    return Term("iri", value)


@pytest.mark.parametrize("value", [f"{BASE}street/柳影街道", f"{ONTOLOGY}Street", PROVENANCE])
def test_what_has_no_page_is_no_link_but_tells_its_iri(value: str) -> None:
    name = value.replace("#", "/").rpartition("/")[2]
    assert row(iri(value)) == f'<tr><td title="{value}">{name}</td></tr>'
    assert row(iri(value), named=False) == f"<tr><td>{value}</td></tr>"


def test_what_leads_somewhere_is_a_link() -> None:
    value = "https://news.example/id/柳影?a=1&b=2"
    told = value.replace("&", "&amp;")
    assert row(iri(value)) == f'<tr><td><a href="{told}" title="{told}">柳影?a=1&amp;b=2</a></td></tr>'
    assert row(iri(value), named=False) == f'<tr><td><a href="{told}">{told}</a></td></tr>'


def test_nothing_that_a_browser_would_run_is_a_link_or_markup() -> None:
    drawn = row(iri("javascript:alert('1')"), Term("literal", '<script src="x">&'))
    assert drawn == "<tr><td>javascript:alert(&#x27;1&#x27;)</td><td>&lt;script src=&quot;x&quot;&gt;&amp;</td></tr>"


def test_numbers_languages_and_empty_cells() -> None:
    drawn = row(
        Term("literal", "5", f"{XSD}integer"), Term("literal", "street", language="en"), None, Term("bnode", "x")
    )
    assert drawn == '<tr><td class="number">5</td><td lang="en">street</td><td></td><td>_:x</td></tr>'
