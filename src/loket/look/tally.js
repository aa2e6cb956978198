// The tally on a phone, also without a connection. Without this script the page simply works online.
//
// A phone that its adviser set up holds a public key, and what it counts is sealed to that key before it goes anywhere:
// it waits here unreadable until the server says that it counts, or counted already. What is sent as usual is kept the
// same way first, so that a connection or a session that ends on the way loses nothing.
//
// [data-tally]          what waits, and what came of it; says where the worker, the queue, jose and the tally are
// form[data-offline]    the form of one advice request, with the names that must be filled in; its field "id" makes it
//                       count once
// [data-tally-shell]    the page without a connection: its form is never sent as usual
// [data-tally-key]      the key of a device that was just made, for this phone
// [data-tally-offline]  that there is no connection
// [data-tally-only], [data-tally-none]   shown when a phone can do this; when it cannot
// [data-tally-device]   a device in the list; this phone's is marked

(() => {
  "use strict";

  const strip = document.querySelector("[data-tally]");
  if (!strip) return;
  const show = (mark, on = true) => document.querySelectorAll(`[${mark}]`).forEach((part) => { part.hidden = !on; });
  if (!window.isSecureContext || !navigator.serviceWorker || !window.indexedDB) {
    show("data-tally-none");
    return;
  }
  const { worker, queue, jose } = strip.dataset;
  const form = document.querySelector("form[data-offline]");
  const isShell = Boolean(document.querySelector("[data-tally-shell]"));
  const numberOf = (filled) => filled.elements.namedItem("id");
  const shown = () => form && numberOf(form).value;
  const counted = new URLSearchParams(location.search).get("geteld");
  const MOST = 50;
  const ROOM = 1024;

  // What the phone keeps: "device" holds {id, key}; "waiting" holds what is sealed, by number.
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("tellijst", 1);
    asked.onupgradeneeded = () => ["device", "waiting"].forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const within = async (store, mode, act) => {
    const kept = (await opened).transaction(store, mode, { durability: "strict" });
    const found = act(kept.objectStore(store));
    return new Promise((resolve, reject) => {
      kept.oncomplete = () => resolve(found.result);
      kept.onabort = () => reject(kept.error);
    });
  };
  const put = (store, key, value) => within(store, "readwrite", (kept) => kept.put(value, key));
  const drop = (store, key) => within(store, "readwrite", (kept) => kept.delete(key));
  const thisDevice = () => within("device", "readonly", (kept) => kept.get("this"));
  async function allWaiting() {
    const numbers = await within("waiting", "readonly", (kept) => kept.getAllKeys());
    const sealed = await within("waiting", "readonly", (kept) => kept.getAll());
    return numbers.map((number, place) => [number, sealed[place]]);
  }

  // Sealing: every entry takes the same room, so that its length tells nothing.
  function written(filled) {
    const fields = new URLSearchParams(new FormData(filled));
    const now = new Date();
    fields.delete("csrfmiddlewaretoken");
    if (isShell || !fields.get("month")) fields.set("month", `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`);
    fields.set("rest", "");
    const text = fields.toString();
    return new TextEncoder().encode(text.padEnd(Math.ceil(text.length / ROOM) * ROOM, "x"));
  }
  async function keep(device, filled) {
    const { CompactEncrypt } = await import(jose);
    const header = { alg: "ECDH-ES", enc: "A256GCM", kid: device.id };
    const sealed = await new CompactEncrypt(written(filled)).setProtectedHeader(header).encrypt(device.key);
    await put("waiting", numberOf(filled).value, sealed);
  }

  // What is said
  const words = (name, count) => (count === 1 ? strip.dataset[`${name}One`] : strip.dataset[`${name}More`]).replace("#", count);
  function say(name, text) {
    const line = strip.querySelector(`[data-says="${name}"]`);
    line.querySelector("[data-words]").textContent = text;
    line.hidden = !text;
    strip.hidden = ![...strip.querySelectorAll("[data-says], [data-stuck] > *")].some((one) => !one.hidden);
  }
  async function sayWaiting(state) {
    const count = (await allWaiting()).filter(([number]) => number !== shown()).length;
    const stuck = strip.querySelector("[data-stuck]").children.length;
    say("waiting", count > stuck && state !== "sign-in" ? words("waiting", count - stuck) : "");
    say("sign-in", count > stuck && state === "sign-in" ? words("signIn", count - stuck) : "");
  }
  function sayStuck(token, found) {
    const list = strip.querySelector("[data-stuck]");
    list.replaceChildren(...found.map(({ number, sealed, became, reason }) => {
      const item = strip.querySelector("template").content.cloneNode(true).firstElementChild;
      item.querySelector("[data-reason]").textContent = reason;
      item.querySelector("[name=csrfmiddlewaretoken]").value = token;
      item.querySelector("[name=entry]").value = sealed;
      item.querySelector("form").hidden = became !== "refused";
      item.querySelector("[data-discard]").addEventListener("click", async () => {
        await drop("waiting", number);
        item.remove();
        await sayWaiting();
      });
      return item;
    }));
  }

  // Sending: what waits goes in a few forms, and goes from the phone only once the server says what became of it.
  async function post(token, some) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token });
    some.forEach(([, sealed]) => body.append("entry", sealed));
    const answer = await fetch(queue, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) throw new Error("not now");
    const { entries } = await answer.json();
    const found = some.map(([number, sealed], place) => ({ number, sealed, ...entries[place] }));
    for (const { number, became } of found) {
      if (became === "counted" || became === "standing") await drop("waiting", number);
    }
    return found;
  }
  async function sendAll() {
    const asked = await fetch(queue, { redirect: "manual" });
    if (asked.type === "opaqueredirect") return "sign-in";
    if (!asked.ok) return "later";
    const { token, devices } = await asked.json();
    show("data-tally-offline", false);
    const device = await thisDevice();
    if (device && !devices.includes(device.id)) await forget();
    const waiting = (await allWaiting()).filter(([number]) => number !== shown());
    const found = [];
    for (let from = 0; from < waiting.length; from += MOST) found.push(...await post(token, waiting.slice(from, from + MOST)));
    sayStuck(token, found.filter(({ became }) => became === "refused" || became === "unreadable"));
    const arrived = found.filter(({ became }) => became === "counted").length;
    if (arrived) say("sent", words("sent", arrived));
    return "sent";
  }
  let sending = Promise.resolve();
  function send() {
    sending = sending.then(async () => {
      const isQuiet = counted || !(await thisDevice());
      if (isQuiet && !(await allWaiting()).length) return;
      await sayWaiting(navigator.onLine ? await sendAll().catch(() => "later") : "later");
    });
    return sending;
  }

  // The device itself
  async function setUp(key) {
    await put("device", "this", { id: key.kid, key });
    await navigator.storage?.persist?.();
    history.replaceState(null, "", location.pathname);
  }
  async function forget() {
    await drop("device", "this");
    const registration = await navigator.serviceWorker.getRegistration(worker);
    await registration?.unregister();
    say("forgotten", strip.dataset.forgotten);
    if (isShell) offer(undefined);
  }

  // The form
  const isComplete = () =>
    form.dataset.offline.split(" ").filter(Boolean).every((name) => new FormData(form).get(name));
  const fresh = () => { numberOf(form).value = crypto.randomUUID(); };
  function offer(device) {
    show("data-tally-ready", Boolean(device));
    show("data-tally-unset", !device);
  }
  async function countHere(device) {
    const problem = document.querySelector("[data-tally-problem]");
    const isFilled = isComplete();
    problem.hidden = isFilled;
    if (!isFilled) {
      problem.focus();
      return;
    }
    await keep(device, form);
    form.reset();
    fresh();
    say("kept", strip.dataset.kept);
    await sayWaiting();
    window.scrollTo({ top: 0, behavior: "instant" });
    send();
  }
  let isBusy = false;
  async function onSubmit(event) {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      const device = await thisDevice();
      if (isShell) await countHere(device);
      else if (device && isComplete()) await keep(device, form);
    } catch {
      if (isShell) say("kept", strip.dataset.full);
    } finally {
      isBusy = false;
    }
    if (!isShell) {
      form.removeEventListener("submit", onSubmit);
      form.requestSubmit(event.submitter);
    }
  }

  async function begin() {
    show("data-tally-only");
    if (counted) await drop("waiting", counted);
    const made = document.querySelector("[data-tally-key]");
    if (made) await setUp(JSON.parse(made.dataset.tallyKey));
    const device = await thisDevice();
    if (device) {
      navigator.serviceWorker.register(worker).catch(() => undefined);
      document.querySelectorAll(`[data-tally-device="${device.id}"] [data-tally-this]`).forEach((mark) => { mark.hidden = false; });
    }
    if (isShell) {
      history.replaceState(null, "", strip.dataset.home);
      fresh();
      offer(device);
    }
    if (form && (device || isShell)) form.addEventListener("submit", onSubmit);
    window.addEventListener("online", send);
    await send();
  }
  begin();
})();
