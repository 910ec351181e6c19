// What a planner does on the board in a real browser. Run by scripts/browser-test:
//   node board.mjs CHROMIUM BRIGADE FOLDER SCREENSHOTS
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test, before, after } from "node:test";
import { chromium } from "playwright-core";

const [, , executablePath, brigade, folder, shots] = process.argv;
const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const servers = [];
let browser;

before(async () => { browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] }); });
after(async () => { await browser.close(); servers.forEach((server) => server.process.kill("SIGKILL")); });

// A server of a copy of an instance, or of one that is there.
async function serve(name, source = "alpes", more = []) {
  const instance = join(folder, name);
  if (source) cpSync(join(folder, source), instance, { recursive: true });
  const child = spawn(brigade, ["serve", instance, "--listen", "127.0.0.1:0", "--no-open", "--lang", "en", ...more], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, XDG_DATA_HOME: join(folder, "data") } });
  const server = { process: child, instance, url: "", said: "" };
  servers.push(server);
  child.stderr.on("data", (text) => { server.said += text; });
  server.url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => { const found = /http:\S+/.exec(String(text)); if (found) resolve(found[0]); });
    child.on("exit", (code) => reject(new Error(`${ code }: ${ server.said }`)));
  });
  return server;
}

const ended = (server) => new Promise((resolve) => { if (server.process.exitCode !== null || server.process.signalCode) resolve(); else server.process.on("exit", resolve); });

async function open(server, options = {}, path = "/?lang=en") {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("409")) page.faults.push(message.text()); });
  page.on("dialog", (dialog) => { page.faults.push("a dialog"); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(server.url)) page.faults.push(request.url()); });
  await page.goto(server.url + path);
  await page.waitForSelector("html[data-ready=yes]");
  return page;
}

const number = (page) => page.evaluate(() => Number(document.documentElement.dataset.number));
const later = (page, before) => page.waitForFunction((before) => Number(document.documentElement.dataset.number) > before, before);
const cost = (page) => page.evaluate(async () => (await (await fetch("/api/week")).json()).figures.cost);
const shoot = (page, name) => page.screenshot({ path: join(shots, `board-${ name }.png`) });
const axe = async (page) => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => `${ one.id }: ${ one.nodes[0].html }`);
};

// A visit with a cell in sight where it may go and which costs something else.
const candidate = (page, within = 8) => page.evaluate(async (within) => {
  const week = await (await fetch("/api/week")).json();
  for (const route of week.routes.filter((one) => one.crew < within)) {
    for (const visit of route.visits.filter((one) => !one.pinned)) {
      const from = { crew: week.crews[route.crew].id, date: week.dates[route.day].date };
      const { cells } = await (await fetch(`/api/prices?${ new URLSearchParams({ job: visit.job, ...from }) }`)).json();
      const open = cells.find(([crew, day, price]) => crew < within && typeof price === "number" && price !== 0 && (crew !== route.crew || day !== route.day) && day < 4);
      if (open) return { job: visit.job, crew: route.crew, day: route.day, to: { crew: open[0], day: open[1], cents: open[2] } };
    }
  }
  return null;
}, within);

const barOf = (page, { job, crew, day }) => page.locator(`.visit[data-job="${ job }"][data-crew="${ crew }"][data-day="${ day }"]`);
const cellAt = (page, { crew, day }) => page.locator(`.cell[data-crew="${ crew }"][data-day="${ day }"]`);

// Leaves so many visits out, as the page asks for it.
const leaveOut = (page, count) => page.evaluate(async (count) => {
  const { token } = await (await fetch("/api/session")).json();
  let done = 0;
  for (let index = 0; done < count && index < 60; index += 1) {
    const week = await (await fetch("/api/week")).json();
    const route = week.routes[index];
    const from = { crew: week.crews[route.crew].id, date: week.dates[route.day].date };
    const edit = { kind: "leave-out", job: route.visits[0].job, from };
    const answer = await fetch("/api/edit", { method: "POST", headers: { "content-type": "application/json", "x-brigade-token": token }, body: JSON.stringify({ edit }) });
    if (answer.ok) done += 1;
  }
  return done;
}, count);

const bars = (page) => page.locator(".cell .visit:not(.pinned)");

