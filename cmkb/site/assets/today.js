/* Today and the follow-ups, right in the browser's day: the same grouping and words as pages/agenda.py, from the
   rows of data/follow-ups.js (format: pages/browser_data.py). Without this script the page's own list stands. */
(() => {
  "use strict";
  const {
    el, everyMinute, fill, icon, isoOf, load, masked, minutesOf, now, shortDate, url, weekday, weekdayOf, zh,
  } = window.cmkb;

  const NEAR = 60; // minutes in which an appointment is the next thing to do
  const LONGEST_BREAK = 31;
  const FAR = 31; // days ahead from which a reminder is not yet among what is open
  const MANY = 200; // rows of a group at once on the follow-ups page
  const PLAIN = ["appointment", "task", "next", "cadence"];

  const live = (name) => document.querySelector(`[data-live="${name}"]`);
  const places = {
    agenda: live("agenda"), now: live("now"), count: live("count"), all: live("follow-ups"),
    filters: live("follow-up-filters"), date: live("date"), built: live("built"), day: live("day"),
  };
  if (!Object.values(places).some(Boolean)) return;

  /* ---------- the rows ---------- */

  function read(data) {
    const people = data.clients.map((row) => {
      const [name, address, tier = "", level = 0, stage = "", phone = "", stem = "", since = null, contacted = 0, ideal = null, most = null] = row;
      return { name, address, tier, level, stage, phone, stem, since, contacted, ideal, most };
    });
    const rows = data.rows.map((row) => {
      const [date, from, until = null, kind = 0, title = "", person = -1, time = "", why = "", script = -1, source = -1] = row;
      return {
        date, from, until, kind: data.kinds[kind], title, person: people[person] || null, time: time || "", why: why || "",
        script: data.notes[script] || "", source: data.notes[source] || "",
      };
    });
    return { ...data, people, rows, off: new Set(data.off), reminders: new Set(data.reminders), idle: data.idle.map((i) => people[i]) };
  }

  /* As views/contacts.py: red from last contact + at most, yellow from + ideal, grey without a day to count from. */
  function colourOf(person, today) {
    const due = person.since === null || person.most === null ? null : person.since + person.most;
    if (due === null) return person.contacted ? "green" : "grey";
    return today >= due ? "red" : today >= person.since + person.ideal ? "yellow" : "green";
  }

  function lastDayOff(data, today) {
    let end = today;
    while (data.off.has(end + 1) && end - today < LONGEST_BREAK) end += 1;
    return end;
  }

  const compare = (...keys) => (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };

  function agenda(data, today) {
    const until = lastDayOff(data, today);
    const groups = { appt: [], late: [], due: [], cad: [] };
    for (const row of data.rows) {
      if (row.from > until || (row.until !== null && row.until < today)) continue;
      const key = row.kind === "appointment" ? "appt" : row.kind === "cadence" ? "cad" : row.date < today ? "late" : "due";
      groups[key].push(row);
    }
    groups.appt.sort(compare((row) => row.date < today, (row) => row.date, (row) => row.time));
    groups.cad.sort(compare((row) => row.date, (row) => -(row.person ? row.person.level : 0)));
    return groups;
  }

  const matters = (row) => (row.kind === "cadence" ? row.from : row.date);

  function openGroups(data, today) {
    const sunday = today + ((7 - weekdayOf(today)) % 7);
    const groups = { late: [], today: [], week: [], later: [] };
    for (const row of data.rows) {
      if (row.until !== null && row.until < today) continue;
      if (data.reminders.has(row.kind) && row.from - today > FAR) continue;
      const key =
        row.kind !== "appointment" && row.date < today ? "late"
          : row.from <= today ? "today"
            : matters(row) <= sunday ? "week" : "later";
      groups[key].push(row);
    }
    groups.week.sort(compare(matters));
    groups.later.sort(compare(matters));
    groups.none = data.idle.map((person) => ({ kind: "", title: "", why: data.words.no_plan, person }));
    return groups;
  }

  /* What a row says: [when, small, tone, title, why]. */
  function wording(data, row, today) {
    const { words } = data;
    if (!row.kind) return ["—", "", "", "", row.why];
    const when = data.reasons[row.kind] || row.kind;
    const date = shortDate(row.date, today);
    if (row.kind === "appointment") {
      if (row.date < today) return [date, words.no_record, "soon", row.title, row.why];
      return [row.time || words.all_day, row.date === today ? "" : weekday(row.date) + " " + date, "", row.title, row.why];
    }
    if (row.kind === "cadence" && row.person && row.person.since !== null && row.person.most !== null) {
      const days = fill(words.days, { n: today - row.person.since });
      const limit = fill(words.limit, { n: row.person.most });
      const usual = row.why && row.title === when; // else a channel is named, or nobody was ever talked to
      return usual ? [days, limit, "", fill(words.last, { what: row.why }), ""] : [days, limit, "", row.title, row.why];
    }
    if (row.date < today) return [fill(words.late_days, { n: today - row.date }), date, "late", row.title, row.why];
    return [when, row.date === today ? row.time || words.today : date, "", row.title, row.why];
  }

  /* ---------- elements, as templates/agenda.html ---------- */

  const dot = (data, colour) =>
    el("span", { class: "ck-dot", "data-c": colour, role: "img", "aria-label": data.words[colour], title: data.words[colour] });

  const who = (person) => [
    el("a", { class: "ck-who", href: url(person.address) }, person.name),
    person.tier ? el("span", { class: "ck-tier", "data-level": person.level || null }, person.tier) : "",
  ];

  const link = (className, href, image, text) => el("a", { class: ("ck-btn " + className).trim(), href }, icon(image), text);

  /* The talk track, filled in for the client. */
  const talk = ({ script, person }) => url(script) + (person ? "?client=" + encodeURIComponent(person.stem) : "");

  function noteButton(data, person, className) {
    const button = el("button", { class: ("ck-btn " + className).trim(), type: "button", title: data.words.note_hint, "data-copy": "" }, icon("note"), data.words.note);
    // the time is that of the click
    button.addEventListener("click", () => {
      button.dataset.copy = fill(data.record, { time: now().time, link: person.stem });
    }, true);
    return button;
  }

  function rowNode(data, row, today) {
    const [when, small, tone, title, why] = wording(data, row, today);
    const { person } = row;
    const tag = person && tone && !PLAIN.includes(row.kind) ? data.reasons[row.kind] || row.kind : "";
    const line = (person ? [title, why] : [why]).filter(Boolean).join(" · ");
    return el(
      "li",
      { class: "ck-task", "data-kind": row.kind || null },
      el("span", { class: "ck-task__when" + (tone ? " ck-" + tone : "") }, when, el("small", {}, small)),
      el(
        "div",
        { class: "ck-task__b" },
        el("div", { class: "ck-task__t" }, ...(person ? [dot(data, colourOf(person, today)), ...who(person), tag ? el("span", { class: "ck-tag" }, tag) : ""] : [el("b", {}, title)])),
        line ? el("div", { class: "ck-task__why" }, line) : "",
      ),
      el(
        "div",
        { class: "ck-task__act" },
        person && person.phone ? link("ck-btn--bare", "tel:" + person.phone, "tel", data.words.call) : "",
        row.script ? link("ck-btn--bare", talk(row), "talk", data.words.script) : "",
        row.source ? link("ck-btn--bare", url(row.source), "go", data.words.source) : "",
        person ? noteButton(data, person, "ck-btn--bare") : "",
      ),
    );
  }

  function groupNodes(data, groups, today, limit, all, grow) {
    const nodes = [];
    for (const [key, rows] of Object.entries(groups)) {
      if (!rows.length) continue;
      const shown = rows.slice(0, limit(key));
      const rest = rows.length - shown.length;
      const text = rest ? fill(data.words.more, { n: rest }) : "";
      let more = "";
      if (rest && all) more = el("a", { href: all + (key === "late" ? "#late" : "#today") }, text);
      else if (rest) {
        more = el("button", { class: "ck-more", type: "button" }, text);
        more.addEventListener("click", () => grow(key));
      }
      nodes.push(
        el(
          "section",
          { class: "ck-group", "data-g": key, id: key },
          el("header", { class: "ck-group__h" }, el("h3", {}, data.words[key === "today" ? "due" : key]), el("span", { class: "ck-n" }, String(rows.length)), more),
          el("ul", {}, ...shown.map((row) => rowNode(data, row, today))),
        ),
      );
    }
    return nodes.length ? nodes : [emptyNode(data)];
  }

  const emptyNode = ({ words }) =>
    el("div", { class: "ck-empty" }, el("b", {}, words.nothing), el("span", {}, words.nothing_hint), el("code", {}, words.nothing_example));

  /* ---------- the head of the home page ---------- */

  const SAY = zh
    ? {
      date: (day) => `${+isoOf(day).slice(5, 7)}月${+isoOf(day).slice(8)}日　星期${"日一二三四五六"[weekdayOf(day)]}`,
      built: (date, days) => `数据截至 ${date}` + (days > 0 ? `（${days} 天前，请重新生成）` : ""),
      left: (minutes) => `还有 ${minutes} 分钟`,
      in: (minutes) => (minutes < 1 ? "现在" : minutes < 60 ? `${minutes} 分钟后` : `${Math.round(minutes / 60)} 小时后`),
      gone: "已过",
    }
    : {
      date: (day) => new Date(day * 864e5).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }),
      built: (date, days) => `Data of ${date}` + (days > 0 ? ` (${days} ${days === 1 ? "day" : "days"} ago: build again)` : ""),
      left: (minutes) => `${minutes} min left`,
      in: (minutes) => (minutes < 1 ? "now" : minutes < 60 ? `in ${minutes} min` : `in ${Math.round(minutes / 60)} h`),
      gone: "over",
    };

  function showHead({ day }) {
    if (places.date) places.date.textContent = SAY.date(day);
    if (places.built) {
      const built = window.cmkb.dayOf(places.built.dataset.date);
      places.built.textContent = SAY.built(shortDate(built, day), day - built);
      places.built.classList.toggle("ck-soon", day - built > 0);
    }
  }

  /* Marks the stretch of the day's routine that is now; returns it. */
  function showRoutine({ time }) {
    let current = null;
    for (const item of places.day ? places.day.children : []) {
      const from = minutesOf(item.dataset.start);
      const to = minutesOf(item.dataset.end);
      const at = minutesOf(time);
      const here = from !== null && to !== null && from <= at && at < to;
      item.toggleAttribute("data-now", here);
      item.toggleAttribute("data-done", to !== null && to <= at);
      if (here) {
        item.setAttribute("aria-current", "time");
        item.style.setProperty("--p", ((at - from) / (to - from)).toFixed(3));
        current = { item, from, to, at };
      } else {
        item.removeAttribute("aria-current");
        item.style.removeProperty("--p");
      }
    }
    return current;
  }

  function nextRow(groups, { day, time }) {
    const coming = groups.appt.filter((row) => row.date === day && row.time >= time);
    const near = coming.find((row) => minutesOf(row.time) !== null && minutesOf(row.time) - minutesOf(time) <= NEAR);
    return near || groups.late[0] || groups.due[0] || groups.cad[0] || coming[0] || null;
  }

  function slotNode(slot, time) {
    if (!slot) return el("p", { class: "ck-now__slot" }, el("span", { class: "ck-now__clock" }, time));
    const name = slot.item.querySelector("span");
    const title = name ? [...name.childNodes].filter((node) => node.nodeName !== "SMALL").map((node) => node.textContent).join("").trim() : "";
    const bar = el("span", { class: "ck-bar" });
    bar.style.setProperty("--v", ((slot.at - slot.from) / (slot.to - slot.from)).toFixed(3));
    return el(
      "p",
      { class: "ck-now__slot" },
      el("span", { class: "ck-now__clock" }, time),
      el("span", {}, `${title} ${slot.item.dataset.start}–${slot.item.dataset.end}`),
      bar,
      el("span", {}, SAY.left(slot.to - slot.at)),
    );
  }

  function showNext(data, groups, moment, slot) {
    const row = nextRow(groups, moment);
    places.now.hidden = !row;
    if (!row) return;
    const { person } = row;
    const [, , , title, why] = wording(data, row, moment.day);
    const line = (person ? [title, why] : [why]).filter(Boolean).join(" · ");
    const verb = row.kind === "appointment" ? `${row.time} ${data.words.meet_whom}` : person && person.phone ? data.words.call_whom : data.words.contact_whom;
    places.now.replaceChildren(
      slotNode(slot, moment.time),
      el(
        "div",
        { class: "ck-now__what" },
        el("div", { class: "ck-now__t" }, ...(person ? [el("span", {}, verb), " ", dot(data, colourOf(person, moment.day)), ...who(person)] : [title])),
        line ? el("p", { class: "ck-now__why" }, line) : "",
      ),
      el(
        "div",
        { class: "ck-now__act" },
        person && person.phone
          ? el("a", { class: "ck-btn ck-btn--main", href: "tel:" + person.phone }, icon("tel"), data.words.call, el("span", { class: "ck-wide ck-n" }, " " + masked(person.phone)))
          : "",
        row.script ? link("", talk(row), "talk", data.words.script) : "",
        person ? noteButton(data, person, "") : "",
      ),
    );
  }

  /* "in 3 hours" beside today's appointments. */
  function showHours(groups, { day, time }) {
    const nodes = places.agenda.querySelectorAll('[data-g="appt"] .ck-task__when small');
    nodes.forEach((node, i) => {
      const row = groups.appt[i];
      if (!row || row.date !== day || minutesOf(row.time) === null) return;
      const minutes = minutesOf(row.time) - minutesOf(time);
      node.textContent = minutes < 0 ? SAY.gone : SAY.in(minutes);
    });
  }

  /* ---------- filters of the follow-ups page ---------- */

  const chosen = { kind: "", tier: "", stage: "" };

  const fits = (row, except) =>
    Object.entries(chosen).every(([name, value]) => !value || name === except || valueOf(row, name) === value);

  const valueOf = (row, name) => (name === "kind" ? row.kind : (row.person && row.person[name]) || "");

  function readHash() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(chosen)) chosen[name] = state.get(name) || "";
  }

  /* Order of the chips: tiers from the highest, all else by how many there are. */
  const byCount = () => (a, b) => b[1] - a[1];
  const first = { kind: byCount, tier: (levels) => (a, b) => levels.get(b[0]) - levels.get(a[0]), stage: byCount };

  function filterNodes(data, rows, act) {
    return Object.keys(chosen).flatMap((name) => {
      const counts = new Map();
      const levels = new Map();
      for (const row of rows) {
        const value = valueOf(row, name);
        if (value && fits(row, name)) counts.set(value, (counts.get(value) || 0) + 1);
        if (row.person) levels.set(row.person.tier, row.person.level);
      }
      if (chosen[name] && !counts.has(chosen[name])) counts.set(chosen[name], 0);
      if (counts.size < 2 && !chosen[name]) return [];
      return [
        el("div", { class: "ck-chips", role: "group" }, ...[...counts].sort(first[name](levels)).map(([value, count]) => {
          const label = name === "kind" ? data.reasons[value] || value : value;
          const chip = el("button", { class: "ck-chip", type: "button", "aria-pressed": String(chosen[name] === value), "data-zero": !count }, label, el("span", { class: "ck-n" }, String(count)));
          chip.addEventListener("click", () => {
            chosen[name] = chosen[name] === value ? "" : value;
            act();
          });
          return chip;
        })),
      ];
    });
  }

  /* ---------- drawing ---------- */

  let drawnDay = null;
  const grown = {};

  function draw(data) {
    const moment = now();
    const slot = showRoutine(moment);
    showHead(moment);
    if (places.agenda) {
      const groups = agenda(data, moment.day);
      if (drawnDay !== moment.day) {
        const limit = +places.agenda.dataset.limit || Infinity;
        places.agenda.replaceChildren(...groupNodes(data, groups, moment.day, () => limit, places.agenda.dataset.all || ""));
      }
      showHours(groups, moment);
      if (places.count) places.count.textContent = String(Object.values(groups).reduce((sum, rows) => sum + rows.length, 0));
      if (places.now) showNext(data, groups, moment, slot);
    }
    if (places.all && drawnDay !== moment.day) drawAll(data, moment.day);
    if (drawnDay !== null && drawnDay !== moment.day) window.cmkb.showDated();
    drawnDay = moment.day;
  }

  function drawAll(data, today) {
    const groups = openGroups(data, today);
    const again = () => {
      const state = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
      history.replaceState(null, "", String(state) ? "#" + state : location.pathname + location.search);
      drawAll(data, today);
    };
    if (places.filters) places.filters.replaceChildren(...filterNodes(data, Object.values(groups).flat(), again));
    const some = Object.fromEntries(Object.entries(groups).map(([key, rows]) => [key, rows.filter((row) => fits(row))]));
    const grow = (key) => { grown[key] = (grown[key] || MANY) + MANY; drawAll(data, today); };
    places.all.replaceChildren(...groupNodes(data, some, today, (key) => grown[key] || MANY, "", grow));
  }

  showHead(now());
  showRoutine(now());
  if (!places.agenda && !places.all) {
    everyMinute(() => { showHead(now()); showRoutine(now()); });
    return;
  }
  load("assets/cmkb/data/follow-ups.js").then(() => {
    const data = read(window.cmkbFollowUps);
    window.cmkbFollowUps = null;
    const anchor = /^#[a-z]+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    readHash();
    everyMinute(() => draw(data));
    if (anchor) document.getElementById(location.hash.slice(1)).scrollIntoView();
    addEventListener("hashchange", () => { readHash(); if (places.all) drawAll(data, now().day); });
  }, () => { /* the list that the page came with stands */ });
})();
