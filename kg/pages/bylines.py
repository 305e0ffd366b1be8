"""The words of a byline, credit, lead or signature → the names in it; None when the text is none of these.

Texts are normalised (``passages.normalise``) and stripped. Bylines are the surest persons of a page, and they open and
close articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.pages.words import HAN, Names

_SEPARATORS = re.compile(r"[\s、,/:;|&()]+")
_RUNNING = frozenset("。!?“”《》")
_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:[·•・][{HAN}]{{1,8}})+")
_NAMES = re.compile(rf"[{HAN}]{{5,16}}")
_LONGEST = 48
_LONGEST_NAME = 4


def byline_names(text: str, rule: Names) -> tuple[str, ...] | None:
    """The names of a line that is nothing but a byline (``■ 通讯员 甲乙丙``), else None."""
    bare = text.lstrip(rule.marks + " ")
    if len(bare) > _LONGEST or len(bare) < 2 or not _RUNNING.isdisjoint(bare):
        return None
    marked = bare != text
    parsed = _parse(bare, rule)
    if parsed is None:
        return None
    found, roles, tasks = parsed
    if not found:
        return () if marked and roles else None
    sure = all(_has_surname(name, rule) for name in found)
    if (roles and (sure or marked or tasks)) or (tasks and (sure or marked)) or (marked and sure):
        return found
    return found if roles and any(_has_surname(name, rule) for name in found) else None


def credit_names(text: str, rule: Names) -> tuple[str, ...] | None:
    """The names of a line that is nothing but a photo credit (``甲乙丙 摄``), else None."""
    bare = text.strip("() " + rule.marks)
    if len(bare) > _LONGEST or not rule.credit.search(bare) or not _RUNNING.isdisjoint(bare):
        return None
    found, _, tasks = _parse(bare, rule) or ((), 0, 0)
    if rule.writing & set(_SEPARATORS.split(bare)):
        return None
    if found:
        return found if tasks else None
    return () if len(bare) <= _LONGEST // 2 and bare.endswith(("供图", "提供")) else None


def caption_tail(text: str, rule: Names) -> tuple[str, ...] | None:
    """The names of a photo credit at the end of a caption's own line, else None."""
    match = rule.credit_tail.search(text) if text.removesuffix(")").endswith(rule.credit_end) else None
    parsed = _parse(match[1], rule) if match else None
    return parsed[0] if parsed is not None and parsed[0] else None


def signature_names(text: str, rule: Names) -> tuple[str, ...] | None:
    """The names of a signature in brackets at the end of ``text`` (``…。(记者 甲乙)``), else None."""
    if not text.endswith(")"):
        return None
    start = text.rfind("(")
    if start < 0 or len(text) - start > _LONGEST or (start and text[:start].rstrip()[-1:] not in "。!?”…"):
        return None
    parsed = _parse(text[start + 1 : -1], rule)
    if parsed is None or not parsed[0]:
        return None
    found, roles, tasks = parsed
    return found if roles or tasks or all(_has_surname(name, rule) for name in found) else None


def lead_names(text: str, rule: Names) -> tuple[str, ...] | None:
    """The names behind an opening ``本报讯``; () for a lead without names, None for a line without a lead."""
    match = rule.lead.match(text)
    if match is None:
        return None
    at = 0 if match[0].endswith(rule.reporter) else match.end()
    rest = text[at:].lstrip()
    if rest[:1] == "(":
        end = rest.find(")")
        parsed = _parse(rest[1:end], rule) if 0 < end <= _LONGEST else None
        return parsed[0] if parsed else ()
    return tuple(_running(rest[: 2 * _LONGEST], rule))


def _running(text: str, rule: Names) -> Iterator[str]:
    """Names after a lead without brackets: they follow a role word and end where other words begin."""
    seen_role, count = False, 0
    for token in text.split():
        role = rule.role.match(token)
        rest = token[role.end() :] if role else token
        rest, last, _ = rest.partition("报道")
        if role:
            seen_role, count = True, 0
        if not seen_role or (rest and not _is_name(rest)) or (count and rest and not _has_surname(rest, rule)):
            return
        if rest:
            count += 1
            yield rest
        if last:
            return


def _parse(text: str, rule: Names) -> tuple[tuple[str, ...], int, int] | None:
    """Names, number of role words and of task words; None when anything else stands in ``text``."""
    found: list[str] = []
    roles = tasks = 0
    half = ""
    for token in _SEPARATORS.split(text):
        role = rule.role.match(token)
        rest = token[role.end() :] if role else token
        roles += role is not None
        while rest not in rule.task and (tail := rule.task_end.search(rest)):
            rest, tasks = rest[: tail.start()], tasks + 1
        if rest in rule.task:
            tasks += 1
        elif len(rest) == 1 and not role:
            half += rest
        elif rest and rule.body.match(rest) and len(rest) > 3:
            continue
        elif rest:
            pieces = _split(rest, rule)
            if not pieces:
                return None
            found.extend(pieces)
        if len(half) == 2:
            found, half = [*found, half], ""
    return (tuple(dict.fromkeys(found)), roles, tasks) if not half else None


def _split(text: str, rule: Names) -> list[str]:
    """One name, or names written without a space; empty when it is neither."""
    if _is_name(text):
        half = len(text) == _LONGEST_NAME and text[:2] not in rule.double and not text.endswith(rule.given)
        if half and _has_surname(text, rule) and _has_surname(text[2:], rule) and "·" not in text:
            return [text[:2], text[2:]]
        return [text]
    if not _NAMES.fullmatch(text):
        return []
    for length in (3, 2, 4):
        head, tail = text[:length], text[length:]
        if _has_surname(head, rule) and (length < _LONGEST_NAME or head[:2] in rule.double) and len(tail) >= 2:
            rest = _split(tail, rule)
            if rest and all(_has_surname(name, rule) for name in rest):
                return [head, *rest]
    return []


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _has_surname(name: str, rule: Names) -> bool:
    return name[:1] in rule.single or name[:2] in rule.double or "·" in name
