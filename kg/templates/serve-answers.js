// Asking and showing what comes: tables, truth values, graphs, faults, copies, downloads.
"use strict";

const SHOWN = 1000;
const FIRST = ["csv", "html", "md", "tsv"]; // for people; the others are for programs
const asking = {now: null, last: null, clock: 0, again: () => {}, draw: () => {}};

// Put something in the answer's place, and again when the language changes.
function draw(shown) {
  asking.draw = shown;
  shown();
}

// what: {path, fields} – where to ask and with which fields, [name, value] each; kept, so that a download asks the same again.
async function ask(what) {
  if (asking.now) asking.now.abort();
  const control = (asking.now = new AbortController()), began = performance.now();
  let came = false;
  asking.last = what;
  busy(began);
  try {
    const fields = new URLSearchParams(what.fields);
    fields.set("labels", "1");
    fields.set("limit", String(SHOWN));
    const answer = await fetch(what.path, {method: "POST", signal: control.signal, body: fields,
      headers: {Accept: "application/sparql-results+json, text/turtle;q=0.9"}});
    came = true;
    const text = await answer.text(), seconds = ((performance.now() - began) / 1000).toFixed(2);
    draw(() => (answer.ok ? show(answer, text, seconds) : fault(text, answer.status)));
  } catch (error) {
    if (asking.now === control) tell(error.name === "AbortError" ? "stopped" : came ? "broken" : "lost");
  } finally {
    if (asking.now === control) { asking.now = null; busy(null); }
  }
}

// While a query runs: after a moment its seconds, and a button that stops it. The answer before stays, paler.
function busy(began) {
  clearInterval(asking.clock);
  document.body.setAttribute("aria-busy", String(began !== null));
  $("running").hidden = true;
  if (began === null) return;
  asking.clock = setInterval(() => {
    $("waited").textContent = say("running")(Math.round((performance.now() - began) / 1000), page.about.timeout);
    $("running").hidden = false;
  }, 250);
}

function show(answer, text, seconds) {
  const notes = (answer.headers.get("kg-note") || "").split(", ").filter(Boolean).map((note) => el("p.note", null, decodeURIComponent(note)));
  if (answer.headers.get("content-type").startsWith("text/turtle")) {
    const shown = text.replace(/^@prefix [^\n]*\n/gm, "").trim();
    $("answer").replaceChildren(...notes, head(say("lines")(seconds), page.about.graphs),
      el("div.scroll", {tabindex: "0"}, el("pre.shown", null, shown || say("none"))));
    return;
  }
  const result = JSON.parse(text);
  if ("boolean" in result) {
    $("answer").replaceChildren(...notes, el("p.truth", null, say(result.boolean ? "yes" : "no")), head(`${seconds} s`, ["json", "xml"]));
    return;
  }
  const rows = result.results.bindings, names = result.head.vars;
  if (answer.headers.get("kg-cut")) notes.push(el("p.note", null, say("cut")(SHOWN)));
  const isCount = (name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || isNumber(row[name]));
  const table = el("table", null, el("thead", null, el("tr", null, ...names.map((name) => el(isCount(name) ? "th.number" : "th", {scope: "col", title: `?${name}`}, column(name))))),
    el("tbody", null, ...rows.map((row) => el("tr", null, ...names.map((name) => cell(row[name]))))));
  $("answer").replaceChildren(...notes, head(say("rows")(rows.length, seconds), rows.length ? page.about.rows : [], rows.length ? () => copied(names, rows) : null),
    rows.length ? el("div.scroll", {tabindex: "0"}, table) : el("p.hint", null, say("none")));
}

// Columns of named questions are told in words; who writes SPARQL knows the variables.
const column = (name) => {
  const words = asking.last.path !== "/sparql" && page.about.columns[name];
  return words ? words[page.language === "zh" ? 0 : 1] : name;
};

// What a question answers in the terms of vocabularies is told in the reader's words.
function wordOf(iri, arrow = "") {
  const words = asking.last.path !== "/sparql" && page.about.words[iri];
  return words ? arrow + words[page.language] : null;
}

// The names of properties among texts, as the ways between things have them.
function wordIn(text) {
  const [, arrow, name] = /^([→←] )?(\w+)$/.exec(text) || [];
  return name ? wordOf(page.about.prefixes.kg + name, arrow) : null;
}

const isVocabulary = (iri) => !iri.startsWith(page.about.base) && Object.values(page.about.prefixes).some((start) => iri.startsWith(start));
const nameOf = (term) => wordOf(term.value) || (term.label && !term.label.startsWith("<") ? term.label : short(term.value));

const isNumber = (term) => /#(integer|decimal|double|float)$/.test(term.datatype || "");
const textOf = (term) => (term.type === "uri" ? nameOf(term) : term.type === "bnode" ? `_:${term.value}` : wordIn(term.value) || term.value);

