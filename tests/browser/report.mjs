// What a reader of report.html meets in a real browser. Run by scripts/browser-test:
//   node report.mjs CHROMIUM FOLDER SCREENSHOTS
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, before, after } from "node:test";
import { chromium } from "playwright-core";

const [, , executablePath, folder, shots] = process.argv;
const MOST_BYTES = 5_000_000;
const MOST_MILLISECONDS = 2_000;
const OPENINGS = 5;
const summary = (plan) => JSON.parse(readFileSync(join(folder, plan, "summary.json"), "utf8"));
let browser;

before(async () => { browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] }); });
after(() => browser.close());

// Opens a page of the folder; nothing may be asked from elsewhere and nothing may fail.
async function open(path, options = {}) {
  const page = await blank(options);
  await go(page, path);
  return page;
}

async function blank(options = {}) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, ...options });
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") page.faults.push(message.text()); });
  page.on("dialog", (dialog) => { page.faults.push("a dialog"); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith("file:")) page.faults.push(request.url()); });
  return page;
}

async function go(page, path) {
  await page.goto(`file://${ join(folder, path) }`);
  await page.waitForSelector("html[data-ready=yes]");
}

const visible = (page, selector) => page.locator(`${ selector }:visible`);
const choose = (page, key, value) => page.selectOption(`select[data-key=${ key }]`, value);
const shoot = (page, name, options = {}) => page.screenshot({ path: join(shots, `${ name }.png`), ...options });

test("every figure is that of summary.json", async () => {
  const page = await open("alpes/report.html");
  const told = summary("alpes");
  const figures = await page.$$eval("[data-path]", (all) => all.map((one) => [one.dataset.path, Number(one.dataset.value)]));
  assert.ok(figures.length > 30, `${ figures.length } figures`);
  for (const [path, value] of figures) {
    if (path.startsWith("plan.violations.")) continue;
    const stated = path.split(".").reduce((block, key) => block[key], told);
    assert.ok(Math.abs(stated - value) < 0.01, `${ path }: ${ value } on the page, ${ stated } in the file`);
  }
  const bars = await page.locator(".lane.plan .bar").count();
  assert.equal(bars, told.plan.visits);
  assert.deepEqual(page.faults, []);
  await shoot(page, "verdict");
  for (const id of ["week", "map", "costs", "crews"]) await page.locator(`#${ id }`).screenshot({ path: join(shots, `${ id }.png`) });
});

test("filters show what is asked for and nothing else", async () => {
  const page = await open("alpes/report.html");
  const status = () => page.textContent("#filters output");
  const all = await status();
  await choose(page, "c", "0");
  assert.equal(await visible(page, ".grid tbody tr").count(), 1);
  assert.equal(await visible(page, "#crews tbody tr").count(), 1);
  const visits = await visible(page, ".lane.plan .bar").count();
  assert.ok(visits > 0 && (await status()).includes(String(visits)));
  await choose(page, "d", "1");
  assert.equal(await visible(page, ".grid thead th").count(), 2);
  const tours = await page.$$eval(".tours path", (all) => all.filter((one) => one.checkVisibility()).length);
  assert.ok(tours <= 2, `${ tours } tours of one crew and day`);
  await shoot(page, "one-crew-one-day");
  await page.click("#filters button[type=reset]");
  await page.waitForFunction((all) => document.querySelector("#filters output").textContent === all, all);
  await choose(page, "r", "0");
  assert.ok(await page.locator(".bar.dim").count() > 0);
  assert.notEqual(await status(), all);
  assert.deepEqual(page.faults, []);
});

