/* 记一笔: copies a line of the journal filled in for a client, opens today's journal in the editor, and offers the command
   that writes the line. The patterns come from data/quick-note.js (pages/quick_note.py). */
(() => {
  "use strict";
  const { copyFrom, el, fill, icon, isoOf, load, now, zh } = window.cmkb;

  const SAY = zh
    ? {
      title: "记一笔", close: "关闭", copy: "复制", line: "已复制这一行，粘到今天的日志：", command: "或者在终端里写，日志没有就先建好：",
      journal: "今天的日志：", open: "打开日志",
    }
    : {
      title: "Write it down", close: "Close", copy: "Copy", line: "Copied. Paste the line into today's journal:",
      command: "Or in a terminal, which makes the journal when there is none:", journal: "Today's journal:", open: "Open the journal",
    };
  const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u; // a word as it stands in every shell
  const UNSAFE = /["'`$!%^\\]/; // which a shell may read within quotes

  let panel = null;
  let opener = null;

  function close() {
    if (!panel) return;
    panel.remove();
    panel = null;
    if (opener && opener.isConnected) opener.focus();
  }

  /* WHO as one word of the command line; "" when no quotes are safe everywhere. */
  const asWord = (name) => (PLAIN.test(name) ? name : UNSAFE.test(name) ? "" : `"${name}"`);

  function openEditor(address) {
    // a page or file would take this page's place; the address of a program does not
    const elsewhere = /^(https?|file):/i.test(address);
    const link = el("a", { href: address, target: elsewhere && "_blank", rel: "noopener", hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
  }

  const copyable = (text) =>
    el("div", { class: "ck-quick__line" }, el("code", {}, text), el("button", { class: "ck-btn", type: "button", "data-copy": text }, icon("copy"), SAY.copy));

  function show(line, command, journal, address) {
    close();
    const shut = el("button", { class: "ck-btn ck-btn--bare", type: "button", "aria-label": SAY.close }, "×");
    shut.addEventListener("click", close);
    panel = el(
      "section", { class: "ck-quick ck-noprint", role: "dialog", "aria-label": SAY.title, tabindex: "-1" },
      el("header", {}, el("b", {}, SAY.title), shut),
      el("p", {}, SAY.line), copyable(line),
      ...(command ? [el("p", {}, SAY.command), copyable(command)] : []),
      el("p", {}, SAY.journal),
      address ? el("a", { class: "ck-btn", href: address, target: /^(https?|file):/i.test(address) && "_blank", rel: "noopener" }, icon("go"), journal) : copyable(journal),
    );
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    (document.querySelector(".ck") || document.body).append(panel);
    panel.focus({ preventScroll: true });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-note]");
    if (!button) {
      if (panel && event.isTrusted && event.target instanceof Node && event.target.isConnected && !panel.contains(event.target)) close();
      return;
    }
    opener = button;
    const { day, time } = now();
    await load("assets/cmkb/data/quick-note.js");
    const { record, command, journal, open } = window.cmkbQuickNote;
    const name = button.dataset.note;
    const line = fill(record, { time, link: name });
    await copyFrom(button, line);
    if (!journal) return; // a phone has neither terminal nor editor
    const date = isoOf(day);
    const parts = { year: date.slice(0, 4), month: date.slice(5, 7), date };
    const who = asWord(name);
    const address = open && fill(open, parts);
    show(line, who && fill(command, { who }), fill(journal, parts), address);
    if (address) openEditor(address);
  });
})();
