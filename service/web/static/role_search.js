// Finds kinds of work while one is typed: those on the list, and those of the atlas. Who goes on typing keeps their own words.
// A combobox with a listbox (ARIA); without this script it is a plain field.

const PAUSE = 180; // Milliseconds without a key, before the atlas is asked.
const FEWEST = 2; // Letters.
const MOST_OWN = 5;

const keyOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").trim().replace(/\s+/g, " ").toLowerCase();

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

class RoleSearch {
  constructor(place, field) {
    this.place = place;
    this.field = field;
    this.link = place.querySelector("[data-link]");
    const listed = field.list;
    this.own = listed ? [...listed.options].map((one) => one.value) : [];
    field.removeAttribute("list");
    this.list = element("ul", { id: `${field.id}-found`, role: "listbox", "aria-label": place.dataset.found, hidden: "" });
    this.status = element("p", { class: "hint", role: "status" });
    field.after(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocapitalize: "off",
    })) field.setAttribute(name, value);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus while an option is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest('[role="option"]')));
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  typed() {
    if (this.choosing) return;
    this.link.value = "";
    clearTimeout(this.pause);
    this.request?.abort();
    if (!keyOf(this.field.value)) return this.close();
    this.pause = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    const typed = this.field.value.trim();
    const own = this.matchesOfOwn(typed);
    if (typed.length < FEWEST) return this.show(own, []);
    this.request = new AbortController();
    try {
      const answer = await fetch(`/roles/search?q=${encodeURIComponent(typed)}`, { signal: this.request.signal });
      if (!answer.ok || answer.redirected) return this.show(own, null);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.show(own, [...page.querySelectorAll('[role="option"]')].map((one) => document.importNode(one, true)));
    } catch (failure) {
      // Without a network, and when the next letter came first.
      if (failure.name !== "AbortError") this.show(own, null);
    }
  }

  matchesOfOwn(typed) {
    const key = keyOf(typed);
    return this.own.filter((one) => keyOf(one).includes(key)).slice(0, MOST_OWN).map((title) => {
      const option = element("li", { role: "option", "data-value": title });
      option.append(element("b", { dir: "auto" }, title));
      if (this.place.dataset.own) option.append(" ", element("small", {}, this.place.dataset.own));
      return option;
    });
  }

  // Where the atlas gave no answer, `found` is null, and nothing is said of what it may have.
  show(own, found) {
    if (document.activeElement !== this.field) return;
    const taken = new Set(own.map((one) => keyOf(one.dataset.value)));
    const options = [...own, ...(found ?? []).filter((one) => !one.dataset.value || !taken.has(keyOf(one.dataset.value)))];
    options.forEach((one, at) => {
      one.id = `${this.list.id}-${at}`;
      one.setAttribute("aria-selected", "false");
    });
    this.list.replaceChildren(...options);
    this.open(options.length > 0);
    const none = found ? this.place.dataset.none : "";
    const said = options.length ? this.place.dataset.many.replace("#", options.length) : none;
    this.status.classList.toggle("visually-hidden", options.length > 0);
    this.status.textContent = said;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    this.field.removeAttribute("aria-activedescendant");
    if (!isOpen) this.list.replaceChildren();
  }

  close() {
    clearTimeout(this.pause);
    this.request?.abort();
    this.open(false);
    this.status.textContent = "";
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) this.search();
      else this.move(steps[event.key]);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  // Past the last option, and before the first, stands what was typed.
  move(step) {
    const { options, active } = this;
    const places = options.length + 1;
    const at = ((active ? options.indexOf(active) : -1) + 1 + step + places) % places;
    active?.setAttribute("aria-selected", "false");
    const next = at ? options[at - 1] : null;
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
    if (next) this.field.setAttribute("aria-activedescendant", next.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (!option) return;
    this.choosing = true;
    this.field.value = option.dataset.value ?? this.field.value;
    this.link.value = option.dataset.link ?? "";
    for (const name of ["input", "change"]) this.field.dispatchEvent(new Event(name, { bubbles: true }));
    this.choosing = false;
    this.close();
  }
}

const enhanced = new WeakSet();

function enhance(place) {
  const field = document.getElementById(place.dataset.roleSearch);
  if (!field || enhanced.has(field)) return;
  enhanced.add(field);
  new RoleSearch(place, field);
}

for (const place of document.querySelectorAll("[data-role-search]")) enhance(place);
// A form that came back with something wrong in it stands in the place of the one before.
document.addEventListener("focusin", ({ target }) => {
  const place = target.closest?.("[data-role-search]");
  if (place) enhance(place);
});
// With this script nobody needs the button that looks for roles.
for (const button of document.querySelectorAll("[data-without-script]")) button.remove();
