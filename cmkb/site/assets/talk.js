/* 话术: the library's filters; on a talk track's page the client for whom its variables are filled in, the records behind
   a figure, and the call mode, which shows one question at a time. All texts are read from the page: without this
   script it is the same talk track as nested lists. What is known of clients comes from data/talk.js (format:
   pages/talk_data.py), which only the private site has. */
(() => {
  "use strict";
  const { el, fill, fold, icon, isoOf, load, now, zh } = window.cmkb;

  const SAY = zh
    ? {
      position: "第 {n} 句，共 {all} 句", again: "重来", back: "上一句", objections: "客户会说", note: "记结果", end: "结束",
      done: "说完了", next: "下一句", first: "先：{what}", answered: "这样答了", none: "没有预备的异议", result: "结果：{what}",
      record: "这一行记到今天的日志", copy: "复制", missing: "缺：{what}", unknown: "没有「{who}」的资料", filled: "已用 {who} 的资料填好",
      clear: "不填了", left: "{n} 篇", uses: "{n} 条", later: "待办：{what}", elsewhere: "接着用：{what}", call: "通话模式", minutes: " / {n}:00",
      returned: "回到刚才那句", days: "{n} 天后 {what}",
    }
    : {
      position: "{n} of {all}", again: "Again", back: "Back", objections: "Objections", note: "Note", end: "End",
      done: "Done", next: "Next", first: "First: {what}", answered: "Answered so", none: "No objections", result: "Result: {what}",
      record: "This line goes into today's journal", copy: "Copy", missing: "Missing: {what}", unknown: "Nothing is known of {who}", filled: "Filled in for {who}",
      clear: "Clear", left: ["{n} talk track", "{n} talk tracks"], uses: ["{n} entry", "{n} entries"], later: "To do: {what}", elsewhere: "Go on with: {what}", call: "Call mode", minutes: " / {n}:00",
      returned: "Back to the question", days: ["in {n} day: {what}", "in {n} days: {what}"],
    };

  /* ---------- the library ---------- */

  const selects = [...document.querySelectorAll("select[data-facet]")];
  if (selects.length) {
    const rows = [...document.querySelectorAll(".ck-library tbody tr:not(.ck-table__g)")];
    const values = (row, key) => JSON.parse(row.getAttribute("data-" + key) || "[]");
    const draw = () => {
      for (const row of rows) {
        row.hidden = selects.some((select) => select.value !== "" && !values(row, select.dataset.facet).includes(select.value));
      }
      for (const body of document.querySelectorAll(".ck-library tbody")) body.hidden = !body.querySelector("tr:not(.ck-table__g):not([hidden])");
      const left = document.querySelector("[data-facets-left]");
      if (left) left.textContent = selects.some((select) => select.value !== "") ? fill(SAY.left, { n: rows.filter((row) => !row.hidden).length }) : "";
    };
    for (const select of selects) select.addEventListener("change", draw);
    draw(); // a browser may keep what was chosen when one comes back
  }

  const page = document.querySelector(".ck-talk");
  if (!page) return;

  /* ---------- the records behind a figure ---------- */

  const uses = [...document.querySelectorAll(".ck-uses > li")];
  const all = document.querySelector("[data-unpick]");

  function pick(figure, part) {
    const shown = (use) =>
      (figure === "" || use.dataset.figures.split(" ").includes(figure))
      && (!part || JSON.parse(use.dataset.parts).includes(part));
    let count = 0;
    for (const use of uses) {
      use.hidden = !shown(use);
      count += use.hidden ? 0 : 1;
    }
    const some = figure !== "";
    document.getElementById("uses").toggleAttribute("data-picked", some);
    document.querySelector("[data-uses]").textContent = fill(SAY.uses, { n: count });
    if (all) all.hidden = !some;
  }

  for (const link of document.querySelectorAll("a[data-pick]")) {
    link.addEventListener("click", () => { if (uses.length) pick(link.dataset.pick, link.dataset.of || ""); });
  }
  if (all) all.addEventListener("click", () => pick("", ""));

  /* ---------- filled in for a client ---------- */

  const variables = () => page.querySelectorAll("var[data-v]");
  const input = document.getElementById("talk-client");
  const told = document.querySelector("[data-for]");
  let client = null; // { stem, name, values }

  async function people() {
    if (!page.hasAttribute("data-people")) return null;
    if (!window.cmkbTalk) {
      try {
        await load("assets/cmkb/data/talk.js");
      } catch (missing) {
        return null;
      }
    }
    return window.cmkbTalk || null;
  }

  /* The client's own values, and over them those of what the talk track is about: this birthday, that holding. */
  function valuesOf(data, row) {
    const values = new Map();
    row[3].forEach((value, index) => { if (value) values.set(data.variables[index], value); });
    const about = (row[4] || {})[config.occasion] || {};
    for (const [index, value] of Object.entries(about)) {
      if (value) values.set(data.variables[+index], value);
      else values.delete(data.variables[+index]);
    }
    return values;
  }

  const GAP = "＿＿";

  function show() {
    for (const node of variables()) {
      const value = client ? client.values.get(node.dataset.v) : "{" + node.dataset.v + "}";
      node.textContent = value || GAP;
      node.toggleAttribute("data-missing", !value);
      node.title = value ? "" : node.dataset.v;
    }
    for (const text of page.querySelectorAll(".ck-msg")) {
      const missing = [...new Set([...text.querySelectorAll("var[data-missing]")].map((node) => node.dataset.v))];
      const about = text.querySelector("[data-about]");
      if (!about) continue;
      about.dataset.plain = about.dataset.plain || about.textContent;
      about.textContent = client && missing.length ? fill(SAY.missing, { what: missing.join(zh ? "、" : ", ") }) : about.dataset.plain;
      about.className = client && missing.length ? "ck-soon" : "ck-n";
    }
    if (told) {
      told.replaceChildren();
      if (client) {
        const clear = el("button", { type: "button", class: "ck-chip" }, SAY.clear);
        clear.addEventListener("click", () => choose(null));
        told.append(fill(SAY.filled, { who: client.name }) + " ", clear);
      }
    }
  }

  function choose(found) {
    client = found;
    if (input) input.value = client ? client.name : "";
    show();
  }

  async function chooseNamed(stem) {
    const data = await people();
    const row = data && data.clients.find((one) => one[0] === stem);
    if (row) choose({ stem: row[0], name: row[1], values: valuesOf(data, row) });
    else if (told) told.textContent = fill(SAY.unknown, { who: stem });
  }

  if (input) {
    const options = document.getElementById("talk-clients");
    const typed = async () => {
      const data = await people();
      if (!data) return;
      const words = fold(input.value.trim());
      const exact = data.clients.find((row) => fold(row[1]) === words || fold(row[0]) === words);
      if (exact) {
        chooseNamed(exact[0]);
        return;
      }
      const fits = words ? data.clients.filter((row) => fold(row[1]).includes(words) || fold(row[2]).replace(/ /g, "").startsWith(words) || initials(row[2]).startsWith(words)) : [];
      options.replaceChildren(...fits.slice(0, 20).map((row) => el("option", { value: row[1] })));
      if (client && !words) choose(null);
    };
    input.addEventListener("input", typed);
    input.addEventListener("focus", typed, { once: true });
    input.addEventListener("keydown", (event) => {
      const first = options.querySelector("option");
      if (event.key === "Enter" && first) {
        input.value = first.value;
        typed();
      }
    });
  }
  const initials = (pinyin) => pinyin.split(" ").map((word) => word.slice(0, 1)).join("").toLowerCase();

  /* ---------- the call mode ---------- */

  const opener = document.querySelector("[data-call]");
  const config = opener ? JSON.parse(opener.dataset.call) : { occasion: page.dataset.occasion || "" };
  const steps = [...page.querySelectorAll(".ck-step")];
  const objections = [...page.querySelectorAll("[data-objection][id]")];
  const HASH = "#call";

  const copyOf = (node) => {
    const copy = node.cloneNode(true);
    for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
    return [...copy.childNodes];
  };
  const wordsOf = (node) => (node ? node.textContent.trim() : "");

  /* What was chosen so far: places that were seen, and what a record of the call would say. */
  let places = [];
  let begun = 0;
  let timer = 0;
  let box = null;
  let before = null; // what had the focus

  const here = () => places[places.length - 1];

  function open() {
    if (box || !steps.length) return;
    before = document.activeElement;
    box = el("section", { class: "ck-callmode", role: "dialog", "aria-modal": "true", "aria-label": SAY.call });
    box.addEventListener("keydown", keys);
    page.append(box);
    document.documentElement.setAttribute("data-ck-call", "");
    restart();
    timer = setInterval(clock, 1000);
  }

  function close() {
    if (!box) return;
    clearInterval(timer);
    box.remove();
    box = null;
    document.documentElement.removeAttribute("data-ck-call");
    if (location.hash === HASH) history.replaceState(null, "", location.pathname + location.search);
    if (before instanceof HTMLElement) before.focus();
  }

  function restart() {
    places = [{ kind: "step", step: 1, first: "" }];
    begun = Date.now();
    draw();
  }

  function go(place) {
    places.push(place);
    draw();
  }

  function back() {
    if (places.length > 1) {
      places.pop();
      draw();
    }
  }

  function clock() {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    const node = box && box.querySelector(".ck-callmode__t");
    if (!node) return;
    node.firstChild.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    node.toggleAttribute("data-late", Boolean(config.minutes) && seconds >= config.minutes * 60);
  }

  const button = (className, text, act, ...more) => {
    const node = el("button", { type: "button", class: className }, ...more, text);
    node.addEventListener("click", act);
    return node;
  };

  function big(title, small, act) {
    const words = el("span", {}, title);
    if (small) words.append(el("small", {}, small));
    const node = el("button", { type: "button", class: "ck-big" }, words, icon("go"));
    node.addEventListener("click", act);
    return node;
  }

  /* Follows a branch of the page. */
  function follow(branch) {
    const { go: next, objection, note, outcome = "", tasks = "[]" } = branch.dataset;
    const said = { answer: wordsOf(branch.querySelector("q")), outcome, tasks: JSON.parse(tasks) };
    const words = branch.querySelector("[data-words]");
    if (next) go({ kind: "step", step: +next, said, words });
    else if (objection) go({ kind: "objection", id: objection, said, words });
    else go({ kind: "end", said, words, note: note || "", to: wordsOf(branch.querySelector(".ck-go")) });
  }

  function drawStep(place) {
    const step = steps[place.step - 1];
    const question = [el("p", {}, ...copyOf(step.querySelector(".ck-say")))];
    for (const hint of step.querySelectorAll(".ck-hint")) question.push(el("small", {}, ...copyOf(hint)));
    const choices = [...step.querySelectorAll(".ck-branch")].map((branch) => {
      const small = [wordsOf(branch.querySelector("[data-words]")), wordsOf(branch.querySelector(".ck-go"))].filter(Boolean).join(zh ? "，" : ", ");
      return big(wordsOf(branch.querySelector("q")), small, () => follow(branch));
    });
    if (!choices.length) {
      const { following } = step.dataset;
      choices.push(following
        ? big(SAY.next, "", () => go({ kind: "step", step: +following }))
        : big(SAY.done, "", () => go({ kind: "end", said: null })));
    }
    return [question, choices];
  }

  function drawObjections() {
    const choices = objections.map((one) => big(one.dataset.objection, wordsOf(one.querySelector("summary small")), () => go({ kind: "objection", id: one.id })));
    return [[el("p", {}, objections.length ? SAY.objections : SAY.none)], choices];
  }

  function drawObjection(place) {
    const one = document.getElementById(place.id);
    const question = [el("small", {}, "“" + one.dataset.objection + "”")];
    const choices = [];
    for (const answer of one.querySelectorAll("[data-answer]")) {
      const text = answer.querySelector("p");
      const spoken = el("p", { "data-text": "" }, ...copyOf(text));
      for (const later of spoken.querySelectorAll(".ck-later")) later.remove();
      const record = wordsOf(answer.querySelector("small > span"));
      question.push(el("div", { class: "ck-callmode__a" }, spoken, el(
        "div", { class: "ck-callmode__c" }, el("small", {}, record),
        el("button", { type: "button", class: "ck-btn", "data-copy": "" }, icon("copy"), SAY.copy),
        button("ck-btn", SAY.answered, () => {
          here().given = answer.dataset.answer;
          const came = places.slice(0, -1).reverse().find((earlier) => earlier.kind === "step") || places[0];
          go({ kind: "step", step: came.step });
        }, icon("ok")),
      )));
    }
    choices.push(big(SAY.returned, "", () => {
      const came = places.slice(0, -1).reverse().find((earlier) => earlier.kind === "step") || places[0];
      go({ kind: "step", step: came.step });
    }));
    return [question, choices];
  }

  /* `- 10:15 电话 [[王芳]] … [话术:: [[存单到期邀约]]] [结果:: 同意]`, and its tasks. */
  function recordLines() {
    const { labels } = config;
    const met = places.filter((place) => place.kind === "objection");
    const said = places.map((place) => place.said).filter(Boolean);
    const outcome = said.map((one) => one.outcome).filter(Boolean).pop() || "";
    const given = met.map((place) => place.given).filter(Boolean).pop() || "";
    const who = client ? "[[" + client.stem + "]]" : "[[]]";
    const field = (key, value) => (value && labels[key] ? ` [${labels[key]}:: ${value}]` : "");
    const known = config.results.includes(outcome);
    const objection = met.map((place) => document.getElementById(place.id).dataset.objection).pop() || "";
    const words = [said.map((one) => one.answer).filter(Boolean).pop(), known ? "" : outcome].filter(Boolean).join(zh ? "，" : ", ");
    const { day, time } = now();
    const head = `- ${time} ${config.kind} ${who}` + (words ? " " + words : "");
    const lines = [head + field("script", "[[" + config.script + "]]") + field("result", known ? outcome : "") + field("objection", objection) + field("answer", given)];
    for (const [days, text] of said.flatMap((one) => one.tasks)) {
      lines.push(`- [ ] ${text || config.script} ${who}` + (days === null ? "" : ` 📅 ${isoOf(day + days)}`));
    }
    return lines.join("\n");
  }

  function drawEnd(place) {
    const question = [];
    if (place.words) question.push(el("p", {}, ...copyOf(place.words)));
    if (place.to) question.push(place.note ? el("p", {}, el("a", { href: place.note + location.search + HASH }, place.to)) : el("p", {}, place.to));
    if (!question.length) question.push(el("p", {}, SAY.done));
    if (place.said && place.said.outcome) question.push(el("small", {}, fill(SAY.result, { what: place.said.outcome })));
    for (const [days, text] of place.said ? place.said.tasks : []) {
      question.push(el("small", {}, fill(SAY.later, { what: days === null ? text : fill(SAY.days, { n: days, what: text }) })));
    }
    question.push(...noteNodes());
    return [question, [big(SAY.again, "", restart)]];
  }

  function noteNodes() {
    const lines = recordLines();
    return [
      el("small", {}, SAY.record),
      el("div", { class: "ck-callmode__a" }, el("code", { "data-text": lines }, lines), el("div", { class: "ck-callmode__c" }, el("small", {}), el("button", { type: "button", class: "ck-btn", "data-copy": lines }, icon("copy"), SAY.copy))),
    ];
  }

  function draw() {
    const place = here();
    const parts = { step: drawStep, objections: drawObjections, objection: drawObjection, end: drawEnd, note: () => [noteNodes(), []] };
    const [question, choices] = parts[place.kind](place);
    if (place.kind === "step" && place.words && wordsOf(place.words)) question.unshift(el("small", { class: "ck-callmode__first" }, fill(SAY.first, { what: wordsOf(place.words) })));
    const position = place.kind === "step" ? fill(SAY.position, { n: place.step, all: steps.length }) : place.kind === "end" ? SAY.done : place.kind === "note" ? SAY.note : SAY.objections;
    box.replaceChildren(
      el("header", { class: "ck-callmode__h" }, el("span", {}, position), client ? el("b", {}, client.name) : "", button("ck-btn ck-btn--bare", SAY.again, restart),
        el("span", { class: "ck-n ck-callmode__t" }, "0:00", config.minutes ? el("small", {}, fill(SAY.minutes, { n: config.minutes })) : "")),
      el("div", { class: "ck-callmode__q", tabindex: "-1", "aria-live": "polite" }, ...question),
      el("div", { class: "ck-callmode__b" }, ...choices),
      el("footer", { class: "ck-callmode__f" },
        button("ck-btn", SAY.back, back), button("ck-btn", SAY.objections, () => go({ kind: "objections" })),
        button("ck-btn", SAY.note, () => go({ kind: "note" }), icon("note")), button("ck-btn", SAY.end, close)),
    );
    box.querySelector(".ck-callmode__f > button").disabled = places.length < 2;
    box.scrollTop = 0;
    clock();
    box.querySelector(".ck-callmode__q").focus({ preventScroll: true });
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const choices = [...box.querySelectorAll(".ck-callmode__b > button")];
    const acts = {
      Escape: close, Backspace: back, ArrowLeft: back, r: restart, o: () => go({ kind: "objections" }), n: () => go({ kind: "note" }),
    };
    if (event.key === "Tab") {
      const stops = [...box.querySelectorAll("button:not([disabled]), a[href]")];
      const at = stops.indexOf(document.activeElement);
      const to = event.shiftKey ? at - 1 : at + 1;
      stops[(to + stops.length) % stops.length].focus();
    } else if (/^[1-9]$/.test(event.key) && choices[+event.key - 1]) choices[+event.key - 1].click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const at = choices.indexOf(document.activeElement);
      const to = event.key === "ArrowDown" ? at + 1 : (at < 0 ? choices.length : at) - 1;
      if (choices.length) choices[(to + choices.length) % choices.length].focus();
    } else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function followHash() {
    if (location.hash === HASH) open();
    else close();
  }

  if (opener) {
    opener.addEventListener("click", () => { location.hash = HASH; });
    addEventListener("hashchange", followHash);
  }
  const named = new URLSearchParams(location.search).get("client");
  (async () => {
    if (named) await chooseNamed(named);
    if (opener) followHash();
  })();
})();
