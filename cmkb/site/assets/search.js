/* The search in the header. Names, pinyin and numbers are searched as one types; the notes' words follow as their
   files arrive, a slice of time at once so that typing never waits. Files and format: pages/search_index.py. */
(() => {
  "use strict";
  const { dayOf, el, fold, isoOf, load, masked, now, typing, url, zh } = window.cmkb;
  const root = document.querySelector('[data-cmkb="search"]');
  if (!root) return;

  const SHOWN = 6; // hits of a kind before "more"
  const MORE = 40;
  const SLICE = 12; // milliseconds of work before the page may breathe
  const EXCERPT = 60; // characters around a hit
  const LONGEST_QUERY = 200;
  const MOST_TERMS = 8;

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

  /* ---------- the index ---------- */

  const RANK = { exact: 0, prefix: 1, pinyin: 2, part: 3, pinyinPrefix: 4, pinyinPart: 4.5, tail: 5, digits: 5.5, title: 6, text: 7 };
  const LONG_TITLE = 12; // longer ones are sentences: a word inside is no part of a name

  const index = { entries: null, kinds: [], facets: [], byUrl: new Map(), texts: [], complete: false, failed: false };

  async function prepare(data) {
    const entries = [];
    let pause = performance.now() + SLICE;
    for (const row of data.entries) {
      const [address, title, kind, subtitle = "", aliases = [], numbers = [], pinyin = [], facets = []] = row;
      const entry = {
        address, title, kind, subtitle, aliases, numbers, facets, order: entries.length, text: "", folded: "",
        names: [title, ...aliases].map(fold),
        words: fold(subtitle),
        typed: pinyin.map((syllables) => " " + syllables),
        joined: pinyin.map((syllables) => syllables.replace(/ /g, "")),
        initials: pinyin.map((syllables) => syllables.replace(/([^ ])[^ ]* ?/g, "$1")),
      };
      entries.push(entry);
      index.byUrl.set(address, entry);
      if (performance.now() > pause) {
        await breathe();
        pause = performance.now() + SLICE;
      }
    }
    index.kinds = data.kinds;
    index.facets = (data.facets || []).map(([measure, ...names]) => ({ measure, names: names.map(fold) }));
    index.entries = entries;
  }

  let started = null;
  function start() {
    if (!started) started = loadAll().catch(() => { index.failed = true; started = null; refresh(); });
    return started;
  }

  async function loadAll() {
    index.failed = false;
    await load("assets/cmkb/search/names.js");
    const { names, texts } = window.cmkbSearch;
    if (!index.entries) await prepare(names);
    refresh();
    for (let number = 0; number < names.texts.length; number += 1) {
      await breathe();
      await load(`assets/cmkb/search/text-${number}.js?${names.texts[number]}`);
      const rows = texts[number] || [];
      texts[number] = null;
      const arrived = [];
      for (let i = 0; i < rows.length; i += 2) {
        const entry = index.byUrl.get(rows[i]);
        if (!entry || entry.text) continue;
        entry.text = rows[i + 1];
        arrived.push(entry);
      }
      index.texts.push(...arrived);
    }
    index.complete = true;
    refresh();
  }

  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  /* Lets the browser draw and handle keys; faster than a timer. */
  const breathe = () => new Promise((resolve) => { waiting.push(resolve); channel.port2.postMessage(0); });

  function textOf(entry) {
    if (!entry.folded && entry.text) entry.folded = fold(entry.text);
    return entry.folded;
  }

  /* ---------- matching ---------- */

  const LATIN = /^[a-z0-9]*[a-z][a-z0-9]*$/;
  const KIND = ["类", "类型", "kind"]; // 类:话术 asks for a kind of note
  const DIGITS = /^\d{3,}$/;

  function terms(query) {
    const folded = words(query).filter((word) => !condition(word));
    return [...new Set(folded)].slice(0, MOST_TERMS).map((text) => ({
      text,
      latin: LATIN.test(text),
      digits: DIGITS.test(text),
    }));
  }

  const words = (query) => fold(query.slice(0, LONGEST_QUERY)).replace(/\s*([:<>≤≥])=?\s*/g, "$1").split(/\s+/).filter(Boolean);

  /* 等级:金卡,白金 · 到期<30天 · 到期:2026-12 · 联系>60d. Null for a word that names no facet: it is searched as it stands. */
  function condition(word) {
    const parts = /^([^:<>≤≥]+)([:<>≤≥])(.+)$/.exec(word);
    if (!parts) return null;
    const [, name, sign, wanted] = parts;
    if (KIND.includes(name) && sign === ":") return { kinds: wanted.split(/[,，、|]/).filter(Boolean) };
    const places = index.facets.flatMap((facet, place) => (facet.names.includes(name) ? [place] : []));
    if (!places.length) return null;
    const values = wanted.split(/[,，、|]/).filter(Boolean);
    const days = /^(\d{1,5})(?:d|天|日|days?)?$/.exec(wanted);
    return { places: new Set(places), sign, values, days: days ? +days[1] : null };
  }

  function meets(entry, { kinds, places, sign, values, days }, today) {
    if (kinds) return kinds.some((kind) => fold(index.kinds[entry.kind]).includes(kind));
    for (let i = 0; i < entry.facets.length; i += 2) {
      if (!places.has(entry.facets[i])) continue;
      const value = entry.facets[i + 1];
      const { measure } = index.facets[entry.facets[i]];
      if (!measure) {
        if (sign === ":" && values.some((one) => fold(String(value)).includes(one))) return true;
        continue;
      }
      if (days === null) {
        if (sign === ":" ? values.some((one) => isoOf(value).startsWith(one) || isoOf(value).slice(5) === one)
          : /^\d{4}-\d\d-\d\d$/.test(values[0]) && (sign === "<" || sign === "≤" ? value <= dayOf(values[0]) : value >= dayOf(values[0]))) return true;
        continue;
      }
      const away = measure === "left" ? value - today : today - value;
      if (sign === ">" || sign === "≥" ? away >= days : away >= 0 && away <= days) return true;
    }
    return false;
  }

  /* Whether `typed` is made of the beginnings of successive syllables of " wang fang": wfang, wangf, fang. */
  function followsSyllables(syllables, typed) {
    let places = [];
    for (let at = syllables.indexOf(" " + typed[0]); at >= 0; at = syllables.indexOf(" " + typed[0], at + 1)) places.push(at + 1);
    for (let i = 1; i < typed.length && places.length; i += 1) {
      const next = new Set();
      for (const place of places) {
        if (syllables[place + 1] === typed[i]) next.add(place + 1);
        const space = syllables.indexOf(" ", place);
        if (space >= 0 && syllables[space + 1] === typed[i]) next.add(space + 1);
      }
      places = [...next];
    }
    return places.length > 0;
  }

  /* How well a term fits what is not the body; null when it does not. */
  function rankOf(entry, term) {
    const { text } = term;
    let best = null;
    const take = (rank) => { if (best === null || rank < best) best = rank; };
    for (const name of entry.names) {
      if (!name.includes(text)) continue;
      if (name === text) return RANK.exact;
      take(name.startsWith(text) ? RANK.prefix : name.length <= LONG_TITLE ? RANK.part : RANK.title);
    }
    if (term.latin && (best === null || best > RANK.pinyin)) {
      for (let i = 0; i < entry.typed.length; i += 1) {
        const joined = entry.joined[i];
        const initials = entry.initials[i];
        if (joined === text || initials === text) take(RANK.pinyin);
        else if (joined.startsWith(text) || initials.startsWith(text)) take(RANK.pinyinPrefix);
        else if (best === null && followsSyllables(entry.typed[i], text)) take(RANK.pinyinPart);
      }
    }
    if (best === null && term.digits) {
      for (const number of entry.numbers) {
        if (number.endsWith(text)) take(RANK.tail);
        else if (number.includes(text)) take(RANK.digits);
      }
    }
    if (best === null && entry.words.includes(text)) best = RANK.title;
    return best;
  }

  /* Of two that fit alike, the shorter title; among hits in the body, the order of the index. */
  const lengthOf = (hit) => (hit.inText ? 0 : hit.entry.title.length);
  const byScore = (a, b) => a.score - b.score || lengthOf(a) - lengthOf(b) || a.entry.order - b.entry.order;

  /* Calls `report(hits, done)` after the names, then now and then, and at the end. Stops when `stale()`. */
  async function find(query, report, stale) {
    const wanted = terms(query);
    const conditions = words(query).map(condition).filter(Boolean);
    const today = now().day;
    const hits = [];
    const open = new Map(); // entry → what is still to be found in its body
    let pause = performance.now() + SLICE;
    const rest = async () => {
      if (performance.now() < pause) return stale();
      await breathe();
      pause = performance.now() + SLICE;
      return stale();
    };
    for (const entry of index.entries) {
      if (conditions.some((one) => !meets(entry, one, today))) continue;
      let score = 0;
      const missing = [];
      for (const term of wanted) {
        const rank = rankOf(entry, term);
        if (rank === null) missing.push(term.text);
        else score += rank;
      }
      if (!missing.length) hits.push({ entry, score, inText: false });
      else open.set(entry, { score, missing });
      if ((entry.order & 511) === 511 && (await rest())) return;
    }
    report(hits, false);
    let shown = performance.now();
    for (let i = 0; i < index.texts.length; i += 1) {
      const entry = index.texts[i];
      const state = open.get(entry);
      if (state) {
        const text = textOf(entry);
        if (state.missing.every((term) => text.includes(term))) {
          hits.push({ entry, score: state.score + state.missing.length * RANK.text, inText: true });
        }
      }
      if ((i & 63) === 63) {
        if (await rest()) return;
        if (performance.now() - shown > 300) {
          report(hits, false);
          shown = performance.now();
        }
      }
    }
    report(hits, true);
  }

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
    const part = entry.text.slice(from, from + EXCERPT * 2);
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
    for (const [kind, list] of groups) {
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
