// The page put together: the list of questions, their forms, the two ways to ask, the address, both languages.
"use strict";

const START = `SELECT ?community ?programme WHERE {
  ?community a kg:Community ; kg:implements ?programme
}
ORDER BY ?community ?programme
LIMIT 100`;
const LONGEST = 8000; // characters of an address that servers surely take
let chosen = null;

const in_ = (zh, en) => (page.language === "zh" ? zh : en || zh);
const title = (question) => in_(question.title, question.title_en);
const questions = () => page.about.topics.flatMap((topic) => topic.questions);

function list() {
  const wanted = $("filter").value.trim().toLowerCase();
  const fits = (question) => [question.name, question.title, question.title_en, question.description, question.description_en].join(" ").toLowerCase().includes(wanted);
  const parts = page.about.topics.flatMap((topic) => {
    const found = topic.questions.filter((question) => fits(question) || `${topic.zh} ${topic.en}`.toLowerCase().includes(wanted));
    return found.length ? [el("h3", null, topic[page.language]), el("ul", null, ...found.map((question) => el("li", null,
      el("button", {type: "button", "data-name": question.name, "aria-current": String(question === chosen), onclick: () => turnTo(question)}, title(question)))))] : [];
  });
  $("topics").replaceChildren(...(parts.length ? parts : [el("p.hint", null, say("nothing"))]));
}

// Another question from the list: what was answered before is no longer shown; Back leads to it.
function turnTo(question) {
  if (question === chosen) { tab("question"); fold(false); } else pick(question);
  if (!asking.last || asking.last.path !== `/questions/${question.name}`) {
    forget();
    tell("start");
    document.title = "邻谱 Linpu";
    history[location.search ? "pushState" : "replaceState"]({question: question.name}, "", "/");
  }
  toForm();
}

// Wait for no answer any more, and show none.
function forget() {
  if (asking.now) asking.now.abort();
  asking.now = asking.last = null;
  busy(null);
}

// values: [parameter, value] each; a parameter may have several
function pick(question, values = []) {
  chosen = question;
  tab("question");
  fold(false);
  form(values);
  list();
}

// Show in the list which question it is that was not chosen there.
function reveal() {
  const shown = $("topics").querySelector("[aria-current=true]");
  if (shown) shown.scrollIntoView({block: "nearest"});
}

// To its first field, but where that would bring up a keyboard over half the screen.
function toForm() {
  if (!matchMedia("(pointer: coarse)").matches) ($("parameters").querySelector("input") || $("form").querySelector(".run")).focus();
}

function form(values) {
  $("title").textContent = title(chosen);
  $("description").textContent = in_(chosen.description, chosen.description_en);
  $("parameters").replaceChildren(...chosen.parameters.flatMap((parameter) => {
    const told = values.filter(([name, value]) => name === parameter.name && value).map(([, value]) => value);
    return (told.length ? told : [""]).map((value, i) => field(parameter, value, i));
  }));
}

