// @ts-check
/** What stands beside the grid: the visit that is chosen, what is left out, changes, the proposal, scenarios, the picture. */

import { by, currentScenario, element, euros, get, number, post, say, signed, signedNumber, time } from "./server.js";

/** @typedef {import("./server.js").Week} Week */
/** @typedef {import("./server.js").Change} Change */
/** @typedef {{ kind: "visit", job: string, crew: number, day: number } | { kind: "day", crew: number, day: number } | { kind: "out", job: string } | null} Chosen */
/** @typedef {{ week: () => Week | null, changed: () => Promise<void>, failed: (error: unknown) => void, told: (text: string) => void, pick: (job: string, at: { crew: number, day: number } | null) => void, go: (scenario: string) => Promise<void>, reveal: (crew: string, date: string) => void }} Owner */

const TABS = ["job", "left_out", "changes", "proposal", "scenarios", "picture"];
/** @type {Record<string, string>} Words of tabs that are not their own names. */
const SHORT = { changes: "changed" };

export class Panels {
  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.tab = "left_out";
    /** @type {Chosen} */
    this.chosen = null;
    this.panel = by("panel");
    /** @type {any} */
    this.proposal = null;
    by("tabs").addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.open(TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length]);
      /** @type {HTMLElement | null} */ (by("tabs").querySelector("[aria-selected=true]"))?.focus();
    });
  }

  /** @param {string} tab */
  open(tab) {
    this.tab = tab;
    this.draw();
  }

  /** @param {Chosen} chosen */
  choose(chosen) {
    this.chosen = chosen;
    this.open("job");
  }

  draw() {
    const week = this.owner.week();
    if (!week) return;
    const counts = { left_out: week.leftOut.reduce((sum, one) => sum + one.missing, 0), changes: week.changes.length, proposal: this.proposal?.rows.length };
    by("tabs").replaceChildren(...TABS.map((tab) => {
      const count = /** @type {Record<string, number | undefined>} */ (counts)[tab];
      return element("button", { role: "tab", type: "button", id: `tab-${ tab }`, "aria-selected": tab === this.tab ? "true" : "false", "aria-controls": "panel", tabindex: tab === this.tab ? 0 : -1,
        onclick: () => this.open(tab) }, say(SHORT[tab] ?? tab), count ? element("b", {}, String(count)) : null);
    }));
    this.panel.setAttribute("aria-labelledby", `tab-${ this.tab }`);
    this.panel.replaceChildren();
    const parts = { job: () => this.job(week), left_out: () => this.leftOut(week), changes: () => this.changes(week), proposal: () => this.proposed(), scenarios: () => this.scenarios(), picture: () => this.picture() };
    /** @type {Record<string, () => void>} */ (parts)[this.tab]();
    if (this.tab !== "left_out") return;
    this.panel.classList.add("tray");
  }

  /** @param {...(Node | string | null)} parts */
  put(...parts) {
    this.panel.classList.remove("tray");
    this.panel.append(...parts.filter((part) => part !== null));
  }

  /** @param {string} key @param {() => unknown} act @param {string} [style] @returns {HTMLElement} */
  button(key, act, style) {
    return element("button", { type: "button", class: style, onclick: async () => { try { await act(); } catch (error) { this.owner.failed(error); } } }, say(key));
  }

  /** @param {object} edit */
  async edit(edit) {
    await post("edit", { edit });
    await this.owner.changed();
  }

  /** @param {Week} week */
  job(week) {
    const chosen = this.chosen;
    if (!chosen) return this.put(element("p", { class: "hint" }, say("week_hint")));
    if (chosen.kind === "day") return this.day(week, chosen.crew, chosen.day);
    const job = week.jobs[chosen.job];
    if (!job) return;
    const facts = [job.site, `${ job.minutes } ${ say("minutes_short") }`, `${ say("priority") }: ${ job.priority }`,
      job.open || job.close ? `${ job.open ?? "" }–${ job.close ?? "" }` : null, job.due ? `≤ ${ job.due }` : null, job.linked.length ? `+ ${ job.linked.join(", ") }` : null];
    this.put(element("h3", {}, `${ chosen.job } ${ job.name }`), element("p", {}, facts.filter(Boolean).join(" · ")));
    const why = element("div", { class: "why" });
    const explain = async () => {
      why.replaceChildren(element("p", { class: "hint" }, "…"));
      why.replaceChildren(...explained(await get("explain", { job: chosen.job })));
    };
    if (chosen.kind === "out") {
      this.put(element("p", { class: "bar" }, this.button("pick_up", () => this.owner.pick(chosen.job, null), "main"), this.button("explain_out", explain)), why);
      return;
    }
    const at = { crew: week.crews[chosen.crew].id, date: week.dates[chosen.day].date };
    const route = week.routes.find((one) => one.crew === chosen.crew && one.day === chosen.day);
    const visit = route?.visits.find((one) => one.job === chosen.job);
    if (!visit) return;
    this.put(
      element("p", {}, `${ at.crew } · ${ week.dates[chosen.day].label } · ${ time(visit.start) }–${ time(visit.finish) }`),
      element("p", { class: "bar" },
        this.button("pick_up", () => this.owner.pick(chosen.job, { crew: chosen.crew, day: chosen.day }), "main"),
        visit.pinned ? this.button("unpin", () => this.edit({ kind: "unpin", job: chosen.job, at })) : this.button("pin", () => this.edit({ kind: "pin", job: chosen.job, at })),
        this.button("leave_out", () => this.edit({ kind: "leave-out", job: chosen.job, from: at })),
        this.button("explain", explain)),
      ...brokenList(week, chosen.job), why);
  }

  /** @param {Week} week @param {number} crew @param {number} day */
  day(week, crew, day) {
    const own = week.crews[crew];
    const at = { crew: own.id, date: week.dates[day].date };
    const words = [`${ own.id } ${ own.name }`.trim(), week.dates[day].label];
    const absent = week.absent.some(([id, date]) => id === at.crew && date === at.date);
    const route = week.routes.find((one) => one.crew === crew && one.day === day);
    this.put(element("h3", {}, words.join(" · ")));
    if (route) {
      this.put(element("p", {}, `${ time(route.leave) }–${ time(route.back) } · ${ number(route.metres / 1_000, 1) } km`),
        element("ol", {}, ...route.visits.map((visit) => element("li", {}, `${ time(visit.start) } ${ visit.job } ${ week.jobs[visit.job]?.site ?? "" }`))));
    }
    const act = (/** @type {string} */ kind, /** @type {string} */ key) =>
      element("button", { type: "button", class: "main", onclick: () => this.edit({ kind, at }).catch(this.owner.failed) }, say(key, ...words));
    if (absent) this.put(act("presence", "make_present"));
    else if (own.days[day]) this.put(act("absence", "make_absent"));
    else this.put(element("p", {}, say("off")));
  }

  /** @param {Week} week */
  leftOut(week) {
    if (!week.leftOut.length) this.put(element("p", {}, say("nothing_left_out")));
    const list = element("ul", { class: "out" });
    for (const { job, missing, given } of week.leftOut) {
      const own = week.jobs[job];
      list.append(element("li", {}, element("button", { type: "button", class: "visit out", "data-job": job, onclick: () => this.choose({ kind: "out", job }) },
        element("span", {}, missing > 1 ? `${ job } × ${ missing }` : job), element("small", {}, `${ own?.site ?? "" } · ${ own?.minutes } ${ say("minutes_short") }${ given ? ` · ${ say("given") }` : "" }`))));
    }
    this.put(list, element("p", { class: "drop" }, say("drop_here")));
    this.panel.classList.add("tray");
  }

  /** @param {Week} week */
  changes(week) {
    const { broken } = week;
    if (broken.length) this.put(element("h3", { class: "bad" }, say("broken")), ...brokenList(week, null));
    this.put(element("h3", {}, say("changes")));
    if (!week.changes.length) return this.put(element("p", {}, say("no_changes")));
    this.ticked(week.changes, "take_back", false, (jobs) => this.take(jobs, true));
  }

  proposed() {
    const proposal = this.proposal;
    if (!proposal) return this.put(element("p", {}, say("no_better")));
    const facts = [`${ say("cost") }: ${ signed(proposal.cents, true) }`, `${ say("km") }: ${ number(proposal.figures.metres / 1_000) }`, `${ say("left_out") }: ${ proposal.figures.leftOut }`,
      proposal.gap === null ? null : say("gap_text", number(proposal.gap, 1))];
    this.put(element("p", {}, element("b", {}, facts[0] ?? ""), ` · ${ facts.slice(1).filter(Boolean).join(" · ") }`));
    if (!proposal.rows.length) return this.put(element("p", {}, say("no_better")), this.button("dismiss", () => post("dismiss")));
    this.ticked(proposal.rows, "accept", true, (jobs) => this.take(jobs, false));
    this.put(this.button("dismiss", () => post("dismiss")));
  }

  /** @param {string[]} jobs @param {boolean} fromToday */
  async take(jobs, fromToday) {
    const answer = await post("accept", { jobs, from_today: fromToday });
    await this.owner.changed();
    this.owner.told(answer.breaks ? say("breaks") : signed(answer.cents, true));
  }

  /** Changes with a tick for each job. @param {Change[]} rows @param {string} key @param {boolean} checked @param {(jobs: string[]) => Promise<void>} act */
  ticked(rows, key, checked, act) {
    const list = element("ul", { class: "changes" });
    for (const row of rows) {
      const words = (/** @type {import("./server.js").Place | null} */ at) => at ? `${ at.crew } ${ at.day }` : say("left_out");
      const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", value: row.job, "aria-label": `${ row.job }: ${ say("tick") }` }));
      box.checked = checked;
      const to = row.to ?? row.from;
      list.append(element("li", { class: row.kind }, element("label", {}, box,
        element("span", {}, element("b", {}, row.job), ` ${ words(row.from) } → ${ words(row.to) }`, row.brings ? element("small", {}, `${ say("brings") } ${ euros(row.brings) }`) : null)),
      to ? element("button", { type: "button", class: "quiet", "aria-label": `${ row.job }: ${ say("week") }`, onclick: () => this.owner.reveal(to.crew, to.date) }, "›") : null));
    }
    const set = (/** @type {boolean} */ on) => { for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input"))) box.checked = on; };
    const chosen = () => [...new Set([.../** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input:checked"))].map((box) => box.value))];
    this.put(element("p", { class: "bar" }, this.button(key, () => act(chosen()), "main"), this.button("all", () => set(true)), this.button("none", () => set(false))), list);
  }

  async scenarios() {
    const { scenarios } = await get("scenarios");
    if (this.tab !== "scenarios") return;
    const facts = /** @type {[string, (one: any) => string][]} */ ([
      ["cost", (one) => euros(one.cost)], ["km", (one) => number(one.metres / 1_000)], ["hours", (one) => number(one.travel / 60, 1)], ["preferences", (one) => number(one.preferences, 1)],
      ["balance", (one) => number(one.balance, 1)], ["left_out", (one) => number(one.leftOut)], ["changed", (one) => number(one.changes)], ["broken", (one) => number(one.broken)],
      ["gap", (one) => one.gap === null ? "–" : `${ number(one.gap, 1) } %`],
    ]);
    const table = element("table", {},
      element("thead", {}, element("tr", {}, element("td"), ...scenarios.map((/** @type {any} */ one) => element("th", { scope: "col" },
        element("button", { type: "button", class: one.name === currentScenario() ? "main" : null, onclick: () => this.owner.go(one.name) }, one.name === "week" ? say("week") : one.name))))),
      element("tbody", {}, ...facts.map(([key, text]) => element("tr", {}, element("th", { scope: "row" }, say(key)), ...scenarios.map((/** @type {any} */ one) => element("td", {}, text(one)))))));
    this.panel.replaceChildren();
    const name = /** @type {HTMLInputElement} */ (element("input", { maxlength: 60, required: true, "aria-label": say("copy") }));
    const form = element("form", { class: "bar", onsubmit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      try { await this.owner.go((await post("scenarios", { name: name.value })).scenario); } catch (error) { this.owner.failed(error); }
    } }, element("label", {}, `${ say("copy") } `, name), element("button", { class: "main" }, say("copy_do")));
    this.put(element("div", { class: "wide" }, table), form);
  }

  async picture() {
    const { points } = await get("picture");
    if (this.tab !== "picture") return;
    this.panel.replaceChildren();
    this.put(element("p", { class: "hint" }, say("picture_hint")), this.button("picture_do", () => post("optimise", { seconds: 24, picture: true }), "main"));
    if (!points.length) return;
    const sides = /** @type {[string, (one: any) => number][]} */ ([["preferences", (one) => one.preferences], ["changed", (one) => one.changes], ["balance", (one) => one.balance]]);
    for (const [key, value] of sides) this.put(scatter(points, key, value));
    this.put(element("ul", { class: "changes" }, ...points.map((/** @type {any} */ one) => element("li", {},
      element("span", {}, element("b", {}, say(`point_${ one.name.replace("-", "_") }`)), ` ${ number(one.metres / 1_000) } km · ${ say("preferences") } ${ number(one.preferences, 1) } · ${ say("changed") } ${ one.changes } · ${ euros(one.cost) }`),
      this.button("open_as", async () => this.owner.go((await post("scenarios", { name: `${ say(`point_${ one.name.replace("-", "_") }`) } ${ time(new Date().getHours() * 60 + new Date().getMinutes()) }`, point: one.name })).scenario))))));
  }
}

/** @param {Week} week @param {string | null} job @returns {HTMLElement[]} */
function brokenList(week, job) {
  const rows = week.broken.filter((one) => job === null || one.job === job);
  return rows.length ? [element("ul", { class: "broken" }, ...rows.map((one) => element("li", {}, element("b", {}, one.rule), ` ${ one.text }`)))] : [];
}

/** @param {any} told @returns {HTMLElement[]} */
function explained(told) {
  const places = (/** @type {any[]} */ rows) => element("ul", { class: "alternatives" }, ...rows.slice(0, 8).map((row) =>
    element("li", {}, element("b", {}, signed(row.cents, true)), ` ${ row.place ?? row.change }`, element("small", {}, [row.because, row.givesWay, row.then].filter(Boolean).join(" · ")))));
  const parts = [element("p", {}, told.headline)];
  for (const day of told.days) {
    parts.push(element("p", {}, day.sentence), element("ul", { class: "costs" }, ...day.costs.map((/** @type {any} */ row) =>
      element("li", {}, element("b", {}, signed(row.cents, true)), ` ${ row.rule }`, element("small", {}, row.text)))));
    if (day.alternatives.length) parts.push(element("h4", {}, say("instead")), places(day.alternatives));
  }
  if (told.leftOut) parts.push(element("p", {}, told.leftOut));
  if (told.waysIn.length) parts.push(element("h4", {}, say("takes")), places(told.waysIn));
  if (told.remedies.length) parts.push(element("h4", {}, say("helps")), places(told.remedies));
  return parts;
}

/** Points by kilometres and one other figure. @param {any[]} points @param {string} key @param {(one: any) => number} value @returns {Node} */
function scatter(points, key, value) {
  const name = "http://www.w3.org/2000/svg";
  const svg = (/** @type {string} */ tag, /** @type {Record<string, string | number>} */ marks, text = "") => {
    const made = document.createElementNS(name, tag);
    for (const [mark, content] of Object.entries(marks)) made.setAttribute(mark, String(content));
    made.textContent = text;
    return made;
  };
  const spread = (/** @type {number[]} */ all) => { const [low, high] = [Math.min(...all), Math.max(...all)]; return [low, high === low ? low + 1 : high]; };
  const km = spread(points.map((one) => one.metres / 1_000));
  const other = spread(points.map(value));
  const root = svg("svg", { viewBox: "0 0 320 170", class: "scatter", role: "img", "aria-label": `${ say("km") } / ${ say(key) }` });
  root.append(svg("path", { d: "M44 10V138H310", class: "axis" }), svg("text", { x: 310, y: 160, "text-anchor": "end" }, say("km")), svg("text", { x: 48, y: 12 }, say(key)),
    svg("text", { x: 40, y: 138, "text-anchor": "end" }, number(other[0], 0)), svg("text", { x: 40, y: 26, "text-anchor": "end" }, number(other[1], 0)),
    svg("text", { x: 60, y: 152, "text-anchor": "middle" }, number(km[0])), svg("text", { x: 296, y: 152, "text-anchor": "middle" }, number(km[1])));
  for (const [index, one] of points.entries()) {
    const x = 60 + 236 * (one.metres / 1_000 - km[0]) / (km[1] - km[0]);
    const y = 132 - 110 * (value(one) - other[0]) / (other[1] - other[0]);
    const dot = svg("circle", { cx: x, cy: y, r: 5 });
    dot.append(svg("title", {}, `${ say(`point_${ one.name.replace("-", "_") }`) }: ${ number(one.metres / 1_000) } km, ${ number(value(one), 1) }`));
    root.append(dot, svg("text", { x: x + 8, y: y - 4 - 3 * (index % 2) }, String(index + 1)));
  }
  return root;
}

/** The figures of a week beside those before. @param {Week} week @param {Week | null} before @returns {HTMLElement[]} */
export function figures(week, before) {
  const { figures: own } = week;
  const rows = /** @type {[string, (f: import("./server.js").Figures) => number, (value: number) => string, boolean][]} */ ([
    ["cost", (f) => Math.round(f.cost / 100), (value) => number(value), false],
    ["km", (f) => Math.round(f.metres / 1_000), (value) => number(value), false],
    ["hours", (f) => f.travel / 60, (value) => number(value, 1), false],
    ["visits", (f) => f.visits, (value) => `${ number(value) } / ${ own.asked }`, true],
    ["left_out", (f) => f.leftOut, (value) => number(value), false],
    ["preferences", (f) => f.preferences, (value) => number(value, 1), true],
    ["balance", (f) => f.balance, (value) => number(value, 1), true],
    ["changed", (f) => f.changes, (value) => number(value), false],
    ["broken", (f) => f.broken, (value) => number(value), false],
  ]);
  return rows.map(([key, value, words, up]) => {
    const difference = before ? value(own) - value(before.figures) : 0;
    const real = Math.abs(difference) >= 0.05;
    const style = !real ? null : difference > 0 === up ? "better" : "worse";
    return element("li", { class: [key, style, key === "broken" && own.broken ? "bad" : null].filter(Boolean).join(" "), "data-figure": key },
      element("b", {}, words(value(own))), element("span", {}, say(key)), real ? element("small", {}, signedNumber(difference, Number.isInteger(difference) ? 0 : 1)) : null);
  });
}
