// A list of offers beneath a box: asked for as one types, walked through by keys, taken. The editor and forms have one each.
"use strict";

const PAUSE = 150; // milliseconds without another key after which the server is asked

// `taken` gets the text of the offer that is taken; `first` is whether the first is chosen unasked, so that Enter takes it.
function offering(box, list, {first, taken}) {
  let shown = [], at = -1, waiting = 0, asking = null;

  function choose(to) {
    at = to;
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === at));
      if (i === at) list.scrollTop = Math.max(0, item.offsetTop + item.offsetHeight - list.clientHeight);
    });
    if (at >= 0) box.setAttribute("aria-activedescendant", list.children[at].id);
    else box.removeAttribute("aria-activedescendant");
  }

  // offers: [text, what it is] each
  function show(offers) {
    shown = offers;
    list.replaceChildren(...shown.map(([text, what], i) =>
      el("li", {role: "option", id: `${list.id}-${i}`, onmousedown: (event) => { event.preventDefault(); take(i); }},
        el("span", null, text), el("span.what", null, what))));
    list.hidden = !shown.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(first && shown.length ? 0 : -1);
  }

  // After a moment show what `look` gives, unless something else is wanted by then; null leaves what is shown.
  function soon(look) {
    stop();
    const {signal} = (asking = new AbortController());
    waiting = setTimeout(() => look(signal).then((offers) => { if (offers && !signal.aborted) show(offers); }).catch(() => {}), PAUSE);
  }

  function stop() {
    clearTimeout(waiting);
    if (asking) asking.abort();
  }

  function close() {
    stop();
    show([]);
  }

  function take(i) {
    const [text] = shown[i];
    close();
    taken(text);
  }

  // A key that the list may know what to do with; else it goes on to the box.
  function key(event) {
    const moves = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (event.key === "Enter" && at < 0) close();
    if (!shown.length) return;
    if (moves) choose(at < 0 && moves < 0 ? shown.length - 1 : (at + moves + shown.length) % shown.length);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }

  box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) close(); }, 150));
  return {show, soon, close, key};
}

// Entities that a name being typed may mean, best first: whole names, beginnings, names that hold it, look-alikes.
function entitiesNamed(text, type, signal) {
  return rowsOf("/names", [["text", text], ["type", type]], signal);
}

// What is told beside an entity that is offered: the form that was found, where it is not what stands there, and the class.
function beside(row, text) {
  return [...new Set([row.label.value, row.name.value])].filter((name) => name !== text).concat(className(row.class.value)).join(" · ");
}