// A field that offers names of the graph as they are typed; `place` counts those of one parameter.
function field(parameter, value, place) {
  const must = parameter.default === null && !place, of = offersOf(parameter);
  const list = el("ul.offers", {id: `offers-${parameter.name}-${place}`, role: "listbox", "aria-label": say("offers"), hidden: ""});
  const input = el("input", {name: parameter.name, value, autocomplete: "off", placeholder: parameter.default || null,
    required: must ? "" : null, inputmode: parameter.type === "integer" ? "numeric" : null});
  if (of) {
    for (const [name, told] of Object.entries({role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false"})) input.setAttribute(name, told);
    const offers = offering(input, list, {first: false, taken: (text) => { input.value = text; }});
    const look = () => (input.value.trim() ? offers.soon((signal) => of(input.value.trim(), signal)) : offers.close());
    input.addEventListener("input", (event) => { if (!event.isComposing) look(); });
    input.addEventListener("compositionend", look);
    input.addEventListener("keydown", (event) => { if (!event.isComposing) offers.key(event); });
  }
  const words = in_(parameter.description, parameter.description_en) || parameter.name;
  return el("div.field", null, el("label", null, words[0].toUpperCase() + words.slice(1) + (must ? in_(`（${say("required")}）`, ` (${say("required")})`) : ""), input), of ? list : null);
}

// What gives a parameter's offers for a text; null where nothing can be known. Namesakes are told apart by their IRIs.
function offersOf(parameter) {
  if (parameter.type === "predicate") return async (text) => page.about.properties.filter((each) => page.about.predicates.includes(each.name)
    && [each.name, each.zh, each.en].some((name) => name.toLowerCase().includes(text.toLowerCase()))).map((each) => [each.name, each[page.language]]);
  if (!(parameter.type in page.about.parameters)) return null;
  return async (text, signal) => {
    const rows = await entitiesNamed(text, parameter.type, signal);
    const labels = rows.map((row) => row.label.value), twice = new Set(labels.filter((label, i) => labels.indexOf(label) !== i));
    return rows.map((row) => [twice.has(row.label.value) ? short(row.entity.value) : row.label.value, row])
      .filter(([offered]) => offered !== text).map(([offered, row]) => [offered, beside(row, offered)]);
  };
}

const values = () => [...$("parameters").querySelectorAll("input")].map((input) => [input.name, input.value.trim()]).filter(([, value]) => value);

function askQuestion(kept = "pushState") {
  sent({path: `/questions/${chosen.name}`, fields: values()}, kept);
  document.title = `${title(chosen)} · 邻谱 Linpu`;
}

function askEditor(kept = "pushState") {
  sent({path: "/sparql", fields: [["query", $("text").value]]}, kept);
  document.title = "SPARQL · 邻谱 Linpu";
}

asking.again = () => askQuestion();

// Ask, and let the address lead back to it: to copy, to reload, and by the browser's Back.
function sent(what, kept) {
  history[kept](null, "", address(what) || "/");
  ask(what);
  if ($("answer").getBoundingClientRect().top > innerHeight * 0.7) $("answer").scrollIntoView({block: "center"});
}

// Where the page asks the same; null where that is too long for an address.
function address({path, fields}) {
  const name = path.split("/questions/")[1], search = `/?${new URLSearchParams(name ? [["question", name], ...fields] : fields)}`;
  return search.length < LONGEST ? search : null;
}

// All about an entity: the named question where there is one, else DESCRIBE.
function lookAt(iri) {
  const about = questions().find((each) => each.name === "about");
  const parameter = about && about.parameters.find((each) => each.type === "entity");
  if (parameter && iri.startsWith(page.about.base)) {
    pick(about, [[parameter.name, short(iri)]]);
    reveal();
    askQuestion();
  } else {
    tab("sparql");
    write(`DESCRIBE ${short(iri)}`);
    askEditor();
  }
}

// The question's SPARQL with what its form says, as the server would ask it.
async function edit() {
  if (!$("form").reportValidity()) return;
  const question = chosen, [row] = await rowsOf(`/questions/${question.name}`, [...values(), ["bound", "1"]]).catch(() => []);
  if (!row) { askQuestion(); return; } // which tells why
  const own = row.query.value.replace(/^(#[^\n]*\n)*/, `# ${title(question)}\n`).replace(/ VALUES .*/, (line) => line.replace(/ VALUES /g, "\n  VALUES "));
  tab("sparql");
  write(own.replace(/"(-?\d+)"\^\^<http:\/\/www\.w3\.org\/2001\/XMLSchema#integer>/g, "$1").replace(/<(https?:[^<>\s]*)>/g, (_, iri) => short(iri)));
  $("text").focus();
  $("text").setSelectionRange(0, 0);
}

// Show one of the two ways to ask.
function tab(name) {
  for (const each of ["question", "sparql"]) {
    $(each).hidden = each !== name;
    $(`tab-${each}`).setAttribute("aria-selected", String(each === name));
    $(`tab-${each}`).tabIndex = each === name ? 0 : -1;
  }
  if (name === "sparql") follow();
}

function fold(open) {
  $("fold").setAttribute("aria-expanded", String(open));
}

// Up and down walk through the list from its filter; Enter there takes the first.
function walk(event) {
  const stops = [$("filter"), ...$("topics").querySelectorAll("button")], at = stops.indexOf(event.target);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1}[event.key];
  if (event.key === "Enter" && at === 0 && stops[1]) stops[1].click();
  else if (stops[to]) stops[to].focus();
  else return;
  event.preventDefault();
}

function speak() {
  document.documentElement.lang = page.language === "zh" ? "zh-Hans" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(node.dataset.placeholder);
  $("language").textContent = page.language === "zh" ? "English" : "中文";
  $("language").lang = page.language === "zh" ? "en" : "zh-Hans";
  if (!page.about) return;
  $("fold").textContent = say("fold")(questions().length);
  list();
  if (chosen) form(values());
  asking.draw();
}

// What the address says: a question with its values, a query, or nothing yet.
function begin() {
  const told = new URLSearchParams(location.search), query = told.get("query"), name = told.get("question");
  const question = questions().find((each) => each.name === name), turned = questions().find((each) => each.name === history.state?.question);
  if (!chosen) pick(questions().find((each) => each.name === "about") || questions()[0]);
  if (query) {
    tab("sparql");
    write(query);
    askEditor("replaceState");
  } else if (question) {
    pick(question, [...told].map(([key, value]) => [key, value.startsWith(page.about.base) ? short(value).replace(/^<(.*)>$/, "$1") : value]));
    reveal();
    if ($("form").checkValidity()) askQuestion("replaceState");
    else { forget(); tell("start"); }
  } else {
    if (turned && turned !== chosen) pick(turned);
    tab("question");
    toForm();
    forget();
    if (name) tell("unknown", name);
    else tell("start");
  }
}

async function start() {
  const answer = await fetch("/about.json").catch(() => null);
  if (!answer || !answer.ok) {
    const text = answer && (await answer.text());
    if (answer) draw(() => fault(text, answer.status));
    else tell("lost");
    return;
  }
  page.about = await answer.json();
  write(START);
  speak();
  begin();
  document.body.dataset.ready = "true";
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); askQuestion(); });
$("show").addEventListener("click", edit);
$("run").addEventListener("click", () => askEditor());
$("stop").addEventListener("click", () => asking.now && asking.now.abort());
$("filter").addEventListener("input", list);
$("list").addEventListener("keydown", walk);
$("fold").addEventListener("click", () => fold($("fold").getAttribute("aria-expanded") === "false"));
for (const name of ["question", "sparql"]) $(`tab-${name}`).addEventListener("click", () => tab(name));
$("tabs").addEventListener("keydown", (event) => {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  tab($("sparql").hidden ? "sparql" : "question");
  $("tabs").querySelector("[aria-selected=true]").focus();
});
$("language").addEventListener("click", () => { page.language = page.language === "zh" ? "en" : "zh"; keep(page.language); speak(); });
addEventListener("popstate", begin);
tab("question");
speak();
start();
