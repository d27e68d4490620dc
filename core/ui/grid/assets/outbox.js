// What was typed and is not confirmed yet. An edit leaves the outbox only when the server names its number as
// stored; until then it is sent again, and a copy in localStorage outlives a refresh or a crash of the tab.
const DEBOUNCE = 150, FIRST_RETRY = 3000, LAST_RETRY = 10000, BEAT = 2000, DAY = 86400000;
export const DEAD = 8000;          // a tab that has not shown a sign of life for so long has crashed

export const place = (row, column) => row + "\u0000" + column;
export const parts = (key) => key.split("\u0000");

export class Outbox {
  /** `changed` is called when the state to be told has changed. */
  constructor(changed) {
    this.changed = changed;
    this.mount = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
    this.pending = new Map();      // place → {seq, row, column, text, done, seen}
    this.unfinished = new Set();   // places whose last edit was a draft
    this.kept = [];                // {why, text}: what found no cell, shown until the person hides it
    this.seq = this.sent = 0;
    this.beat = setInterval(() => { this.yield(); this.persist(); }, BEAT);
  }

  /** The page or the element goes: whoever comes next may take over at once. */
  leave() {
    this.flush(true);
    this.persist(0);
  }

  close() {
    this.leave();
    clearInterval(this.beat); clearTimeout(this.timer); clearTimeout(this.retry);
  }

  get late() { return this.pending.size > 0 && (this.overdue || !navigator.onLine); }

  /** Note a cell's new text, in place of an older unconfirmed one. `server` is the text the server has. */
  record(key, text, done, server) {
    this.yield();
    const [row, column] = parts(key), old = this.pending.get(key);
    const same = old ? old.text === text && old.done === done : text === server && !this.unfinished.has(key);
    if (same) return false;
    const seen = old ? [...old.seen, old.text].slice(-60) : [server];
    this.pending.delete(key);      // the map stays in the order of typing
    this.pending.set(key, { seq: ++this.seq, row, column, text, done, seen });
    if (done) this.unfinished.delete(key); else this.unfinished.add(key);
    this.persist();
    this.schedule();
    return true;
  }

  schedule() { this.timer ??= setTimeout(() => this.flush(false), DEBOUNCE); }

  /** Send everything unconfirmed; without `now` only when the batch before has been answered. */
  flush(now) {
    clearTimeout(this.timer); this.timer = null;
    this.yield();
    if (!this.pending.size || (!now && this.retry)) return;
    clearTimeout(this.retry);
    this.wait = Math.min(this.wait ? this.wait * 2 : FIRST_RETRY, LAST_RETRY);   // a slow server is not hurried
    this.retry = setTimeout(() => { this.overdue = true; this.flush(true); }, this.wait);
    if (navigator.onLine) {
      this.sent = this.seq;
      this.attempt = (this.attempt ?? 0) + 1;
      const edits = Array.from(this.pending.values(), ({ seen, ...edit }) => edit);
      this.send("edits", { mount: this.mount, attempt: this.attempt, edits });
      this.leaving = true;
      setTimeout(() => { this.leaving = false; });
    }
    this.changed();
  }

  /** Streamlit sends what changes within one moment as one message, addressed to our fragment: a click on a
      button outside would be swallowed by it. So a click waits while our batch is on its way out. */
  hold(event) {
    if (!this.leaving || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.composedPath()[0];
    event.stopImmediatePropagation(); event.preventDefault();
    setTimeout(() => target.click());
  }

  /** `ack`: the last number the server took, and those it can never store. Returns the refused edits. */
  acknowledge(ack) {
    const refused = [];
    for (const [key, edit] of ack ? this.pending : []) {
      if (edit.seq > ack.seq) continue;
      this.pending.delete(key);
      this.saved = new Date().toTimeString().slice(0, 8);
      if (ack.refused.includes(edit.seq)) refused.push(edit);
    }
    if (ack && ack.seq >= this.sent) {
      clearTimeout(this.retry);
      this.overdue = false; this.wait = this.retry = null;
    }
    return refused;
  }

  keep(why, text) {
    const last = this.kept.at(-1);
    if (last && last.why === why) last.text += "\n" + text; else this.kept.push({ why, text });
    this.persist();
  }

  hide(one) { this.kept = this.kept.filter((other) => other !== one); this.persist(); }

  persist(beat = Date.now()) {
    if (!this.prefix) return;
    const name = this.prefix + this.mount;
    if (!this.pending.size && !this.kept.length) {
      if (this.stored) localStorage.removeItem(name);
      this.stored = false;
      return;
    }
    try {
      localStorage.setItem(name, JSON.stringify({ beat, edits: [...this.pending.values()], kept: this.kept }));
      this.stored = true; this.unsafe = false;
    } catch (error) { this.unsafe = true; }        // full or forbidden: then the browser asks before leaving
  }

  /** Take over what this tab before its refresh, or a tab that died, had not got confirmed; a living tab keeps
      its own. `judge` finds each edit its place. */
  adopt(prefix, judge) {
    const before = sessionStorage.getItem(prefix);
    this.prefix = prefix;
    sessionStorage.setItem(prefix, this.mount);
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const { taken, beat, edits, kept } = JSON.parse(localStorage.getItem(name));
      const mount = name.slice(prefix.length);
      if (Date.now() - taken > DAY) localStorage.removeItem(name);
      if (taken || mount === this.mount || (mount !== before && Date.now() - beat < DEAD)) continue;
      this.kept.push(...kept);
      edits.forEach(judge);
      this.persist();
      localStorage.setItem(name, JSON.stringify({ taken: Date.now() }));
    }
  }

  /** A tab that only slept finds its edits taken over: sending them now would undo what came after. */
  yield() {
    const name = this.prefix + this.mount;
    if (!this.stored || !localStorage.getItem(name)?.startsWith('{"taken"')) return;
    localStorage.removeItem(name);
    this.pending.clear();
    this.kept = [];
    this.stored = false;
  }
}
