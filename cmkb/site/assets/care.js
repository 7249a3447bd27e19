/* 关怀: what falls within 30, 60 or 90 days of the browser's own today, from data/care.js (format: pages/care_data.py).
   Without this script the page lists the 90 days after it was made. */
(() => {
  "use strict";
  const { el, everyMinute, fill, load, now, people, shortDate, url, weekday, zh } = window.cmkb;
  const { colourOf, dot, link, personOf, talk, who } = people;
  const root = document.querySelector('[data-live="care"]');
  const chips = document.querySelector("[data-care-days]");
  if (!root || !chips) return;

  const STEP = 200; // rows of a group at once
  let days = +chips.querySelector('[aria-pressed="true"]').dataset.days;
  let drawn = null; // the day that is shown
  const grown = {};

  function read(data) {
    const known = data.clients.map(personOf);
    return {
      ...data,
      groups: data.groups.map(([kind, title, rows]) => ({
        kind, title,
        rows: rows.map(([day, until = null, person = -1, what = "", script = -1, names = [], count = 0]) => ({
          day, until, what, count, person: known[person] || null, script: data.notes[script] || "", names: names.map((place) => known[place]),
        })),
      })),
    };
  }

  const namesOf = (names) => names.flatMap(({ name, address }, i) => [i ? (zh ? "、" : ", ") : "", el("a", { class: "ck-who", href: url(address) }, name)]);

  /* A day that many share, such as a festival. */
  function sharedNode({ few, words }, { what, names, count }) {
    const head = [el("b", {}, what), ` ${fill(words.people, { n: count })}`];
    if (count <= few) return [...head, zh ? "：" : ": ", ...namesOf(names)];
    return [...head, el("details", { class: "ck-fold" }, el("summary", {}, words.who), ...namesOf(names), count > names.length ? " " + words.others : "")];
  }

  function rowNode(data, row, today) {
    return el(
      "li", {},
      el(
        "span", {},
        el("b", { class: "ck-n" + (row.day < today ? " ck-late" : "") }, shortDate(row.day, today)), " ", el("small", { class: "ck-mute" }, weekday(row.day)),
        ...(row.person ? [" ", dot(data, colourOf(row.person, today)), ...who(row.person)] : []),
      ),
      el("span", {}, ...(row.person ? [row.what] : sharedNode(data, row))),
      el("span", {}, row.script ? link("ck-btn--bare", talk(row), "talk", data.words.script) : ""),
    );
  }

  function groupNode(data, { kind, title, rows }, today) {
    const limit = grown[kind] || STEP;
    const open = rows.filter((row) => (row.until === null || row.until >= today) && row.day <= today + days);
    if (!open.length) return "";
    const rest = open.length - limit;
    const more = rest > 0 ? el("button", { class: "ck-more", type: "button" }, fill(data.words.more, { n: rest })) : "";
    if (more) more.addEventListener("click", () => { grown[kind] = limit + STEP; draw(data, today); });
    return el(
      "section", { class: "ck-panel ck-panel--flush", "data-care-group": kind, id: kind },
      el("header", { class: "ck-panel__h" }, el("h2", {}, title), el("span", { class: "ck-mute ck-n" }, String(open.length))),
      el("ul", { class: "ck-pairs ck-care" }, ...open.slice(0, limit).map((row) => rowNode(data, row, today))),
      more,
    );
  }

  function draw(data, today) {
    drawn = today;
    const open = data.groups.flatMap(({ rows }) => rows.filter((row) => row.until === null || row.until >= today));
    for (const chip of chips.children) {
      chip.setAttribute("aria-pressed", String(+chip.dataset.days === days));
      chip.querySelector(".ck-n").textContent = String(open.filter((row) => row.day <= today + +chip.dataset.days).length);
    }
    root.replaceChildren(...data.groups.map((group) => groupNode(data, group, today)).filter(Boolean));
  }

  load("assets/cmkb/data/care.js").then(() => {
    const data = read(window.cmkbCare);
    window.cmkbCare = null;
    chips.addEventListener("click", (event) => {
      const chip = event.target instanceof Element && event.target.closest("[data-days]");
      if (!chip) return;
      days = +chip.dataset.days;
      draw(data, now().day);
    });
    chips.hidden = false;
    everyMinute(() => { if (drawn !== now().day) draw(data, now().day); });
  }, () => {
    // without its data, the list of the page without scripts
    const plain = new DOMParser().parseFromString(root.querySelector("noscript").textContent, "text/html");
    root.replaceChildren(...plain.body.childNodes);
  });
})();
