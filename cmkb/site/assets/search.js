/* The search in the header: a box, hits by kind of note, keys. What it finds: search-index.js. */
(() => {
  "use strict";
  const { el, fold, masked, typing, url, zh } = window.cmkb;
  const { byScore, find, index, start, terms, textOf } = window.cmkb.search;
  const root = document.querySelector('[data-cmkb="search"]');
  if (!root) return;

  const SHOWN = 6; // hits of a kind before "more"
  const MORE = 40;
  const EXCERPT = 60; // characters around a hit
  const MARKDOWN = /\s+(?:#{1,6}|[-*+](?: \[[ x]\])?|\d+\.)\s+/g; // where a heading or an item begins

  const WORDS = zh
    ? {
      hint: "写姓名、拼音首字母（wf）、手机尾号，或正文里的字词。几个词中间空一格，就是都要有。也可以写条件：等级:金卡、阶段:方案、到期<30天、联系>60天。",
      loading: "正在读入…",
      reading: "正文还在读入…",
      failed: "搜索资料没有读到，请重新生成网站（cmkb build）。",
      found: (n) => `找到 ${n} 页`,
      none: (q) => `没有找到“${q}”`,
      none_hint: "换个写法试试：名字的一部分（芳）、拼音首字母（wf）、手机后四位；或少写几个字。",
      more: (n) => `还有 ${n} 页`,
    }
    : {
      hint: "Type a name, pinyin initials (wf), the end of a phone number, or words of a note. Several words: all must occur. Conditions work too: tier:Gold, stage:…, matures<30d, contact>60d.",
      loading: "Loading…",
      reading: "Still reading the notes…",
      failed: "The search data could not be read: build the site again (cmkb build).",
      found: (n) => (n === 1 ? "1 page" : `${n} pages`),
      none: (q) => `Nothing found for “${q}”`,
      none_hint: "Try part of a name, pinyin initials (wf), the last four digits of a phone, or fewer words.",
      more: (n) => `${n} more`,
    };

  /* ---------- showing ---------- */

  const input = root.querySelector("input");
  const panel = root.querySelector(".ck-search__panel");
  let active = null;
  let turn = 0;
  let expanded = new Map(); // kind → how many hits are shown
  let goAtOnce = false;

  /* The text with every term marked; terms are folded, so places are found in the folded text. */
  function marked(text, wanted) {
    const folded = fold(text);
    const spans = [];
    for (const { text: term } of wanted) {
      for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) spans.push([at, at + term.length]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    const parts = [];
    let end = 0;
    for (const [from, to] of spans) {
      if (to <= end) continue;
      parts.push(text.slice(end, Math.max(from, end)), el("mark", {}, text.slice(Math.max(from, end), to)));
      end = to;
    }
    parts.push(text.slice(end));
    return parts;
  }

  function excerpt(entry, wanted) {
    const text = textOf(entry);
    let at = -1;
    for (const term of wanted) {
      const found = text.indexOf(term.text);
      if (found >= 0 && (at < 0 || found < at)) at = found;
    }
    if (at < 0) return null;
    const from = Math.max(0, at - EXCERPT / 3);
    const part = entry.text.slice(from, from + EXCERPT * 2).replace(MARKDOWN, " · ");
    return el("span", { class: "ck-hit__x" }, from ? "…" : "", ...marked(part, wanted), from + EXCERPT * 2 < entry.text.length ? "…" : "");
  }

  /* The alias or number by which an entry was found, when the title does not show it. */
  function alsoKnown(entry, wanted) {
    const title = fold(entry.title);
    const other = (term) =>
      !title.includes(term.text) &&
      (entry.aliases.find((alias) => fold(alias).includes(term.text)) ||
        (term.digits && masked(entry.numbers.find((number) => number.includes(term.text)) || "")));
    const found = wanted.map(other).filter(Boolean);
    return [...new Set(found)].slice(0, 2);
  }

  function hitNode({ entry, inText }, wanted, id) {
    const also = alsoKnown(entry, wanted).flatMap((text, i) => [i ? (zh ? "、" : ", ") : "", ...marked(text, wanted)]);
    return el(
      "a",
      { class: "ck-hit", role: "option", id, href: url(entry.address), "data-search-result": "", "aria-selected": "false", tabindex: "-1" },
      el(
        "span",
        { class: "ck-hit__t" },
        el("b", {}, ...marked(entry.title, wanted)),
        also.length ? el("span", { class: "ck-hit__a" }, ...also) : "",
        entry.subtitle ? el("small", {}, ...marked(entry.subtitle, wanted)) : "",
      ),
      inText ? excerpt(entry, wanted) : "",
    );
  }

  function show(query, hits, done) {
    const wanted = terms(query);
    const kept = active && active.getAttribute("href");
    hits.sort(byScore);
    const groups = new Map();
    for (const hit of hits) {
      if (!groups.has(hit.entry.kind)) groups.set(hit.entry.kind, []);
      groups.get(hit.entry.kind).push(hit);
    }
    const nodes = [];
    let number = 0;
    // of kinds that fit alike, those first that are looked for most
    for (const [kind, list] of [...groups].sort(([a, [first]], [b, [other]]) => first.score - other.score || a - b)) {
      const few = list.slice(0, expanded.get(kind) || SHOWN);
      const label = "ck-hits-" + kind;
      const rest = list.length - few.length;
      const more = rest > 0 ? el("button", { class: "ck-hits__more", type: "button", role: "option", id: "ck-more-" + kind, "aria-selected": "false", tabindex: "-1" }, WORDS.more(rest)) : "";
      if (more) {
        more.addEventListener("click", () => {
          expanded.set(kind, few.length + MORE);
          show(query, hits, done);
        });
      }
      nodes.push(
        el(
          "div",
          { class: "ck-hits", role: "group", "aria-labelledby": label },
          el("p", { class: "ck-hits__h", id: label }, index.kinds[kind], el("span", {}, String(list.length))),
          ...few.map((hit) => hitNode(hit, wanted, "ck-hit-" + (number += 1))),
          more,
        ),
      );
    }
    const complete = done && index.complete;
    if (!hits.length && complete) {
      nodes.push(el("div", { class: "ck-search__none" }, el("b", {}, WORDS.none(query.trim().slice(0, 40))), el("p", {}, WORDS.none_hint)));
    }
    const state = hits.length ? WORDS.found(hits.length) + (complete ? "" : " · " + WORDS.reading) : complete ? "" : WORDS.reading;
    panel.replaceChildren(
      el("p", { class: "ck-search__state", role: "status" }, state),
      el("div", { role: "listbox", "aria-label": zh ? "搜索结果" : "Results" }, ...nodes),
    );
    choose((kept && results().find((node) => node.getAttribute("href") === kept)) || null, false);
    if (goAtOnce && (hits.length || complete)) {
      goAtOnce = false;
      if (hits.length) results()[0].click();
    }
  }

  const results = () => [...panel.querySelectorAll("[data-search-result]")];

  function choose(node, scroll = true) {
    if (active) active.setAttribute("aria-selected", "false");
    active = node;
    if (node) {
      node.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", node.id);
      if (scroll) node.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  const message = (text) => panel.replaceChildren(el("p", { class: "ck-search__state", role: "status" }, text));

  function refresh() {
    if (panel.hidden) return;
    const mine = (turn += 1);
    const query = input.value;
    if (index.failed) return message(WORDS.failed);
    if (!query.trim()) { choose(null); return message(WORDS.hint); }
    if (!index.entries) return message(WORDS.loading);
    find(query, (hits, done) => { if (mine === turn) show(query, hits, done); }, () => mine !== turn);
  }

  function changed() {
    expanded = new Map();
    goAtOnce = false;
    open();
    choose(null);
    refresh();
  }

  function open() {
    if (!panel.hidden) return;
    panel.hidden = false;
    root.setAttribute("data-open", "");
    input.setAttribute("aria-expanded", "true");
    start();
    refresh();
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    root.removeAttribute("data-open");
    input.setAttribute("aria-expanded", "false");
    choose(null);
    turn += 1;
  }

  index.changed = refresh;
  input.addEventListener("focus", open);
  input.addEventListener("click", open);
  // while an input method is composing, the letters are not yet what is meant
  input.addEventListener("input", (event) => { if (!event.isComposing) changed(); });
  input.addEventListener("compositionend", changed);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = [...panel.querySelectorAll('[role="option"]')];
    const at = all.indexOf(active);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
      if (all.length) choose(all[(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const target = active || all[0];
      if (target) target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
      else if (input.value.trim()) goAtOnce = true;
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
      input.blur();
    }
    event.stopPropagation(); // the theme has keys of its own
  });
  panel.addEventListener("click", (event) => {
    // a hit on this very page, or one opened in another tab, leaves the panel in the way
    if (event.target instanceof Element && event.target.closest("[data-search-result]")) setTimeout(close);
  });
  root.querySelector(".ck-search__open").addEventListener("click", () => { open(); input.focus(); });
  root.querySelector(".ck-search__close").addEventListener("click", () => { close(); input.blur(); });
  addEventListener("pointerdown", (event) => { if (event.target instanceof Node && !root.contains(event.target)) close(); });
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !root.contains(event.relatedTarget)) close();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) close(); });
  addEventListener("cmkb-find", (event) => {
    open();
    input.value = event.detail;
    input.focus();
    input.setSelectionRange(event.detail.length, event.detail.length);
    changed();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    open();
    input.focus();
    input.select();
  });
})();
