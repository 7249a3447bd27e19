/* 日程: which day is today, and so which week is the running one. Without this script those of the build stand. */
(() => {
  "use strict";
  const { dayOf, everyMinute, isoOf, now } = window.cmkb;
  const root = document.querySelector("[data-calendar]");
  if (!root) return;
  const days = [...root.querySelectorAll("[data-day]")].map((node) => ({ node, day: dayOf(node.dataset.day) }));
  const weeks = [...root.querySelectorAll("[data-week]")].map((node) => ({ node, first: dayOf(node.dataset.week) }));
  const steps = root.querySelector("[data-cal-steps]");
  let chosen = null; // place among the weeks; null: the running one

  const running = () => weeks.findIndex(({ first }) => first <= now().day && now().day < first + 7);
  const shown = () => (chosen === null ? running() : chosen);

  function drawDays(today) {
    for (const { node, day } of days) {
      node.toggleAttribute("data-now", day === today);
      node.toggleAttribute("data-past", day < today);
      if (day === today) node.setAttribute("aria-current", "date");
      else node.removeAttribute("aria-current");
      for (const part of node.querySelectorAll("[data-cal-ahead]")) part.hidden = day < today;
      for (const part of node.querySelectorAll("[data-cal-gone]")) part.hidden = day >= today;
    }
    for (const link of root.querySelectorAll("[data-month]")) {
      if (link.dataset.month === isoOf(today).slice(0, 7)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function drawWeeks() {
    if (!weeks.length) return;
    const at = shown();
    weeks.forEach(({ node }, i) => { node.hidden = i !== at; });
    root.querySelector("[data-cal-none]").hidden = at >= 0;
    const [back, home, on] = steps.children;
    back.disabled = at === 0;
    on.disabled = at === weeks.length - 1;
    home.setAttribute("aria-pressed", String(at === running()));
    steps.hidden = false;
  }

  function draw() {
    drawDays(now().day);
    drawWeeks();
  }

  if (steps) {
    steps.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-step]");
      if (!button) return;
      const step = +button.dataset.step;
      // From a week that the data lacks, the nearest one that it has.
      const at = shown() < 0 ? (now().day < weeks[0].first ? 0 : weeks.length - 1) - step : shown();
      chosen = step ? Math.max(0, Math.min(weeks.length - 1, at + step)) : null;
      drawWeeks();
    });
  }
  function readHash() {
    const named = weeks.findIndex(({ node }) => "#" + node.id === location.hash);
    if (named >= 0) chosen = named;
  }
  readHash();
  addEventListener("hashchange", () => { readHash(); draw(); });
  everyMinute(draw);
})();
