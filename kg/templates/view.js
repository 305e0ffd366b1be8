// The picture: draws the graph, filters, selects; the texts come from panel.js, what is written over it from labels.js.
"use strict";

const $ = (id) => document.getElementById(id);
const FADED = 3000; // nodes up to which those that are not near the chosen one fade
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const hiddenTypes = new Set(), hiddenPredicates = new Set();
let hideIsolated = false;
let chosen = null; // {entity: id} or {fact: id}

const nodes = new vis.DataSet(entities.map(({iri, name, aliases, ...drawn}) => drawn));
const edges = new vis.DataSet(facts.map(({predicate, role, confidence, proofs, ...drawn}) => drawn));
const network = new vis.Network($("canvas"), {nodes, edges}, JSON.parse(optionText));
window.network = network;

const factLabel = (fact) => predicates.get(fact.predicate)[language] + (fact.role ? say("colon") + fact.role : "");
const isolated = (id) => factsOf[id].length === 0;
const nodeHidden = (entity) => hiddenTypes.has(entity.group) || (hideIsolated && isolated(entity.id));
const edgeHidden = (fact) =>
  hiddenPredicates.has(fact.predicate) || nodeHidden(entities[fact.from]) || nodeHidden(entities[fact.to]);

function redraw() {
  outlines = null;
  const near = nearby(), fade = near !== null && entities.length <= FADED;
  nodes.update(entities.map((entity) => {
    const far = fade && !near.has(entity.id);
    return {id: entity.id, hidden: nodeHidden(entity), opacity: far ? 0.18 : 1,
      font: {...entity.font, color: far ? "rgba(35,38,43,.22)" : "#23262b"}};
  }));
  edges.update(facts.map((fact) => {
    const mine = chosen !== null && ("fact" in chosen ? chosen.fact === fact.id : fact.from === chosen.entity || fact.to === chosen.entity);
    return {id: fact.id, hidden: edgeHidden(fact),
      color: {color: mine ? "#7d7a70" : fade ? "rgba(195,190,178,.3)" : "#c3beb2"}};
  }));
}

// Soft patches behind the entities of one street or area, so that clusters are seen before names are read.
function hull(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (list) => list.reduce((kept, p) => {
    while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], p) <= 0) kept.pop();
    return [...kept, p];
  }, []);
  return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
}

// 9 parts of the colour, 91 of paper: opaque, since outline and inside overlap.
const tint = (colour) => "#" + [[1, 0xfb], [3, 0xfa], [5, 0xf6]].map(([at, paper]) =>
  Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.09 + paper * 0.91).toString(16).padStart(2, "0")).join("");

const patches = about.clusters.filter((cluster) => cluster.length > 2);
let outlines = null;
const outlined = () => patches.map((cluster) => [cluster, cluster.filter((id) => !nodeHidden(entities[id]))])
  .filter(([, seen]) => seen.length > 2).map(([cluster, seen]) => [cluster, hull(Object.values(network.getPositions(seen)))]);
network.on("dragging", () => (outlines = null));
network.on("beforeDrawing", (pen) => {
  pen.save();
  pen.lineJoin = "round";
  outlines = outlines || outlined();
  for (const [cluster, outline] of outlines) {
    pen.beginPath();
    outline.forEach((p, i) => (i ? pen.lineTo(p.x, p.y) : pen.moveTo(p.x, p.y)));
    pen.closePath();
    pen.fillStyle = pen.strokeStyle = tint((types.get(entities[cluster[0]].group) || {}).colour || "#8a8f98");
    pen.lineWidth = 84;
    pen.stroke();
    pen.fill();
  }
  pen.restore();
});

function show(...parts) {
  $("panel").replaceChildren(...parts);
  $("panel").scrollTop = 0;
  document.body.classList.toggle("chosen", chosen !== null);
}

function panel() {
  if (chosen === null) show(...overview(choose));
  else if ("entity" in chosen) show(...entityView(chosen.entity, choose, clear));
  else show(...edgeView(facts[chosen.fact], choose, clear));
}

function clear() {
  chosen = null;
  network.unselectAll();
  redraw();
  panel();
}

function choose(id, {move = true} = {}) {
  hiddenTypes.delete(entities[id].group);
  if (isolated(id)) hideIsolated = false;
  chosen = {entity: id};
  legend();
  redraw();
  panel();
  network.selectNodes([id]);
  if (move) network.focus(id, {scale: Math.max(network.getScale(), 0.85), animation: still ? false : {duration: 350}});
}

network.on("click", ({nodes: [node], edges: [edge]}) => {
  if (node !== undefined) return choose(node, {move: false});
  if (edge === undefined) return clear();
  chosen = {fact: edge};
  redraw();
  panel();
});
network.on("hoverNode", () => ($("canvas").style.cursor = "pointer"));
network.on("blurNode", () => ($("canvas").style.cursor = ""));

function toggle(set, name) {
  set.has(name) ? set.delete(name) : set.add(name);
  legend();
  redraw();
}

function legend() {
  const focused = document.activeElement && document.activeElement.dataset.key;
  const row = (key, mark, text, count, off, act) => el("li", null, el("button.filter", {type: "button", "data-key": key, "aria-pressed": String(!off), onclick: act},
    mark, el("span.name", null, text), el("span.count", null, String(count))));
  $("types").replaceChildren(...about.types.map((type) =>
    row(`t:${type.name}`, dot(type.name), type[language], type.count, hiddenTypes.has(type.name), () => toggle(hiddenTypes, type.name))));
  const lone = entities.filter((entity) => isolated(entity.id)).length;
  if (lone) $("types").append(row("isolated", el("span.dot.empty"), say("isolated"), lone, hideIsolated, () => ((hideIsolated = !hideIsolated), legend(), redraw())));
  $("predicates").replaceChildren(...about.predicates.map((predicate) => row(`p:${predicate.name}`, el("span.dash"), predicate[language], predicate.count,
    hiddenPredicates.has(predicate.name), () => toggle(hiddenPredicates, predicate.name))));
  for (const button of document.querySelectorAll(".filter")) if (button.dataset.key === focused) button.focus();
}

function speak() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const each of document.querySelectorAll("[data-t]")) each.textContent = say(each.dataset.t);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", say(each.dataset.label));
  $("search").placeholder = say("search");
  $("language").textContent = language === "zh" ? "English" : "中文";
  $("language").lang = language === "zh" ? "en" : "zh-Hans";
  $("counts").textContent = `${entities.length} ${say("entities")} · ${facts.length} ${say("facts")}`;
  legend();
  redraw();
  panel();
}

function whole() {
  const linked = entities.filter((entity) => !isolated(entity.id)).map((entity) => entity.id);
  const animation = still ? false : {duration: 350};
  network.fit(linked.length ? {nodes: linked, animation, minZoomLevel: 0.02} : {animation});
}

$("whole").addEventListener("click", whole);
$("language").addEventListener("click", () => ((language = language === "zh" ? "en" : "zh"), speak()));
$("filters").addEventListener("click", () => {
  const open = document.body.classList.toggle("filtering");
  $("filters").setAttribute("aria-expanded", String(open));
});
