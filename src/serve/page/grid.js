// @ts-check
/** The week as a grid of crews and days, to scale. Only the rows in sight are in the page. */

import { element, say, signed, signedNumber, time } from "./server.js";

/** @typedef {import("./server.js").Week} Week */
/** @typedef {import("./server.js").Grip} Grip */
/** @typedef {{ cents: number, metres: number, minutes: number } | { rule: string }} Price */

/** Rows that are drawn beyond those in sight. */
const BEYOND = 3;
/** Cents from which on a cell is clearly, and very much, dearer or cheaper. */
const STEPS = [500, 5_000, 30_000];

export class Grid {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Week | null} */
    this.week = null;
    /** @type {Map<string, Price>} */
    this.prices = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.rows = new Map();
    /** @type {Map<string, import("./server.js").Route>} */
    this.routes = new Map();
    /** @type {number[]} Crews that are shown, by their numbers. */
    this.shown = [];
    this.found = "";
    /** @type {{ job: string, crew: number, day: number } | null} */
    this.selected = null;
    /** @type {{ crew: number, day: number } | null} */
    this.target = null;
    this.head = element("div", { class: "row head", role: "row", "aria-rowindex": 1 });
    this.body = element("div", { class: "rows", role: "rowgroup" });
    this.scroller = element("div", { class: "scroller", tabindex: -1 },
      element("div", { class: "table", role: "grid" }, element("div", { role: "rowgroup", class: "heads" }, this.head), this.body));
    root.append(this.scroller);
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  get table() { return /** @type {HTMLElement} */ (this.scroller.firstElementChild); }

  /** @returns {number} Height of a row, pixels. */
  get height() { return parseFloat(getComputedStyle(this.root).getPropertyValue("--row")) || 60; }

  /** @param {Week} week */
  show(week) {
    this.week = week;
    this.routes = new Map(week.routes.map((route) => [`${ route.crew }/${ route.day }`, route]));
    this.table.setAttribute("aria-label", week.title);
    this.table.setAttribute("aria-colcount", String(week.dates.length + 1));
    this.root.style.setProperty("--days", String(week.dates.length));
    /** @type {number[]} */
    const ticks = [];
    for (let at = Math.ceil(week.scale[0] / 120) * 120; at < week.scale[1]; at += 120) ticks.push(at);
    this.head.replaceChildren(
      element("div", { class: "corner", role: "columnheader" }, say("crew")),
      ...week.dates.map((date) => {
        const marks = element("span", { class: "ticks", "aria-hidden": true });
        for (const at of ticks) marks.append(place(element("i", {}, String(at / 60)), this.share(at)));
        return element("div", { class: "day", role: "columnheader" }, element("b", {}, date.label), marks);
      }));
    this.find(this.found);
  }

  /** Shows the crews that have something to do with a text. @param {string} text */
  find(text) {
    const week = this.week;
    if (!week) return;
    this.found = text.trim().toLocaleLowerCase();
    const has = (/** @type {string} */ own) => own.toLocaleLowerCase().includes(this.found);
    const crews = new Set(week.routes.filter((route) => route.visits.some((visit) => this.matches(visit.job))).map((route) => route.crew));
    this.shown = week.crews.map((_, index) => index).filter((index) =>
      !this.found || crews.has(index) || has(`${ week.crews[index].id } ${ week.crews[index].name }`));
    this.table.setAttribute("aria-rowcount", String(this.shown.length + 1));
    this.redraw();
  }

  /** @param {string} id @returns {boolean} */
  matches(id) {
    const job = this.week?.jobs[id];
    return Boolean(this.found) && `${ id } ${ job?.name } ${ job?.site }`.toLocaleLowerCase().includes(this.found);
  }

  /** Draws all rows anew. */
  redraw() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest?.("[data-key]"));
    const key = focused && this.root.contains(focused) ? focused.dataset.key : null;
    this.rows.clear();
    this.body.replaceChildren();
    this.draw();
    if (key) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-key="${ CSS.escape(key) }"]`))?.focus({ preventScroll: true });
  }

  /** Draws the rows that came into sight, and takes away those that left it. */
  draw() {
    if (!this.week) return;
    const height = this.height;
    this.body.style.height = `${ this.shown.length * height }px`;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - BEYOND);
    const last = Math.min(this.shown.length, Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height) + BEYOND);
    for (const [index, row] of this.rows) {
      const holdsFocus = row.contains(document.activeElement);
      if ((index < first || index >= last) && !holdsFocus) {
        row.remove();
        this.rows.delete(index);
      }
    }
    for (let index = first; index < last; index += 1) {
      if (this.rows.has(index)) continue;
      const row = this.row(index);
      row.style.transform = `translateY(${ index * height }px)`;
      this.rows.set(index, row);
      const next = [...this.rows.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
      this.body.insertBefore(row, next === undefined ? null : this.rows.get(next) ?? null);
    }
    if (!this.body.querySelector("[tabindex='0']")) this.body.querySelector("[data-key]")?.setAttribute("tabindex", "0");
  }

  /** @param {number} index @returns {HTMLElement} */
  row(index) {
    const week = /** @type {Week} */ (this.week);
    const crew = this.shown[index];
    const own = week.crews[crew];
    const chief = own.name || own.chief;
    return element("div", { class: "row", role: "row", "aria-rowindex": index + 2 },
      element("div", { class: "crew", role: "rowheader" }, element("b", {}, own.id), element("span", { title: chief }, chief)),
      ...week.dates.map((_, day) => this.cell(crew, day)));
  }

  /** @param {number} crew @param {number} day @returns {HTMLElement} */
  cell(crew, day) {
    const week = /** @type {Week} */ (this.week);
    const hours = week.crews[crew].days[day];
    const route = this.routes.get(`${ crew }/${ day }`);
    const absent = week.absent.some(([id, date]) => id === week.crews[crew].id && date === week.dates[day].date);
    const key = `${ crew }/${ day }`;
    const cell = element("div", { class: hours ? "cell" : "cell off", role: "gridcell", tabindex: -1, "data-key": key, "data-crew": crew, "data-day": day },
    element("span", { class: "hidden" }, `${ week.crews[crew].id }, ${ week.dates[day].label }`));
    if (hours) cell.append(place(element("span", { class: "shift" }), this.share(hours[0]), this.share(hours[1])));
    else cell.append(element("span", { class: "word" }, say(absent ? "absent" : "off")));
    if (week.pause && hours) cell.append(place(element("span", { class: "pause" }), this.share(week.pause[0]), this.share(week.pause[1])));
    if (route) {
      if (hours && route.late) cell.append(place(element("span", { class: "over" }), this.share(hours[1]), this.share(route.back)));
      cell.append(place(element("span", { class: "way" }), this.share(route.leave), this.share(route.back)));
      for (const visit of route.visits) cell.append(this.visit(visit, crew, day));
    }
    this.paint(cell, crew, day);
    return cell;
  }

  /** @param {import("./server.js").Visit} visit @param {number} crew @param {number} day @returns {HTMLElement} */
  visit(visit, crew, day) {
    const week = /** @type {Week} */ (this.week);
    const job = week.jobs[visit.job];
    const key = `${ crew }/${ day }/${ visit.job }`;
    const chosen = this.selected?.job === visit.job && this.selected.crew === crew && this.selected.day === day;
    const classes = ["visit", visit.change, visit.pinned ? "pinned" : "", chosen ? "chosen" : "", this.matches(visit.job) ? "found" : ""];
    const more = ` ${ time(visit.start) }–${ time(visit.finish) }${ visit.pinned ? `, ${ say("pinned") }` : "" }`;
    const bar = element("button", { class: classes.filter(Boolean).join(" "), type: "button", tabindex: -1, "data-key": key, "data-job": visit.job, "data-crew": crew, "data-day": day,
      title: `${ visit.job } ${ job?.name ?? "" }\n${ job?.site }\n${ time(visit.start) }–${ time(visit.finish) } (${ job?.minutes } ${ say("minutes_short") })` },
    element("span", {}, visit.pinned ? `◆ ${ visit.job }` : visit.job), element("small", {}, job?.site ?? ""), element("span", { class: "hidden" }, more));
    return place(bar, this.share(visit.start), this.share(visit.finish));
  }

  /** Where a minute lies on the scale, in percent. @param {number} minute @returns {number} */
  share(minute) {
    const [from, until] = /** @type {Week} */ (this.week).scale;
    return Math.min(100, Math.max(0, 100 * (minute - from) / (until - from)));
  }

  /** Colours a cell by its price. @param {HTMLElement} cell @param {number} crew @param {number} day */
  paint(cell, crew, day) {
    cell.querySelector(".price")?.remove();
    const price = this.prices.get(`${ crew }/${ day }`);
    cell.classList.toggle("target", this.target?.crew === crew && this.target.day === day);
    if (!price) {
      delete cell.dataset.level;
      return;
    }
    if ("rule" in price) {
      cell.dataset.level = "blocked";
      cell.append(element("span", { class: "price" }, price.rule));
      return;
    }
    cell.dataset.level = level(price.cents);
    cell.append(element("span", { class: "price" }, signed(price.cents)));
  }

  /** Shows prices in all cells; none takes them away. @param {Map<string, Price>} prices */
  setPrices(prices) {
    this.prices = prices;
    this.root.classList.toggle("priced", prices.size > 0);
    this.repaint();
  }

  /** @param {{ crew: number, day: number } | null} target */
  setTarget(target) {
    this.target = target;
    this.repaint();
  }

  repaint() {
    for (const row of this.rows.values()) {
      for (const cell of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll(".cell"))) this.paint(cell, Number(cell.dataset.crew), Number(cell.dataset.day));
    }
  }

  /** @param {{ job: string, crew: number, day: number } | null} selected */
  select(selected) {
    this.selected = selected;
    for (const bar of /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll(".visit"))) {
      bar.classList.toggle("chosen", bar.dataset.job === selected?.job && Number(bar.dataset.crew) === selected?.crew && Number(bar.dataset.day) === selected?.day);
    }
  }

  /** Scrolls a crew's row into sight and draws it. @param {number} crew @param {number} [day] */
  reveal(crew, day) {
    const index = this.shown.indexOf(crew);
    if (index < 0) return;
    const top = index * this.height;
    const { scrollTop, clientHeight } = this.scroller;
    const head = this.head.offsetHeight;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + this.height + head > scrollTop + clientHeight) this.scroller.scrollTop = top + this.height + head - clientHeight;
    this.draw();
    if (day !== undefined) this.cellOf(crew, day)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {number} crew @param {number} day @returns {HTMLElement | null} */
  cellOf(crew, day) {
    return this.body.querySelector(`.cell[data-crew="${ crew }"][data-day="${ day }"]`);
  }

  /** Moves the focus within the grid. @param {HTMLElement} to */
  focus(to) {
    for (const one of this.body.querySelectorAll("[tabindex='0']")) one.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The next thing to focus from one in a direction: visits of a row one after the other, cells above and below.
   * @param {HTMLElement} from @param {string} key @returns {HTMLElement | null} */
  next(from, key) {
    const [crew, day] = [Number(from.dataset.crew), Number(from.dataset.day)];
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const row = from.closest(".row");
      const stops = /** @type {HTMLElement[]} */ ([...row?.querySelectorAll("[data-key]") ?? []]);
      return stops[stops.indexOf(from) + (key === "ArrowRight" ? 1 : -1)] ?? null;
    }
    const index = this.shown.indexOf(crew) + (key === "ArrowDown" ? 1 : -1);
    if (index < 0 || index >= this.shown.length) return null;
    this.reveal(this.shown[index], day);
    const cell = this.cellOf(this.shown[index], day);
    return cell?.querySelector(".visit") ?? cell;
  }
}

/** @param {HTMLElement} one @param {number} left @param {number} [right] @returns {HTMLElement} */
function place(one, left, right) {
  one.style.left = `${ left }%`;
  if (right !== undefined) one.style.width = `${ Math.max(0, right - left) }%`;
  return one;
}

/** How much cheaper or dearer, from -3 to 3. @param {number} cents @returns {string} */
function level(cents) {
  const size = Math.abs(cents);
  const steps = size < 50 ? 0 : STEPS.filter((step) => size > step).length || 1;
  return String(Math.sign(cents) * steps);
}

/** The words of a price. @param {Price} price @returns {string} */
export function priceWords(price) {
  if ("rule" in price) return say("blocked_by", price.rule);
  return `${ signed(price.cents, true) } · ${ signedNumber(price.metres / 1_000, 1) } km · ${ signedNumber(price.minutes) } ${ say("minutes_short") }`;
}
