// @ts-check
/** Picking a visit up and dropping it: by mouse, finger or keyboard. */

import { get, post, say, signed, by } from "./server.js";
import { priceWords } from "./grid.js";

/** @typedef {import("./grid.js").Grid} Grid */
/** @typedef {import("./grid.js").Price} Price */
/** @typedef {import("./server.js").Grip} Grip */
/** @typedef {import("./server.js").At} At */

/** Pixels that a mouse moves before it drags. */
const SLACK = 5;
/** Milliseconds that a finger stays before it drags. */
const HOLD = 350;
/** Pixels from an edge at which the grid scrolls. */
const EDGE = 44;

export class Drag {
  /** @param {Grid} grid @param {{ changed: (number?: number) => Promise<void>, failed: (error: unknown) => void, told: (text: string) => void }} owner */
  constructor(grid, owner) {
    this.grid = grid;
    this.owner = owner;
    /** @type {(Grip & { crew?: number, day?: number }) | null} */
    this.held = null;
    /** @type {{ x: number, y: number, id: number, from: HTMLElement, timer: number } | null} */
    this.pressed = null;
    this.dragging = false;
    this.byKeys = false;
    this.turn = 0;
    /** @type {Promise<void>} */
    this.ready = Promise.resolve();
    this.chip = by("chip");
    document.addEventListener("pointerdown", (event) => this.press(event));
    document.addEventListener("pointermove", (event) => this.move(event));
    document.addEventListener("pointerup", (event) => this.release(event));
    document.addEventListener("pointercancel", () => this.cancel());
    document.addEventListener("touchmove", (event) => { if (this.dragging) event.preventDefault(); }, { passive: false });
    document.addEventListener("contextmenu", (event) => { if (this.dragging || this.pressed) event.preventDefault(); });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => { if (this.swallow) { event.stopPropagation(); event.preventDefault(); this.swallow = false; } }, true);
    this.swallow = false;
  }

  /** @param {PointerEvent} event */
  press(event) {
    const from = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[data-job]"));
    if (!from || event.button !== 0 || this.byKeys) return;
    this.swallow = false;
    const timer = event.pointerType === "mouse" ? 0 : window.setTimeout(() => this.lift(from, event.clientX, event.clientY), HOLD);
    this.pressed = { x: event.clientX, y: event.clientY, id: event.pointerId, from, timer };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const pressed = this.pressed;
    if (pressed && !this.dragging && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLACK) {
      if (event.pointerType === "mouse") this.lift(pressed.from, event.clientX, event.clientY);
      // A finger that moves at once scrolls.
      else { clearTimeout(pressed.timer); this.pressed = null; }
    }
    if (this.dragging) this.hover(event.clientX, event.clientY);
  }

  /** @param {HTMLElement} from @param {number} x @param {number} y */
  lift(from, x, y) {
    this.dragging = true;
    document.body.classList.add("dragging");
    this.pick(from.dataset.job ?? "", from.dataset.crew === undefined ? null : { crew: Number(from.dataset.crew), day: Number(from.dataset.day) });
    this.hover(x, y);
  }

  /** Picks a visit up and asks for all prices. @param {string} job @param {{ crew: number, day: number } | null} at */
  pick(job, at) {
    const week = this.grid.week;
    if (!week) return;
    const from = at && { crew: week.crews[at.crew].id, date: week.dates[at.day].date };
    this.held = { job, from, crew: at?.crew, day: at?.day };
    by("legend").hidden = false;
    const turn = this.turn += 1;
    this.ready = get("prices", { job, ...from ?? {} }).then((answer) => {
      if (turn !== this.turn) return;
      /** @type {Map<string, Price>} */
      const prices = new Map();
      for (const [crew, day, price, metres, minutes] of answer.cells) {
        prices.set(`${ crew }/${ day }`, typeof price === "string" ? { rule: price } : { cents: price, metres, minutes });
      }
      this.grid.setPrices(prices);
      this.tell();
      document.body.dataset.priced = "yes";
    }, (error) => { this.cancel(); this.owner.failed(error); });
  }

  /** Shows what the cell under the pointer costs. @param {number} x @param {number} y */
  hover(x, y) {
    this.scrollAt(x, y);
    const under = document.elementFromPoint(x, y);
    const cell = /** @type {HTMLElement | null} */ (under?.closest(".cell"));
    const target = cell ? { crew: Number(cell.dataset.crew), day: Number(cell.dataset.day) } : null;
    const { target: before } = this.grid;
    if (target?.crew !== before?.crew || target?.day !== before?.day) this.grid.setTarget(target);
    this.isOverTray = Boolean(under?.closest(".tray"));
    document.querySelector(".tray")?.classList.toggle("over", this.isOverTray);
    this.chip.hidden = false;
    this.chip.style.transform = `translate(${ Math.min(x + 14, innerWidth - 250) }px, ${ Math.min(y + 18, innerHeight - 70) }px)`;
    this.tell();
  }

  /** @param {number} x @param {number} y */
  scrollAt(x, y) {
    const { scroller } = this.grid;
    const box = scroller.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top - EDGE || y > box.bottom + EDGE) return;
    if (y < box.top + EDGE + this.grid.head.offsetHeight) scroller.scrollTop -= 14;
    if (y > box.bottom - EDGE) scroller.scrollTop += 14;
    if (x > box.right - EDGE) scroller.scrollLeft += 14;
    if (x < box.left + EDGE) scroller.scrollLeft -= 14;
  }

  /** @returns {Price | undefined} */
  priceThere() {
    const { target, prices } = this.grid;
    return target ? prices.get(`${ target.crew }/${ target.day }`) : undefined;
  }

  isHome() {
    const { target } = this.grid;
    return Boolean(this.held?.from && target && target.crew === this.held.crew && target.day === this.held.day);
  }

  /** Whether a drop would change nothing. */
  stays() {
    const price = this.priceThere();
    return this.isHome() && !(price && "cents" in price && price.cents !== 0);
  }

  /** Says what a drop would do. */
  tell() {
    const price = this.priceThere();
    const words = this.isOverTray ? say("leave_out") : this.stays() ? say("stays") : price ? (this.isHome() ? say("better_order", priceWords(price)) : priceWords(price)) : this.grid.prices.size ? "" : say("pricing");
    this.chip.replaceChildren(Object.assign(document.createElement("b"), { textContent: this.held?.job ?? "" }), ` ${ words }`);
    this.chip.classList.toggle("no", Boolean(price && "rule" in price) && !this.isOverTray && !this.stays());
    const { target, week } = this.grid;
    if (this.byKeys && target && week) this.owner.told(`${ week.crews[target.crew].id }, ${ week.dates[target.day].label }: ${ words }`);
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (this.pressed) clearTimeout(this.pressed.timer);
    this.pressed = null;
    if (!this.dragging) return;
    this.swallow = event.pointerType === "mouse";
    window.setTimeout(() => { this.swallow = false; }, 50);
    this.hover(event.clientX, event.clientY);
    void this.drop();
  }

  /** Drops what is held where the target is. */
  async drop() {
    const held = this.held;
    if (!held) return this.cancel();
    await this.ready;
    const { target, week } = this.grid;
    const price = this.priceThere();
    const home = this.stays();
    const out = this.isOverTray;
    if (out && held.from) {
      this.end();
      await this.send({ kind: "leave-out", job: held.job, from: held.from }, held.job);
    } else if (home || !target || !week || !price) {
      this.cancel();
    } else if ("rule" in price) {
      const to = { to_crew: week.crews[target.crew].id, to_date: week.dates[target.day].date };
      const query = { job: held.job, ...held.from ?? {}, ...to };
      this.end();
      const answer = await get("offer", query).catch(() => null);
      this.owner.failed(new Error(say("blocked_by", answer?.text ? `${ answer.rule }: ${ answer.text }` : price.rule)));
    } else {
      const to = { crew: week.crews[target.crew].id, date: week.dates[target.day].date };
      this.end();
      await this.send({ kind: "move", job: held.job, from: held.from, to, cents: price.cents }, held.job);
    }
  }

  /** @param {object} edit @param {string} job */
  async send(edit, job) {
    try {
      const answer = await post("edit", { edit });
      await this.owner.changed(answer.number);
      this.owner.told(say("dropped", job, signed(answer.cents, true)));
    } catch (error) {
      this.owner.failed(error);
    }
  }

  cancel() {
    if (this.held) this.owner.told(say("put_back"));
    this.end();
  }

  end() {
    if (this.pressed) clearTimeout(this.pressed.timer);
    this.turn += 1;
    this.pressed = null;
    this.held = null;
    this.dragging = false;
    this.byKeys = false;
    this.isOverTray = false;
    this.chip.hidden = true;
    by("legend").hidden = true;
    delete document.body.dataset.priced;
    document.body.classList.remove("dragging");
    document.querySelector(".tray")?.classList.remove("over");
    this.grid.target = null;
    this.grid.setPrices(new Map());
  }

  /** Picks a visit up for the keyboard. @param {string} job @param {{ crew: number, day: number } | null} at */
  pickByKeys(job, at) {
    const week = this.grid.week;
    if (!week) return;
    this.pick(job, at);
    this.byKeys = true;
    this.chip.hidden = false;
    this.owner.told(say("picked", job));
    const first = at ?? { crew: this.grid.shown[0] ?? 0, day: 0 };
    this.aim(first.crew, first.day);
  }

  /** @param {number} crew @param {number} day */
  aim(crew, day) {
    this.grid.reveal(crew, day);
    this.grid.setTarget({ crew, day });
    const cell = this.grid.cellOf(crew, day);
    if (cell) {
      this.grid.focus(cell);
      const box = cell.getBoundingClientRect();
      this.chip.style.transform = `translate(${ Math.min(box.left, innerWidth - 250) }px, ${ Math.min(box.bottom + 4, innerHeight - 60) }px)`;
    }
    this.tell();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.held) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.cancel();
      return;
    }
    const { target, week, shown } = this.grid;
    if (!this.byKeys || !target || !week) return;
    const row = shown.indexOf(target.crew);
    const to = {
      ArrowLeft: [row, target.day - 1], ArrowRight: [row, target.day + 1], ArrowUp: [row - 1, target.day], ArrowDown: [row + 1, target.day],
    }[event.key];
    if (to) {
      event.preventDefault();
      event.stopPropagation();
      const [index, day] = to;
      if (index >= 0 && index < shown.length && day >= 0 && day < week.dates.length) this.aim(shown[index], day);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      void this.drop();
    } else if (event.key === "Tab") {
      event.preventDefault();
    }
  }
}
