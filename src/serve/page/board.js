// @ts-check
/** The planner's board: puts the parts together. */

import { begin, by, currentScenario, element, euros, get, lang, listen, number, post, say, setScenario } from "./server.js";
import { Grid } from "./grid.js";
import { Drag } from "./drag.js";
import { Panels, figures } from "./panels.js";
import { askJob, askOpen, askOptimise, askSave } from "./dialogs.js";

/** @typedef {import("./server.js").Week} Week */

/** Milliseconds that a notice stays. */
const STAYS = 7_000;

/** @type {Week | null} */
let week = null;
/** @type {Week | null} The week when the page was opened, or its scenario chosen. */
let first = null;
let hiding = 0;

const grid = new Grid(by("grid"));

/** @param {string} text @param {boolean} [bad] */
function notice(text, bad = false) {
  const place = by("notice");
  place.textContent = text;
  place.classList.toggle("bad", bad);
  place.hidden = false;
  clearTimeout(hiding);
  hiding = window.setTimeout(() => { place.hidden = true; }, STAYS);
}

const owner = {
  week: () => week,
  changed: (/** @type {number | undefined} */ number = undefined) => number === undefined ? load() : loadUpTo(number),
  failed: (/** @type {unknown} */ error) => notice(error instanceof Error ? error.message : String(error), true),
  told: (/** @type {string} */ text) => { by("told").textContent = text; if (!drag.held) notice(text); },
  pick: (/** @type {string} */ job, /** @type {{ crew: number, day: number } | null} */ at) => drag.pickByKeys(job, at),
  go: async (/** @type {string} */ name) => { setScenario(name); first = null; await load(); },
  reveal: (/** @type {string} */ crew, /** @type {string} */ date) => {
    const at = { crew: week?.crews.findIndex((one) => one.id === crew) ?? -1, day: week?.dates.findIndex((one) => one.date === date) ?? -1 };
    grid.reveal(at.crew, at.day);
    const cell = grid.cellOf(at.crew, at.day);
    if (cell) grid.focus(cell);
  },
};
const panels = new Panels(owner);
const drag = new Drag(grid, owner);

let loading = 0;
/** The week that is asked for now. @type {Promise<void>} */
let asked = Promise.resolve();

/** Asks for the week and shows it. @returns {Promise<void>} */
function load() {
  return asked = fetchWeek();
}

/** Shows the week as it is after a row of the log: mostly it is asked for already, since the server has told of the row.
 * @param {number} number */
async function loadUpTo(number) {
  await asked.catch(() => {});
  if (!week || week.number < number) await load();
}

async function fetchWeek() {
  const turn = loading += 1;
  const [found, proposal] = await Promise.all([get("week"), get("proposal")]);
  if (turn !== loading) return;
  week = /** @type {Week} */ (found);
  first ??= week;
  panels.proposal = proposal;
  show(week);
}

/** @param {Week} shown */
function show(shown) {
  document.title = `${ shown.title } · brigade`;
  by("title").textContent = shown.title;
  by("firm").textContent = shown.name;
  /** @type {HTMLButtonElement} */ (by("undo")).disabled = !shown.undo;
  /** @type {HTMLButtonElement} */ (by("redo")).disabled = !shown.redo;
  by("folder").hidden = !shown.folderChanged;
  const chooser = /** @type {HTMLSelectElement} */ (by("scenario"));
  chooser.replaceChildren(...shown.scenarios.map((name) => element("option", { value: name }, name === "week" ? say("week") : name)));
  chooser.value = shown.scenario;
  by("figures").replaceChildren(...figures(shown, first));
  follow(shown);
  grid.selected = panels.chosen?.kind === "visit" ? panels.chosen : null;
  if (!drag.held) grid.show(shown);
  panels.draw();
  document.documentElement.dataset.ready = "yes";
  document.documentElement.dataset.number = String(shown.number);
}

/** Keeps the visit chosen that was, wherever it is now. @param {Week} shown */
function follow(shown) {
  const { chosen } = panels;
  if (!chosen || chosen.kind === "day") return;
  const routes = shown.routes.filter((route) => route.visits.some((visit) => visit.job === chosen.job));
  const stays = (/** @type {import("./server.js").Route} */ route) => chosen.kind === "visit" && route.crew === chosen.crew && route.day === chosen.day;
  const route = routes.find(stays) ?? routes[0];
  panels.chosen = route ? { kind: "visit", job: chosen.job, crew: route.crew, day: route.day } : { kind: "out", job: chosen.job };
}

