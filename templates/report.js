"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const status = form.querySelector("output");
  const tip = document.getElementById("tip");
  const selects = all("select", form);
  const land = document.getElementById("land");
  const tokens = new Map();
  const listed = (element, key) => {
    let own = tokens.get(element);
    if (!own) tokens.set(element, own = { });
    return own[key] ??= new Set((element.dataset[key] ?? "").split(" "));
  };

  // Filters: an element shows where, of each kind that it names, it names the one chosen.
  const filtered = all("[data-d], [data-c], [data-r]").filter((element) => !element.matches(".bar"));
  const bars = all(".lane .bar");
  const planned = all(".lane.plan .bar");
  const matches = (element, chosen) =>
    chosen.every(([key, value]) => element.dataset[key] === undefined || listed(element, key).has(value));
  let narrowed = false;
  const apply = () => {
    const chosen = selects.filter((select) => select.value !== "").map((select) => [select.dataset.key, select.value]);
    const region = chosen.filter(([key]) => key === "r");
    if (!chosen.length && !narrowed) return tell();
    narrowed = chosen.length > 0;
    for (const element of filtered) element.toggleAttribute("hidden", !matches(element, chosen));
    for (const bar of bars) bar.classList.toggle("dim", !matches(bar, region));
    for (const part of [document.body, land]) part.classList.toggle("few", chosen.some(([key]) => key !== "r"));
    tell();
  };
  const tell = () => {
    const shown = narrowed ? planned.filter((bar) => !bar.classList.contains("dim") && !bar.closest("[hidden]")).length : planned.length;
    status.textContent = status.dataset.status.replace("{n}", shown).replace("{m}", planned.length);
    enter();
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));

  // Which schedule the week shows.
  const week = document.getElementById("week");
  week.dataset.lanes = "plan";
  for (const input of all("input[name=lanes]", week)) {
    input.addEventListener("change", () => { week.dataset.lanes = input.value; enter(); });
    if (input.checked) week.dataset.lanes = input.value;
  }

  // Details of what is pointed at, tapped or focused.
  let shownFor = null;
  const text = (element) => element.dataset.tip ?? element.getAttribute("aria-label");
  const hide = () => { tip.hidden = true; shownFor = null; };
  const show = (element) => {
    shownFor = element;
    tip.textContent = text(element);
    tip.hidden = false;
    const at = element.getBoundingClientRect();
    const x = Math.min(Math.max(8, at.left), innerWidth - tip.offsetWidth - 8);
    const below = at.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = `${ x }px`;
    tip.style.top = `${ below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6) }px`;
  };
  const telling = ".lane .bar, .lane .way, .tours path";
  const follow = (event) => {
    const element = event.target.closest?.(telling);
    if (element) show(element); else if (shownFor) hide();
  };
  for (const name of ["pointerover", "focusin", "click"]) document.addEventListener(name, follow);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });

  // One stop of the Tab key per group; the arrow keys move inside.
  const groups = [...all(".grid"), ...all(".map .tours")];
  const inside = (group) => all(".lane .bar, path", group).filter((item) => item.checkVisibility());
  const enter = () => {
    for (const group of groups) {
      const items = all(".lane .bar, path", group);
      for (const item of items) item.setAttribute("tabindex", "-1");
      items.find((item) => item.checkVisibility())?.setAttribute("tabindex", "0");
    }
  };
  const middle = (item) => {
    const box = item.getBoundingClientRect();
    return (box.left + box.right) / 2;
  };
  const vertical = (items, from, step) => {
    const row = (item) => item.closest("tr")?.rowIndex;
    const rows = [...new Set(items.map(row))];
    const next = rows[rows.indexOf(row(from)) + step];
    const near = items.filter((item) => row(item) === next);
    return near.sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)))[0];
  };
  for (const group of groups) {
    group.addEventListener("keydown", (event) => {
      const items = inside(group);
      const at = items.indexOf(event.target);
      const grid = group.matches(".grid");
      const moves = {
        ArrowRight: () => items[at + 1],
        ArrowLeft: () => items[at - 1],
        ArrowDown: () => grid ? vertical(items, event.target, 1) : items[at + 1],
        ArrowUp: () => grid ? vertical(items, event.target, -1) : items[at - 1],
        Home: () => items[0],
        End: () => items[items.length - 1],
      };
      const next = at >= 0 && moves[event.key]?.();
      if (!next) return;
      event.preventDefault();
      event.target.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }

  apply();
  document.documentElement.dataset.ready = "yes";
})();
