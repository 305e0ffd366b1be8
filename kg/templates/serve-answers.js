// Asking and showing what comes: tables, truth values, graphs, faults, downloads.
"use strict";

const SHOWN = 1000;
const asking = {now: null, last: null};

// what: {path, fields} – where to ask and with which fields; kept, so that a download asks the same again.
async function ask(what) {
  if (asking.now) asking.now.abort();
  const control = (asking.now = new AbortController()), began = performance.now();
  asking.last = what;
  busy(true);
  try {
    const fields = new URLSearchParams(what.fields);
    fields.set("labels", "1");
    fields.set("limit", String(SHOWN));
    const answer = await fetch(what.path, {method: "POST", signal: control.signal, body: fields,
      headers: {Accept: "application/sparql-results+json, text/turtle;q=0.9"}});
    const text = await answer.text(), seconds = ((performance.now() - began) / 1000).toFixed(2);
    if (answer.ok) show(answer, text, seconds);
    else fault(text);
  } catch (error) {
    if (asking.now === control) tell(error.name === "AbortError" ? say("stopped") : error instanceof TypeError ? say("lost") : say("broken"));
  } finally {
    if (asking.now === control) { asking.now = null; busy(false); }
  }
}

function busy(yes) {
  $("stop").hidden = !yes;
  $("run").disabled = yes;
  document.body.setAttribute("aria-busy", String(yes));
  if (yes) $("answer").replaceChildren(el("p.hint", null, say("running")));
}

function show(answer, text, seconds) {
  const notes = (answer.headers.get("kg-note") || "").split(", ").filter(Boolean).map((note) => el("p.note", null, decodeURIComponent(note)));
  if (answer.headers.get("content-type").startsWith("text/turtle")) {
    const shown = text.replace(/^@prefix [^\n]*\n/gm, "").trim();
    $("answer").replaceChildren(...notes, head(say("lines")(seconds), page.about.graphs), el("div.scroll", null, el("pre.shown", null, shown || say("none"))));
    return;
  }
  const result = JSON.parse(text);
  if ("boolean" in result) {
    $("answer").replaceChildren(...notes, el("p.truth", null, say(result.boolean ? "yes" : "no")), head(`${seconds} s`, ["json", "xml"]));
    return;
  }
  const rows = result.results.bindings, names = result.head.vars;
  if (answer.headers.get("kg-cut")) notes.push(el("p.note", null, say("cut")(SHOWN)));
  const table = el("table", null, el("thead", null, el("tr", null, ...names.map((name) => el("th", {scope: "col"}, name)))),
    el("tbody", null, ...rows.map((row) => el("tr", null, ...names.map((name) => cell(row[name]))))));
  $("answer").replaceChildren(...notes, head(say("rows")(rows.length, seconds), page.about.rows),
    rows.length ? el("div.scroll", {tabindex: "0"}, table) : el("p.hint", null, say("none")));
}

function cell(term) {
  if (!term) return el("td", null);
  if (term.type === "uri") {
    const shown = term.label && !term.label.startsWith("<") ? term.label : short(term.value);
    return el("td", null, el("button.link", {type: "button", title: `${term.value}\n${say("about")}`, onclick: () => lookAt(term.value)}, shown));
  }
  const number = /#(integer|decimal|double|float)$/.test(term.datatype || "");
  const tag = term["xml:lang"] && term["xml:lang"] !== "zh" ? el("span.tag", null, term["xml:lang"]) : null;
  return el(number ? "td.number" : "td", null, term.type === "bnode" ? `_:${term.value}` : term.value, tag);
}

// A line of what was found, and a form per format that asks the same again and saves the answer as a file.
function head(text, formats) {
  const {path, fields} = asking.last;
  const files = formats.map((format) => el("form", {method: "post", action: path},
    ...[...Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])), ["format", format], ["download", "1"],
      ...(["csv", "md"].includes(format) ? [["labels", "1"]] : [])]
      .map(([name, value]) => el("input", {type: "hidden", name, value})),
    el("button.bar", {type: "submit", "data-format": format}, format)));
  return el("div.told", {role: "status"}, el("span", null, text), el("span", null, say("download")), ...files);
}

function fault(text) {
  let told = {detail: text, notes: []};
  try { told = JSON.parse(text); } catch { /* not ours: shown as it is */ }
  const place = /line (\d+), column (\d+)/.exec(told.where || "");
  $("answer").replaceChildren(el("div.fault", {role: "alert"}, el("p", null, told.detail),
    (told.notes || []).length ? el("pre", null, told.notes.join("\n")) : null));
  if (place && asking.last.path === "/sparql") mark(Number(place[1]), Number(place[2]));
}

// Put the caret where the fault is.
function mark(line, column) {
  const rows = $("text").value.split("\n"), before = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  const at = Math.min(before + [...(rows[line - 1] || "")].slice(0, column - 1).join("").length, $("text").value.length);
  $("text").focus();
  $("text").setSelectionRange(at, at);
}

function tell(text) {
  $("answer").replaceChildren(el("p.hint", null, text));
}
