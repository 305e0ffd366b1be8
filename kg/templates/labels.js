// What is written over the picture: names where vis-network leaves them off, and what lines say, in places that nothing else takes.
"use strict";

const DENSE = 40, MOST = 80; // lines in view that still all carry labels; labels drawn at most
const ALONG = Array.from({length: 25}, (_, i) => 0.5 + (i % 2 ? 1 : -1) * Math.ceil(i / 2) * 0.03); // places on a line that are tried, from its middle
const byDegree = entities.map((entity) => entity.id).sort((a, b) => factsOf[b].length - factsOf[a].length || a - b);
const face = getComputedStyle(document.body).fontFamily;
const lineLabels = []; // those drawn last: {fact, text, box}
let hovered = null;

const overlap = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
const cost = (box, taken) => taken.reduce((sum, other) => sum + overlap(box, other), 0);

// Whether the line from a to b passes through the box (Liang–Barsky).
function crosses([left, top, right, bottom], a, b) {
  let first = 0, last = 1;
  for (const [step, room] of [[a.x - b.x, a.x - left], [b.x - a.x, right - a.x], [a.y - b.y, a.y - top], [b.y - a.y, bottom - a.y]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) first = Math.max(first, room / step);
    else if (step > 0) last = Math.min(last, room / step);
  }
  return first < last;
}

// Ids of the chosen entity and its neighbours; null where nothing is chosen and nothing fades.
const nearby = () => (chosen === null ? null : new Set("fact" in chosen ? [facts[chosen.fact].from, facts[chosen.fact].to]
  : [chosen.entity, ...factsOf[chosen.entity].flatMap((fact) => [fact.from, fact.to])]));

// The part of the canvas that is on view, as a box.
function view() {
  const [{x: left, y: top}, {x: right, y: bottom}] = [{x: 0, y: 0}, {x: $("canvas").clientWidth, y: $("canvas").clientHeight}].map((at) => network.DOMtoCanvas(at));
  return [left, top, right, bottom];
}

// The boxes of the dots, and of the names that vis-network itself writes under them (its own boxes leave those out).
function dotBoxes(pen, ids, places, scale) {
  return ids.flatMap((id) => {
    const entity = entities[id], {x, y} = places[id], tall = entity.font.size, lines = entity.label.split("\n");
    const dot = [x - entity.size, y - entity.size, x + entity.size, y + entity.size];
    if (tall * scale < 10) return [dot];
    pen.font = `bold ${tall}px ${face}`;
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2;
    return [dot, [x - half, dot[3] + 2, x + half, dot[3] + 8 + lines.length * tall * 1.1]];
  });
}

// Zoomed out: names of the best connected that find room, at a size that can be read. Their boxes are taken then.
function drawNames(pen, ids, places, scale) {
  const size = 12 / scale, taken = [];
  pen.textBaseline = "top";
  pen.font = `${size}px ${face}`;
  for (const id of ids) {
    const entity = entities[id];
    if (taken.length > 70) break;
    if (entity.font.size * scale >= 10) continue;
    const at = places[id], plain = entity.label.replace(/\n/g, ""), text = entity.label.length > 10 ? plain.slice(0, 9) + "…" : plain;
    const half = pen.measureText(text).width / 2, top = at.y + entity.size + 1 / scale;
    const box = [at.x - half, top, at.x + half, top + size * 1.25];
    if (cost(box, taken)) continue;
    taken.push(box);
    pen.lineWidth = 3 / scale;
    pen.strokeStyle = "rgba(251,250,246,.85)";
    pen.fillStyle = "#23262b";
    pen.strokeText(text, at.x, top);
    pen.fillText(text, at.x, top);
  }
  return taken;
}

// The facts whose lines are to be labelled: what is pointed at or chosen for certain, the others where they find room.
function labelled(seen) {
  const sure = new Set([hovered, chosen !== null && "fact" in chosen ? chosen.fact : null].filter((id) => id !== null));
  const inView = facts.filter((fact) => !edgeHidden(fact) && seen(fact));
  const others = chosen !== null ? ("entity" in chosen ? factsOf[chosen.entity].filter((fact) => !edgeHidden(fact)) : []) : inView.length <= DENSE ? inView : [];
  return [[...sure].map((id) => facts[id]), others.filter((fact) => !sure.has(fact.id)).slice(0, MOST)];
}

function drawLabels(pen, taken, places, scale, inside) {
  const size = (12 * Math.min(Math.max(scale, 1), 1.25)) / scale, pad = size * 0.35;
  const length = (fact) => Math.hypot(places[fact.from].x - places[fact.to].x, places[fact.from].y - places[fact.to].y);
  const [sure, others] = labelled((fact) => [fact.from, fact.to].some((id) => inside(places[id])));
  pen.font = `${size}px ${face}`;
  pen.textBaseline = "middle";
  lineLabels.length = 0;
  const lines = [...sure, ...others.sort((a, b) => length(a) - length(b))];
  for (const fact of lines) {
    const text = factLabel(fact), half = pen.measureText(text).width / 2 + pad, line = network.body.edges[fact.id].edgeType;
    const boxes = ALONG.map((part) => line.getPoint(part)).map(({x, y}) => [x - half, y - size * 0.7, x + half, y + size * 0.7]);
    const crossed = (box) => lines.filter((other) => other !== fact && crosses(box, places[other.from], places[other.to])).length;
    const box = sure.includes(fact) ? least(boxes, (each) => cost(each, taken)) : least(boxes.filter((each) => !cost(each, taken)), crossed);
    if (!box || (crossed(box) > 1 && !sure.includes(fact))) continue; // which line it speaks of must be plain
    taken.push(box);
    lineLabels.push({fact: fact.id, text, box});
  }
  for (const {text, box} of lineLabels) pill(pen, text, box, 1 / scale);
}

// The first of the boxes that costs least; undefined where there is none.
function least(boxes, of) {
  const costs = boxes.map(of);
  return boxes[costs.indexOf(Math.min(...costs))];
}

function pill(pen, text, [left, top, right, bottom], thin) {
  pen.beginPath();
  (pen.roundRect || pen.rect).call(pen, left, top, right - left, bottom - top, (bottom - top) / 3);
  pen.fillStyle = "#fffdf8";
  pen.strokeStyle = "#d6d0c2";
  pen.lineWidth = thin;
  pen.fill();
  pen.stroke();
  pen.fillStyle = "#40444c";
  pen.fillText(text, (left + right) / 2, (top + bottom) / 2);
}

network.on("afterDrawing", (pen) => {
  const scale = network.getScale(), places = network.getPositions(), near = nearby(), [left, top, right, bottom] = view();
  const inside = ({x, y}) => x > left && x < right && y > top && y < bottom;
  const ids = byDegree.filter((id) => !nodeHidden(entities[id]) && (!near || near.has(id)) && inside(places[id]));
  pen.save();
  pen.textAlign = "center";
  pen.lineJoin = "round";
  const names = drawNames(pen, ids, places, scale);
  drawLabels(pen, [...dotBoxes(pen, ids, places, scale), ...names], places, scale, inside);
  pen.restore();
});

function hover(edge) {
  hovered = edge;
  network.redraw();
}

network.on("hoverEdge", ({edge}) => hover(edge));
network.on("blurEdge", () => hover(null));
$("canvas").addEventListener("mouseleave", () => hover(null));
