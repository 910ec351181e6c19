// @ts-check
/** What the page asks of the server, and the words that it shows. */

/**
 * @typedef {{ job: string, start: number, finish: number, arrive: number, travel: number, pinned: string | null, change: string }} Visit
 * @typedef {{ crew: number, day: number, leave: number, back: number, late: boolean, metres: number, visits: Visit[] }} Route
 * @typedef {{ id: string, name: string, chief: string, days: ([number, number, number] | null)[] }} Crew
 * @typedef {{ name: string, site: string, region: string, minutes: number, priority: number, crews: number, linked: string[], open: string | null, close: string | null, due: string | null }} Job
 * @typedef {{ crew: string, date: string, day: string }} Place
 * @typedef {{ job: string, kind: string, from: Place | null, to: Place | null, brings?: number | null }} Change
 * @typedef {{ cost: number, cash: number, metres: number, travel: number, overtime: number, visits: number, asked: number, leftOut: number, given: number, changes: number, broken: number, balance: number, preferences: number, continuity: number }} Figures
 * @typedef {{ rule: string, text: string, job: string | null, crew: string | null, date: string | null }} Broken
 * @typedef {{ scenario: string, scenarios: string[], number: number, title: string, name: string, undo: boolean, redo: boolean, absent: [string, string][], edits: number, folderChanged: boolean,
 *   dates: { date: string, label: string }[], scale: [number, number], pause: [number, number] | null, crews: Crew[], jobs: Record<string, Job>, sites: { id: string, name: string }[], skills: string[],
 *   routes: Route[], leftOut: { job: string, missing: number, given: boolean }[], figures: Figures, broken: Broken[], changes: Change[] }} Week
 * @typedef {{ crew: string, date: string }} At
 * @typedef {{ job: string, from: At | null }} Grip
 */

/** @type {Record<string, string>} */
let texts = {};
let token = "";
let language = "en";
let scenario = "week";

/** The words of a key, with values in place of {0}, {1}.
 * @param {string} key @param {...(string | number)} values @returns {string} */
export function say(key, ...values) {
  return values.reduce((/** @type {string} */ text, value, index) => text.replace(`{${ index }}`, String(value)), texts[key] ?? key);
}

/** @returns {string} */
export const lang = () => language;
/** @returns {string} */
export const currentScenario = () => scenario;
/** @param {string} name */
export function setScenario(name) { scenario = name; }

/** An amount in cents with its sign. @param {number} cents @param {boolean} [exact] @returns {string} */
export function signed(cents, exact = false) {
  const digits = exact ? 2 : 0;
  const style = /** @type {const} */ ({ style: "currency", currency: "EUR", signDisplay: "exceptZero", minimumFractionDigits: digits, maximumFractionDigits: digits });
  return new Intl.NumberFormat(language, style).format(exact ? cents / 100 : Math.round(cents / 100));
}

/** @param {number} value @param {number} [digits] @returns {string} */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** @param {number} value @param {number} [digits] @returns {string} */
export function signedNumber(value, digits = 0) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(value);
}

/** @param {number} cents @returns {string} */
export function euros(cents) {
  return new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 }).format(cents / 100);
}

/** Minutes of the day as a time. @param {number} minutes @returns {string} */
export function time(minutes) {
  return `${ String(Math.floor(minutes / 60)).padStart(2, "0") }:${ String(minutes % 60).padStart(2, "0") }`;
}

/** Starts the session. @param {string} wanted @returns {Promise<void>} */
export async function begin(wanted) {
  const session = await ask(`/api/session?lang=${ encodeURIComponent(wanted) }`);
  ({ token, texts, lang: language } = session);
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(/** @type {HTMLElement} */ (one).dataset.say ?? "");
}

/** @param {string} path @param {Record<string, string>} [query] @returns {Promise<any>} */
export function get(path, query = {}) {
  return ask(`/api/${ path }?${ new URLSearchParams({ scenario, lang: language, ...query }) }`);
}

/** @param {string} path @param {object} [body] @returns {Promise<any>} */
export function post(path, body = {}) {
  return ask(`/api/${ path }`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-brigade-token": token },
    body: JSON.stringify({ scenario, lang: language, ...body }),
  });
}

/** @param {string} url @param {RequestInit} [options] @returns {Promise<any>} */
async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Error(say("lost"));
  }
  if (answer.status === 401) location.assign("/login");
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(value?.error ?? `${ answer.status }`);
  return value;
}

/** Listens to what the server tells; `missed` is called whenever something may have been missed.
 * @param {(message: any) => void} told @param {() => void} missed @param {() => void} lost */
export function listen(told, missed, lost) {
  const events = new EventSource("/api/events");
  events.onopen = missed;
  events.onerror = lost;
  events.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.kind === "missed") missed(); else told(message);
  };
}

/** An element with properties and children; texts are never markup.
 * @param {string} name @param {Record<string, any>} [properties] @param {...(Node | string | null | undefined)} children @returns {HTMLElement} */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** @param {string} id @returns {HTMLElement} */
export function by(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}
