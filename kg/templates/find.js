// The search box, and the start: what is read last has all the rest at hand.
"use strict";

// Find by label and alias: whole names first, then beginnings, then the better connected.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const folded = entities.map((entity) => [entity.name, ...entity.aliases].map(fold));
function find(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const rank = (names) => Math.min(...names.map((name, i) =>
    name === wanted ? (i ? 1 : 0) : name.startsWith(wanted) ? 2 : name.includes(wanted) ? 3 : 9));
  return folded.map((names, id) => [rank(names), -factsOf[id].length, id]).filter(([r]) => r < 9)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, , id]) => id);
}

let active = 0, hits = [];
function listHits() {
  hits = find($("search").value);
  const shown = hits.slice(0, 30).map((id, i) => el("li", {role: "option", id: `hit${i}`, "aria-selected": String(i === active),
    onmousedown: (event) => (event.preventDefault(), take(id))}, dot(entities[id].group), entities[id].name, el("span.count", null, typeName(entities[id]))));
  if (hits.length > shown.length) shown.push(el("li.hint", null, `${say("more")} ${hits.length - shown.length}`));
  if (!hits.length) shown.push(el("li.hint", null, say("none")));
  const open = $("search").value.trim() !== "";
  $("hits").replaceChildren(...shown);
  $("hits").hidden = !open;
  $("search").setAttribute("aria-expanded", String(open));
  $("search").setAttribute("aria-activedescendant", hits.length ? `hit${active}` : "");
  const now = $(`hit${active}`);
  if (open && now) now.scrollIntoView({block: "nearest"});
}

function closeHits() {
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
}

function take(id) {
  closeHits();
  choose(id);
  $("panel").focus({preventScroll: true});
}

$("search").addEventListener("input", () => ((active = 0), listHits()));
$("search").addEventListener("focus", () => $("search").value && listHits());
$("search").addEventListener("blur", closeHits);
$("search").addEventListener("keydown", (event) => {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && hits.length) {
    event.preventDefault();
    const many = Math.min(hits.length, 30);
    active = (active + step + many) % many;
    listHits();
  } else if (event.key === "Enter" && hits.length) take(hits[active]);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== $("search")) {
    event.preventDefault();
    $("search").focus();
  } else if (event.key === "Escape") $("hits").hidden ? clear() : closeHits();
});

speak();
if (about.around !== null) choose(about.around, {move: false});
whole();
