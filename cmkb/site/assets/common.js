/* What the other scripts share, and the small things of every page: copy buttons, filters, dated parts, the key
   that blanks the screen. Text from notes is only ever put in as text nodes. */
(() => {
  "use strict";

  const meta = document.querySelector('meta[name="cmkb"]');
  const options = meta ? meta.dataset : {};
  const zh = (options.language || "zh") === "zh";
  const DAY = 864e5;

  const WORDS = zh
    ? { copied: "已复制", failed: "没能复制，请选中后按 Ctrl+C", back: "按任意键或点一下返回" }
    : { copied: "Copied", failed: "Could not copy: select the text and press Ctrl+C", back: "Press any key or tap to return" };

  /* Address of a file of the site; `path` counts from the site's root and is percent-encoded. */
  const url = (path) => (options.base || ".").replace(/\/+$/, "") + "/" + path;

  /* el("a", { href: "x" }, "text", child): attributes that are null, false or undefined are left out. */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  const icon = (name) => el("span", { class: "ck-i ck-i--" + name, "aria-hidden": "true" });

  /* Runs a script file once. Unlike fetch, script tags work on file:// too. */
  const loading = new Map();
  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise((resolve, reject) => {
        const script = el("script", { src: url(path), charset: "utf-8" });
        script.onload = () => { script.remove(); resolve(); };
        script.onerror = () => { script.remove(); loading.delete(path); reject(new Error(path)); };
        document.head.append(script);
      }));
    }
    return loading.get(path);
  }

  /* Today as a number of days since 1970-01-01, and the time of day as HH:MM, both in the vault's time zone. */
  const clock = (() => {
    const wanted = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    try {
      return new Intl.DateTimeFormat("en-CA", { ...wanted, timeZone: options.timezone || undefined });
    } catch (unknownZone) {
      return new Intl.DateTimeFormat("en-CA", wanted);
    }
  })();

  function now() {
    const part = Object.fromEntries(clock.formatToParts(new Date()).map(({ type, value }) => [type, value]));
    const day = options.today ? dayOf(options.today) : Date.UTC(+part.year, +part.month - 1, +part.day) / DAY;
    return { day, time: part.hour + ":" + part.minute };
  }

  const dayOf = (iso) => Math.floor(Date.parse(iso.slice(0, 10) + "T00:00Z") / DAY);
  const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const weekdayOf = (day) => new Date(day * DAY).getUTCDay();

  /* MM-DD within the year, else the whole date. */
  function shortDate(day, today) {
    const iso = isoOf(day);
    return iso.slice(0, 4) === isoOf(today).slice(0, 4) ? iso.slice(5) : iso;
  }

  function weekday(day) {
    return zh ? "周" + "日一二三四五六"[weekdayOf(day)] : ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekdayOf(day)];
  }

  const minutesOf = (time) => {
    const match = /^(\d{1,2}):(\d{2})$/.exec(time || "");
    return match ? +match[1] * 60 + +match[2] : null;
  };

  /* The phone's middle is hidden on screen; the whole number dials. */
  const masked = (phone) => (phone.length < 7 ? phone : (phone.length >= 11 ? phone.slice(0, 3) + " " : "") + "**** " + phone.slice(-4));

  /* "{n} 天" filled in; of ["{n} day", "{n} days"] the one that goes with n. */
  const fill = (text, values) => (Array.isArray(text) ? text[values.n === 1 ? 0 : 1] : text).replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));

  /* Lower case, half-width letters and digits; keeps every character's place. */
  const WIDE = /[\uff01-\uff5e\u3000]/;
  const WIDE_ALL = /[\uff01-\uff5e\u3000]/g;
  function fold(text) {
    let folded = text.toLowerCase();
    if (folded.length !== text.length) {
      folded = Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join("");
    }
    return WIDE.test(folded)
      ? folded.replace(WIDE_ALL, (c) => (c === "\u3000" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0))).toLowerCase()
      : folded;
  }

  /* ---------- copy ---------- */

  const status = el("div", { class: "ck-status", role: "status" });
  document.body.append(status);

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (notAllowed) {
      const area = el("textarea", { class: "ck-status", readonly: true });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) print();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) return;
    const near = button.closest("[data-text], li, article, section, .ck-msg");
    const source = near && (near.matches("[data-text]") ? near : near.querySelector("[data-text]"));
    const done = await copy(button.dataset.copy || (source && (source.dataset.text || source.textContent.trim())) || "");
    status.textContent = done ? WORDS.copied : WORDS.failed;
    if (!done || button.hasAttribute("data-done")) return;
    const before = [...button.childNodes];
    button.style.minWidth = button.offsetWidth + "px";
    button.setAttribute("data-done", "");
    button.replaceChildren(icon("ok"), WORDS.copied);
    setTimeout(() => {
      button.replaceChildren(...before);
      button.removeAttribute("data-done");
      button.style.minWidth = "";
    }, 1500);
  });

  /* ---------- the drawer of narrow screens ---------- */

  const drawer = document.getElementById("__drawer");
  for (const button of document.querySelectorAll('[data-cmkb="drawer"]')) {
    button.addEventListener("click", () => {
      drawer.click();
      const first = drawer.checked && document.querySelector(".md-nav--primary a[href]");
      if (first) setTimeout(() => first.focus(), 300); // it cannot take the focus before it has slid in
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer && drawer.checked) drawer.click();
  });

  /* ---------- filter chips, dated parts ---------- */

  document.addEventListener("click", (event) => {
    const chip = event.target instanceof Element && event.target.closest("[data-filter] > [data-value]");
    const list = chip && document.querySelector(chip.parentElement.dataset.filter);
    if (!list) return;
    chip.parentElement.toggleAttribute("data-picked", chip.dataset.value !== "");
    for (const other of chip.parentElement.children) other.setAttribute("aria-pressed", String(other === chip));
    for (const item of list.children) {
      item.toggleAttribute("data-filtered", chip.dataset.value !== "" && item.dataset.value !== chip.dataset.value);
    }
  });

  /* ---------- a place within what is folded ---------- */

  function unfold() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let node = target && target.parentElement; node; node = node.parentElement) {
      if (node instanceof HTMLDetailsElement && !node.open) opened = node.open = true;
    }
    if (opened) target.scrollIntoView();
  }
  try { unfold(); } catch (malformed) { /* `#%` of somebody's own */ }
  addEventListener("hashchange", () => { try { unfold(); } catch (malformed) { /* as above */ } });

  function showDated() {
    const today = now().day;
    for (const node of document.querySelectorAll("[data-from], [data-until], [data-only]")) {
      const { from, until, only } = node.dataset;
      node.hidden = Boolean(
        (from && today < dayOf(from)) || (until && today > dayOf(until)) || (only && today !== dayOf(only)),
      );
    }
  }
  showDated();

  /* Called at once, then whenever the minute or the day has changed or the page comes back to the front. */
  function everyMinute(act) {
    act();
    setInterval(act, 60000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) act(); });
    addEventListener("pageshow", (event) => { if (event.persisted) act(); });
  }

  /* ---------- ticks of the routine: kept in this browser for the day, they count nowhere ---------- */

  const TICKS = "cmkb-ticks";

  function ticksOfToday() {
    try {
      const kept = JSON.parse(localStorage.getItem(TICKS) || "{}");
      return kept.day === now().day && Array.isArray(kept.ticks) ? new Set(kept.ticks) : new Set();
    } catch (notAllowed) {
      return new Set();
    }
  }

  const boxes = document.querySelectorAll("input[data-tick]");
  if (boxes.length) {
    const show = () => {
      const ticks = ticksOfToday();
      for (const box of boxes) box.checked = ticks.has(box.dataset.tick);
    };
    document.addEventListener("change", (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.dataset.tick === undefined) return;
      const ticks = ticksOfToday();
      if (box.checked) ticks.add(box.dataset.tick);
      else ticks.delete(box.dataset.tick);
      try {
        localStorage.setItem(TICKS, JSON.stringify({ day: now().day, ticks: [...ticks] }));
      } catch (notAllowed) { /* a browser that keeps nothing for pages from disk: the tick lasts as long as the page */ }
    });
    everyMinute(show);
  }

  /* ---------- blank screen ---------- */

  /* Neither title nor address may tell whose page was open: the screen is covered at once, then the home page takes the
     page's place, blank as well. What was open is forgotten. */
  const BLANK = "#blank";
  const IDLE = 10 * 60000; // a screen that nobody touches is blanked
  const cover = el("div", { class: "ck-blank", hidden: true }, el("p", {}, WORDS.back));
  document.body.append(cover);
  let title = null; // that comes back; null while nothing is blank
  let leaving = false; // the home page is on its way: a key pressed meanwhile must not uncover what was open

  function cloak() {
    title = document.title;
    document.title = "·";
    cover.hidden = false;
    document.documentElement.setAttribute("data-ck-blank", "");
  }

  function blank() {
    if (title !== null) return;
    cloak();
    leaving = true;
    const home = new URL(url("index.html") + BLANK, location.href);
    const here = home.pathname === location.pathname;
    location.replace(home);
    if (here) location.reload(); // only the end of the address changes: what was typed would stay
  }

  function wake() {
    if (title === null || leaving) return;
    history.replaceState(null, "", location.pathname + location.search);
    document.title = title;
    title = null;
    cover.hidden = true;
    document.documentElement.removeAttribute("data-ck-blank");
    scrollTo(0, 0);
  }

  if (location.hash === BLANK) cloak();

  let touched = Date.now();
  for (const sign of ["pointermove", "pointerdown", "keydown", "wheel", "scroll"]) {
    addEventListener(sign, () => { touched = Date.now(); }, { passive: true, capture: true });
  }
  setInterval(() => { if (Date.now() - touched >= IDLE) blank(); }, 15000);

  const typing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

  /* B blanks, T goes to today, C finds a client by name or initials; / is the search's own (search.js). */
  const KEYS = {
    KeyB: blank,
    KeyT: () => { location.href = url("index.html"); },
    KeyC: () => dispatchEvent(new CustomEvent("cmkb-find", { detail: zh ? "类:客户 " : "kind:client " })),
  };

  addEventListener("keydown", (event) => {
    if (title !== null) {
      event.preventDefault();
      event.stopImmediatePropagation();
      wake();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const act = KEYS[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  }, true);
  cover.addEventListener("click", wake);
  for (const button of document.querySelectorAll('[data-cmkb="blank"]')) {
    button.addEventListener("click", blank);
  }

  document.documentElement.setAttribute("data-ck-js", "");
  window.cmkb = {
    options, zh, url, el, icon, load, now, dayOf, isoOf, weekdayOf, weekday, shortDate, minutesOf, masked, fill, fold,
    everyMinute, showDated, typing,
  };
})();
