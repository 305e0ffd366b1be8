// The words of the page in both languages, and how elements are made. What comes from the graph becomes text, never markup.
"use strict";

const WORDS = {
  zh: {
    questions: "现成的问题", filter: "查找问题", ask: "提问", show: "看它的 SPARQL", run: "运行", stop: "停止", editor: "SPARQL 查询",
    keys: "Ctrl+Enter 运行 · 输入 ? 、前缀或汉字名称时自动补全", offers: "补全", running: "正在查询……", required: "必填", download: "下载",
    rows: (n, s) => `${n} 行 · ${s} 秒`, cut: (n) => `只显示前 ${n} 行；下载可得全部。`, lines: (s) => `一个图 · ${s} 秒`, none: "没有答案。",
    yes: "是", no: "否", stopped: "已停止。", lost: "服务器没有回应：它可能已经关闭。", broken: "答案在半途中断，请再试一次。",
    counts: (q) => `${q} 个现成的问题`, nothing: "没有这样的问题", variable: "变量", keyword: "关键词", prefix: "前缀", about: "这是什么",
  },
  en: {
    questions: "Questions", filter: "Find a question", ask: "Ask", show: "Show its SPARQL", run: "Run", stop: "Stop", editor: "SPARQL query",
    keys: "Ctrl+Enter runs · completes variables, prefixes and names as you type", offers: "Completions", running: "Asking …", required: "required",
    download: "Download", rows: (n, s) => `${n} rows · ${s} s`, cut: (n) => `Only the first ${n} rows are shown; downloads have all.`,
    lines: (s) => `a graph · ${s} s`, none: "No answer.", yes: "yes", no: "no", stopped: "Stopped.", lost: "The server does not answer: it may have ended.",
    broken: "The answer broke off half-way; ask again.", counts: (q) => `${q} questions`, nothing: "No such question", variable: "variable",
    keyword: "keyword", prefix: "prefix", about: "about this",
  },
};

const page = {language: (navigator.language || "zh").startsWith("zh") ? "zh" : "en", about: null};
const say = (key) => WORDS[page.language][key];
const $ = (id) => document.getElementById(id);

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

// Rows of a SELECT by the endpoint itself, for completion; nothing where it fails.
async function rowsOf(query, signal) {
  const answer = await fetch("/sparql", {
    method: "POST", signal, headers: {Accept: "application/sparql-results+json"}, body: new URLSearchParams({query, timeout: "10"}),
  });
  return answer.ok ? (await answer.json()).results.bindings : [];
}

// Entities whose label or alias holds the text, whole names first, then the shorter ones; of a class if given.
function entitiesNamed(text, className, signal) {
  const only = className ? `FILTER(?type = kg:${className})` : "FILTER STRSTARTS(STR(?type), STR(kg:))";
  return rowsOf(`SELECT ?entity (SAMPLE(?l) AS ?label) (SAMPLE(?type) AS ?kind) WHERE {
    VALUES ?property { rdfs:label skos:altLabel } ?entity ?property ?name ; a ?type ; rdfs:label ?l ${only}
    FILTER CONTAINS(LCASE(STR(?name)), LCASE(${JSON.stringify(text)}))
    FILTER NOT EXISTS { ?entity dcterms:isReplacedBy ?other }
  } GROUP BY ?entity ORDER BY STRLEN(STR(SAMPLE(?name))) STR(SAMPLE(?name)) LIMIT 20`, signal);
}

const className = (iri) => {
  const name = iri.replace(/^.*[#/]/, "");
  const found = page.about.classes.find((each) => each.name === name);
  return found ? found[page.language] : name;
};
