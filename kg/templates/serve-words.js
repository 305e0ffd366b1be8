// The words of the page in both languages, and how elements are made. What comes from the graph becomes text, never markup.
"use strict";

const WORDS = {
  zh: {
    questions: "现成的问题", filter: "查找问题", skip: "跳到提问处", ways: "怎样提问", question: "问题", ask: "提问", show: "改写成 SPARQL", run: "运行", stop: "停止",
    editor: "SPARQL 查询", answer: "答案", start: "从现成的问题里选一个，填上名称，答案就列在这里。会 SPARQL 的可以自己写。",
    keys: "Ctrl+Enter 运行 · 输入 ? 、前缀或汉字名称时自动补全", offers: "补全", running: (s, most) => `正在查询…… ${s} 秒（最多 ${most} 秒）`, required: "必填", download: "下载",
    rows: (n, s) => `${n} 行 · ${s} 秒`, cut: (n) => `只显示前 ${n} 行；下载可得全部。`, lines: (s) => `一个图 · ${s} 秒`, none: "没有答案。",
    yes: "是", no: "否", stopped: "已停止。", lost: "服务器没有回应：它可能已经关闭。", broken: "答案在半途中断，请再试一次。",
    fold: (n) => `现成的问题（${n}）`, nothing: "没有这样的问题", unknown: (name) => `没有叫 ${name} 的问题。`, variable: "变量", keyword: "关键词", prefix: "前缀", about: "这是什么",
    copyTable: "复制表格", copyLink: "复制链接", copied: "已复制", failed: "浏览器不让复制", long: "查询太长，放不进链接",
    faults: {400: "这样问不成", 413: "问题太长", 422: "答案太大", 503: "图谱现在读不了", 504: "超时，没有问完"}, fault: "出错了",
  },
  en: {
    questions: "Questions", filter: "Find a question", skip: "Skip to asking", ways: "Ways to ask", question: "Question", ask: "Ask", show: "Edit as SPARQL", run: "Run",
    stop: "Stop", editor: "SPARQL query", answer: "Answer", start: "Choose a question from the list, fill in a name, and the answer stands here. If you know SPARQL, write your own.",
    keys: "Ctrl+Enter runs · completes variables, prefixes and names as you type", offers: "Completions", running: (s, most) => `Asking … ${s} s (at most ${most} s)`,
    required: "required", download: "Download", rows: (n, s) => `${n} ${n === 1 ? "row" : "rows"} · ${s} s`, cut: (n) => `Only the first ${n} rows are shown; downloads have all.`,
    lines: (s) => `A graph · ${s} s`, none: "No answer.", yes: "Yes", no: "No", stopped: "Stopped.", lost: "The server does not answer: it may have ended.",
    broken: "The answer broke off half-way; ask again.", fold: (n) => `Questions (${n})`, nothing: "No such question", unknown: (name) => `No question is called ${name}.`,
    variable: "variable", keyword: "keyword", prefix: "prefix", about: "about this", copyTable: "Copy table", copyLink: "Copy link", copied: "Copied",
    failed: "The browser does not allow it", long: "The query is too long for a link",
    faults: {400: "This cannot be asked", 413: "The question is too long", 422: "The answer is too large", 503: "The graph cannot be read now", 504: "Not finished in time"},
    fault: "Something went wrong",
  },
};

const page = {language: kept() || ((navigator.language || "zh").startsWith("zh") ? "zh" : "en"), about: null};
const say = (key) => WORDS[page.language][key];
const $ = (id) => document.getElementById(id);

// The language chosen last, where the browser keeps such things.
function kept() {
  try { return WORDS[localStorage.getItem("language")] ? localStorage.getItem("language") : null; } catch { return null; }
}

function keep(language) {
  try { localStorage.setItem("language", language); } catch { /* then it is chosen anew next time */ }
}

// el("p.hint", {title}, "text", node…) → an element
function el(what, attributes, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// An IRI with its prefix, or in angle brackets where none fits.
function short(iri) {
  for (const [prefix, start] of Object.entries(page.about.prefixes))
    if (iri.startsWith(start) && /^[\p{L}\p{N}_][\p{L}\p{N}_\-·]*$/u.test(iri.slice(start.length))) return `${prefix}:${iri.slice(start.length)}`;
  return `<${iri}>`;
}

// Rows that the server answers with; nothing where it fails. fields: [name, value] each
async function rowsOf(path, fields, signal) {
  const answer = await fetch(path, {
    method: "POST", signal, headers: {Accept: "application/sparql-results+json"}, body: new URLSearchParams([...fields, ["timeout", "10"]]),
  });
  return answer.ok ? (await answer.json()).results.bindings : [];
}

const className = (iri) => {
  const name = iri.replace(/^.*[#/]/, "");
  const found = page.about.classes.find((each) => each.name === name);
  return found ? found[page.language] : name;
};
