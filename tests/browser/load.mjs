// How fast the board answers, and what many browsers and a killed server do to it:
//   node load.mjs BRIGADE INSTANCE [MINUTES] [KILLS] [CHROMIUM]
// Prints prices of all cells (200 drags) and drops, alone and while an optimisation runs; in Chromium, where it is named,
// when the page is usable and when a drop is shown; then, of a server started anew, 20 readers and 3 editors for so many
// minutes; then kills the server at so many random moments and asks for every acknowledged edit.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [, , brigade, source, minutes = "1", kills = "10", executablePath] = process.argv;
const scratch = mkdtempSync(join(tmpdir(), "board-load-"));
const instance = join(scratch, "firm");
cpSync(source, instance, { recursive: true });

async function serve() {
  const child = spawn(brigade, ["serve", instance, "--listen", "127.0.0.1:0", "--no-open", "--lang", "en"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((resolve) => child.stdout.on("data", (text) => { const found = /http:\S+/.exec(String(text)); if (found) resolve(found[0]); }));
  const { token } = await (await fetch(`${ url }/api/session`)).json();
  return { child, url, token };
}

function client(server) {
  let cookie = "";
  const ask = async (path, options = {}) => {
    const answer = await fetch(`${ server.url }/api/${ path }`, { ...options, headers: { ...options.headers, ...cookie ? { cookie } : {} } });
    cookie ||= (answer.headers.get("set-cookie") ?? "").split(";")[0];
    return { status: answer.status, value: await answer.json().catch(() => null) };
  };
  const post = (path, body) => ask(path, { method: "POST", headers: { "content-type": "application/json", "x-brigade-token": server.token }, body: JSON.stringify(body) });
  return { get: ask, post };
}

const at = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const told = (name, times) => console.log(`${ name }: median ${ at(times, 0.5).toFixed(1) } ms, 95 % within ${ at(times, 0.95).toFixed(1) } ms, 99 % within ${ at(times, 0.99).toFixed(1) } ms (${ times.length })`);
let seed = 1;
const below = (most) => { seed = (seed * 48271) % 2147483647; return seed % most; };
const pick = (all) => all[below(all.length)];
const rest = (most) => new Promise((resolve) => setTimeout(resolve, below(most)));

// A random visit with the query that asks for its prices.
function visit(week) {
  const route = pick(week.routes);
  const one = pick(route.visits);
  return { job: one.job, from: { crew: week.crews[route.crew].id, date: week.dates[route.day].date } };
}

async function timed(times, act) {
  const before = performance.now();
  const done = await act();
  times.push(performance.now() - before);
  return done;
}

async function drag(own, week, prices, drops) {
  const held = visit(week);
  const query = new URLSearchParams({ job: held.job, ...held.from });
  const { status, value } = await timed(prices, () => own.get(`prices?${ query }`));
  if (status !== 200) return status === 409;
  const open = value.cells.filter((cell) => typeof cell[2] === "number");
  if (!drops || !open.length) return true;
  const cell = pick(open);
  const edit = { kind: "move", job: held.job, from: held.from, to: { crew: week.crews[cell[0]].id, date: week.dates[cell[1]].date }, cents: cell[2] };
  const answer = await timed(drops, () => own.post("edit", { edit }));
  return answer.status === 200 ? answer.value : answer.status === 409;
}

const week = async (own) => (await own.get("week")).value;
let server = await serve();
const own = client(server);
const [loads, prices, drops] = [[], [], []];
for (let round = 0; round < 20; round += 1) await timed(loads, () => own.get("week"));
let now = await week(own);
console.log(`legal: ${ now.figures.broken === 0 }; the schedule by hand`);
for (let round = 0; round < 200; round += 1) await drag(own, now, prices, null);
told("week", loads);
told("prices", prices);

await own.post("optimise", { seconds: 20 });
const busy = [];
const until = performance.now() + 18_000;
while (performance.now() < until) {
  if (!await drag(own, now, busy, null)) throw new Error("no prices");
  await rest(100);
}
told("prices while an optimisation runs", busy);
for (;;) {
  const found = (await own.get("proposal")).value;
  if (found) { await own.post("accept", { jobs: found.rows.map((row) => row.job) }); break; }
  await new Promise((resolve) => setTimeout(resolve, 500));
}
now = await week(own);
console.log(`legal: ${ now.figures.broken === 0 }; after an optimisation`);
const after = [];
for (let round = 0; round < 200; round += 1) await drag(own, now, after, null);
told("prices", after);
for (let round = 0; round < 60; round += 1) {
  await drag(own, now, after, drops);
  now = await week(own);
}
told("drops", drops);

if (executablePath) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const [usable, shown] = [[], []];
  let page;
  for (let round = 0; round < 10; round += 1) {
    page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    await timed(usable, async () => { await page.goto(`${ server.url }/?lang=en`); await page.waitForSelector("html[data-ready=yes]"); });
    if (round < 9) await page.context().close();
  }
  for (let round = 0; round < 40; round += 1) {
    now = await week(own);
    const held = visit({ ...now, routes: now.routes.filter((route) => route.crew < 6 && route.day < 3) });
    const { value } = await own.get(`prices?${ new URLSearchParams({ job: held.job, ...held.from }) }`);
    const cells = value.cells?.filter(([crew, day, price]) => crew < 6 && day < 4 && typeof price === "number") ?? [];
    if (!cells.length) continue;
    const [crew, day] = pick(cells);
    const bar = page.locator(`.visit[data-job="${ held.job }"]`).first();
    const place = await bar.boundingBox();
    if (!place || await bar.evaluate((one) => one.classList.contains("pinned"))) continue;
    const before = await page.evaluate(() => Number(document.documentElement.dataset.number));
    await page.mouse.move(place.x + 3, place.y + 8);
    await page.mouse.down();
    await page.mouse.move(place.x + 30, place.y + 30, { steps: 4 });
    await page.waitForSelector("body[data-priced=yes]");
    const cell = await page.locator(`.cell[data-crew="${ crew }"][data-day="${ day }"]`).boundingBox();
    await page.mouse.move(cell.x + cell.width / 2, cell.y + cell.height / 2, { steps: 4 });
    const dropped = performance.now();
    await page.mouse.up();
    const rises = page.waitForFunction((before) => Number(document.documentElement.dataset.number) > before, before, { polling: "raf", timeout: 5_000 });
    // A cell that is home, or under something else, takes no drop.
    if (await rises.then(() => true, () => false)) shown.push(performance.now() - dropped);
  }
  told("page usable", usable);
  told("drop shown", shown);
  await browser.close();
}

// Readers and editors, of a server that has optimised nothing.
const most = () => {
  const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${ server.child.pid }/status`, "utf8"));
  return `most memory: ${ (Number(memory?.[1]) / 1024).toFixed(0) } MB`;
};
console.log(`${ most() }, with an optimisation`);
const stopped = new Promise((resolve) => server.child.on("exit", resolve));
server.child.kill("SIGINT");
await stopped;
server = await serve();
const [reads, edits] = [[], []];
let errors = 0;
const end = performance.now() + Number(minutes) * 60_000;
const readers = Array.from({ length: 20 }, async () => {
  const own = client(server);
  while (performance.now() < end) {
    const { status } = await timed(reads, () => own.get("week"));
    if (status !== 200) errors += 1;
    await rest(2_000);
  }
});
const editors = Array.from({ length: 3 }, async () => {
  const own = client(server);
  while (performance.now() < end) {
    if (!await drag(own, await week(own), edits, edits)) errors += 1;
    await rest(2_000);
  }
});
await Promise.all([...readers, ...editors]);
told(`20 readers for ${ minutes } min`, reads);
told(`3 editors for ${ minutes } min`, edits);
console.log(`errors: ${ errors }; ${ most() }`);

// Kill and look.
let lost = 0;
for (let round = 0; round < Number(kills); round += 1) {
  const own = client(server);
  let last = 0;
  const gone = new Promise((resolve) => server.child.on("exit", resolve));
  setTimeout(() => server.child.kill("SIGKILL"), 50 + below(700));
  try {
    for (;;) {
      const answer = await drag(own, await week(own), [], []);
      if (answer?.number) last = answer.number;
    }
  } catch { await gone; }
  server = await serve();
  const { number } = await week(client(server));
  if (number < last) lost += 1;
}
console.log(`killed ${ kills } times, ${ lost } acknowledged edits lost`);
server.child.kill("SIGINT");
rmSync(scratch, { recursive: true, force: true });
