// The marks grid. The browser is the keeper of what is typed: each edit stays in `pending` (and in localStorage)
// until the server names its number as stored. Data reach the page by textContent and value only, never as HTML.
const DEBOUNCE = 150, FIRST_RETRY = 3000, LAST_RETRY = 10000, BEAT = 2000, DEAD = 8000;
const grids = new WeakMap();

/** Streamlit calls this on every change of data, with the same parentElement while the element lives. */
export default function (component) {
  const parent = component.parentElement;
  if (!grids.has(parent)) grids.set(parent, new Grid(parent));
  const grid = grids.get(parent);
  grid.update(component);
  return () => { grid.close(); grids.delete(parent); };
}

const place = (row, column) => row + "\u0000" + column;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Rows of a copied block; Excel quotes a cell that holds a tab or a line break. */
function parseBlock(text) {
  const rows = [[""]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g)) {
    const cells = rows[rows.length - 1];
    cells[cells.length - 1] = (quoted === undefined ? plain : quoted.replaceAll('""', '"')).replace(/[\t\r\n]+/g, " ").trim();
    if (end === "\t") cells.push("");
    else if (end) rows.push([""]);
    else break;
  }
  if (rows.length > 1 && rows.at(-1).join("") === "") rows.pop();   // a copied column ends with a line break
  return rows;
}

class Grid {
  constructor(parent) {
    this.mount = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("");
    this.pending = new Map();    // place → {seq, row, column, text, done, seen}: typed, not yet confirmed
    this.server = new Map();     // place → text as the server has it
    this.unfinished = new Set(); // places whose last edit was sent as a draft
    this.undone = []; this.redone = [];     // groups of {key, from, to}
    this.kept = [];              // {why, text}: what found no cell
    this.seq = this.sent = 0;
    this.inputs = new Map(); this.lines = new Map();
    this.editing = null;         // {key, from} while the text of the focused cell differs from what it was
    this.root = make("div", "marks-grid");
    this.root.style.visibility = "hidden";                  // grid.css shows it: no unstyled flash
    parent.appendChild(this.root);
    this.frame();
    const listen = (target, type, act) => target.addEventListener(type, act, { signal: this.life.signal });
    this.life = new AbortController();
    for (const type of ["keydown", "input", "paste", "focusin", "focusout", "mousedown"]) {
      listen(this.body, type, (event) => event.target.matches("input") && this["on" + type](event, event.target));
    }
    listen(window, "online", () => this.flush(true));
    listen(window, "offline", () => this.tell());
    listen(window, "pagehide", () => this.leave());
    listen(document, "visibilitychange", () => document.hidden && this.leave());
    listen(window, "beforeunload", (event) => { if (this.unsafe && this.pending.size) event.preventDefault(); });
    document.addEventListener("click", (event) => this.hold(event), { capture: true, signal: this.life.signal });
    this.beat = setInterval(() => this.persist(), BEAT);
  }

  close() {
    if (this.editing) this.commit(this.editing.key);
    this.leave();
    this.life.abort();
    clearInterval(this.beat); clearTimeout(this.timer); clearTimeout(this.retry);
    this.root.remove();
  }

  // ---- what the server says -------------------------------------------------------------------------------------

  update({ data, setTriggerValue }) {
    const first = !this.data;
    this.data = data;
    this.send = setTriggerValue;
    this.columns = data.columns;
    this.typed = data.columns.filter((column) => column.editable);
    this.rowIds = data.rows.map(([id]) => id);
    const naming = data.columns.findIndex((column) => column.kind === "name");
    this.names = new Map(data.rows.map(([id, texts], i) => [id, naming < 0 ? String(i + 1) : texts[naming]]));
    this.server.clear();
    for (const [id, texts] of data.rows) texts.forEach((text, i) => this.server.set(place(id, this.columns[i].name), text));
    this.problems = new Map(data.problems.map(([row, column, text]) => [place(row, column), text]));
    this.others = new Map(data.others.map(([row, column, drafts]) => [place(row, column), drafts]));
    this.acknowledge(data.acks[this.mount]);
    const shape = JSON.stringify([data.columns, this.rowIds, data.readonly, data.texts, data.marks]);
    if (shape !== this.shape) { this.shape = shape; this.build(); }
    if (first) this.adopt();
    for (const [key, edit] of this.pending) {
      if (!this.inputs.has(key)) { this.pending.delete(key); this.keep(data.texts.no_place, this.told(edit)); }
    }
    for (const id of this.rowIds) this.paint(id);
    this.lists();
    if (this.pending.size && this.sent < this.seq) this.schedule();
    this.persist();
    this.tell();
  }

