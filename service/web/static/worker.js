// The service worker: files, and the few pages that a client needs on the way, for when there is no network. Pages come from the
// network first, so that nothing old is shown where something new can be had. Each page says for whom it may be kept, which is
// somebody else in each session: what is kept for anybody else goes then, and so it does at signing in and out.

import { BACKGROUND, currentSession, sendAll } from "./sending.js";
import { Unsent } from "./unsent.js";

const FILES = "soundings-files";
const PAGES = "soundings-pages";
const OFFLINE = "soundings-offline";
const ON_THE_WAY = /^\/journeys\/[0-9a-f-]{36}\/(log|week|plan|agenda|profile|refusals\/[0-9a-f-]{36}\/call)$/;
// An address that says only how many entries the page knows (`at`) is of the page itself.
const ASKS = /^\?(?!at=\d+$)./;
const NOT_FOR_THEM = [401, 403, 404, 410];

addEventListener("install", (event) => event.waitUntil(Promise.all([skipWaiting(), keepOfflinePage()])));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" || ON_THE_WAY.test(url.pathname)) event.respondWith(page(event, url));
});

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await letGoOfOlder(cache, request);
    await cache.put(request, answer.clone());
  }
  return answer;
}

// A version has an address of its own; of an older one nothing is asked any more.
async function letGoOfOlder(cache, request) {
  const [, , version] = new URL(request.url).pathname.split("/");
  for (const one of await cache.keys()) {
    if (new URL(one.url).pathname.split("/")[2] !== version) await cache.delete(one);
  }
}

async function page(event, { pathname: path, search }) {
  const { request } = event;
  let answer;
  try {
    answer = await fetch(request);
  } catch (failure) {
    if (request.mode !== "navigate") throw failure;
    return (await keptPage(path)) ?? (await caches.match("/offline", { cacheName: OFFLINE })) ?? Response.error();
  }
  event.waitUntil(keepOfflinePageIn(answer.headers.get("content-language")));
  const keptFor = answer.headers.get("x-kept-for");
  const cache = keptFor && (await cacheOf(keptFor));
  if (NOT_FOR_THEM.includes(answer.status)) await letGoOf(path);
  // A page that was led to somewhere else, such as to signing in, is not this page.
  else if (cache && answer.status === 200 && !answer.redirected && !ASKS.test(search) && ON_THE_WAY.test(path)) await cache.put(path, answer.clone());
  return answer;
}

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

// Where pages are kept for somebody; whatever is kept for others goes.
async function cacheOf(keptFor) {
  const own = `${PAGES}:${keptFor}`;
  for (const name of await pageCaches()) if (name !== own) await caches.delete(name);
  return keptFor === "nobody" ? null : caches.open(own);
}

async function letGoOf(path) {
  for (const name of await pageCaches()) await (await caches.open(name)).delete(path);
}

async function keptPage(path) {
  for (const cacheName of await pageCaches()) {
    const kept = await caches.match(path, { cacheName });
    if (kept) return kept;
  }
}

// What is shown instead of a page that is not kept: the same to everybody, in the language that was chosen last.
async function keepOfflinePageIn(language) {
  const kept = await caches.match("/offline", { cacheName: OFFLINE });
  if (language && kept?.headers.get("content-language") !== language) await keepOfflinePage(language);
}

async function keepOfflinePage(language) {
  try {
    // The browser's own language may be another one than that of her account.
    const answer = await fetch("/offline", language ? { headers: { "accept-language": language } } : {});
    if (!answer.ok) return;
    await (await caches.open(OFFLINE)).put("/offline", answer.clone());
    const files = (await answer.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g);
    await Promise.all([...files].map(([, address]) => file(new Request(address))));
  } catch {
    // It is fetched again with the next page.
  }
}

// Where the browser says when there is a network, also when no page is open: it asks again later as long as this fails.
addEventListener("sync", (event) => event.tag === BACKGROUND && event.waitUntil(sendInBackground()));

async function sendInBackground() {
  const session = await currentSession();
  if (!session) return; // She is signed out: her next page sends it.
  const { left } = await sendAll(new Unsent(session.person, session.key), () => true);
  if (left) throw new Error(`${left} entries wait`);
}
