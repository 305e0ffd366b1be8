// The words of the page: both languages, what stands in the panel about an entity or a fact, and its evidence.
// Everything from the graph becomes text nodes, never markup.
"use strict";

const {about, nodes: entities, edges: facts, options: optionText} = JSON.parse(document.getElementById("data").textContent);

const WORDS = {
  zh: {
    search: "查找名称或别名（按 / 键）", filters: "筛选", whole: "全图", types: "实体类型", predicates: "关系",
    canvas: "关系图：方向键移动，加减号缩放", dashes: "虚线：原文经过修复的依据", none: "没有找到", alias: "又名", iri: "标识符",
    facts: "条关系", entities: "个实体", page: "页", offsets: "字符", rule: "规则", confidence: "置信度", repaired: "经修复",
    evidence: "原文依据", back: "返回概览", best: "联系最多", start: "点击一个圆点或一条线，看它的事实和报纸原文。",
    isolated: "没有关系的实体", more: "还有", untitled: "（无标题）", colon: "：", open: "（", close: "）", lone: "这个实体没有关系。",
    few: (shown, all) => `共 ${all} 个实体，只画出联系最多的 ${shown} 个。用 kg view --around 名称 --hops 2 看某个实体的周围。`,
  },
  en: {
    search: "Find a name or alias (press /)", filters: "Filter", whole: "Whole graph", types: "Types", predicates: "Relations",
    canvas: "Graph: arrow keys move, plus and minus zoom", dashes: "Dashed: evidence read from repaired text", none: "Nothing found",
    alias: "Also", iri: "IRI", facts: "facts", entities: "entities", page: "page", offsets: "characters", rule: "rule",
    confidence: "confidence", repaired: "repaired", evidence: "Evidence", back: "Overview", best: "Best connected",
    start: "Click a dot or a line to see its facts and the newspaper's own words.",
    isolated: "Entities without facts", more: "more:", untitled: "(untitled)", colon: ": ", open: " (", close: ")",
    lone: "No facts are known of it.",
    few: (shown, all) => `Of ${all} entities the ${shown} best connected are drawn. kg view --around NAME --hops 2 shows one entity's surroundings.`,
  },
};
let language = "zh";
const say = (key) => WORDS[language][key];
const types = new Map(about.types.map((type) => [type.name, type]));
const predicates = new Map(about.predicates.map((predicate) => [predicate.name, predicate]));
const factsOf = entities.map(() => []);
for (const fact of facts) {
  factsOf[fact.from].push(fact);
  if (fact.to !== fact.from) factsOf[fact.to].push(fact);
}

// el("p.hint", {title}, "text", node…) → an element
function el(what, attributes, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function dot(type) {
  const made = el("span.dot", {"aria-hidden": "true"});
  made.style.background = (types.get(type) || {}).colour || "#8a8f98";
  return made;
}

const typeName = (entity) => (types.get(entity.group) || {[language]: entity.group})[language];

function link(id, go) {
  return el("button.link", {type: "button", onclick: () => go(id)}, dot(entities[id].group), entities[id].name);
}

function proofView([words, spans, rule, confidence, repaired, source]) {
  const [title, file] = about.sources[source];
  const places = spans.map(([start, end]) => `${start}–${end}`).join(", ");
  const pieces = words.split("⏎").flatMap((piece, i) => (i ? [el("span.seam", {title: "⏎"}, "⏎"), piece] : [piece]));
  return el("figure.proof", null, el("blockquote", null, ...pieces), el("figcaption", null,
    el("cite", null, title || say("untitled")),
    el("span", null, `${file} · ${say("offsets")} ${places}`),
    el("span", null, `${say("rule")} ${rule} · ${say("confidence")} ${confidence.toFixed(2)}`),
    repaired ? el("span.badge", null, say("repaired")) : null));
}

function sentence(fact, here, go) {
  const side = (id) => (id === here ? el("b", null, entities[id].name) : link(id, go));
  const role = fact.role ? el("span.role", null, say("open") + fact.role + say("close")) : null;
  return el("p.fact", null, side(fact.from), " ", el("span.predicate", null, predicates.get(fact.predicate)[language]), " ", side(fact.to), role);
}

function factView(fact, here, go) {
  const [first, ...rest] = fact.proofs.map(proofView);
  const others = rest.length ? el("details", null, el("summary", null, `${say("more")} ${rest.length}`), ...rest) : null;
  return el("li", null, sentence(fact, here, go), first || null, others);
}

const order = new Map(about.predicates.map((predicate, i) => [predicate.name, i]));
const byName = (here) => (a, b) =>
  order.get(a.predicate) - order.get(b.predicate) || (a.from === here ? 0 : 1) - (b.from === here ? 0 : 1) || a.id - b.id;

function entityView(id, go, back) {
  const entity = entities[id];
  const list = [...factsOf[id]].sort(byName(id));
  const parts = [head(back), el("p.type", null, dot(entity.group), typeName(entity)), el("h2", null, entity.name)];
  if (entity.aliases.length) parts.push(el("p.aliases", null, say("alias") + say("colon") + entity.aliases.join("、")));
  parts.push(el("p.iri", {title: say("iri")}, entity.iri));
  if (!list.length) parts.push(el("p.hint", null, say("lone")));
  let group = null;
  for (const fact of list) {
    if (fact.predicate !== group) {
      group = fact.predicate;
      const many = list.filter((other) => other.predicate === group).length;
      parts.push(el("h3", null, predicates.get(group)[language], el("span.count", null, String(many))), el("ul.facts", null));
    }
    parts[parts.length - 1].append(factView(fact, id, go));
  }
  return parts;
}

function edgeView(fact, go, back) {
  const shown = fact.proofs.map(proofView);
  return [head(back), el("h2", null, predicates.get(fact.predicate)[language]), sentence(fact, -1, go),
    el("p.hint", null, `${say("confidence")} ${fact.confidence.toFixed(2)}`), el("h3", null, say("evidence"), el("span.count", null, String(shown.length))), ...shown];
}

function head(back) {
  return el("button.back", {type: "button", onclick: back}, "← " + say("back"));
}

function overview(go) {
  const best = entities.map((entity) => entity.id).sort((a, b) => factsOf[b].length - factsOf[a].length || a - b).slice(0, 12);
  const parts = [el("p.start", null, say("start"))];
  if (about.total > entities.length) parts.unshift(el("p.warning", null, say("few")(entities.length, about.total)));
  parts.push(el("h3", null, say("best")), el("ol.best", null, ...best.map((id) =>
    el("li", null, link(id, go), el("span.count", null, String(factsOf[id].length))))));
  return parts;
}
