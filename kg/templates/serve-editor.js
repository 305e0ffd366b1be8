// The editor: a textarea over a coloured copy of its text, and what may complete the word before the caret.
"use strict";

const KEYWORDS = `SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED AS OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH
  EXISTS NOT IN ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET UNDEF COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES
  DATATYPE BOUND IRI URI BNODE COALESCE IF SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX REPLACE SUBSTR STRLEN UCASE LCASE CONTAINS
  STRSTARTS STRENDS STRBEFORE STRAFTER CONCAT ENCODE_FOR_URI ABS ROUND CEIL FLOOR RAND NOW YEAR MONTH DAY TRUE FALSE A`.split(/\s+/);
const TOKENS = new RegExp([
  "(?<comment>#[^\\n]*)", "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
  "(?<string>\"\"\"[^]*?(?:\"\"\"|$)|'''[^]*?(?:'''|$)|\"(?:[^\"\\\\\\n]|\\\\.)*\"?|'(?:[^'\\\\\\n]|\\\\.)*'?)",
  "(?<variable>[?$][\\p{L}\\p{N}_]+)", "(?<name>(?:[\\p{L}][\\p{L}\\p{N}_\\-]*)?:(?:[\\p{L}\\p{N}_:][\\p{L}\\p{N}_\\-·:]*)?)",
  "(?<number>\\b\\d+(?:\\.\\d+)?)", "(?<word>[A-Za-z_]+)",
].join("|"), "gu");
const MOST = 30;
const editor = {from: 0, list: offering($("text"), $("offers"), {first: true, taken: take})};

function paint() {
  const text = $("text").value, pieces = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind === "word" && !KEYWORDS.includes(match[0].toUpperCase())) continue;
    pieces.push(text.slice(at, match.index), el(`span.t-${kind}`, null, match[0]));
    at = match.index + match[0].length;
  }
  $("mirror").replaceChildren(...pieces, text.slice(at), "\n");
  follow();
}

function follow() {
  $("mirror").scrollTop = $("text").scrollTop;
  $("mirror").scrollLeft = $("text").scrollLeft;
}

// What stands before the caret and could be completed: its first character's place and the text.
function begun() {
  const end = $("text").selectionStart;
  if (end !== $("text").selectionEnd) return null;
  const word = $("text").value.slice(0, end).match(/(?:[?$][\p{L}\p{N}_]*|[\p{L}_][\p{L}\p{N}_\-·]*:?[\p{L}\p{N}_\-·“”+]*)$/u);
  return word ? {from: end - word[0].length, text: word[0]} : null;
}

// Completions that need no asking: variables, keywords, prefixes, classes and properties by name or label.
function known(word) {
  if (/^[?$]/.test(word)) {
    const names = new Set($("text").value.match(/[?$][\p{L}\p{N}_]+/gu) || []);
    names.delete(word);
    return [...names].filter((name) => name.slice(1).startsWith(word.slice(1))).map((name) => [name, say("variable")]);
  }
  const [prefix, local] = word.includes(":") ? word.split(":", 2) : ["", word], low = local.toLowerCase();
  const fits = (term) => [term.name, term.zh, term.en].some((name) => name.toLowerCase().startsWith(low) || (low.length > 1 && name.toLowerCase().includes(low)));
  const terms = [...page.about.properties, ...page.about.classes].filter(fits).map((term) => [`kg:${term.name}`, term[page.language]]);
  if (word.includes(":")) return prefix === "kg" ? terms : [];
  const prefixes = Object.keys(page.about.prefixes).filter((name) => name.startsWith(low)).map((name) => [`${name}:`, say("prefix")]);
  const keywords = KEYWORDS.filter((name) => name.length > 1 && low && name.startsWith(local.toUpperCase())).map((name) => [name, say("keyword")]);
  return [...prefixes, ...terms, ...keywords];
}

// Entities of the graph: of the prefix's class, or of any for a name in Chinese.
async function named(word, signal) {
  const [prefix, local] = word.includes(":") ? word.split(":", 2) : ["", word];
  const kind = page.about.classes.find((each) => each.prefix && each.prefix === prefix);
  if ((prefix && !kind) || !local || (!prefix && !/\p{Script=Han}/u.test(local))) return [];
  const rows = await entitiesNamed(local, prefix, signal);
  return rows.map((row) => [short(row.entity.value), beside(row, "")]);
}

function offer(word, offers) {
  const names = new Set();
  const some = offers.filter(([text]) => text !== word.text && !names.has(text) && names.add(text)).slice(0, MOST);
  editor.from = word.from;
  editor.list.show(some);
  if (some.length) place();
}

// Beneath the word's first character, whose place the coloured copy knows.
function place() {
  const range = document.createRange(), walker = document.createTreeWalker($("mirror"), NodeFilter.SHOW_TEXT);
  let left = editor.from;
  while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
  range.setStart(walker.currentNode, left);
  range.setEnd(walker.currentNode, Math.min(left + 1, walker.currentNode.length));
  const at = range.getBoundingClientRect(), box = $("editor").getBoundingClientRect(), list = $("offers");
  list.style.left = `${Math.max(0, Math.min(at.left - box.left, box.width - list.offsetWidth))}px`;
  list.style.top = `${at.bottom - box.top + 2}px`;
}

function take(text) {
  const box = $("text");
  box.setRangeText(text, editor.from, box.selectionStart, "end");
  paint();
  box.focus();
  if (text.endsWith(":")) complete();
}

function complete() {
  editor.list.close();
  const word = begun();
  if (!word || !page.about) return;
  const here = word.text.length > 1 || /^[?$]/.test(word.text) ? known(word.text) : [];
  offer(word, here);
  editor.list.soon(async (signal) => {
    const more = await named(word.text, signal);
    if (more.length && !signal.aborted) offer(word, [...more, ...here]);
  });
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); editor.list.close(); $("run").click(); return; }
  if (event.isComposing) return;
  if (event.ctrlKey && event.key === " ") { event.preventDefault(); complete(); return; }
  editor.list.key(event);
}

// Put a text in the place of what stands there; undoing brings that back, where the editor is on view.
function write(text) {
  const box = $("text");
  box.focus();
  box.select();
  if (document.activeElement !== box || !document.execCommand("insertText", false, text)) box.value = text;
  paint();
  editor.list.close();
}

$("text").addEventListener("input", (event) => { paint(); if (!event.isComposing) complete(); });
$("text").addEventListener("compositionend", () => { paint(); complete(); });
$("text").addEventListener("scroll", follow);
$("text").addEventListener("keydown", onKey);
