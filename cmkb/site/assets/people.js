/* A client as the lists name one: contact colour, link, tier, and what can be done at once. `personOf` reads the rows of
   people that pages/browser_data.py writes. */
(() => {
  "use strict";
  const { el, icon, url } = window.cmkb;

  function personOf([name, address, tier = "", level = 0, stage = "", phone = "", stem = "", since = null, contacted = 0, ideal = null, most = null]) {
    return { name, address, tier, level, stage, phone, stem, since, contacted, ideal, most };
  }

  /* As views/contacts.py: red from last contact + at most, yellow from + ideal, grey without a day to count from. */
  function colourOf(person, today) {
    const due = person.since === null || person.most === null ? null : person.since + person.most;
    if (due === null) return person.contacted ? "green" : "grey";
    return today >= due ? "red" : today >= person.since + person.ideal ? "yellow" : "green";
  }

  /* Elements, as templates/agenda.html; `data` holds the words. */

  const dot = ({ words }, colour) =>
    el("span", { class: "ck-dot", "data-c": colour, role: "img", "aria-label": words[colour], title: words[colour] });

  const who = (person) => [
    el("a", { class: "ck-who", href: url(person.address) }, person.name),
    person.tier ? el("span", { class: "ck-tier", "data-level": person.level || null }, person.tier) : "",
  ];

  const link = (className, href, image, text) => el("a", { class: ("ck-btn " + className).trim(), href }, icon(image), text);

  /* The talk track, filled in for the client. */
  const talk = ({ script, person }) => url(script) + (person ? "?client=" + encodeURIComponent(person.stem) : "");

  /* note.js does the rest */
  const noteButton = ({ words }, { stem }, className) =>
    el("button", { class: ("ck-btn " + className).trim(), type: "button", title: words.note_hint, "data-note": stem }, icon("note"), words.note);

  window.cmkb.people = { personOf, colourOf, dot, who, link, talk, noteButton };
})();