test("a visit dragged by mouse costs what the cell said", async () => {
  const page = await open(await serve("mouse"));
  const [first, before] = [await cost(page), await number(page)];
  await shoot(page, "week");
  const held = await candidate(page);
  const bar = barOf(page, held);
  await bar.hover({ position: { x: 3, y: 10 } });
  await page.mouse.down();
  const box = await bar.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 30, { steps: 4 });
  await page.waitForSelector("body[data-priced=yes]");
  const own = await cellAt(page, held.to).boundingBox();
  await page.mouse.move(own.x + own.width / 2, own.y + own.height / 2, { steps: 6 });
  await page.waitForFunction(() => document.querySelector("#chip").textContent.includes("€"));
  const told = await page.textContent("#chip");
  await shoot(page, "prices");
  await page.mouse.up();
  await later(page, before);
  const real = (await cost(page)) - first;
  const shown = Number(told.replace(/^[^€]*?(-?)\+?€([\d,.]+).*$/, "$1$2").replace(/,/g, ""));
  assert.equal(Math.round(shown * 100), real, told);
  assert.equal(held.to.cents, real);
  assert.equal(await barOf(page, { ...held, ...held.to }).count(), 1);
  assert.deepEqual(page.faults, []);
});

test("a visit moved, pinned and left out by keyboard", async () => {
  const page = await open(await serve("keys"));
  const held = await candidate(page);
  const { to } = held;
  await barOf(page, held).click({ position: { x: 3, y: 10 } });
  const before = await number(page);
  await page.keyboard.press("m");
  await page.waitForSelector("body[data-priced=yes]");
  const at = () => page.evaluate(() => { const cell = document.querySelector(".cell.target"); return [Number(cell.dataset.crew), Number(cell.dataset.day)]; });
  for (let step = 0; step < 60; step += 1) {
    const [crew, day] = await at();
    if (day !== Number(to.day)) await page.keyboard.press(day < Number(to.day) ? "ArrowRight" : "ArrowLeft");
    else if (crew !== Number(to.crew)) await page.keyboard.press(crew < Number(to.crew) ? "ArrowDown" : "ArrowUp");
    else break;
  }
  await page.keyboard.press("Enter");
  await later(page, before);
  const pinning = await number(page);
  await page.click("#panel button:text-is('Pin')");
  await later(page, pinning);
  await page.waitForSelector(".visit.pinned.chosen");
  await page.click("#panel button:text-is('Unpin')");
  await page.waitForSelector(".visit.chosen:not(.pinned)");
  const leaving = await number(page);
  await page.click("#panel button:has-text('Leave out')");
  await later(page, leaving);
  await page.click("#tab-left_out");
  assert.ok(await page.locator("#panel .visit.out").count() > 0);
  await bars(page).nth(2).focus();
  await page.keyboard.press("m");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".cell[data-level]").count(), 0);
  assert.deepEqual(page.faults, []);
});

