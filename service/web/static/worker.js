// The service worker: files and the few pages one needs on the way, for when there is no network. Pages come from the network
// first, so that nothing old is shown where something new can be had; the caches go at sign-out.

const FILES = "soundings-files";
const PAGES = "soundings-pages";
const ON_THE_WAY = /^\/journeys\/[0-9a-f-]{36}\/(log|week|plan|agenda|profile)$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (ON_THE_WAY.test(url.pathname) && request.mode === "navigate") event.respondWith(page(request, url));
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

async function page(request, url) {
  const cache = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    // A page that was led to somewhere else, such as to signing in, is not this page.
    if (answer.ok && !answer.redirected && !url.search) await cache.put(url.pathname, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await cache.match(url.pathname);
    if (!kept) throw failure;
    const headers = new Headers(kept.headers);
    headers.set("x-from-worker", "kept");
    return new Response(kept.body, { status: 200, headers });
  }
}
