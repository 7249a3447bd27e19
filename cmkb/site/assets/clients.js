/* The table of clients: facets with counts, search by name, pinyin and number, sorting, choice of columns, saved
   views; its state stands in the address, a view is such an address with a name, kept in this browser. Rows come from data/clients.js (format: pages/browser_data.py), in the order of pinyin. */
(() => {
  "use strict";
  const { el, everyMinute, fill, fold, load, now, shortDate, url, zh } = window.cmkb;
  const root = document.querySelector('[data-live="clients"]');
  if (!root) return;

  const STEP = 200; // rows drawn at once
  const COLOURS = ["red", "yellow", "green", "grey"];
  const FEW = 6; // values of a facet that has no order of its own
  const VIEWS = "cmkb-client-views";
  const MOST_VIEWS = 12;

  const SAY = zh
    ? {
      contact: "联系", tier: "等级", stage: "阶段", due: "到期", source: "来源", next: "下一步",
      red: "超过期限", yellow: "快到期限", green: "按期", grey: "没联系过", d30: "30 天内", d90: "90 天内",
      late: "逾期", today: "今天", week: "7 天内", none: "没有", unset: "未填",
      name: "姓名", assets: "资产", last: "上次联系", when: "何时", matures: "最近到期", complete: "完整率",
      never: "没联系过", find: "姓名、拼音 wf、手机尾号", find_label: "在客户里找", filters: "筛选", clear: "清除筛选",
      filters_hint: "联系、等级、阶段、到期、来源", count: (n, all) => (n === all ? `${all} 位` : `${n} / ${all} 位`),
      more: (n) => `再显示 ${n} 位`, nobody: "没有这样的客户", nobody_hint: "少选一项，或换个写法：名字的一部分、拼音首字母、手机后四位。",
      letters: "按拼音", people: (n) => `${n} 位`,
      product: "持有产品", full: "完整率", low: "不到一半", middle: "一半到八成", high: "八成以上", columns: "列", views: "常用视图",
      all: "全部", quiet: "超过期限", maturing: "30 天到期", idle: "没有下一步", save: "存为常用", save_name: "给这个视图起个名字", keep: "存", drop: (name) => `删掉视图「${name}」`,
    }
    : {
      contact: "Contact", tier: "Tier", stage: "Stage", due: "Matures", source: "Source", next: "Next step",
      red: "Too late", yellow: "Soon", green: "In time", grey: "Never", d30: "within 30 days", d90: "within 90 days",
      late: "Overdue", today: "Today", week: "within 7 days", none: "None", unset: "not set",
      name: "Name", assets: "Assets", last: "Last contact", when: "When", matures: "Matures", complete: "Complete",
      never: "never", find: "Name, pinyin wf, end of phone", find_label: "Find a client", filters: "Filters", clear: "Clear filters",
      filters_hint: "contact, tier, stage, maturity, source", count: (n, all) => (n === all ? `${all}` : `${n} of ${all}`),
      more: (n) => `${n} more`, nobody: "No such client", nobody_hint: "Choose less, or type part of a name, pinyin initials, the last digits of a phone.",
      letters: "By pinyin", people: (n) => (n === 1 ? "1 client" : `${n} clients`),
      product: "Holds", full: "Complete", low: "less than half", middle: "half to 80%", high: "80% and more", columns: "Columns", views: "Views",
      all: "All", quiet: "Too late", maturing: "Matures in 30 days", idle: "No next step", save: "Save view", save_name: "Name of this view", keep: "Save", drop: (name) => `Delete the view “${name}”`,
    };

  const short = (value) => String(+value.toFixed(2)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

  function money(value) {
    if (value === null) return "—";
    const size = Math.abs(value);
    const [step, sign] = (zh ? [[1e8, "亿"], [1e4, "万"]] : size < 1e4 ? [] : [[1e9, "B"], [1e6, "M"], [1e3, "K"]]).find(([least]) => size >= least) || [1, ""];
    return short(value / step) + sign;
  }

  /* ---------- rows ---------- */

  function read(data) {
    return data.rows.map((row, order) => {
      const [
        name, address, tier = -1, stage = -1, source = -1, assets = null, since = null, contacted = 0, ideal = null, most = null,
        complete = 0, matures = null, nextDay = null, next = "", time = "", meeting = 0, pinyin = "", aliases = [], numbers = [], products = [],
      ] = row;
      const typed = pinyin || "";
      return {
        order, name, address, assets, since, contacted, ideal, most, complete, matures, nextDay, next, time, meeting,
        tier: tier < 0 ? "" : data.tiers[tier][0], level: tier < 0 ? 0 : data.tiers[tier][1], tierPlace: tier,
        stage: stage < 0 ? "" : data.stages[stage], stagePlace: stage,
        source: source < 0 ? "" : data.sources[source],
        letter: /^[a-z]/.test(typed) ? typed[0].toUpperCase() : "#",
        words: [name, ...(aliases || [])].map(fold).join("\n"),
        joined: typed.replace(/ /g, ""), initials: typed.replace(/([^ ])[^ ]* ?/g, "$1"),
        numbers: (numbers || []).join(" "),
        products: (products || []).map((place) => data.products[place]),
        band: complete < 50 ? "low" : complete < 80 ? "middle" : "high",
      };
    });
  }

  /* What depends on the day. */
  function date(rows, today) {
    for (const row of rows) {
      const due = row.since === null || row.most === null ? null : row.since + row.most;
      row.colour = due === null ? (row.contacted ? "green" : "grey")
        : today >= due ? "red" : today >= row.since + row.ideal ? "yellow" : "green";
      row.days = row.contacted && row.since !== null ? today - row.since : null;
      const left = row.matures === null ? null : row.matures - today;
      row.due = left === null || left < 0 ? [] : left <= 30 ? ["d30", "d90"] : left <= 90 ? ["d90"] : [];
      row.step = row.nextDay === null ? "none" : row.nextDay < today ? (row.meeting ? "" : "late") : row.nextDay === today ? "today" : row.nextDay <= today + 7 ? "week" : "";
    }
  }

  const SORTS = {
    name: (row) => row.order,
    tier: (row) => row.tierPlace,
    stage: (row) => row.stagePlace,
    assets: (row) => row.assets,
    last: (row) => row.days,
    when: (row) => row.nextDay,
    matures: (row) => row.matures,
    complete: (row) => row.complete,
  };
  const DOWN_FIRST = new Set(["tier", "assets", "last"]);

  const FACETS = {
    c: { label: SAY.contact, of: (row) => [row.colour] },
    tier: { label: SAY.tier, of: (row) => [row.tier] },
    stage: { label: SAY.stage, of: (row) => [row.stage] },
    due: { label: SAY.due, of: (row) => row.due },
    step: { label: SAY.next, of: (row) => (row.step ? [row.step] : []) },
    source: { label: SAY.source, of: (row) => [row.source] },
    product: { label: SAY.product, of: (row) => row.products },
    full: { label: SAY.full, of: (row) => [row.band] },
  };

  /* The columns after the name: what sorts them, how they stand; with `hide` in the address they are left out. */
  const COLUMNS = [
    { key: "tier", sort: "tier", text: SAY.tier },
    { key: "stage", sort: "stage", text: SAY.stage },
    { key: "assets", sort: "assets", text: SAY.assets, right: true },
    { key: "last", sort: "last", text: SAY.last },
    { key: "next", sort: "", text: SAY.next },
    { key: "when", sort: "when", text: SAY.when },
    { key: "matures", sort: "matures", text: SAY.matures, right: true },
    { key: "complete", sort: "complete", text: SAY.complete, right: true },
  ];

  /* ---------- state in the address: #q=wf&tier=金卡&tier=白金&sort=-assets&hide=stage ---------- */

  const state = { q: "", sort: "name", down: false, letter: "", picked: {}, hidden: new Set() };

  function readHash() {
    const hash = new URLSearchParams(location.hash.slice(1));
    state.q = hash.get("q") || "";
    const sort = hash.get("sort") || "name";
    state.down = sort[0] === "-";
    state.sort = sort.replace(/^-/, "") in SORTS ? sort.replace(/^-/, "") : "name";
    state.letter = (hash.get("letter") || "").slice(0, 1);
    state.picked = {};
    state.hidden = new Set(hash.getAll("hide").filter((key) => COLUMNS.some((column) => column.key === key)));
    for (const name of Object.keys(FACETS)) {
      const values = hash.getAll(name);
      if (values.length) state.picked[name] = new Set(values);
    }
  }

  function writeHash() {
    const hash = hashOfState();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function hashOfState() {
    const hash = new URLSearchParams();
    if (state.q) hash.set("q", state.q);
    if (state.letter) hash.set("letter", state.letter);
    for (const [name, values] of Object.entries(state.picked)) for (const value of values) hash.append(name, value);
    if (state.sort !== "name" || state.down) hash.set("sort", (state.down ? "-" : "") + state.sort);
    for (const key of state.hidden) hash.append("hide", key);
    return String(hash);
  }

  /* ---------- views: an address with a name ---------- */

  const READY = [[SAY.all, ""], [SAY.quiet, "c=red&sort=-assets"], [SAY.maturing, "due=d30&sort=matures"], [SAY.idle, "step=none&sort=-tier"]];

  function savedViews() {
    try {
      const kept = JSON.parse(localStorage.getItem(VIEWS) || "[]");
      return Array.isArray(kept) ? kept.filter((view) => Array.isArray(view) && view.every((part) => typeof part === "string")) : [];
    } catch (notAllowed) {
      return [];
    }
  }

  function keepViews(views) {
    try {
      localStorage.setItem(VIEWS, JSON.stringify(views.slice(-MOST_VIEWS)));
    } catch (notAllowed) { /* a browser that keeps nothing for pages from disk: the address can still be kept as a bookmark */ }
  }

  /* ---------- choosing rows ---------- */

  function matcher(query) {
    const terms = fold(query.slice(0, 100)).split(/\s+/).filter(Boolean);
    return (row) => terms.every((term) =>
      row.words.includes(term) ||
      (/[a-z]/.test(term) && (row.joined.startsWith(term) || row.initials.startsWith(term))) ||
      (/^\d{3,}$/.test(term) && row.numbers.includes(term)));
  }

  const picks = (row, except) =>
    Object.entries(state.picked).every(([name, values]) => name === except || FACETS[name].of(row).some((value) => values.has(value)));

  function sorted(rows) {
    const key = SORTS[state.sort];
    const turn = state.down ? -1 : 1;
    // empty cells stay last, whichever way
    return rows.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a.order - b.order;
      return (x - y) * turn || a.order - b.order;
    });
  }

  /* ---------- elements ---------- */

  const dot = (colour, text) => el("span", { class: "ck-dot", "data-c": colour, role: "img", "aria-label": text, title: text });
  const tierNode = (name, level) => el("span", { class: "ck-tier", "data-level": level || null }, name);

  function facetNodes(data, rows, act) {
    const values = {
      c: COLOURS,
      tier: [...data.tiers].reverse().map(([tier]) => tier),
      stage: data.stages,
      due: ["d30", "d90"],
      step: ["late", "today", "week", "none"],
      full: ["low", "middle", "high"],
    };
    const label = {
      c: (value) => el("span", {}, el("span", { class: "ck-dot", "data-c": value, "aria-hidden": "true" }), SAY[value]),
      tier: (value) => el("span", {}, value ? tierNode(value, (data.tiers.find(([tier]) => tier === value) || [])[1]) : SAY.unset),
      due: (value) => el("span", {}, SAY[value]),
      step: (value) => el("span", {}, SAY[value]),
      full: (value) => el("span", {}, SAY[value]),
    };
    return Object.entries(FACETS).flatMap(([name, facet]) => {
      const counts = new Map();
      for (const row of rows) if (picks(row, name)) for (const value of facet.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
      const picked = state.picked[name] || new Set();
      let wanted = values[name] || [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, FEW);
      wanted = [...new Set([...wanted, "", ...picked])].filter((value) => counts.has(value) || picked.has(value));
      if (!wanted.length) return [];
      return [
        el("fieldset", { class: "ck-facet" }, el("legend", {}, facet.label), ...wanted.map((value) => {
          const box = el("input", { type: "checkbox", checked: picked.has(value) });
          box.addEventListener("change", () => {
            const set = state.picked[name] || (state.picked[name] = new Set());
            if (box.checked) set.add(value);
            else set.delete(value);
            if (!set.size) delete state.picked[name];
            act();
          });
          const text = label[name] ? label[name](value) : el("span", {}, value || SAY.unset);
          return el("label", {}, box, text, el("span", { class: "ck-n" }, String(counts.get(value) || 0)));
        })),
      ];
    });
  }

  const shownColumns = () => COLUMNS.filter(({ key }) => !state.hidden.has(key));

  function rowNode(data, row, today) {
    const cell = (attributes, ...children) => el("td", attributes, ...children);
    const bar = el("span", { class: "ck-bar", "data-s": "quiet" });
    bar.style.setProperty("--v", String(row.complete / 100));
    const when = row.nextDay === null ? "—"
      : row.nextDay < today && row.meeting ? el("span", { class: "ck-soon" }, `${shortDate(row.nextDay, today)} ${data.words.no_record}`)
        : row.nextDay < today ? el("span", { class: "ck-late" }, fill(data.words.late_days, { n: today - row.nextDay }))
          : row.nextDay === today ? el("b", {}, data.words.today) : shortDate(row.nextDay, today);
    const cells = {
      tier: () => cell({ class: "nw" }, row.tier ? tierNode(row.tier, row.level) : ""),
      stage: () => cell({ class: "nw", "data-p": "3" }, row.stage || "—"),
      assets: () => cell({ class: "r", "data-p": "3" }, money(row.assets)),
      last: () => cell({ class: "nw", "data-p": "3" }, row.days === null ? SAY.never : el("span", { class: "ck-n" }, row.days === 0 ? data.words.today : fill(data.words.days, { n: row.days })), row.most === null ? "" : el("small", {}, " " + fill(data.words.limit, { n: row.most }))),
      next: () => cell({}, [row.time, row.next].filter(Boolean).join(" ")),
      when: () => cell({ class: "nw ck-when" }, when),
      matures: () => cell({ class: "r", "data-p": "3" }, row.matures === null ? "—" : shortDate(row.matures, today)),
      complete: () => cell({ class: "r", "data-p": "3" }, el("span", { class: "ck-rate" }, bar, el("span", {}, row.complete + "%"))),
    };
    return el(
      "tr", {},
      cell({ class: "nw" }, el("span", { class: "ck-cell" }, dot(row.colour, data.words[row.colour]), el("a", { class: "ck-who", href: url(row.address) }, row.name))),
      ...shownColumns().map(({ key }) => cells[key]()),
    );
  }

  function headNode(act) {
    const column = (sort, text, attributes = {}) => {
      if (!sort) return el("th", attributes, text);
      const button = el("button", { type: "button" }, text);
      button.addEventListener("click", () => {
        state.down = state.sort === sort ? !state.down : DOWN_FIRST.has(sort);
        state.sort = sort;
        act();
      });
      return el("th", { ...attributes, "aria-sort": state.sort === sort ? (state.down ? "descending" : "ascending") : null }, button);
    };
    return el("thead", {}, el(
      "tr", {},
      column("name", SAY.name), ...shownColumns().map(({ sort, text, right }) => column(sort, text, right ? { class: "r" } : {})),
    ));
  }

  function letterNodes(rows, act) {
    const there = new Set(rows.map((row) => row.letter));
    const all = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].filter((letter) => there.has(letter) || !"IUV".includes(letter));
    if (there.has("#")) all.push("#");
    return all.map((letter) => {
      if (!there.has(letter)) return el("span", {}, letter);
      const link = el("a", { href: "#letter=" + encodeURIComponent(letter), "aria-current": state.letter === letter ? "true" : null }, letter);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        state.letter = state.letter === letter ? "" : letter;
        act();
      });
      return link;
    });
  }

  function columnNodes(act) {
    return COLUMNS.map(({ key, text }) => {
      const box = el("input", { type: "checkbox", checked: !state.hidden.has(key) });
      box.addEventListener("change", () => {
        if (box.checked) state.hidden.delete(key);
        else state.hidden.add(key);
        act();
      });
      return el("label", {}, box, el("span", {}, text));
    });
  }

  /* `go(hash)` shows a view; `again()` draws these once more. */
  function viewNodes(go, again) {
    const here = hashOfState();
    const saved = savedViews();
    const known = [...READY, ...saved].some(([, hash]) => hash === here);
    const chip = ([name, hash]) => {
      const button = el("button", { class: "ck-chip", type: "button", "aria-pressed": String(hash === here) }, name);
      button.addEventListener("click", () => go(hash));
      return button;
    };
    const own = saved.map((view) => {
      const drop = el("button", { class: "ck-chip__x", type: "button", "aria-label": SAY.drop(view[0]), title: SAY.drop(view[0]) }, "×");
      drop.addEventListener("click", () => { keepViews(savedViews().filter(([name]) => name !== view[0])); again(); });
      return el("span", { class: "ck-chip-own" }, chip(view), drop);
    });
    return [...READY.map(chip), ...own, known ? "" : saveNode(here, again)].filter(Boolean);
  }

  function saveNode(here, again) {
    const open = el("button", { class: "ck-chip ck-chip--new", type: "button" }, "＋ " + SAY.save);
    open.addEventListener("click", () => {
      const name = el("input", { type: "text", maxlength: "20", "aria-label": SAY.save_name, placeholder: SAY.save_name });
      const form = el("form", { class: "ck-save" }, name, el("button", { class: "ck-btn", type: "submit" }, SAY.keep));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const title = name.value.trim();
        if (title) keepViews([...savedViews().filter(([other]) => other !== title), [title, here]]);
        again();
      });
      form.addEventListener("keydown", (event) => { if (event.key === "Escape") again(); });
      open.replaceWith(form);
      name.focus();
    });
    return open;
  }

  /* ---------- the page ---------- */

  function build(data) {
    const rows = read(data);
    let today = null;
    let limit = STEP;

    const input = el("input", { type: "search", placeholder: SAY.find, "aria-label": SAY.find_label, autocomplete: "off", spellcheck: "false" });
    const clear = el("button", { class: "ck-btn", type: "button" }, SAY.clear);
    const letters = el("nav", { class: "ck-az", "aria-label": SAY.letters });
    const count = el("small", { role: "status" });
    const table = el("table", { class: "ck-table ck-table--cards" });
    const below = el("div", { class: "ck-find" });
    const views = el("div", { class: "ck-chips ck-views", role: "group", "aria-label": SAY.views });
    const columns = el("fieldset", { class: "ck-facet ck-columns-pick" });
    const columnsMenu = el("details", { class: "ck-menu ck-wide" }, el("summary", { class: "ck-btn" }, SAY.columns), columns);
    const facets = el("div", { class: "ck-facets" });
    const wide = matchMedia("(min-width: 60em)");
    const folded = el("details", { class: "ck-facets-d", open: wide.matches }, el("summary", { class: "ck-narrow" }, el("span", {}, SAY.filters), el("small", {}, SAY.filters_hint)), facets);
    wide.addEventListener("change", () => { folded.open = wide.matches; });

    function draw() {
      const fits = matcher(state.q);
      const found = rows.filter(fits);
      const inFacets = found.filter((row) => picks(row));
      const shown = sorted(inFacets.filter((row) => !state.letter || row.letter === state.letter));
      const part = shown.slice(0, limit);
      facets.replaceChildren(...facetNodes(data, found, changed));
      letters.replaceChildren(...letterNodes(inFacets, changed));
      count.textContent = SAY.count(shown.length, rows.length);
      clear.hidden = !state.q && !state.letter && !Object.keys(state.picked).length;
      views.replaceChildren(...viewNodes(show, draw));
      columns.replaceChildren(el("legend", { class: "ck-vh" }, SAY.columns), ...columnNodes(changed));
      table.replaceChildren(headNode(changed), el("tbody", {}, ...part.map((row) => rowNode(data, row, today))));
      table.hidden = !part.length;
      const rest = shown.length - part.length;
      below.hidden = !rest && part.length > 0;
      if (rest) {
        const more = el("button", { class: "ck-btn", type: "button" }, SAY.more(Math.min(rest, STEP)));
        more.addEventListener("click", () => { limit += STEP; draw(); });
        below.replaceChildren(more);
      } else {
        below.replaceChildren(el("div", { class: "ck-empty" }, el("b", {}, SAY.nobody), el("span", {}, SAY.nobody_hint)));
      }
    }

    function show(hash) {
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
      readHash();
      input.value = state.q;
      changed();
    }

    function changed() {
      // a redrawn box or link would lose the focus of whoever uses the keyboard
      const focused = place(document.activeElement);
      limit = STEP;
      writeHash();
      draw();
      if (focused) focused();
    }

    function place(node) {
      for (const part of [facets, letters, table, views, columns]) {
        if (!node || !part.contains(node)) continue;
        const selector = "input, a, button";
        const text = (n) => (n.closest("label") ? n.closest("fieldset").firstChild.textContent + n.nextSibling.textContent : n.textContent);
        const wanted = text(node);
        return () => {
          const again = [...part.querySelectorAll(selector)].find((other) => text(other) === wanted);
          if (again) again.focus();
        };
      }
      return null;
    }

    const typed = () => { state.q = input.value; changed(); };
    input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
    input.addEventListener("compositionend", typed);
    // from the box into the rows and along them; Enter opens, as on every link
    root.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      const links = [...table.querySelectorAll("tbody .ck-who")];
      const at = links.indexOf(document.activeElement);
      if (at < 0 && document.activeElement !== input) return;
      event.preventDefault();
      const to = at + (event.key === "ArrowDown" ? 1 : -1);
      if (to < 0) input.focus();
      else if (links[to]) links[to].focus();
    });
    document.addEventListener("click", (event) => { if (event.target instanceof Node && event.target.isConnected && !columnsMenu.contains(event.target)) columnsMenu.open = false; });
    columnsMenu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      columnsMenu.open = false;
      columnsMenu.querySelector("summary").focus();
    });
    clear.addEventListener("click", () => {
      Object.assign(state, { q: "", letter: "", picked: {} });
      input.value = "";
      changed();
      input.focus();
    });
    addEventListener("hashchange", () => { readHash(); input.value = state.q; draw(); });

    readHash();
    input.value = state.q;
    root.className = "ck-cols ck-cols--left";
    root.before(views);
    root.replaceChildren(
      folded,
      el(
        "section", { class: "ck-panel ck-panel--flush" },
        el("div", { class: "ck-find" }, input, clear, columnsMenu),
        el("div", { class: "ck-find ck-find--az" }, letters, count),
        el("div", { class: "ck-scroll" }, table),
        below,
      ),
    );
    const head = document.querySelector('[data-live="client-count"]');
    if (head) head.textContent = SAY.people(rows.length);
    everyMinute(() => {
      if (now().day === today) return;
      today = now().day;
      date(rows, today);
      draw();
    });
  }

  load("assets/cmkb/data/clients.js").then(() => {
    const data = window.cmkbClients;
    window.cmkbClients = null;
    if (data.rows.length) build(data);
  }, () => { /* the plain list that the page came with stands */ });
})();
