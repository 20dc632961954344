// The outbox: what is typed is kept until it is told. Forms marked data-outbox are sent once, in order, also when the network
// comes back later; an entry that is refused keeps its words and asks. Everything is bound to the person, and goes at sign-out.

const person = document.body.dataset.person;
const WAITING = `soundings:${person}:waiting`;
const draftOf = (action) => `soundings:${person}:draft:${action}`;
const said = document.getElementById("outbox-words")?.dataset ?? {};
const bar = document.querySelector("output.outbox");

const read = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const write = (key, value) => {
  try {
    value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser without room keeps nothing; the form itself still works.
  }
};
const pathOf = (form) => new URL(form.action).pathname;
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => name !== "form_token");
const idIn = (fields) => fields.find(([name]) => name === "command_id")?.[1];
const tokenIn = (page) => page.querySelector('input[name="form_token"]')?.value ?? "";

// Drafts: per form, under its command id.

function keepDraft(form) {
  write(draftOf(pathOf(form)), { at: Date.now(), fields: fieldsOf(form) });
}

function restoreDraft(form) {
  const draft = read(draftOf(pathOf(form)), null);
  if (!draft || document.getElementById("problems") || location.search) return;
  fill(form, draft.fields);
  const note = document.createElement("p");
  const drop = document.createElement("button");
  note.className = "notice";
  note.textContent = `${said.draft} `;
  drop.type = "button";
  drop.className = "link";
  drop.textContent = said.discard;
  drop.addEventListener("click", () => {
    write(draftOf(pathOf(form)), null);
    location.reload();
  });
  note.append(drop);
  form.prepend(note);
}

function fill(form, fields) {
  const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields);
  for (const control of form.elements) {
    if (!control.name || control.name === "form_token" || control.type === "submit") continue;
    const given = (values.get(control.name) ?? []).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = given.includes(control.value);
    else if (given.length) control.value = given[0];
  }
}

function grouped(fields) {
  const found = new Map();
  for (const pair of fields) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

// Sending: now when there is a network, else from the outbox.

async function post(action, fields, token) {
  const body = new URLSearchParams([["form_token", token], ...fields]);
  return fetch(action, { method: "POST", body, headers: { accept: "text/html" } });
}

const isSignIn = (answer) => new URL(answer.url).pathname.startsWith("/sign-in");

async function submit(event) {
  const form = event.target;
  if (!form.matches?.("form[data-outbox]") || event.defaultPrevented) return;
  event.preventDefault();
  keepDraft(form);
  const [action, fields] = [pathOf(form), fieldsOf(form)];
  form.classList.add("htmx-request");
  try {
    const answer = await post(action, fields, tokenIn(form));
    if (isSignIn(answer)) return void location.assign(`/sign-in?next=${encodeURIComponent(action)}`);
    if (answer.redirected && answer.ok) {
      write(draftOf(action), null);
      return void location.assign(answer.url);
    }
    show(await answer.text());
  } catch (failure) {
    if (!(failure instanceof TypeError)) throw failure;
    wait(form, action, fields);
  } finally {
    form.classList.remove("htmx-request");
  }
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.getElementById("problems")?.focus();
  scrollTo({ top: 0 });
}

function wait(form, action, fields) {
  const waiting = read(WAITING, []).filter((one) => one.id !== idIn(fields));
  write(WAITING, [...waiting, { id: idIn(fields), action, fields }]);
  write(draftOf(action), null);
  form.reset();
  renew(form);
  tell();
  scrollTo({ top: 0 });
}

function renew(form) {
  const id = form.querySelector('input[name="command_id"]');
  if (id) id.value = crypto.randomUUID();
}

// Of several tabs one sends.
const alone = (work) => (navigator.locks ? navigator.locks.request("soundings-outbox", { ifAvailable: true }, work) : work(true));

async function flush() {
  if (!read(WAITING, []).some((one) => !one.refused)) return tell();
  await alone((held) => held && sendAll());
  tell();
}

async function sendAll() {
  let token = null;
  let sent = 0;
  for (const one of read(WAITING, []).filter((each) => !each.refused)) {
    try {
      token ??= await freshToken(one.action);
      if (token === null) return;
      const answer = await post(one.action, one.fields, token);
      if (isSignIn(answer) || answer.status >= 500) return;
      const done = answer.ok && answer.redirected;
      settle(one.id, done ? null : await refusalIn(answer));
      sent += done ? 1 : 0;
    } catch {
      return;
    }
  }
  if (sent) document.dispatchEvent(new CustomEvent("soundings:sent", { detail: sent }));
}

async function freshToken(action) {
  const answer = await fetch(action, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || isSignIn(answer) || answer.headers.get("x-from-worker")) return null;
  return tokenIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

async function refusalIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#problems li")?.textContent.trim() || said.refused;
}

function settle(id, refused) {
  const left = read(WAITING, []);
  write(WAITING, refused === null ? left.filter((one) => one.id !== id) : left.map((one) => (one.id === id ? { ...one, refused } : one)));
}

// What every page says of it.

function tell() {
  if (!bar) return;
  const waiting = read(WAITING, []);
  const refused = waiting.filter((one) => one.refused);
  const count = waiting.length - refused.length;
  bar.replaceChildren();
  if (count) bar.append((count === 1 ? said.one : said.many).replace("{count}", count));
  for (const one of refused) bar.append(asking(one));
}

function asking(one) {
  const line = document.createElement("p");
  const look = document.createElement("button");
  line.textContent = `${said.asks} ${one.refused} `;
  look.type = "button";
  look.className = "link";
  look.textContent = said.look;
  look.addEventListener("click", () => {
    // Under an id of its own: what was refused was never told.
    write(draftOf(one.action), { at: Date.now(), fields: one.fields });
    settle(one.id, null);
    location.assign(one.action);
  });
  line.append(look);
  return line;
}

function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("soundings:")) localStorage.removeItem(key);
  globalThis.caches?.keys().then((names) => names.forEach((name) => caches.delete(name)));
}

if (person) {
  // Somebody else's words on this device are not ours to keep.
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("soundings:") && !key.startsWith(`soundings:${person}:`)) localStorage.removeItem(key);
  }
  for (const form of document.querySelectorAll("form[data-outbox]")) {
    // A page that was kept for when there is no network comes with the same id each time.
    if (!document.getElementById("problems")) renew(form);
    restoreDraft(form);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("form[data-outbox]")) keepDraft(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute?.("action") === "/sign-out") forget();
    else submit(event);
  });
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  flush();
  navigator.serviceWorker?.register("/worker.js", { type: "module" });
}
