// The search box of every page: a field in the sidebar, a dialog, keys. Words are asked of /find beside the page.
// Data reach the page by textContent only, never as HTML.
import { INSIDE, KEYS, meaning, typing } from "./keys.js";

const boxes = new WeakMap();
const PAUSE = 120;   // ms after the last letter before the words are asked

export default function (component) {
  const parent = component.parentElement;
  if (!boxes.has(parent)) boxes.set(parent, new Box(parent));
  const box = boxes.get(parent);
  box.update(component);
  return () => { box.close(); boxes.delete(parent); };
}

function make(kind, className, text) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

class Box {
  constructor(parent) {
    this.life = new AbortController();
    this.hits = [];
    this.at = -1;
    this.asked = null;          // the words the list answers; null: none yet
    this.wanted = false;        // Enter came before the answer
    this.root = make("div", "finding");
    this.root.translate = false;
    this.field = make("button", "field");
    this.field.type = "button";
    this.field.append(make("span", "label"), make("kbd", "", KEYS.find[0]));
    this.dialog = make("dialog", "panel");
    this.input = make("input");
    Object.assign(this.input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 120 });
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-controls", "finding-list");
    this.list = make("div", "list");
    this.list.id = "finding-list";
    this.list.setAttribute("role", "listbox");
    this.status = make("p", "status");
    this.status.setAttribute("role", "status");
    this.foot = make("p", "foot");
    this.dialog.append(this.input, this.status, this.list, this.foot);
    this.root.append(this.field);
    parent.appendChild(this.root);
    const on = (target, type, act, capture = false) =>
      target.addEventListener(type, act, { signal: this.life.signal, capture });
    on(this.field, "click", () => this.open());
    on(this.input, "input", () => this.typed());
    on(this.dialog, "keydown", (event) => this.key(event));
    on(this.dialog, "close", () => this.dialog.remove());   // closed, it is nothing to be met by Tab or by name
    on(this.dialog, "click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    on(document, "keydown", (event) => this.everywhere(event), true);
  }

  close() {
    clearTimeout(this.later);
    this.life.abort();
    this.root.remove();
  }

  update({ data, setTriggerValue }) {
    this.data = data;
    this.go = (hit) => setTriggerValue("go", { page: hit.page, address: hit.address });
    this.field.firstChild.textContent = data.texts.label;
    this.field.setAttribute("aria-label", data.texts.open);
    this.input.placeholder = data.texts.hint;
    this.input.setAttribute("aria-label", data.texts.open);
    this.foot.textContent = data.texts.keys;
  }

  // ---- keys -------------------------------------------------------------------------------------------------

  everywhere(event) {
    if (this.dialog.open || document.documentElement.classList.contains("locked")) return;
    const does = meaning(KEYS, event);
    if (!does || (!event.ctrlKey && !event.metaKey && typing(event.target))) return;
    const press = {
      find: () => this.open(),
      help: () => document.querySelector(".st-key-page-help button")?.click(),
      menu: () => this.toMenu(),
    }[does];
    event.preventDefault();
    event.stopImmediatePropagation();
    press();
  }

  toMenu() {
    const links = [...document.querySelectorAll("[data-testid=stSidebarNavLink]")];
    (links.find((link) => link.getAttribute("aria-current") === "page") ?? links[0])?.focus();
  }

  key(event) {
    const does = meaning(INSIDE, event);
    if (!does || does === "close") return event.stopPropagation();   // a dialog closes itself
    event.preventDefault();
    event.stopPropagation();
    if (does === "next" || does === "previous") return this.move(does === "next" ? 1 : -1);
    if (does === "pin") return this.pin(this.hits[this.at]);
    if (this.asked !== this.words()) { this.wanted = does; return this.ask(); }   // a scanner is quicker than the answer
    this.take(does);
  }

  // ---- asking -----------------------------------------------------------------------------------------------