function cell(term) {
  if (!term) return el("td", null);
  if (term.type === "uri" && isVocabulary(term.value)) return el("td", {title: term.value}, nameOf(term)); // of which a graph tells nothing
  if (term.type === "uri")
    return el("td", null, el("button.link", {type: "button", title: `${term.value}\n${say("about")}`, onclick: () => lookAt(term.value)}, nameOf(term)));
  const shape = isNumber(term) ? "td.number" : term.value.length > 24 ? "td.long" : "td";
  const tag = term["xml:lang"] && term["xml:lang"] !== "zh" ? el("span.tag", null, term["xml:lang"]) : null;
  return el(shape, null, textOf(term), tag);
}

// A line of what was found, buttons that copy, and a form per format that asks the same again and saves the answer as a file.
function head(text, formats, table = null) {
  const {path, fields} = asking.last;
  const place = (format) => (FIRST.indexOf(format) + 1) || 9;
  const files = [...formats].sort((a, b) => place(a) - place(b)).map((format) => el("form", {method: "post", action: path},
    ...[...fields, ["format", format], ["download", "1"], ...(["csv", "md", "html"].includes(format) ? [["labels", "1"], ["bom", "1"]] : [])]
      .map(([name, value]) => el("input", {type: "hidden", name, value})),
    el("button.bar", {type: "submit", "data-format": format}, format === "csv" ? "csv (Excel)" : format)));
  return el("div.told", null, el("span.count", {role: "status"}, text), files.length ? el("span", null, say("download")) : null, ...files,
    table ? copier("copyTable", table) : null, copier("copyLink", link));
}

// A button that copies what `made` gives, and says whether it could; nothing to copy is told too.
function copier(key, made) {
  return el(key === "copyTable" ? "button.bar.apart" : "button.bar", {type: "button", "data-copy": key, onclick: async (event) => {
    const button = event.target, text = made();
    button.textContent = text === null ? say("long") : say((await copy(text)) ? "copied" : "failed");
    setTimeout(() => (button.textContent = say(key)), 1500);
  }}, say(key));
}

// Browsers give the clipboard to this machine's own pages; pages of others still know the old way.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el("textarea", {class: "skip"}, text), before = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (before) before.focus();
    return done;
  }
}

// The table as spreadsheets take it: columns parted by tabs.
function copied(names, rows) {
  const plain = (term) => (term ? textOf(term) : "").replace(/[\t\r\n]+/g, " ");
  return [names.map(column), ...rows.map((row) => names.map((name) => plain(row[name])))].map((cells) => cells.join("\t")).join("\n");
}

const link = () => (address(asking.last) ? location.origin + address(asking.last) : null);

function fault(text, status) {
  let told = {detail: text, notes: []};
  try { told = JSON.parse(text); } catch { /* not ours: shown as it is */ }
  const place = /line (\d+), column (\d+)/.exec(told.where || ""), notes = told.notes || [];
  const heading = el("h2", null, say("faults")[status] || say("fault"));
  const said = told.fault ? worded(told.fault) : [el("p", null, told.detail), notes.length ? el("pre", null, notes.join("\n")) : null];
  $("answer").replaceChildren(el("div.fault", {role: "alert"}, heading, ...said));
  if (place && asking.last && asking.last.path === "/sparql") mark(Number(place[1]), Number(place[2]));
}

// What is wrong with what a field was given, in the reader's words; each candidate asks again with it in that field.
function worded({parameter, value, field, text, candidates}) {
  const inputs = [...$("parameters").querySelectorAll("input")].filter((each) => each.name === parameter);
  const input = inputs.find((each) => each.value.trim() === value) || inputs[0], spoken = page.language;
  const offer = ({name, label}) => (input ? el("button.link", {type: "button", onclick: () => { input.value = name; asking.again(); }}, label[spoken] || name) : label[spoken] || name);
  return [field[spoken] ? el("p", null, el("b", null, field[spoken])) : null, el("p", null, text[spoken]),
    candidates.length ? el("ul", null, ...candidates.map((each) => el("li", null, offer(each), " ", el("span.tag", null, [each.type[spoken], each.name].filter(Boolean).join(" · "))))) : null];
}

// Put the caret where the fault is.
function mark(line, column) {
  const rows = $("text").value.split("\n"), before = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  const at = Math.min(before + [...(rows[line - 1] || "")].slice(0, column - 1).join("").length, $("text").value.length);
  $("text").focus();
  $("text").setSelectionRange(at, at);
}

function tell(key, ...about) {
  draw(() => $("answer").replaceChildren(el("p.hint", {role: "status"}, about.length ? say(key)(...about) : say(key))));
}