test("details come by pointer, by keyboard and by tap", async () => {
  const page = await open("alpes/report.html");
  const bar = page.locator(".lane.plan .bar").first();
  await bar.hover();
  const told = await page.textContent("#tip");
  assert.equal(told, await bar.getAttribute("aria-label"));
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#tip").isHidden());
  await bar.focus();
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.notEqual(second, told);
  assert.equal(await page.textContent("#tip"), second);
  await page.keyboard.press("ArrowDown");
  const row = await page.evaluate(() => document.activeElement.closest("tr").rowIndex);
  assert.equal(row, 2);
  assert.equal(await page.locator(".grid [tabindex='0']").count(), 1, "one stop of the Tab key in the week");
  await shoot(page, "details");
  const phone = await open("alpes/report.html", { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await phone.locator(".lane.plan .bar").first().tap();
  assert.ok(await phone.locator("#tip").isVisible());
  await shoot(phone, "phone");
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  assert.ok(!wide, "only tables scroll sideways on a phone");
});

test("a phone shows crews, and from where to where", async () => {
  const phone = await open("alpes/report.html", { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const inSight = (selector) => phone.$$eval(selector, (all) => all.filter((one) => one.checkVisibility() && one.textContent.trim())
    .map((one) => one.getBoundingClientRect()).every((box) => box.left >= 0 && box.right <= innerWidth && box.width > 40));
  for (const part of ["th", ".from", ".to", ".why"]) assert.ok(await inSight(`#changes tbody ${ part }`), part);
  const told = await phone.$eval("#changes .to:not(:empty)", (one) => getComputedStyle(one, "::before").content);
  assert.ok(told.includes("proposed"), told);
  await phone.locator("#changes").screenshot({ path: join(shots, "phone-changes.png") });
  await phone.$eval("#week .scroll", (one) => { one.scrollLeft = one.scrollWidth; });
  assert.ok(await inSight("#week tbody th"), "crews stay where the week is moved");
  await phone.locator("#week").screenshot({ path: join(shots, "phone-week.png") });
});

test("a list that scrolls says so", async () => {
  const page = await open("alpes/report.html");
  const rows = await page.locator("#changes tbody tr").count();
  assert.ok((await page.textContent("#changes .scrolls")).includes(String(rows)));
  assert.ok((await page.$eval("#changes .scroll", (one) => getComputedStyle(one).backgroundAttachment)).includes("local"));
});

test("names on the map cover no others and are whole", async () => {
  for (const plan of ["alpes", "far"]) {
    const page = await open(`${ plan }/report.html`);
    const [names, covered, cut] = await page.$eval(".map", (map) => {
      const shared = [...document.querySelectorAll("#land text, #names text")].map((text) => {
        const box = text.getBBox();
        return { name: text.textContent, left: box.x, right: box.x + box.width, top: box.y + box.height * .15, bottom: box.y + box.height * .85 };
      });
      const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      const covered = shared.flatMap((a, i) => shared.slice(i + 1).filter((b) => meet(a, b)).map((b) => `${ a.name } / ${ b.name }`));
      const { width, height } = map.viewBox.baseVal;
      const cut = shared.filter((box) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height).map((box) => box.name);
      return [shared.length, covered, cut];
    });
    assert.deepEqual([covered, cut], [[], []], plan);
    assert.ok(names > 40, `${ names } names in ${ plan }`);
    await page.locator("#map").screenshot({ path: join(shots, `map-${ plan }.png`) });
  }
});

test("a page of a week planned anew says when and why", async () => {
  const page = await open("anew/report.html");
  assert.equal(await page.title(), "Week 48: Mon 23/11/2026 to Fri 27/11/2026");
  const told = await page.textContent("header");
  for (const words of ["Tue 24/11/2026, 07:00", "LYO1 ", " is absent on Wed 25/11"]) assert.ok(told.includes(words), words);
});

test("on paper every visit has its start and its whole name", async () => {
  const page = await open("alpes/report.html");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1047, height: 720 });
  const bars = await page.$$eval(".lane.plan .bar", (all) => all.map((bar) => [bar.innerText, bar.scrollWidth <= bar.clientWidth + 1 && bar.scrollHeight <= bar.clientHeight + 1]));
  assert.equal(bars.length, summary("alpes").plan.visits);
  for (const [text, whole] of bars) assert.ok(whole && /\d\d:\d\d /.test(text), text);
});

test("today's schedule is a click away", async () => {
  const page = await open("alpes/report.html");
  await page.check("input[value=today]");
  assert.equal(await visible(page, ".lane.plan .bar").count(), 0);
  assert.equal(await visible(page, ".lane.today .bar").count(), summary("alpes").current.visits);
  await page.check("input[value=both]");
  await page.locator("#week").screenshot({ path: join(shots, "both.png") });
});

test("the change curve is a picture and a table", async () => {
  const page = await open("curve/report.html");
  const [head, ...rows] = readFileSync(join(folder, "curve/change_curve.csv"), "utf8").trim().split("\n").map((row) => row.split(","));
  const told = await page.$$eval("#curve tbody tr", (all) => all.map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent)));
  assert.deepEqual(told, rows.map((row) => [row[head.indexOf("max_changes")], row[head.indexOf("changes")]]));
  const picture = page.getByRole("img", { name: "Euros saved by number of changes" });
  assert.equal(await picture.locator("circle").count(), rows.length);
  const brings = await page.$$eval("#changes td.amount", (all) => all.map((cell) => cell.textContent).filter(Boolean));
  const amounts = brings.map((text) => Number(text.replaceAll(",", "")));
  assert.ok(amounts.length > 0);
  assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a), "changes by what each brings");
  assert.equal(await (await open("alpes/report.html")).locator("#curve").count(), 0, "only where it was asked");
  assert.deepEqual(page.faults, []);
  await page.locator("#curve").screenshot({ path: join(shots, "curve.png") });
  const dark = await open("curve/report.html", { colorScheme: "dark" });
  await dark.locator("#curve").screenshot({ path: join(shots, "dark-curve.png") });
});

