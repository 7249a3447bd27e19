/* 关怀: shows what falls within 30, 60 or 90 days of the browser's own today. Without this script the page lists the
   90 days after it was made. */
(() => {
  "use strict";
  const { dayOf, everyMinute, now } = window.cmkb;
  const chips = document.querySelector("[data-care-days]");
  if (!chips) return;
  const rows = [...document.querySelectorAll("[data-care]")].map((node) => ({
    node, day: dayOf(node.dataset.care), until: node.dataset.careUntil.startsWith("9999") ? Infinity : dayOf(node.dataset.careUntil),
  }));
  let days = +chips.querySelector('[aria-pressed="true"]').dataset.days;

  function draw() {
    const today = now().day;
    const open = rows.filter((row) => row.until >= today);
    for (const row of rows) row.node.hidden = row.until < today || row.day > today + days;
    for (const { node, day } of rows) node.querySelector("b").classList.toggle("ck-late", day < today && !node.hidden);
    for (const group of document.querySelectorAll("[data-care-group]")) {
      const count = group.querySelectorAll("[data-care]:not([hidden])").length;
      group.hidden = !count;
      group.querySelector("[data-care-count]").textContent = String(count);
    }
    for (const chip of chips.children) {
      chip.setAttribute("aria-pressed", String(+chip.dataset.days === days));
      chip.querySelector(".ck-n").textContent = String(open.filter((row) => row.day <= today + +chip.dataset.days).length);
    }
  }

  chips.addEventListener("click", (event) => {
    const chip = event.target instanceof Element && event.target.closest("[data-days]");
    if (!chip) return;
    days = +chip.dataset.days;
    draw();
  });
  chips.hidden = false;
  everyMinute(draw);
})();