  acknowledge(ack) {
    if (!ack) return;
    let stored = false;
    for (const [key, edit] of this.pending) {
      if (edit.seq > ack.seq) continue;
      this.pending.delete(key);
      stored = true;
      if (ack.refused.includes(edit.seq)) this.keep(this.data.texts.no_place, this.told(edit));
    }
    if (stored) this.saved = new Date().toTimeString().slice(0, 8);
    if (ack.seq >= this.sent) { this.late = false; this.wait = 0; clearTimeout(this.retry); this.retry = null; }
  }

  // ---- edits ----------------------------------------------------------------------------------------------------

  shown(key) { return this.pending.get(key)?.text ?? this.server.get(key) ?? ""; }
  isMark(text) { return Object.hasOwn(this.data.marks, text.trim().toLowerCase()); }
  told({ row, column, text }) {
    const label = this.columns.find((one) => one.name === column)?.label ?? column;
    return `${this.names.get(row) ?? row} — ${label}: ${text}`;
  }

  /** Note a cell's new text; an older unconfirmed text of the same cell is superseded. */
  record(key, text, done) {
    const [row, column] = key.split("\u0000"), old = this.pending.get(key);
    if (!old && !this.unfinished.has(key) && text === this.shown(key)) return;
    if (old && old.text === text && old.done === done) return;
    const seen = old ? [...old.seen, old.text].slice(-60) : [this.server.get(key) ?? ""];
    this.pending.delete(key);
    this.pending.set(key, { seq: ++this.seq, row, column, text, done, seen });
    if (done) this.unfinished.delete(key); else this.unfinished.add(key);
    this.persist();
    this.schedule();
    this.paint(row);
    this.tell();
  }

  /** The person left the cell: its text is final and can be undone. */
  commit(key) {
    const edit = this.editing;
    this.editing = null; this.caret = false;
    if (edit && edit.key === key) {
      const to = this.inputs.get(key)?.value ?? this.shown(key);
      if (to !== edit.from) this.remember([{ key, from: edit.from, to }]);
      this.record(key, to, true);
    } else if (this.unfinished.has(key)) this.record(key, this.shown(key), true);
  }

  remember(group) { this.undone.push(group); this.undone.splice(0, this.undone.length - 200); this.redone = []; }

  undo(from, into, side) {
    const group = from.pop();
    if (!group) return;
    into.push(group);
    const there = group.filter(({ key }) => this.inputs.has(key));
    for (const change of there) { this.record(change.key, change[side], true); this.show(change.key); }
    if (there.length) this.focus(there[0].key);
  }

  schedule() { this.timer ??= setTimeout(() => this.flush(false), DEBOUNCE); }

  /** Send everything unconfirmed; without `now` only when the batch before has been answered. */
  flush(now) {
    clearTimeout(this.timer); this.timer = null;
    if (!this.pending.size || !this.send || (!now && this.retry)) return this.tell();
    clearTimeout(this.retry);
    this.wait = Math.min(this.wait ? this.wait * 2 : FIRST_RETRY, LAST_RETRY);  // a slow server is not hurried to death
    this.retry = setTimeout(() => { this.late = true; this.flush(true); }, this.wait);
    if (navigator.onLine) {
      this.sent = this.seq;
      this.attempt = (this.attempt ?? 0) + 1;
      const edits = Array.from(this.pending.values(), ({ seen, ...edit }) => edit);
      this.send("edits", { mount: this.mount, attempt: this.attempt, edits });
      this.leaving = true;
      setTimeout(() => { this.leaving = false; });
    }
    this.tell();
  }

