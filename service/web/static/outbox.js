// The outbox: what is typed is kept until it is told. Forms marked data-outbox are sent once, in order, also when the network comes
// back later; an entry that is refused keeps its words and asks. Everything is bound to the person (unsent.js).

import { rememberSent, sentBefore } from "./once.js";
import { BACKGROUND, isSignIn, post, sendAll } from "./sending.js";
import { CHANGES, Unsent } from "./unsent.js";

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 5 * 60_000;

const { person, outboxKey } = document.body.dataset;
// Without a secure context there is no cipher: forms are then sent by the browser, and nothing is kept.
const unsent = person && globalThis.crypto?.subtle ? new Unsent(person, outboxKey) : null;
const said = document.getElementById("outbox-words")?.dataset ?? {};
const bar = document.querySelector("output.outbox");

const pathOf = (form) => new URL(form.action).pathname;
const fieldsOf = (form, submitter = null) => {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value); // A button that says what was chosen.
  return [...data].filter(([name]) => name !== "form_token");
};
const idIn = (fields) => fields.find(([name]) => name === "command_id")?.[1];
const tokenIn = (page) => page.querySelector('input[name="form_token"]')?.value ?? "";

// Drafts: per form, under its command id; one change after the other.

let lastDraft = Promise.resolve();

const inTurn = (work) => (lastDraft = lastDraft.then(work, work));
const untilOf = ({ dataset }) => (dataset.draftHours ? Date.now() + dataset.draftHours * 3_600_000 : null);
const keepDraft = (form, path = pathOf(form), fields = fieldsOf(form)) =>
  inTurn(() => unsent.keep("draft", path, { fields }, Date.now(), untilOf(form)));
const dropDraft = (path) => inTurn(() => unsent.remove("draft", path));

// The page was opened with something in it; `at` says only how many entries it knows.
const isFilledIn = () => [...new URLSearchParams(location.search).keys()].some((name) => name !== "at");

async function restoreDraft(form) {
  const draft = await unsent.find("draft", pathOf(form));
  if (!draft || document.getElementById("problems") || isFilledIn()) return;
  fill(form, draft.fields);
  form.dispatchEvent(new CustomEvent("draft:restored"));
  const note = document.createElement("p");
  note.className = "notice";
  note.append(`${said.draft} `, button(said.discard, () => dropDraft(pathOf(form)).then(() => location.reload())));
  form.prepend(note);
}

function button(label, work, kind = "link") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = label;
  made.addEventListener("click", work);
  return made;
}

// Other hidden fields say what this page is about, and not what was typed.
const TYPED = ["command_id", "written_on"];

function fill(form, fields) {
  const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields);
  for (const control of form.elements) {
    if (!control.name || control.type === "submit" || (control.type === "hidden" && !TYPED.includes(control.name))) continue;
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

async function submit(event) {
  const form = event.target;
  if (!form.matches?.("form[data-outbox]") || event.defaultPrevented) return;
  event.preventDefault();
  keepDraft(form);
  const [action, fields] = [pathOf(form), fieldsOf(form, event.submitter)];
  form.classList.add("htmx-request");
  try {
    const answer = await post(action, fields, tokenIn(form));
    await lastDraft;
    if (isSignIn(answer)) return void location.assign(`/sign-in?next=${encodeURIComponent(action)}`);
    if (answer.redirected && answer.ok) {
      await dropDraft(action);
      rememberSent(form);
      return void location.assign(answer.url);
    }
    show(await answer.text());
  } catch (failure) {
    if (!(failure instanceof TypeError) && failure.name !== "TimeoutError") throw failure;
    await wait(form, action, fields);
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

async function wait(form, action, fields) {
  // It is of the day on which it was written, by the clock of the phone.
  for (const field of fields) if (field[0] === "written_on") field[1] ||= localDay(new Date());
  await unsent.keep("entry", idIn(fields), { action, fields });
  await dropDraft(action);
  form.reset();
  renew(form);
  await tell();
  scrollTo({ top: 0 });
  tryLater();
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register(BACKGROUND)).catch(() => {});
}

const localDay = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

function renew(form) {
  const id = form.querySelector('input[name="command_id"]');
  if (id) id.value = crypto.randomUUID();
}

// Sends what waits, and again for who asks meanwhile; then later and later, as long as anything waits.

let running = null, again = false, failures = 0, timer = 0;

function flush() {
  again = true;
  running ??= (async () => {
    let result = { sent: 0, left: 0 };
    while (again) {
      again = false;
      result = await sendAll(unsent, refusalIn).catch(() => ({ sent: 0, left: 1 }));
      if (result.sent) failures = 0;
    }
    running = null;
    if (result.left) tryLater();
    else failures = 0;
    await tell();
    return result;
  })();
  return running;
}

function tryLater() {
  clearTimeout(timer);
  timer = setTimeout(flush, Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** failures) * (0.5 + Math.random() / 2));
  failures += 1;
}

function flushNow() {
  failures = 0;
  return flush();
}

const refusalIn = (html) =>
  new DOMParser().parseFromString(html, "text/html").querySelector("#problems li")?.textContent.trim() || said.refused;

// What every page says of it.

const counted = (one, many, count) => (count === 1 ? one : many).replace("{count}", count);

// Where each entry led that was sent while this page was open.
const sentTo = [];
let lastTold = Promise.resolve();

const tell = () => (lastTold = lastTold.then(() => bar && tellOnce(), () => {}));

async function tellOnce() {
  const entries = await unsent.entries();
  const others = await unsent.countOfOthers();
  const waiting = entries.filter((one) => !one.refused);
  const lines = [];
  if (sentTo.length) {
    lines.push(line(counted(said.sentOne, said.sentMany, sentTo.length), link(counted(said.see, said.seeLast, sentTo.length), sentTo.at(-1))));
  }
  if (waiting.length) lines.push(line(counted(said.one, said.many, waiting.length), button(said.send, flushNow)));
  lines.push(...waiting.filter((one) => one.stuck).map((one) => line(at(one, said.stuck))));
  lines.push(...entries.filter((one) => one.refused).map((one) => line(`${at(one, said.asks)} ${reasonOf(one)}`, button(said.look, () => lookAt(one)))));
  if (others) {
    lines.push(line(counted(said.othersOne, said.othersMany, others), button(said.drop, askBeforeDrop)));
  }
  bar.replaceChildren(...lines);
}

function link(label, href) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = label;
  return made;
}

