// Keeps the page of the tally at hand for when there is no connection: its form with the lists to choose from, styles,
// letters and scripts. Nothing that somebody filled in, and nothing of a person, comes here.

"use strict";

{% autoescape off %}const SHELL = {{ shell }};
const KEPT = {{ kept }};
const BEGINS = {{ begins }};
const NAME = BEGINS + {{ version }};{% endautoescape %}
const PATIENCE = 8000;

self.addEventListener("install", (event) => {
  const fresh = [SHELL, ...KEPT].map((address) => new Request(address, { credentials: "omit", cache: "no-cache" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(BEGINS) && name !== NAME);
  const clean = caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

const shell = () => caches.match(SHELL, { cacheName: NAME });

async function page(request) {
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    const answer = await (request.method === "GET" ? Promise.race([fetch(request), late]) : fetch(request));
    return [502, 503, 504].includes(answer.status) ? await shell() : answer;
  } catch {
    return shell();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request.url, { cacheName: NAME }).then((found) => found || fetch(request)));
  }
});