  /** Streamlit sends what changes within one moment as one message, addressed to our fragment: a click on a button
      outside would be swallowed by it. So a click that comes while our batch is on its way out waits for that. */
  hold(event) {
    if (!this.leaving || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.composedPath()[0];
    event.stopImmediatePropagation(); event.preventDefault();
    setTimeout(() => target.click());
  }

  leave() { this.persist(); this.flush(true); }

  // ---- what outlives the page -----------------------------------------------------------------------------------

  get prefix() { return `marks-grid:${this.data.owner}:${this.data.key}:`; }

  persist() {
    if (!this.data) return;
    const name = this.prefix + this.mount;
    if (!this.pending.size && !this.kept.length) {
      if (this.stored) localStorage.removeItem(name);
      return void (this.stored = false);
    }
    try {
      localStorage.setItem(name, JSON.stringify({ beat: Date.now(), edits: [...this.pending.values()], kept: this.kept }));
      this.stored = true; this.unsafe = false;
    } catch (error) { this.unsafe = true; }                 // full or forbidden: then the browser asks before leaving
  }

  /** Take over what this tab before its refresh, or a tab that died, had not got confirmed. */
  adopt() {
    const before = sessionStorage.getItem(this.prefix);
    sessionStorage.setItem(this.prefix, this.mount);
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(this.prefix))) {
      const { beat, edits, kept } = JSON.parse(localStorage.getItem(name));
      if (name.slice(this.prefix.length) !== before && Date.now() - beat < DEAD) continue;
      this.kept.push(...kept);
      for (const edit of edits) {
        const key = place(edit.row, edit.column), now = this.server.get(key);
        // The server has something this cell never held before: another hand was here, so nothing is overwritten.
        if (!this.inputs.has(key) || ![...edit.seen, edit.text].includes(now)) this.keep(this.data.texts.no_place, this.told(edit));
        else { this.unfinished.add(key); this.record(key, edit.text, true); }
      }
      localStorage.removeItem(name);
    }
  }

  keep(why, text) {
    const last = this.kept.at(-1);
    if (last && last.why === why) last.text += "\n" + text; else this.kept.push({ why, text });
    this.keptShown = false;
  }

  // ---- keys -----------------------------------------------------------------------------------------------------

  onfocusin(event, input) {
    this.editing = null; this.caret = false;
    if (this.active && this.active !== input) this.active.tabIndex = -1;
    this.active = input;
    input.tabIndex = 0;
    input.select();
  }

  onfocusout(event, input) {
    if (this.building) return;
    this.commit(input.dataset.key);
    if (!this.body.contains(event.relatedTarget)) this.flush(true);   // a button may be next: it must find the mark stored
  }

  onmousedown(event, input) {
    if (input === this.root.getRootNode().activeElement) { this.caret = true; return; }
    event.preventDefault();                                 // the first click selects the cell, the second one sets the caret
    input.focus();
  }

  oninput(event, input) {
    const key = input.dataset.key;
    this.editing ??= { key, from: this.shown(key) };
    this.record(key, input.value, this.isMark(input.value));
  }

  onkeydown(event, input) {
    if (event.isComposing) return;
    const key = input.dataset.key, free = !this.editing && !this.caret, ctrl = event.ctrlKey || event.metaKey;
    const done = () => event.preventDefault();
    if (ctrl && event.code === "KeyZ" && !event.shiftKey) { done(); this.editing ? this.restore(key) : this.undo(this.undone, this.redone, "from"); }
    else if (ctrl && (event.code === "KeyY" || event.code === "KeyZ")) { done(); this.undo(this.redone, this.undone, "to"); }
    else if (event.key === "Enter") { done(); this.commit(key); this.move(input, event.shiftKey ? -1 : 1, 0); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") { done(); this.move(input, event.key === "ArrowUp" ? -1 : 1, 0); }
    else if (event.key === "PageDown" || event.key === "PageUp") { done(); this.move(input, event.key === "PageUp" ? -10 : 10, 0); }
    else if (ctrl && (event.key === "Home" || event.key === "End")) { done(); this.move(input, event.key === "Home" ? -1e6 : 1e6, 0); }
    else if (free && (event.key === "ArrowLeft" || event.key === "ArrowRight")) { done(); this.move(input, 0, event.key === "ArrowLeft" ? -1 : 1); }
    else if (event.key === "Tab") { if (this.tab(input, event.shiftKey ? -1 : 1)) done(); }
    else if (event.key === "Escape" && this.editing) { done(); event.stopPropagation(); this.restore(key); }
    else if (event.key === "F2") { done(); this.caret = true; input.setSelectionRange(input.value.length, input.value.length); }
    else if (free && event.key === "Delete") { done(); input.value = ""; this.oninput(event, input); this.commit(key); }
  }

  restore(key) {
    const from = this.editing?.from ?? this.shown(key);
    this.editing = null; this.caret = false;
    this.record(key, from, true);
    this.show(key);
    this.inputs.get(key).select();
  }

  move(input, down, right) {
    const [row, column] = input.dataset.key.split("\u0000"), clamp = (n, list) => Math.max(0, Math.min(list.length - 1, n));
    const y = clamp(this.rowIds.indexOf(row) + down, this.rowIds);
    const x = clamp(this.typed.findIndex((one) => one.name === column) + right, this.typed);
    this.focus(place(this.rowIds[y], this.typed[x].name));
  }

  /** Right or left through the typed cells; past the last one the browser goes on to the next control. */
  tab(input, step) {
    const order = [...this.inputs.keys()], next = order[order.indexOf(input.dataset.key) + step];
    if (next) this.focus(next);
    return Boolean(next);
  }

  focus(key) {
    const input = this.inputs.get(key);
    if (input !== this.root.getRootNode().activeElement) input.focus(); else input.select();
  }

  /** A block goes down and right from the active cell, by rows as shown; what finds no cell is told and kept. */
  onpaste(event, input) {
    const block = parseBlock(event.clipboardData.getData("text/plain"));
    if (block.length === 1 && block[0].length === 1 && (this.editing || this.caret)) return;   // into the text being typed
    event.preventDefault();
    this.commit(input.dataset.key);
    const [row, column] = input.dataset.key.split("\u0000"), group = [], left = [];
    const top = this.rowIds.indexOf(row), start = this.typed.findIndex((one) => one.name === column);
    let pasted = 0;
    block.forEach((cells, y) => {
      const over = [];
      cells.forEach((to, x) => {
        pasted += 1;
        if (top + y >= this.rowIds.length || start + x >= this.typed.length) return over.push(to);
        const key = place(this.rowIds[top + y], this.typed[start + x].name);
        group.push({ key, from: this.shown(key), to });
      });
      if (over.length) left.push(over);
    });
    this.remember(group);
    for (const { key, to } of group) { this.record(key, to, true); this.show(key); }
    if (left.length) {
      this.keep(fill(this.data.texts.paste_over, { pasted, left: left.flat().length }), left.map((cells) => cells.join("\t")).join("\n"));
      this.persist();
      this.lists();
    }
    input.select();
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  frame() {
    this.table = make("table");
    this.table.setAttribute("role", "grid");
    const scroll = make("div", "scroll");
    scroll.append(this.table);
    this.head = this.table.createTHead();
    this.body = this.table.createTBody();
    this.state = make("div", "state");
    this.state.setAttribute("role", "status");
    this.keys = make("div", "keys");
    this.leftover = make("div", "leftover");
    this.foot = make("div", "foot");
    const bar = make("div", "bar");
    bar.append(this.state, this.keys);
    this.root.append(scroll, bar, this.leftover, this.foot);
  }

  /** Lay out the rows anew; rows that stay keep their cells, and the focused one its text and caret. */
  build() {
    const { texts, readonly } = this.data, focused = this.root.getRootNode().activeElement;
    const caret = this.body.contains(focused) ? [focused.dataset.key, focused.selectionStart, focused.selectionEnd, focused.value] : null;
    this.building = true;
    this.table.setAttribute("aria-label", texts.grid);
    this.table.setAttribute("aria-readonly", String(readonly));
    const titles = this.head.rows[0] ?? this.head.insertRow();
    titles.replaceChildren(...[...this.columns, { label: texts.note, kind: "note" }].map((column) => {
      const cell = make("th", column.kind + (column.editable ? " typed" : ""), column.label);
      cell.scope = "col";
      if (column.width) cell.style.width = column.width + "px";
      return cell;
    }));
    this.inputs.clear(); this.lines.clear();
    this.body.replaceChildren(...this.data.rows.map(([id]) => {
      const row = make("tr"), line = { cells: [], note: make("td", "note") };
      for (const column of this.columns) {
        const cell = make("td", column.kind + (column.editable ? " typed" : "")), key = place(id, column.name);
        if (column.editable && !readonly) {
          const input = make("input");
          input.dataset.key = key;
          input.tabIndex = -1;
          input.autocomplete = "off"; input.spellcheck = false;
          input.setAttribute("aria-label", `${this.names.get(id)}, ${column.label}`);
          cell.append(input);
          this.inputs.set(key, input);
        }
        row.append(cell);
        line.cells.push([cell, column, key]);
      }
      row.append(line.note);
      this.lines.set(id, line);
      return row;
    }));
    const legend = Object.entries(this.data.marks).map(([letter, meaning]) => `${letter} — ${meaning}`).join(", ");
    put(this.keys, readonly ? "" : [texts.keys, legend && `${texts.marks}: ${legend}`].filter(Boolean).join(" · "));
    const again = caret && this.inputs.get(caret[0]);
    if (again) {
      const edit = this.editing;
      again.value = caret[3]; again.focus(); again.setSelectionRange(caret[1], caret[2]);
      this.editing = edit;
    } else {
      this.editing = null;
      this.active = this.inputs.values().next().value;
      if (this.active) this.active.tabIndex = 0;
    }
    this.building = false;
  }

  /** Put a cell's text into its input, unless it is the one being typed into. */
  show(key) {
    const input = this.inputs.get(key), text = this.shown(key);
    if (this.editing?.key === key || input.value === text) return;
    input.value = text;
    if (input === this.root.getRootNode().activeElement) input.select();
  }

  paint(id) {
    const line = this.lines.get(id), remarks = [];
    for (const [cell, column, key] of line.cells) {
      const text = this.shown(key), input = this.inputs.get(key);
      if (input) this.show(key); else put(cell, text);
      if (!column.editable) continue;
      const waiting = this.pending.has(key), problem = waiting ? "" : this.problems.get(key), others = this.others.get(key) ?? [];
      const odd = column.kind === "score" && text.trim() && !this.isMark(text) && !/^\s*(\d{1,2}|100)\s*$/.test(text);
      cell.classList.toggle("bad", Boolean(problem));
      cell.classList.toggle("doubt", Boolean(odd && !problem));       // only a hint: the server decides
      cell.classList.toggle("differs", others.length > 0);
      cell.classList.toggle("waiting", waiting);
      if (problem) remarks.push(["problem", problem]);
      else if (this.isMark(text)) remarks.push(["mark", this.data.marks[text.trim().toLowerCase()]]);
      for (const [who, when, theirs] of others) remarks.push(["other", fill(this.data.texts.other, { who, when, text: theirs })]);
      if (input) {
        input.setAttribute("aria-invalid", String(Boolean(problem)));
        input.setAttribute("aria-description", remarks.map(([, remark]) => remark).join("; "));
      }
    }
    const signature = JSON.stringify(remarks);
    if (line.signature === signature) return;
    line.signature = signature;
    line.note.replaceChildren(...remarks.map(([kind, text]) => make("span", kind, text)));
    line.note.title = remarks.map(([, text]) => text).join("\n");
  }

  /** Under the table: what found no cell, what needs correcting, whose drafts differ. */
  lists() {
    if (!this.keptShown) {
      this.keptShown = true;
      this.leftover.replaceChildren(...this.kept.map((one) => {
        const box = make("div", "kept"), area = make("textarea"), hide = make("button", "", this.data.texts.hide);
        box.setAttribute("role", "alert");
        area.readOnly = true;
        area.value = one.text;
        area.rows = Math.min(6, one.text.split("\n").length);
        area.setAttribute("aria-label", one.why);
        hide.type = "button";
        hide.onclick = () => { this.kept = this.kept.filter((other) => other !== one); this.keptShown = false; this.persist(); this.lists(); };
        box.append(make("p", "", one.why), area, hide);
        return box;
      }));
    }
    const { texts } = this.data, problems = [...this.problems], others = [...this.others].flatMap(([key, drafts]) => drafts.map((one) => [key, one]));
    const signature = JSON.stringify([problems, others, texts]);
    if (signature === this.footSignature) return;
    this.footSignature = signature;
    this.foot.replaceChildren();
    this.list("problem", texts.problems, problems);
    this.list("other", texts.others, others.map(([key, [who, when, text]]) => [key, fill(texts.other, { who, when, text })]));
  }

  list(kind, title, items) {
    if (!items.length) return;
    const list = make("ul");
    for (const [key, text] of items) {
      const [row, column] = key.split("\u0000"), item = make("li"), jump = make("button", "", this.told({ row, column, text }));
      jump.type = "button";
      jump.onclick = () => this.inputs.get(key)?.focus();
      item.append(jump);
      list.append(item);
    }
    const box = make("section", kind);
    box.append(make("h4", "", fill(title, { count: items.length })), list);
    this.foot.append(box);
  }

  tell() {
    const { texts, readonly } = this.data, count = this.pending.size;
    const kind = count && (this.late || !navigator.onLine) ? "kept" : count ? "saving" : this.saved ? "saved" : "ready";
    this.state.className = "state " + kind;
    put(this.state, readonly && kind === "ready" ? "" : fill(texts[kind], { count, time: this.saved }));
  }
}