  open() {
    if (this.dialog.open) return;
    this.asked = null;
    this.input.value = "";
    this.list.replaceChildren();
    this.root.append(this.dialog);
    this.dialog.showModal();
    this.input.focus();
    this.ask();
  }

  words() { return this.input.value.trim().replace(/\s+/g, " "); }

  typed() {
    this.wanted = false;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.later);
    this.fetching?.abort();
    const mine = this.fetching = new AbortController();
    const words = this.words();
    try {
      const answer = await fetch("/find?" + new URLSearchParams({ q: words, lang: this.data.lang }),
        { signal: mine.signal, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!answer.ok && answer.status !== 503) throw new Error(String(answer.status));
      const said = await answer.json();
      this.asked = words;
      this.show(said.groups, said.told || said.nothing || "");
      if (this.wanted) { const does = this.wanted; this.wanted = false; this.take(does); }
    } catch (error) {
      if (error.name !== "AbortError") this.show([], this.data.texts.failed);
    }
  }

  show(groups, told) {
    this.hits = groups.flatMap((group) => group.hits);
    this.list.replaceChildren(...groups.map((group) => this.group(group)));
    this.rows = [...this.list.querySelectorAll("[role=option]")];
    this.status.textContent = told || this.data.texts.n_found.replace("{n}", this.hits.length);
    this.status.classList.toggle("quiet", !told);
    this.choose(this.hits.length ? 0 : -1);
  }

  group(group) {
    const part = make("div", "group");
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", group.title);
    part.append(make("h3", "", group.title), ...group.hits.map((hit) => this.row(hit)));
    return part;
  }

  row(hit) {
    const row = make("div", "hit");
    row.setAttribute("role", "option");
    row.id = "finding-" + this.hits.indexOf(hit);
    const words = make("div", "words");
    words.append(make("b", "", hit.label), make("span", "", hit.note));
    row.append(words);
    if (!["pages", "help"].includes(hit.word)) {
      const pin = make("button", "pin", hit.pinned ? "★" : "☆");
      pin.type = "button";
      pin.tabIndex = -1;
      pin.title = hit.pinned ? this.data.texts.unpin : this.data.texts.pin;
      pin.setAttribute("aria-label", pin.title);
      pin.addEventListener("click", (event) => { event.stopPropagation(); this.pin(hit); });
      row.append(pin);
    }
    row.addEventListener("click", (event) => this.leave(hit, event.ctrlKey || event.metaKey));
    row.addEventListener("mousemove", () => this.choose(this.hits.indexOf(hit)));
    return row;
  }

  choose(at) {
    if (this.at === at && this.rows[at]?.getAttribute("aria-selected") === "true") return;
    this.at = at;
    this.rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) this.input.setAttribute("aria-activedescendant", "finding-" + at);
    else this.input.removeAttribute("aria-activedescendant");
    this.rows[at]?.scrollIntoView({ block: "nearest" });
  }

  move(by) {
    if (this.hits.length) this.choose((this.at + by + this.hits.length) % this.hits.length);
  }

  // ---- what was chosen --------------------------------------------------------------------------------------

  take(does) {
    const hit = this.hits[this.at];
    if (hit) this.leave(hit, does === "tab");
  }

  leave(hit, tab) {
    if (tab) {
      const words = new URLSearchParams(hit.address).toString();
      window.open("/" + hit.page + (words ? "?" + words : ""), "_blank", "noopener");
      return;
    }
    if (!document.dispatchEvent(new CustomEvent("office-leave", { cancelable: true }))) return;
    this.dialog.close();
    this.go(hit);
  }

  async pin(hit) {
    if (!hit || ["pages", "help"].includes(hit.word)) return;
    const at = this.at;
    try {
      await fetch("/find/pin", { method: "POST", credentials: "same-origin", headers: { Accept: "application/json" },
        body: new URLSearchParams({ word: hit.word, id: hit.id }) });
      await this.ask();
      this.choose(Math.min(at, this.hits.length - 1));
    } catch { this.show([], this.data.texts.failed); }
    this.input.focus();
  }
}