/** @param {any} message */
function heard(message) {
  if (message.kind === "progress" && message.scenario === currentScenario()) {
    by("progress").hidden = false;
    /** @type {HTMLProgressElement} */ (by("progress-bar")).value = Math.min(1, message.seconds / message.of);
    const gap = message.gap === null ? "" : ` · ${ say("gap_text", number(message.gap, 1)) }`;
    by("progress-text").textContent = `${ number(message.seconds) } / ${ number(message.of) } s · ${ euros(message.cents) }${ gap }`;
  } else if (message.kind === "done") {
    by("progress").hidden = true;
    if (message.scenario !== currentScenario()) return;
    void load().then(() => { if (panels.proposal && panels.tab !== "picture") panels.open("proposal"); }, owner.failed);
  } else if (message.kind === "opened") {
    void owner.go("week").catch(owner.failed);
  } else if (message.kind === "folder") {
    by("folder").hidden = !message.changed;
  } else if (message.kind !== "progress" && (message.kind !== "week" || message.scenario === currentScenario())) {
    void load().catch(owner.failed);
  }
}

/** @param {string} id @param {() => unknown} act */
function on(id, act) {
  by(id).addEventListener("click", async () => {
    /** @type {HTMLDetailsElement} */ (by("more")).open = false;
    try { await act(); } catch (error) { owner.failed(error); }
  });
}

async function undo() { await post("undo"); await load(); }
async function redo() { await post("redo"); await load(); }

on("undo", undo);
on("redo", redo);
on("open-optimise", () => askOptimise(owner));
on("open-job", () => week && askJob(week, owner));
on("copy", () => panels.open("scenarios"));
on("open-picture", () => panels.open("picture"));
on("export", async () => owner.told((await post("export")).told));
on("save", () => askSave(owner));
on("stop", () => post("stop"));
on("take-folder", async () => { await post("folder", { take: true }); await load(); });
on("keep-board", async () => { await post("folder", { take: false }); await load(); });
by("scenario").addEventListener("change", (event) => void owner.go(/** @type {HTMLSelectElement} */ (event.target).value).catch(owner.failed));
by("search").addEventListener("input", (event) => grid.find(/** @type {HTMLInputElement} */ (event.target).value));
by("language").addEventListener("change", async (event) => {
  const chosen = /** @type {HTMLSelectElement} */ (event.target).value;
  localStorage.setItem("brigade-lang", chosen);
  await begin(chosen);
  words();
  await load();
});

grid.body.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const bar = /** @type {HTMLElement | null} */ (target.closest(".visit"));
  const cell = /** @type {HTMLElement | null} */ (target.closest(".cell"));
  const from = bar ?? cell;
  if (!from || drag.held) return;
  const at = { crew: Number(from.dataset.crew), day: Number(from.dataset.day) };
  grid.focus(from);
  grid.select(bar ? { job: bar.dataset.job ?? "", ...at } : null);
  panels.choose(bar ? { kind: "visit", job: bar.dataset.job ?? "", ...at } : { kind: "day", ...at });
});

grid.body.addEventListener("keydown", (event) => {
  const from = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest("[data-key]"));
  if (!from || drag.held) return;
  if (event.key.startsWith("Arrow")) {
    const to = grid.next(from, event.key);
    if (to) grid.focus(to);
    event.preventDefault();
  } else if (event.key.toLowerCase() === "m" && from.dataset.job) {
    event.preventDefault();
    drag.pickByKeys(from.dataset.job, { crew: Number(from.dataset.crew), day: Number(from.dataset.day) });
  } else if (event.key === "Enter" && !from.dataset.job) {
    from.click();
  }
});

document.addEventListener("keydown", (event) => {
  const typing = /** @type {HTMLElement} */ (event.target).closest?.("input, select, dialog");
  if (!(event.ctrlKey || event.metaKey) || typing || drag.held) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey && week?.undo) { event.preventDefault(); void undo().catch(owner.failed); }
  if ((key === "y" || key === "z" && event.shiftKey) && week?.redo) { event.preventDefault(); void redo().catch(owner.failed); }
});

document.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  void askOpen(event.dataTransfer, owner).catch(owner.failed);
});

/** Words that are in no markup. */
function words() {
  by("tools").setAttribute("aria-label", say("board"));
  by("tabs").setAttribute("aria-label", say("board"));
  by("search").setAttribute("placeholder", say("search"));
  by("legend").setAttribute("aria-label", say("legend"));
  by("figures").setAttribute("aria-label", say("cost"));
  by("legend").replaceChildren(...[["-2", "cheaper"], ["0", "same"], ["2", "dearer"], ["blocked", "blocked"]].map(([step, key]) =>
    element("li", {}, element("i", { class: "swatch", "data-level": step }), say(key))));
  /** @type {HTMLSelectElement} */ (by("language")).value = lang();
}

async function start() {
  const wanted = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("brigade-lang") ?? navigator.language.slice(0, 2);
  await begin(wanted);
  words();
  await load();
  listen(heard, () => void load().catch(owner.failed), () => notice(say("lost"), true));
}

start().catch(owner.failed);