test("names from the files are text", async () => {
  const page = await open("hostile/report.html");
  assert.ok((await page.content()).includes("&lt;script&gt;"));
  assert.notEqual(await page.title(), "1");
  assert.equal(await page.locator("script").count(), 1);
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(page.faults, []);
});

test("every control has a name, every table a header, every colour a second sign", async () => {
  const page = await open("alpes/fr.html");
  assert.equal(await page.getAttribute("html", "lang"), "fr");
  const nameless = await page.$$eval("button, select, input, [tabindex='0']", (all) => all.filter((one) =>
    !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length || one.textContent.trim())).length);
  assert.equal(nameless, 0);
  const bare = await page.$$eval("tbody tr", (rows) => rows.filter((row) => !row.querySelector("th[scope=row]")).length);
  assert.equal(bare, 0);
  const unmarked = await page.$$eval(".lane .bar", (bars) => bars.filter((bar) =>
    !bar.classList.contains("kept") && !/^[↔⇄+×]/.test(bar.textContent)).length);
  assert.equal(unmarked, 0);
  await shoot(page, "french");
});

test("dark screens and paper", async () => {
  const dark = await open("alpes/report.html", { colorScheme: "dark" });
  const paper = await dark.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.ok(paper.match(/\d+/g).every((part) => Number(part) < 60), paper);
  await shoot(dark, "dark");
  await dark.locator("#week").screenshot({ path: join(shots, "dark-week.png") });
  await dark.pdf({ path: join(shots, "a4.pdf"), preferCSSPageSize: true, printBackground: true });
});

// Opens the large page and filters it: milliseconds until it can be used, of the main thread's own work, which a busy
// machine does not lengthen as much, and of the filter.
async function timed(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const begun = performance.now();
  await go(page, "large/report.html");
  const loaded = performance.now() - begun;
  const { metrics } = await session.send("Performance.getMetrics");
  const busy = 1_000 * metrics.find((metric) => metric.name === "TaskDuration").value;
  const filtering = performance.now();
  await choose(page, "c", "3");
  return { loaded, busy, filtered: performance.now() - filtering };
}

test("a hundred crews open at once", async () => {
  const bytes = statSync(join(folder, "large/report.html")).size;
  assert.ok(bytes < MOST_BYTES, `${ bytes } bytes`);
  const runs = [];
  let page;
  for (let run = 0; run < OPENINGS; run++) {
    await page?.close();
    page = await blank();
    runs.push(await timed(page));
  }
  const told = (key) => {
    const times = runs.map((run) => run[key]).sort((a, b) => a - b);
    return `${ times[0].toFixed(0) } ms (median ${ times[OPENINGS >> 1].toFixed(0) })`;
  };
  console.log(`# ${ bytes } bytes; at best of ${ OPENINGS }: usable after ${ told("loaded") }, work of ${ told("busy") }, filtered in ${ told("filtered") }`);
  assert.ok(Math.min(...runs.map((run) => run.busy)) < MOST_MILLISECONDS);
  assert.equal(await visible(page, ".grid tbody tr").count(), 1);
  await choose(page, "c", "");
  await page.locator("#map").scrollIntoViewIfNeeded();
  await shoot(page, "large");
});
