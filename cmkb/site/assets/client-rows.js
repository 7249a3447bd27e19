/* The rows of the table of clients: read from data/clients.js (format: pages/browser_data.py), told what depends on the
   day, chosen and sorted as the address says: #q=wf&tier=金卡&tier=白金&sort=-assets&hide=stage. Draws nothing. */
(() => {
  "use strict";
  const { fold } = window.cmkb;

  const COLUMNS = ["tier", "stage", "assets", "last", "next", "when", "matures", "complete"]; // after the name

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

  const FACETS = { // the values that a row has in each
    c: (row) => [row.colour],
    tier: (row) => [row.tier],
    stage: (row) => [row.stage],
    due: (row) => row.due,
    step: (row) => (row.step ? [row.step] : []),
    source: (row) => [row.source],
    product: (row) => row.products,
    full: (row) => [row.band],
  };

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
    state.hidden = new Set(hash.getAll("hide").filter((key) => COLUMNS.includes(key)));
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

  /* ---------- choosing rows ---------- */

  function matcher(query) {
    const terms = fold(query.slice(0, 100)).split(/\s+/).filter(Boolean);
    return (row) => terms.every((term) =>
      row.words.includes(term) ||
      (/[a-z]/.test(term) && (row.joined.startsWith(term) || row.initials.startsWith(term))) ||
      (/^\d{3,}$/.test(term) && row.numbers.includes(term)));
  }

  const picks = (row, except) =>
    Object.entries(state.picked).every(([name, values]) => name === except || FACETS[name](row).some((value) => values.has(value)));

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

  window.cmkb.clientRows = { COLUMNS, DOWN_FIRST, FACETS, date, hashOfState, matcher, picks, read, readHash, sorted, state, writeHash };
})();
