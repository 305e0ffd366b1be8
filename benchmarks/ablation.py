"""Labelled pages read again and again, each time without one source of evidence → what that source is worth.

    python benchmarks/ablation.py [PAGES GOLD LAYOUT …] [--without NAME …]

The weights stay the shipped ones, which learned to lean on what is taken away, and on these very pages: learning anew
makes good a part (``train_mentions.py --folds 5 --without-gazetteers`` measures that for the gazetteers); what two
sources both tell is missed only without both. Default: the project's own pages, every source of ``SOURCES``. Data is
taken away by reading a copy of ``data/`` in which its files are empty, a step by putting one that does nothing in its
place.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


from kg import evaluate
from kg.evaluation.report import figures, named
from kg.evaluation.tally import Score, total
from kg.mentions import decode, templates
from kg.mentions.features import features, names
from kg.model import Article, Layout, Page
from kg.pages.layout import layout
from kg.resources import shared_root
from kg.table import draw
from kg.tokens import Tagger

GAZETTEER = (
    "areas.tsv", "names.tsv", "surnames.txt", "posts.txt", "trades.txt", "address-forms.txt", "sounds.txt",
    "lookalikes.tsv", "lookalikes-parts.txt",
)  # fmt: skip
Without = Callable[[], AbstractContextManager[object]]
MEASURES = (
    "mention.f1",
    "entity.f1",
    "identity.f1",
    "relation.f1",
    "relation, names given.f1",
    "article.f1",
    "join.f1",
)


@contextmanager
def emptied(*files: str) -> Iterator[None]:
    """A copy of ``data/`` in which these files are empty takes the place of the shipped one."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("gazetteer", "rules", "identity", "weights"):
            shutil.copytree(shared_root() / "data" / kind, Path(folder) / "data" / kind)
        for file in files:
            path = Path(folder) / "data" / file
            if not path.is_file():
                raise FileNotFoundError(f"{file}: data has no such file")
            path.write_text("", encoding="utf-8")
        with patch("kg.resources.shared_root", lambda: Path(folder)):
            yield


def instead(target: str, other: Any) -> Without:
    """``target`` (a function by its dotted name, where it is called) does ``other`` for a while."""
    return lambda: patch(target, other)


def letters(_: object = ()) -> Tagger:
    """A tagger that knows no words: every character is one, a digit or Latin letter too."""
    return Tagger(list, lambda _: "x")


def one_look(scene: Any, first: Any, lexicon: Any, weights: Any) -> Any:
    """The second look that adds nothing to the first."""
    del scene, lexicon
    return first, weights[first.features[0]].sum(axis=0)


def unjoined(page: Page, words: Any = None) -> Layout:
    """The layout without its joins: articles as found, broken columns left broken."""
    found = layout(page, words)
    return Layout(found.lines, found.articles, ())


def unread(page: Page, words: Any = None) -> Layout:
    """Every line an article of its own, in the roles that were found: no articles, no order, no joins."""
    found = layout(page, words)
    return Layout(found.lines, tuple(Article(line.number, (line.number,)) for line in found.lines), ())


def names_alone(_: object, names: Sequence[Any], *rest: object) -> list[Any]:
    """The names of a passage without the bare nouns that stand for one."""
    del rest
    return list(names)


def nothing(*_: object) -> None:
    """Nothing is found: no subject to take over, no weights."""


def none_of_them(*_: object) -> Iterator[Any]:
    """No candidates."""
    return iter(())


def templates_of(*groups: str) -> Without:
    """Without the evidence that these functions of ``kg.mentions.templates`` give; the sieve stays."""

    def thinned(scene: Any, c: Any, seen: Any = None) -> Any:
        places = {"before": c.start, "after": c.end}
        out = {name for group in groups for name, _ in getattr(templates, group)(scene, places.get(group, c))}
        return features(scene, c, seen)[[name not in out for name in names(scene, c)]]

    return lambda: patch.object(decode, "features", thinned)


SOURCES: Mapping[str, Without] = {
    "gazetteers (areas and names)": lambda: emptied("gazetteer/areas.tsv", "gazetteer/names.tsv"),
    "all of data/gazetteer": lambda: emptied(*(f"gazetteer/{name}" for name in GAZETTEER)),
    "list of areas": lambda: emptied("gazetteer/areas.tsv"),
    "list of known names": lambda: emptied("gazetteer/names.tsv"),
    "surnames": lambda: emptied("gazetteer/surnames.txt"),
    "posts": lambda: emptied("gazetteer/posts.txt"),
    "trades": lambda: emptied("gazetteer/trades.txt"),
    "look-alikes": lambda: emptied("gazetteer/lookalikes.tsv", "gazetteer/lookalikes-parts.txt"),
    "dictionary words": instead("kg.mentions.lexicon.tagger", letters),
    "second look (other forms)": instead("kg.mentions.second_look", one_look),
    "weights: left neighbours": templates_of("before"),
    "weights: right neighbours": templates_of("after"),
    "weights: head noun": templates_of("head"),
    "weights: inside the name": templates_of("inside"),
    "weights: recurrence on the page": templates_of("page"),
    "weights: all but type, rule, line": templates_of("before", "after", "head", "inside", "page"),
    "joins of broken columns": instead("kg.reading.layout", unjoined),
    "articles and joins": instead("kg.reading.layout", unread),
    "weighing of relations (rules alone)": instead("kg.relations.rules.load_scorer", nothing),
    "references (社区, 该公司)": instead("kg.relations.draw.refer", names_alone),
    "carried subjects": instead("kg.relations.frames.carried", nothing),
    "headings and topics": instead("kg.relations.draw.headed", none_of_them),
}
"""What can be taken away, by the name that ``--without`` takes."""


def measured(folders: Sequence[Path]) -> Score:
    """All measures of the labelled pages, folders in threes, together."""
    threes = [folders[start : start + 3] for start in range(0, len(folders), 3)]
    return total(evaluate.run(*three) for three in threes)


def row(name: str, told: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """A row of the table: the figures themselves, or by how many points they differ from the whole."""
    cells = []
    for measure in MEASURES:
        value, base = named(told, measure), named(whole or {}, measure)
        cells.append("" if value is None else f"{value:.3f}" if base is None else f"{(value - base) * 100:+.1f}")
    return name, *cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="pages, gold and layout folders, in threes")
    parser.add_argument("--without", nargs="+", metavar="NAME", default=list(SOURCES), help="only these sources")
    args = parser.parse_args()
    unknown = [name for name in args.without if name not in SOURCES]
    if len(args.folders) % 3 or unknown:
        parser.error(f"no source {unknown[0]!r}; there are: {'; '.join(SOURCES)}" if unknown else "folders in threes")
    data = shared_root() / "data"
    folders = args.folders or [data / "pages", data / "gold", data / "gold-layout"]
    whole = figures(measured(folders))
    rows = [row("everything", whole)]
    for name in args.without:
        with SOURCES[name]():
            rows.append(row(f"without {name}", figures(measured(folders)), whole))
        print(rows[-1][0], file=sys.stderr)
    head = [re.sub(r"\.f1$", "", measure) for measure in MEASURES]
    print(*draw(("F1, then points lost or won", *head), rows), sep="\n")


if __name__ == "__main__":
    main()
