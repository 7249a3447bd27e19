/* What the search finds. Names, pinyin and numbers are searched as one types; the notes' words follow as their files
   arrive, a slice of time at once so that typing never waits. Files and format: pages/search_index.py. Draws nothing. */
(() => {
  "use strict";
  const { dayOf, fold, isoOf, load, now } = window.cmkb;

  const SLICE = 12; // milliseconds of work before the page may breathe
  const LONGEST_QUERY = 200;
  const MOST_TERMS = 8;

  /* ---------- the index ---------- */

  const RANK = { exact: 0, prefix: 1, pinyin: 2, part: 3, pinyinPrefix: 4, pinyinPart: 4.5, tail: 5, digits: 5.5, title: 6, text: 7 };
  const LONG_TITLE = 12; // longer ones are sentences: a word inside is no part of a name

  const index = { entries: null, kinds: [], facets: [], byUrl: new Map(), texts: [], complete: false, failed: false, changed: () => {} }; // `changed` is told when more can be found

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
    if (!started) started = loadAll().catch(() => { index.failed = true; started = null; index.changed(); });
    return started;
  }

  async function loadAll() {
    index.failed = false;
    await load("assets/cmkb/search/names.js");
    const { names, texts } = window.cmkbSearch;
    if (!index.entries) await prepare(names);
    index.changed();
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
    index.changed();
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

  window.cmkb.search = { byScore, find, index, start, terms, textOf };
})();