function askBeforeDrop({ target }) {
  const drop = button(said.drop, () => unsent.removeThoseOfOthers().then(tell));
  const asked = line(said.sure, drop, " ", button(said.leave, tell));
  target.parentElement.replaceWith(asked);
  asked.lastElementChild.focus();
}

function line(text, ...actions) {
  const made = document.createElement("p");
  made.append(`${text} `, ...actions);
  return made;
}

// The worker reads no pages, and knows no reason.
const reasonOf = (one) => (one.refused === true ? said.refused : one.refused);
const timeOf = (one) => new Date(one.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
const at = (one, words) => words.replace("{time}", timeOf(one));

async function lookAt(one) {
  // Under an id of its own: what was refused was never told.
  await unsent.keep("draft", one.action, { fields: one.fields });
  await unsent.remove("entry", one.id);
  location.assign(one.action);
}

// At sign-out: what was not sent is sent, kept or deleted, as she says.

async function signOut(form) {
  const entries = await unsent.entries();
  if (entries.length) return void askBeforeSignOut(form, entries);
  await unsent.removeAll();
  form.submit();
}

function askBeforeSignOut(form, entries) {
  const note = document.createElement("div");
  const choices = document.createElement("div");
  note.className = "notice unsent";
  note.tabIndex = -1;
  note.setAttribute("role", "alert");
  choices.className = "buttons";
  // What was refused needs its writer first.
  if (entries.some((one) => !one.refused)) choices.append(button(said.outSend, () => flushNow().then(() => signOut(form)), "quiet"));
  choices.append(
    button(said.outKeep, () => unsent.removeExpired(Infinity).then(() => form.submit()), "quiet"),
    button(said.outDrop, () => unsent.removeAll().then(() => form.submit()), "quiet"),
  );
  note.append(line(counted(said.outOne, said.outMany, entries.length)), choices);
  form.previousElementSibling?.matches(".notice") && form.previousElementSibling.remove();
  form.before(note);
  note.focus();
}

// Entries of before they were sealed.
async function takeOver() {
  const prefix = `soundings:${person}:`;
  for (const { id, ...entry } of JSON.parse(localStorage.getItem(`${prefix}waiting`) ?? "[]")) await unsent.keep("entry", id, entry);
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
}

// A page that was kept says of which moment it is, as long as there is no network.
const sayOffline = () => document.querySelectorAll("[data-offline]").forEach((one) => (one.hidden = navigator.onLine));
sayOffline();
addEventListener("online", sayOffline);
addEventListener("offline", sayOffline);

if (unsent) {
  for (const form of document.querySelectorAll("form[data-outbox]")) {
    // A page that was kept for when there is no network comes with the same id each time.
    if (!document.getElementById("problems") && !sentBefore(form)) renew(form);
    restoreDraft(form);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("form[data-outbox]")) keepDraft(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute?.("action") !== "/sign-out") return void submit(event);
    event.preventDefault();
    signOut(event.target);
  });
  addEventListener("online", flushNow);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flushNow());
  // Of what this page, another one or the worker did.
  new BroadcastChannel(CHANGES).addEventListener("message", ({ data }) => {
    if (data.sentTo) sentTo.push(data.sentTo);
    tell();
  });
  takeOver().finally(flush);
  unsent.removeExpired();
  navigator.serviceWorker?.register("/worker.js", { type: "module" });
}
