/* The list of clients on the phone, narrowed by what is typed. */
(() => {
  "use strict";
  const { fold } = window.cmkb;
  const field = document.querySelector(".ph-find");
  const entries = [...document.querySelectorAll("[data-words]")].map((node) => [node, fold(node.dataset.words)]);
  if (!field || entries.length < 8) return;
  field.hidden = false;
  field.addEventListener("input", () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    for (const [node, words] of entries) node.hidden = !wanted.every((word) => words.includes(word));
    for (const letter of document.querySelectorAll(".ph-letter")) letter.hidden = !letter.querySelector("li:not([hidden])");
  });
})();
