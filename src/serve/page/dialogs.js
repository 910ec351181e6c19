// @ts-check
/** The forms: what to optimise, an urgent job and when it can be done, saving. */

import { by, element, post, say, signed } from "./server.js";

/** @typedef {import("./server.js").Week} Week */
/** @typedef {{ changed: () => Promise<void>, failed: (error: unknown) => void, told: (text: string) => void }} Owner */

const dialog = () => /** @type {HTMLDialogElement} */ (by("dialog"));

/** @param {string} title @param {...Node} parts @returns {HTMLDialogElement} */
function open(title, ...parts) {
  const shown = dialog();
  shown.replaceChildren(element("div", { class: "line" }, element("h2", { id: "dialog-title" }, title),
    element("button", { type: "button", "aria-label": say("close"), class: "quiet", onclick: () => shown.close() }, "×")), ...parts);
  shown.showModal();
  return shown;
}

/** @param {string} key @param {string} name @param {Record<string, any>} [properties] @returns {HTMLElement} */
function field(key, name, properties = {}) {
  return element("label", {}, element("span", {}, say(key)), element("input", { name, ...properties }));
}

/** @param {Owner} owner */
export function askOptimise(owner) {
  const form = /** @type {HTMLFormElement} */ (element("form", { class: "form" },
    field("seconds", "seconds", { type: "number", min: 1, max: 3600, value: 20, required: true }),
    field("most_changes", "changes", { type: "number", min: 0, placeholder: say("any_number") }),
    element("p", { class: "bar" }, element("button", { class: "main" }, say("optimise")), element("button", { type: "button", onclick: () => dialog().close() }, say("cancel")))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const changes = data.get("changes");
    dialog().close();
    try {
      await post("optimise", { seconds: Number(data.get("seconds")), changes: changes ? Number(changes) : null });
    } catch (error) { owner.failed(error); }
  });
  open(say("optimise"), form);
}

/** @param {Week} week @param {Owner} owner */
export function askJob(week, owner) {
  const dates = { type: "date", min: week.dates[0]?.date, max: week.dates[week.dates.length - 1]?.date };
  const names = element("datalist", { id: "skills-known" }, ...week.skills.map((skill) => element("option", { value: skill })));
  const result = element("div", { role: "status" });
  const form = /** @type {HTMLFormElement} */ (element("form", { class: "form" },
    field("id", "job", { required: true, maxlength: 40, pattern: "[^\\|,]+" }),
    field("name", "name", { maxlength: 80 }),
    element("label", {}, element("span", {}, say("site")), element("select", { name: "site", required: true }, ...week.sites.map((site) => element("option", { value: site.id }, site.name)))),
    field("duration", "duration", { type: "number", min: 1, max: 1440, value: 60, required: true }),
    field("priority", "priority", { type: "number", min: 1, max: 9, value: 8 }),
    field("skills", "skills", { list: "skills-known", maxlength: 200 }),
    field("crews", "crews", { type: "number", min: 1, max: 9, value: 1 }),
    field("earliest", "earliest", dates), field("latest", "latest", dates),
    field("open", "open", { type: "time" }), field("until", "close", { type: "time" }),
    names,
    element("p", { class: "bar" }, element("button", { class: "main", value: "find" }, say("find")), element("button", { value: "add" }, say("add"))), result));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = /** @type {Record<string, string>} */ (Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)])));
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
    try {
      if (button?.value === "add") {
        await post("edit", { edit: { kind: "job", job: data } });
        dialog().close();
        await owner.changed();
        owner.told(say("added"));
        return;
      }
      const { slots } = await post("slots", { job: data });
      result.replaceChildren(slots.length ? listed(slots, data, owner) : element("p", {}, say("no_slot")));
    } catch (error) {
      result.replaceChildren(element("p", { class: "bad", role: "alert" }, error instanceof Error ? error.message : String(error)));
    }
  });
  open(`${ say("new_job") } · ${ say("when") }`, form);
}

/** @param {any[]} slots @param {Record<string, string>} job @param {Owner} owner @returns {HTMLElement} */
function listed(slots, job, owner) {
  const take = async (/** @type {any} */ slot) => {
    try {
      await post("edit", { edit: { kind: "job", job } });
      await post("edit", { edit: { kind: "move", job: job.job, from: null, to: { crew: slot.crew, date: slot.date }, cents: slot.cents } });
      dialog().close();
    } catch (error) { owner.failed(error); }
    await owner.changed();
  };
  return element("table", { class: "slots" },
    element("thead", {}, element("tr", {}, ...["date", "start", "crew", "price"].map((key) => element("th", { scope: "col" }, say(key))), element("td"))),
    element("tbody", {}, ...slots.map((slot) => element("tr", {}, element("td", {}, slot.day), element("td", {}, slot.start), element("td", {}, `${ slot.crew } ${ slot.name }`),
      element("td", { class: "amount" }, signed(slot.cents, true)), element("td", {}, element("button", { type: "button", "aria-label": `${ say("take") }: ${ slot.crew } ${ slot.day } ${ slot.start }`, onclick: () => take(slot) }, say("take")))))));
}

/** @param {Owner} owner */
export function askSave(owner) {
  const act = async () => {
    dialog().close();
    try { owner.told((await post("save")).told); } catch (error) { owner.failed(error); }
  };
  open(say("save"), element("p", {}, say("save_sure")),
    element("p", { class: "bar" }, element("button", { type: "button", class: "main", onclick: act }, say("save")), element("button", { type: "button", onclick: () => dialog().close() }, say("cancel"))));
}

/** Asks whether files that were dropped onto the page are to be opened. @param {DataTransfer} data @param {Owner} owner */
export async function askOpen(data, owner) {
  const entry = data.items[0]?.webkitGetAsEntry?.();
  const listed = [...data.files];
  /** @type {File[]} */
  let files = listed;
  let name = listed[0]?.name.replace(/\.[^.]*$/, "") ?? "";
  if (entry?.isDirectory) {
    name = entry.name;
    files = await filesOf(/** @type {FileSystemDirectoryEntry} */ (entry));
  }
  files = files.filter((file) => /\.(csv|toml|xlsx|xls|ods)$/i.test(file.name));
  if (!files.length) return;
  const act = async () => {
    dialog().close();
    try {
      const read = await Promise.all(files.map(async (file) => [file.name, characters(new Uint8Array(await file.arrayBuffer()))]));
      await post("open", { name, files: read });
    } catch (error) { owner.failed(error); }
  };
  open(name, element("p", {}, say("open_sure", name)),
    element("p", { class: "bar" }, element("button", { type: "button", class: "main", onclick: act }, say("open_do")), element("button", { type: "button", onclick: () => dialog().close() }, say("cancel"))));
}

/** A character for each byte. @param {Uint8Array} bytes @returns {string} */
function characters(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 8_192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return parts.join("");
}

/** The files of a folder, not those of folders in it. @param {FileSystemDirectoryEntry} folder @returns {Promise<File[]>} */
async function filesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  for (;;) {
    const more = await new Promise((/** @type {(found: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (!more.length) break;
    entries.push(...more);
  }
  const files = entries.filter((one) => one.isFile).map((one) => new Promise((/** @type {(found: File) => void} */ resolve, reject) => /** @type {FileSystemFileEntry} */ (one).file(resolve, reject)));
  return Promise.all(files);
}
