/* Follow-ups in the browser's day: which show, in which group and in which words, as pages/agenda.py says it for the day
   of the build. Rows: data/follow-ups.js (format: pages/browser_data.py). */
(() => {
  "use strict";
  const { fill, load, people, shortDate, weekday, weekdayOf } = window.cmkb;
  const { personOf } = people;

  const LONGEST_BREAK = 31;
  const FAR = 31; // days ahead from which a reminder is not yet among what is open
  const LATER = "assets/cmkb/data/follow-ups-later.js";

  function read(data) {
    const people = data.clients.map(personOf);
    const rows = data.rows.map(rowOf({ ...data, people }));
    return { ...data, people, rows, off: new Set(data.off), reminders: new Set(data.reminders), idle: data.idle.map((i) => people[i]) };
  }

  const rowOf = ({ people, kinds, notes }) =>
    ([date, from, until = null, kind = 0, title = "", person = -1, time = "", why = "", script = -1, source = -1]) => ({
      date, from, until, kind: kinds[kind], title, person: people[person] || null, time: time || "", why: why || "",
      script: notes[script] || "", source: notes[source] || "",
    });

  const isBeyond = (data, today) => data.until !== null && lastDayOff(data, today) > data.until;

  /* What shows weeks from now comes in a file of its own, `runs` tell in which order (pages/browser_data.py). */
  async function addLater(data) {
    const { until } = data;
    data.until = null;
    try {
      await load(LATER);
    } catch (notThere) {
      data.until = until; // asked for again the next minute
      return;
    }
    const { clients, notes, rows, runs } = window.cmkbFollowUpsLater;
    window.cmkbFollowUpsLater = null;
    data.people.push(...clients.map(personOf));
    data.notes.push(...notes);
    const from = [data.rows, rows.map(rowOf(data))];
    const at = [0, 0];
    data.rows = runs.flatMap((length, i) => from[i % 2].slice(at[i % 2], (at[i % 2] += length)));
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
      const limit = fill(words.limit, { n: row.person.most });
      if (!row.person.contacted) {
        const since = fill(words.since, { day: shortDate(row.person.since, today) });
        return [words.grey, limit, "", row.title === words.grey ? since : row.title, row.why]; // else a channel is named
      }
      const days = fill(words.days, { n: today - row.person.since });
      const usual = row.why && row.title === when; // else a channel is named
      return usual ? [days, limit, "", fill(words.last, { what: row.why }), ""] : [days, limit, "", row.title, row.why];
    }
    if (row.date < today) return [fill(words.late_days, { n: today - row.date }), date, "late", row.title, row.why];
    return [when, row.date === today ? row.time || words.today : date, "", row.title, row.why];
  }

  window.cmkb.agenda = { read, addLater, isBeyond, agenda, openGroups, wording };
})();
