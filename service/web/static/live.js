// Keeps what a page shows up to date: at every hint of the stream the page is fetched again, and its parts marked
// `data-live` take the place of the old ones. What somebody is typing in is left alone.

const ROWS = ".rows > li[id], tr[id]";
const IDLE = 15 * 60_000; // An untouched page neither listens nor keeps its session alive.
const LATER = 60_000;
const SETTLE = 150;
const AGAIN = 2_000;

const parts = () => [...document.querySelectorAll("[data-live]")].filter((one) => !one.parentElement.closest("[data-live]"));

// Where to listen: as the mark says, else by the page's own address.
function address() {
  const named = parts().map((one) => one.dataset.live).find(Boolean);
  const journey = /^\/(?:journeys|clients)\/([0-9a-f-]{36})/.exec(location.pathname);
  return named || (journey ? `/live/${journey[1]}` : "/live");
}

const changedField = (field) =>
  field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.options
      ? [...field.options].some((one) => one.selected !== one.defaultSelected) && field.value !== first(field)
      : field.value !== field.defaultValue;
const first = (select) => ([...select.options].find((one) => one.defaultSelected) ?? select.options[0])?.value;
const typing = (part) =>
  part.querySelector(".problems, [aria-invalid='true'], form.htmx-request") !== null ||
  [...part.querySelectorAll("input, textarea, select")].some(changedField) ||
  (part.contains(document.activeElement) && document.activeElement.matches("textarea, select, input:not([type='submit'], [type='button'])"));

// By its id, its name or its words: the same thing in the old part and in the new one.
const name = (one) =>
  one.id || [one.tagName, one.getAttribute("href"), one.getAttribute("name"), one.value, one.getAttribute("aria-label"), one.textContent.trim()].join("|");
const place = (details) => details.id || `${details.closest("[id]")?.id}|${details.querySelector("summary")?.textContent.trim()}`;

function exchange(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const open = new Set([...old.querySelectorAll("details[open]")].map(place));
  const shut = new Set([...old.querySelectorAll("details:not([open])")].map(place));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const known = new Set([...old.querySelectorAll(ROWS)].map((one) => one.id));
  const scrolled = [...old.querySelectorAll(".scroll")].map((one) => one.scrollLeft);
  for (const one of fresh.querySelectorAll("details")) one.open = open.has(place(one)) || (one.open && !shut.has(place(one)));
  if (known.size) for (const one of fresh.querySelectorAll(ROWS)) one.classList.toggle("fresh", !known.has(one.id));
  old.replaceWith(fresh);
  fresh.querySelectorAll(".scroll").forEach((one, at) => (one.scrollLeft = scrolled[at] ?? 0));
  window.htmx?.process(fresh);
  if (focused) {
    const same = [...fresh.querySelectorAll(focused.tagName)].find((one) => name(one) === name(focused));
    if (same) same.focus({ preventScroll: true });
    else {
      fresh.tabIndex = -1;
      fresh.focus({ preventScroll: true });
    }
  }
}

// The part of the other page that belongs to this one: by its id, else by its place among the marked ones.
function counterpart(one, within, of) {
  if (one.id) return of.getElementById(one.id);
  const marks = [...within.querySelectorAll("[data-live]")];
  return of.querySelectorAll("[data-live]")[marks.indexOf(one)] ?? null;
}

function renew(found) {
  const pairs = [];
  const collect = (one) => {
    const fresh = counterpart(one, document, found);
    if (fresh && !typing(one)) pairs.push([one, fresh]);
    else if (fresh) inner(one).forEach(collect);
  };
  const inner = (one) => [...one.querySelectorAll("[data-live]")].filter((each) => each.parentElement.closest("[data-live]") === one);
  parts().forEach(collect);
  for (const [one, fresh] of pairs) exchange(one, document.importNode(fresh, true));
  if (pairs.length) document.title = found.title || document.title;
  document.dispatchEvent(new CustomEvent("live:renewed"));
}

let stream = null, timer = 0, busy = false, missed = false, touched = Date.now();

// A page that waits for what was just recorded has nothing to renew: it becomes the page that knows it.
const catchingUp = (page) => page.querySelector("[data-catching-up]");

// What was chosen in the form that asks the page to show something else becomes its address: to reload, to keep, to renew.
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-live-asks]");
  if (form) history.replaceState(history.state, "", `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
});

async function refresh() {
  if (busy) return void (missed = true);
  busy = true;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store", redirect: "error", headers: { Accept: "text/html" } });
    const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (found && catchingUp(document) && !catchingUp(found)) location.reload();
    else if (found) renew(found);
  } catch {
    // Offline, or signed out: the page stays as it is.
  } finally {
    busy = false;
    if (missed) (missed = false), soon();
  }
}

const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, SETTLE);
};

function hang_up() {
  stream?.close();
  stream = null;
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(address());
  stream.onmessage = soon;
  stream.onerror = () => {
    if (stream?.readyState === EventSource.CLOSED) hang_up(), setTimeout(() => idle() || listen(), LATER);
  };
}

const idle = () => Date.now() - touched > IDLE;
const back = () => stream || document.hidden || (soon(), listen());

function begin() {
  // What was answered to a form that was not right cannot be fetched again.
  if (!parts().length || document.getElementById("problems")) return;
  listen();
  document.addEventListener("visibilitychange", () => (document.hidden ? hang_up() : back()));
  addEventListener("pagehide", hang_up);
  addEventListener("pageshow", (event) => event.persisted && back());
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll"])
    addEventListener(kind, () => {
      touched = Date.now();
      if (!stream) back();
    }, { passive: true });
  setInterval(() => idle() && hang_up(), LATER);
  if (catchingUp(document)) setInterval(soon, AGAIN);
}

begin();

// A form that was answered takes its button along: the keyboard goes on at what is said of it.
document.addEventListener("htmx:after:settle", () => {
  if (document.activeElement === document.body) document.querySelector("#problems, #receipt")?.focus({ preventScroll: true });
});
