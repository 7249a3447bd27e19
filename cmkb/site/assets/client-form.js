/* The filled forms of a client's page, to print: the sheets of data/client-forms.js, filled in from the profile on the page and
   from the <template> that holds the rest (pages/client_form.py). Drawn when the address asks for one, such as #form-1. */
(() => {
  "use strict";
  const { el, icon, load, zh } = window.cmkb;
  const page = document.querySelector('[data-cmkb-page="client"]');
  const places = page ? [...page.querySelectorAll(":scope > .ck-file")] : [];
  if (!places.length) return;

  const SAY = zh ? { print: "打印" } : { print: "Print" };
  const HEADING = /^H[1-6]$/;

  const copies = (nodes) => [...nodes].map((node) => node.cloneNode(true));

  /* Label → nodes that say it. */
  function profileOf() {
    const said = new Map();
    for (const label of page.querySelectorAll(".ck-groups dt")) {
      const value = label.nextElementSibling;
      if (value && !value.hasAttribute("data-ask")) said.set(label.textContent, value.childNodes);
    }
    return said;
  }

  /* What stands below a heading of the note's own words. */
  function sectionBelow(anchor) {
    const heading = [...page.querySelectorAll(".ck-prose > :is(h1, h2, h3, h4, h5, h6)")].find(({ id }) => id === anchor);
    const found = [];
    for (let node = heading && heading.nextSibling; node && !HEADING.test(node.nodeName); node = node.nextSibling) found.push(node);
    const copied = copies(found);
    for (const node of copied.flatMap((one) => (one instanceof Element ? [one, ...one.querySelectorAll("[id]")] : []))) node.removeAttribute("id");
    return found.some((node) => node.textContent.trim()) ? [el("div", { class: "ck-prose" }, ...copied)] : [];
  }

  function tick(place, word) {
    const chosen = [...place.querySelectorAll(":scope > .ck-tick")].find((one) => one.textContent === word);
    if (!chosen) return false;
    chosen.dataset.on = "";
    chosen.append(el("span", { class: "ck-vh" }, " ✓"));
    return true;
  }

  function fillBlank(blank, rest, profile) {
    const { f, p, b } = blank.dataset;
    const own = [...rest.querySelectorAll("[data-f]")].find((one) => one.dataset.f === f);
    const nodes = own ? (own.dataset.h ? sectionBelow(own.dataset.h) : copies(own.childNodes)) : copies((p && profile.get(p)) || []);
    const place = blank.querySelector("dd");
    if (!nodes.length || (b !== undefined && tick(place, nodes.map((node) => node.textContent).join("")))) return;
    place.replaceChildren(...nodes);
  }

  function fillTable(body, rest) {
    const own = [...rest.querySelectorAll("[data-rows]")].find((one) => one.dataset.rows === body.dataset.rows);
    if (!own) return;
    body.prepend(...copies(own.children));
    const around = body.closest(".ck-scroll");
    around.classList.remove("ck-print");
    if (around.nextElementSibling) around.nextElementSibling.remove(); // says that there is none yet
  }

  function draw(place, { title, day, owner, html }) {
    const rest = place.querySelector("template").content;
    const sheet = el("article", { class: "ck-sheet ck-paper" }, el("header", { class: "ck-sheet__h" }, el("span", {}, day), el("h2", {}, title), el("span", {}, owner)));
    sheet.append(...copies(new DOMParser().parseFromString(html, "text/html").body.childNodes));
    const profile = profileOf();
    for (const blank of sheet.querySelectorAll("[data-f]")) fillBlank(blank, rest, profile);
    for (const body of sheet.querySelectorAll("[data-rows]")) fillTable(body, rest);
    place.append(
      el(
        "div", { class: "ck-head ck-noprint" },
        el("p", { class: "ck-head__sub" }, el("a", { href: "#brief" }, "‹ " + page.querySelector("h1").textContent)),
        el("div", { class: "ck-acts" }, el("button", { class: "ck-btn", type: "button", "data-print": true }, icon("print"), SAY.print)),
      ),
      sheet,
    );
    place.dataset.drawn = "";
  }

  async function show() {
    const number = places.findIndex(({ id }) => id && id === decodeURIComponent(location.hash.slice(1)));
    if (number < 0 || "drawn" in places[number].dataset) return;
    await load("assets/cmkb/data/client-forms.js");
    if (!("drawn" in places[number].dataset)) draw(places[number], window.cmkbClientForms[number]);
  }

  addEventListener("hashchange", show);
  show();
})();
