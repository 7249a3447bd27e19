/* 话术: the library's filters; on a talk track's page the client for whom its variables are filled in, and the records
   behind a figure. Without this script it is the same talk track. What is known of clients comes from data/talk.js (format:
   pages/talk_data.py), which only the private site has. */
(() => {
  "use strict";
  const { el, fill, fold, load, zh } = window.cmkb;

  const SAY = zh
    ? { missing: "缺：{what}", unknown: "没有「{who}」的资料", filled: "已用 {who} 的资料填好", clear: "不填了", left: "{n} 篇", uses: "{n} 条" }
    : { missing: "Missing: {what}", unknown: "Nothing is known of {who}", filled: "Filled in for {who}", clear: "Clear", left: ["{n} talk track", "{n} talk tracks"], uses: ["{n} entry", "{n} entries"] };

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

  const opener = document.querySelector("[data-call]");
  const config = opener ? JSON.parse(opener.dataset.call) : { occasion: page.dataset.occasion || "" };

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

  const named = new URLSearchParams(location.search).get("client");
  const chosen = named ? chooseNamed(named) : Promise.resolve();
  window.cmkb.talk = { chosen, config, opener, page, client: () => client };
})();