test("a visit dragged by finger on a small screen", async () => {
  const page = await open(await serve("finger"), { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await shoot(page, "small");
  assert.deepEqual(await axe(page), []);
  const before = await number(page);
  await page.locator("#grid").scrollIntoViewIfNeeded();
  const held = await candidate(page, 3);
  const box = await barOf(page, held).boundingBox();
  const session = await page.context().newCDPSession(page);
  const touch = (type, x, y) => session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  await touch("touchStart", box.x + 4, box.y + 10);
  await page.waitForSelector("body.dragging");
  await page.waitForSelector("body[data-priced=yes]");
  // To the edge until the cell is in sight.
  const frame = await page.locator(".scroller").boundingBox();
  for (let step = 0; step < 90; step += 1) {
    const own = await cellAt(page, held.to).boundingBox();
    if (own.x + 30 < frame.x + frame.width - 50) break;
    await touch("touchMove", frame.x + frame.width - 10 - step % 2, box.y + 10);
  }
  const own = await cellAt(page, held.to).boundingBox();
  const to = { x: Math.max(own.x + 20, frame.x + 125), y: own.y + own.height / 2 };
  await touch("touchMove", to.x, to.y);
  await shoot(page, "finger");
  await touch("touchEnd", to.x, to.y);
  await later(page, before);
  assert.deepEqual(page.faults, []);
});

test("two browsers see each other, and undo takes back one's own", async () => {
  const server = await serve("two");
  const [ada, bob] = [await open(server), await open(server)];
  const move = (page, index) => page.evaluate(async (index) => {
    const week = await (await fetch("/api/week")).json();
    const { token } = await (await fetch("/api/session")).json();
    const send = (path, body) => fetch(`/api/${ path }`, { method: "POST", headers: { "content-type": "application/json", "x-brigade-token": token }, body: JSON.stringify(body) });
    for (const route of week.routes.slice(index)) {
      const visit = route.visits.find((one) => !one.pinned);
      if (!visit) continue;
      const from = { crew: week.crews[route.crew].id, date: week.dates[route.day].date };
      const answer = await send("edit", { edit: { kind: "leave-out", job: visit.job, from } });
      if (answer.ok) return [from.crew, from.date];
    }
    return null;
  }, index);
  const before = await number(bob);
  const at = await move(ada, 0);
  assert.ok(at);
  await later(bob, before);
  // Bob goes on in the same day.
  const bobs = await bob.evaluate(async ([crew, date]) => {
    const { token } = await (await fetch("/api/session")).json();
    const answer = await fetch("/api/edit", { method: "POST", headers: { "content-type": "application/json", "x-brigade-token": token }, body: JSON.stringify({ edit: { kind: "absence", at: { crew, date } } }) });
    return answer.ok;
  }, at);
  assert.ok(bobs);
  await ada.waitForSelector("#undo:enabled");
  await ada.click("#undo");
  await ada.waitForFunction(() => document.querySelector("#notice").textContent.includes("Somebody else"));
  await bob.waitForSelector("#undo:enabled");
  const two = await number(bob);
  await bob.click("#undo");
  await later(bob, two);
  await ada.waitForFunction((two) => Number(document.documentElement.dataset.number) > two, two);
  await ada.click("#undo");
  await ada.waitForSelector("#undo:disabled");
});

test("undo of everything is the first week byte for byte", async () => {
  const server = await serve("undo");
  const page = await open(server);
  const exported = async () => {
    await page.evaluate(() => { document.querySelector("#notice").textContent = ""; });
    await page.click("#more summary");
    await page.click("#export");
    await page.waitForFunction(() => document.querySelector("#notice").textContent.includes("Written"));
    return ["plan.csv", "routes.csv", "changes.csv", "instance/current.csv", "instance/calendar.csv"].map((name) => readFileSync(join(server.instance, "board", name), "utf8"));
  };
  const first = await exported();
  const start = await number(page);
  assert.equal(await leaveOut(page, 3), 3);
  await later(page, start + 2);
  const before = await number(page);
  await page.locator(".cell:not(.off)").first().click({ position: { x: 3, y: 2 } });
  await page.click("#panel button.main");
  await later(page, before);
  const changed = await exported();
  assert.notDeepEqual(changed, first);
  execFileSync(brigade, ["check", join(server.instance, "board", "instance"), join(server.instance, "board")]);
  while (await page.locator("#undo:enabled").count()) {
    const before = await number(page);
    await page.click("#undo");
    await later(page, before);
    await page.waitForTimeout(100);
  }
  assert.deepEqual(await exported(), first);
  assert.deepEqual(page.faults, []);
});

test("half a proposal is accepted", async () => {
  const page = await open(await serve("half"));
  const first = await cost(page);
  await page.click("#open-optimise");
  await page.fill("input[name=seconds]", "6");
  await page.click("#dialog button.main");
  await page.waitForSelector("#tab-proposal[aria-selected=true]", { timeout: 40_000 });
  await page.waitForSelector("#panel .changes li");
  await shoot(page, "proposal");
  assert.deepEqual(await axe(page), []);
  assert.equal(await cost(page), first, "a proposal is beside the week");
  const rows = await page.locator("#panel .changes input").count();
  assert.ok(rows > 1);
  const before = await number(page);
  for (let index = 0; index < rows; index += 2) await page.locator("#panel .changes input").nth(index).uncheck();
  await page.click("#panel button:has-text('Accept')");
  await later(page, before);
  await page.waitForFunction((rows) => { const left = document.querySelectorAll("#panel .changes input").length; return left > 0 && left < rows; }, rows);
  assert.deepEqual(page.faults, []);
});

test("what was acknowledged is there after the server is killed", async () => {
  const server = await serve("killed");
  const page = await open(server);
  const start = await number(page);
  assert.equal(await leaveOut(page, 5), 5);
  await later(page, start + 4);
  const [last, paid] = [await number(page), await cost(page)];
  server.process.kill("SIGKILL");
  await ended(server);
  const again = await serve("killed", null);
  const other = await open(again);
  assert.equal(await number(other), last);
  assert.equal(await cost(other), paid);
  const refused = spawn(brigade, ["serve", again.instance, "--listen", "127.0.0.1:0", "--no-open", "--lang", "en"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  refused.stderr.on("data", (text) => { said += text; });
  const code = await new Promise((resolve) => refused.on("exit", resolve));
  assert.equal(code, 2);
  assert.match(said, /another server/);
});

test("a new job finds its time; scenarios and reasons", async () => {
  const page = await open(await serve("job"));
  await page.click("#open-job");
  await page.fill("input[name=job]", "URGENT1");
  await page.fill("input[name=duration]", "30");
  await page.click("#dialog button.main");
  await page.waitForSelector("#dialog .slots tbody tr");
  await shoot(page, "slots");
  assert.deepEqual(await axe(page), []);
  const before = await number(page);
  await page.locator("#dialog .slots tbody button").first().click();
  await later(page, before + 1);
  await page.waitForSelector(".visit[data-job=URGENT1], .cell");
  await page.click("#tab-scenarios");
  await page.fill("#panel form input", "B");
  await page.click("#panel form button");
  await page.waitForFunction(() => document.querySelector("#scenario").value === "B");
  await bars(page).first().click();
  await page.click("#panel button:has-text('Why here')");
  await page.waitForSelector("#panel .costs li");
  await shoot(page, "why");
  assert.deepEqual(page.faults, []);
});

test("French, in the dark; nothing serious for axe", async () => {
  const server = await serve("looks");
  const page = await open(server, { colorScheme: "dark" }, "/?lang=fr");
  assert.match(await page.textContent("#title"), /Semaine/);
  await bars(page).nth(1).click();
  await page.keyboard.press("m");
  await page.waitForSelector("body[data-priced=yes]");
  await shoot(page, "dark");
  await page.keyboard.press("Escape");
  assert.deepEqual(await axe(page), []);
  const light = await open(server, {}, "/?lang=fr");
  assert.deepEqual(await axe(light), []);
  await shoot(light, "french");
  assert.deepEqual(page.faults, []);
});

test("names with scripts are only names", async () => {
  const server = await serve("hostile-board", "hostile-firm");
  const page = await open(server);
  await page.click("#tab-changes");
  await bars(page).first().click();
  assert.doesNotMatch(await page.title(), /^1$/);
  assert.deepEqual(page.faults, []);
});

test("foreign hosts, origins and long bodies are refused", async () => {
  const { url } = await serve("guard");
  const asked = async (path, options) => (await fetch(url + path, options)).status;
  assert.equal(await asked("/api/week"), 200);
  const { token } = await (await fetch(`${ url }/api/session`)).json();
  const post = (headers, body = "{}") => ({ method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  assert.equal(await asked("/api/undo", post({})), 403);
  assert.equal(await asked("/api/undo", post({ "x-brigade-token": token, origin: "https://evil.example" })), 403);
  assert.equal(await asked("/api/undo", post({ "x-brigade-token": token })), 409);
  assert.equal(await asked("/api/undo", post({ "x-brigade-token": token }, `{"scenario":"${ "x".repeat(10_000_000) }"}`)), 413);
  assert.equal(await asked("/api/edit", post({ "x-brigade-token": token }, "{")), 400);
  const other = url.replace("127.0.0.1", "localhost");
  assert.equal((await fetch(`${ other }/api/week`)).status, 200);
});

test("a folder dropped onto the page is opened", async () => {
  const server = await serve("dropped", "alpes", ["--database", join(folder, "dropped.db")]);
  const page = await open(server);
  const files = ["crews.csv", "sites.csv", "jobs.csv", "settings.toml"].map((name) => [name, readFileSync(join(folder, "hostile-firm", name), "utf8")]);
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent("#grid", "drop", { dataTransfer: data });
  await page.click("#dialog button.main");
  await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 3);
  assert.deepEqual(page.faults, []);
});

// Of 100 crews and 1,500 visits only the rows in sight are on the page.
test("a large week", { skip: !readdirSync(folder).includes("large-firm") }, async () => {
  const page = await open(await serve("large-board", "large-firm"));
  assert.ok(await page.locator(".rows .row").count() < 40);
  await bars(page).first().click();
  await page.keyboard.press("m");
  await page.waitForSelector("body[data-priced=yes]");
  await shoot(page, "large");
  await page.keyboard.press("Escape");
  assert.deepEqual(page.faults, []);
});
