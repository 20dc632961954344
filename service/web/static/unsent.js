// What was typed and is not told yet, kept on the device for whoever typed it. It is sealed with a key that comes with her pages.
// While her pages are kept on the device, so is the key that stands in them. Sign-in, sign-out and a redirect to sign-in remove
// these pages: from then on the next person on the device can count what is unsent, and throw it away, but not read it.

export const CHANGES = "soundings-unsent";
const STORE = "unsent";
const UTF8 = new TextEncoder();
const channel = new BroadcastChannel(CHANGES);
let opening = null;

function database() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open("soundings", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["person", "kind", "id"] });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opening;
}

// A browser lets go of what it holds open now and then, such as when a phone has slept: then it is opened anew.
const ask = (mode, work) =>
  askOnce(mode, work).catch(() => {
    opening = null;
    return askOnce(mode, work);
  });

async function askOnce(mode, work) {
  const request = work((await database()).transaction(STORE, mode).objectStore(STORE));
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

export class Unsent {
  constructor(person, key) {
    this.person = person;
    const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    this.key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  // `kind` is "entry", which is to be sent, or "draft". What is kept `until` a time goes then, and at sign-out.
  async keep(kind, id, content, at = Date.now(), until = null) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(this.#way(kind, id, iv), await this.key, UTF8.encode(JSON.stringify(content)));
    await ask("readwrite", (store) => store.put({ person: this.person, kind, id, at, until, iv, sealed }));
    this.#changed();
  }

  async find(kind, id) {
    return this.#open(await ask("readonly", (store) => store.get([this.person, kind, id])));
  }

  // In the order in which they were written.
  async entries() {
    const own = (await all()).filter((one) => one.kind === "entry" && one.person === this.person).sort((a, b) => a.at - b.at);
    return (await Promise.all(own.map((one) => this.#open(one)))).filter(Boolean);
  }

  async countOfOthers() {
    return (await all()).filter((one) => one.kind === "entry" && one.person !== this.person).length;
  }

  remove(kind, id, sentTo = null) {
    return this.#removeWhere((one) => one.person === this.person && one.kind === kind && one.id === id, sentTo);
  }

  removeAll() {
    return this.#removeWhere((one) => one.person === this.person);
  }

  removeThoseOfOthers() {
    return this.#removeWhere((one) => one.person !== this.person);
  }

  // Of everybody's what was to be kept until a time that has come.
  removeExpired(now = Date.now()) {
    return this.#removeWhere((one) => one.until && one.until <= now);
  }

  async #removeWhere(matches, sentTo = null) {
    for (const one of (await all()).filter(matches)) await ask("readwrite", (store) => store.delete([one.person, one.kind, one.id]));
    this.#changed(sentTo);
  }

  async #open(found) {
    if (!found || (found.until && found.until <= Date.now())) return null;
    try {
      const plain = await crypto.subtle.decrypt(this.#way(found.kind, found.id, found.iv), await this.key, found.sealed);
      return { ...JSON.parse(new TextDecoder().decode(plain)), id: found.id, at: found.at };
    } catch {
      return null; // Sealed under another key: not hers to read.
    }
  }

  #way(kind, id, iv) {
    return { name: "AES-GCM", iv, additionalData: UTF8.encode(`${this.person} ${kind} ${id}`) };
  }

  #changed(sentTo = null) {
    channel.postMessage({ sentTo });
  }
}

const all = () => ask("readonly", (store) => store.getAll());
