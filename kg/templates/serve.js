// The page put together: the list of questions, their forms, the editor's buttons, the address, both languages.
"use strict";

const START = `SELECT ?community ?programme WHERE {
  ?community a kg:Community ; kg:implements ?programme
}
ORDER BY ?community ?programme
LIMIT 100`;
let chosen = null;

const title = (question) => (page.language === "zh" ? question.title : question.title_en);

function list() {
  const wanted = $("filter").value.trim().toLowerCase(), topics = new Map();
  for (const question of page.about.questions) {
    const words = `${question.name} ${question.title} ${question.title_en} ${question.description}`.toLowerCase();
    if (words.includes(wanted)) topics.set(question.topic, [...(topics.get(question.topic) || []), question]);
  }
  const parts = [...topics].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([topic, questions]) => [el("h3", null, topic),
    el("ul", null, ...questions.map((question) => el("li", null, el("button", {type: "button", "data-name": question.name,
      "aria-current": String(question === chosen), onclick: () => pick(question)}, title(question)))))]);
  $("topics").replaceChildren(...(parts.length ? parts : [el("p.hint", null, say("nothing"))]));
}

function pick(question, values = {}) {
  chosen = question;
  $("question").hidden = false;
  $("title").textContent = title(question);
  $("description").textContent = question.description;
  $("description").hidden = !question.description;
  $("parameters").replaceChildren(...question.parameters.map((parameter) => field(parameter, values[parameter.name] || "")));
  list();
  const first = $("parameters").querySelector("input");
  if (first) first.focus();
}

// A field that completes names of the graph as they are typed.
function field(parameter, value) {
  const options = el("datalist", {id: `names-${parameter.name}`});
  const must = parameter.default === null;
  const input = el("input", {name: parameter.name, value, list: options.id, autocomplete: "off", placeholder: parameter.default || null,
    required: must ? "" : null, inputmode: parameter.type === "integer" ? "numeric" : null});
  if (parameter.type === "predicate")
    options.replaceChildren(...page.about.properties.filter((each) => page.about.predicates.includes(each.name)).map((each) => el("option", {value: each.name}, each[page.language])));
  else if (parameter.type in page.about.parameters) {
    let wait = 0;
    input.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        if (!input.value.trim()) return;
        const rows = await entitiesNamed(input.value.trim(), page.about.parameters[parameter.type]).catch(() => []);
        const labels = rows.map((row) => row.label.value), twice = new Set(labels.filter((label, i) => labels.indexOf(label) !== i));
        options.replaceChildren(...rows.map((row) => el("option", {value: twice.has(row.label.value) ? short(row.entity.value) : row.label.value}, className(row.kind.value))));
      }, 180);
    });
  }
  return el("label", null, parameter.description || parameter.name, must ? ` (${say("required")})` : "", input, options);
}

function askQuestion() {
  const fields = {};
  for (const input of $("parameters").querySelectorAll("input")) if (input.value.trim()) fields[input.name] = input.value.trim();
  remember({question: chosen.name, ...fields});
  ask({path: `/questions/${chosen.name}`, fields});
}

function askEditor() {
  const query = $("text").value;
  remember({query});
  ask({path: "/sparql", fields: {query}});
}

// The address leads back to what was asked, as far as addresses reach.
function remember(fields) {
  const search = `?${new URLSearchParams(fields)}`;
  history.replaceState(null, "", search.length < 4000 ? search : "/");
}

// All about an entity: the named question where there is one, else DESCRIBE.
function lookAt(iri) {
  const about = page.about.questions.find((each) => each.name === "about");
  const parameter = about && about.parameters.find((each) => each.type === "entity");
  if (!parameter || !Object.values(page.about.prefixes).some((start) => iri.startsWith(start))) {
    write(`DESCRIBE ${short(iri)}`);
    askEditor();
    return;
  }
  pick(about, {[parameter.name]: short(iri)});
  askQuestion();
  $("answer").scrollIntoView({block: "nearest"});
}

function speak() {
  document.documentElement.lang = page.language === "zh" ? "zh-Hans" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(node.dataset.placeholder);
  $("language").textContent = page.language === "zh" ? "English" : "中文";
  $("language").lang = page.language === "zh" ? "en" : "zh-Hans";
  if (!page.about) return;
  $("counts").textContent = say("counts")(page.about.questions.length);
  list();
  if (chosen) $("title").textContent = title(chosen);
}

function begin() {
  const told = Object.fromEntries(new URLSearchParams(location.search));
  const question = page.about.questions.find((each) => each.name === told.question);
  write(told.query || START);
  if (question) { pick(question, told); askQuestion(); }
  else if (told.query) askEditor();
}

$("question").addEventListener("submit", (event) => { event.preventDefault(); askQuestion(); });
$("show").addEventListener("click", () => { write(chosen.text); $("text").focus(); });
$("run").addEventListener("click", askEditor);
$("stop").addEventListener("click", () => asking.now && asking.now.abort());
$("filter").addEventListener("input", list);
$("language").addEventListener("click", () => { page.language = page.language === "zh" ? "en" : "zh"; speak(); });
speak();
fetch("/about.json").then((answer) => answer.json()).then((about) => { page.about = about; speak(); begin(); document.body.dataset.ready = "true"; })
  .catch(() => tell(say("lost")));
