// The marks grid: what is seen, and which key does what. The outbox keeps what was typed until it is stored.
// Data reach the page by textContent and value only, never as HTML.
import { parseBlock } from "./block.js";
import { fill, keptBox, listBox, make, once, put } from "./draw.js";
import { DEAD, Outbox, parts, place } from "./outbox.js";

const grids = new WeakMap();
const lines = (input) => input.tagName === "TEXTAREA";   // several lines: Enter and arrows are its own
const RANK = ["problem", "mark", "other"];  // of several remarks of a row the first is surely seen

/** Streamlit calls this on every change of data, with the same parentElement while the element lives. */
export default function (component) {
  const parent = component.parentElement;
  if (!grids.has(parent)) grids.set(parent, new Grid(parent));
  const grid = grids.get(parent);
  grid.update(component);
  return () => { grid.close(); grids.delete(parent); };
}

class Grid {
  constructor(parent) {
    this.out = new Outbox(() => this.tell());
    this.server = new Map();                 // place → text as the server has it
    this.inputs = new Map();                 // place → input
    this.lines = new Map();                  // row id → its cells and its remark
    this.undone = []; this.redone = [];      // groups of {key, from, to}
    this.editing = null;                     // {key, from} while the focused cell is being typed into
    this.root = make("div", "marks-grid");
    this.root.style.visibility = "hidden";   // grid.css shows it: no unstyled flash
    parent.appendChild(this.root);
    this.frame();
    this.life = new AbortController();
    const listen = (target, type, act, capture) =>
      target.addEventListener(type, act, { signal: this.life.signal, capture });
    for (const type of ["keydown", "input", "paste", "focusin", "focusout", "mousedown"]) {
      listen(this.body, type, (event) => {
        if (event.target.matches("input, textarea")) this["on" + type](event, event.target);
      });
    }
    listen(document, "click", (event) => this.out.hold(event), true);
    listen(document, "visibilitychange", () => document.hidden && this.out.flush(true));
    listen(window, "pagehide", () => this.out.leave());
    listen(window, "online", () => this.out.flush(true));
    listen(window, "offline", () => this.tell());
    listen(window, "beforeunload", (event) => {
      if (this.out.unsafe && this.out.pending.size) event.preventDefault();
    });
  }

  close() {
    if (this.editing) this.commit(this.editing.key);
    this.out.close();
    clearTimeout(this.later);
    this.life.abort();
    this.root.remove();
  }

  // ---- what the server says ---------------------------------------------------------------------------------

  update({ data, setTriggerValue }) {
    const first = !this.data;
    this.data = data;
    this.out.send = setTriggerValue;
    this.columns = data.columns;
    this.typed = data.columns.filter((column) => column.editable);
    this.rowIds = data.rows.map(([id]) => id);
    this.locked = new Set(data.locked.map(([row, column]) => place(row, column)));
    const naming = data.columns.findIndex((column) => column.kind === "name");
    this.names = new Map(data.rows.map(([id, texts], i) => [id, naming < 0 ? String(i + 1) : texts[naming]]));
    this.server.clear();
    for (const [id, texts] of data.rows) {
      texts.forEach((text, i) => this.server.set(place(id, this.columns[i].name), text));
    }
    this.problems = new Map(data.problems.map(([row, column, text]) => [place(row, column), text]));
    this.others = new Map(data.others.map(([row, column, drafts]) => [place(row, column), drafts]));
    for (const edit of this.out.acknowledge(data.acks[this.out.mount])) this.homeless(edit);
    this.root.classList.toggle("touch", Boolean(data.touch));
    const shape = JSON.stringify(
      [data.columns, this.rowIds, data.readonly, data.texts, data.marks, data.locked, data.quick]);
    if (shape !== this.shape) { this.shape = shape; this.build(); }
    if (first) {
      for (const [row, column] of data.unfinished) this.out.unfinished.add(place(row, column));
      this.adopt();
      this.later = setTimeout(() => this.adopt(), DEAD + 2000);   // a tab that crashed just now counts as dead then
    }
    for (const [key, edit] of this.out.pending) {
      if (!this.inputs.has(key)) { this.out.pending.delete(key); this.homeless(edit); }
    }
    for (const id of this.rowIds) this.paint(id);
    this.lists();
    if (this.out.sent < this.out.seq) this.out.schedule();
    this.out.persist();
    this.tell();
  }

  adopt() {
    this.out.adopt(`marks-grid:${this.data.owner}:${this.data.key}:`, (edit) => {
      const key = place(edit.row, edit.column), now = this.server.get(key);
      // The server has something this cell never held before: another hand was here, so nothing is overwritten.
      if (!this.inputs.has(key) || ![...edit.seen, edit.text].includes(now)) return this.homeless(edit);
      this.out.unfinished.add(key);
      this.record(key, edit.text, edit.done);
    });
    this.lists();
  }

  homeless(edit) { this.out.keep(this.data.texts.no_place, this.told(edit)); }

  // ---- edits ------------------------------------------------------------------------------------------------

  shown(key) { return this.out.pending.get(key)?.text ?? this.server.get(key) ?? ""; }
  isMark(text) { return Object.hasOwn(this.data.marks, text.trim().toLowerCase()); }
  looksRight(text) { return this.isMark(text) || /^\s*(\d{1,2}|100)?\s*$/.test(text); }
  told({ row, column, text }) {
    const label = this.columns.find((one) => one.name === column)?.label ?? column;
    return `${this.names.get(row) ?? row} — ${label}: ${text}`;
  }

  record(key, text, done) {
    if (!this.out.record(key, text, done, this.server.get(key) ?? "")) return;
    this.paint(parts(key)[0]);
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
    } else if (this.out.unfinished.has(key)) this.record(key, this.shown(key), true);
  }

  remember(group) { this.undone.push(group); this.redone = []; }

  undo() {
    if (this.editing) this.restore(this.editing.key); else this.replay(this.undone, this.redone, "from");
  }
  redo() { this.replay(this.redone, this.undone, "to"); }
  replay(from, into, side) {
    const group = from.pop();
    if (!group) return;
    into.push(group);
    const there = group.filter(({ key }) => this.inputs.has(key));
    for (const change of there) { this.record(change.key, change[side], true); this.show(change.key); }
    if (there.length) this.focus(there[0].key);
  }

  // ---- keys -------------------------------------------------------------------------------------------------

  onfocusin(event, input) {
    this.editing = null; this.caret = false;
    this.choose(input);
    if (!lines(input)) input.select();
  }

  /** The cell that has the focus, or that a quick mark goes into. */
  choose(input) {
    if (this.active && this.active !== input) this.active.tabIndex = -1;
    this.active?.classList.remove("chosen");
    this.active = input;
    input.tabIndex = 0;
    input.classList.add("chosen");
  }

  /** A mark by one press, as if it were typed; the next cell is chosen without its keyboard coming up. */
  quickly(text) {
    const input = this.active;
    if (!input?.isConnected) return;
    const key = input.dataset.key;
    this.commit(key);
    this.remember([{ key, from: this.shown(key), to: text }]);
    this.record(key, text, true);
    this.show(key);
    const order = [...this.inputs.values()];
    this.choose(order[order.indexOf(input) + 1] ?? input);
    this.out.flush(true);
  }

  onfocusout(event, input) {
    if (this.building) return;
    this.commit(input.dataset.key);
    // A button may be next, and it must find this stored.
    if (!this.body.contains(event.relatedTarget)) this.out.flush(true);
  }

  onmousedown(event, input) {
    if (input === this.focused || lines(input)) { this.caret = true; return; }
    event.preventDefault();       // the first click selects the cell, the second one sets the caret
    input.focus();
  }

  oninput(event, input) {
    const key = input.dataset.key;
    this.editing ??= { key, from: this.shown(key) };
    this.record(key, input.value, this.isMark(input.value));
  }

  onkeydown(event, input) {
    if (event.isComposing || lines(input) && !["Tab", "Escape"].includes(event.key)) return;
    const key = input.dataset.key, free = !this.editing && !this.caret, back = event.shiftKey ? -1 : 1;
    const keys = event.ctrlKey || event.metaKey ? {      // by position: Z is «я» on a Kazakh keyboard
      KeyZ: () => event.shiftKey ? this.redo() : this.undo(),
      KeyY: () => this.redo(),
      Home: () => this.move(input, -Infinity, 0),
      End: () => this.move(input, Infinity, 0),
    } : {
      Enter: () => { this.commit(key); this.move(input, back, 0); },
      Tab: () => this.tab(input, back),
      ArrowDown: () => this.move(input, 1, 0),
      ArrowUp: () => this.move(input, -1, 0),
      PageDown: () => this.move(input, 10, 0),
      PageUp: () => this.move(input, -10, 0),
      ArrowLeft: () => free && this.move(input, 0, -1),
      ArrowRight: () => free && this.move(input, 0, 1),
      Escape: () => Boolean(this.editing) && this.restore(key),
      F2: () => { this.caret = true; input.setSelectionRange(input.value.length, input.value.length); },
      Delete: () => free && this.clear(input),
    };
    const act = keys[event.ctrlKey || event.metaKey ? event.code : event.key];
    if (!act || act() === false) return;                 // false: the browser's own way
    event.preventDefault(); event.stopPropagation();
  }

  clear(input) {
    input.value = "";
    this.oninput(null, input);
    this.commit(input.dataset.key);
  }

  restore(key) {
    const from = this.editing?.from ?? this.shown(key);
    this.editing = null; this.caret = false;
    this.record(key, from, true);
    this.show(key);
    if (!lines(this.inputs.get(key))) this.inputs.get(key).select();
  }

  move(input, down, right) {
    const [row, column] = parts(input.dataset.key);
    const clamp = (n, list) => Math.max(0, Math.min(list.length - 1, n));
    let y = this.rowIds.indexOf(row), x = this.typed.findIndex((one) => one.name === column);
    const step = [Math.sign(down), Math.sign(right)], key = () => place(this.rowIds[y], this.typed[x].name);
    y = clamp(y + down, this.rowIds); x = clamp(x + right, this.typed);
    while (!this.inputs.has(key())) {                    // a cell nobody types into is stepped over
      const next = [clamp(y + step[0], this.rowIds), clamp(x + step[1], this.typed)];
      if (next[0] === y && next[1] === x) return;
      [y, x] = next;
    }
    this.focus(key());
  }

  /** Right or left through the typed cells; past the last one the browser goes on to the next control. */
  tab(input, step) {
    const order = [...this.inputs.keys()], next = order[order.indexOf(input.dataset.key) + step];
    if (next) this.focus(next);
    return Boolean(next);
  }

  focus(key) {
    const input = this.inputs.get(key);
    if (input !== this.focused) input.focus(); else if (!lines(input)) input.select();
  }

  /** A block goes down and right from this cell, by rows as shown; what finds no cell is told and kept. */
  onpaste(event, input) {
    const block = parseBlock(event.clipboardData.getData("text/plain"));
    if (block.flat().length === 1 && (this.editing || this.caret)) return;    // goes into the text being typed
    event.preventDefault();
    this.commit(input.dataset.key);
    const [row, column] = parts(input.dataset.key), group = [], left = [];
    const ids = this.rowIds.slice(this.rowIds.indexOf(row));
    const columns = this.typed.slice(this.typed.findIndex((one) => one.name === column));
    block.forEach((cells, y) => {
      const fits = y < ids.length ? columns.length : 0;
      cells.slice(0, fits).forEach((to, x) => {
        const key = place(ids[y], columns[x].name);
        if (this.inputs.has(key)) group.push({ key, from: this.shown(key), to });
        else if (to.trim() !== this.shown(key).trim()) left.push([to]);
      });
      if (cells.length > fits) left.push(cells.slice(fits));
    });
    this.remember(group);
    for (const { key, to } of group) { this.record(key, to, true); this.show(key); }
    if (left.length) {
      const why = fill(this.data.texts.paste_over, { pasted: block.flat().length, left: left.flat().length });
      this.out.keep(why, left.map((cells) => cells.join("\t")).join("\n"));
      this.lists();
    }
    input.select();
  }

  // ---- drawing ----------------------------------------------------------------------------------------------

  /** The input that has the focus, if it is one of ours. */
  get focused() {
    const node = this.root.getRootNode().activeElement;
    return this.body.contains(node) ? node : null;
  }

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
    this.quick = make("div", "quick");
    this.leftover = make("div", "leftover");
    this.foot = make("div", "foot");
    const bar = make("div", "bar");
    bar.append(this.state, this.keys);
    this.root.append(scroll, this.quick, bar, this.leftover, this.foot);
  }

  /** Lay out the rows anew; rows that stay keep their cells, and the focused one its text and caret. */
  build() {
    const { texts, readonly } = this.data, was = this.focused, edit = this.editing;
    const caret = was && [was.selectionStart, was.selectionEnd];
    this.building = true;
    this.table.setAttribute("aria-label", texts.grid);
    this.table.setAttribute("aria-readonly", String(readonly));
    this.table.style.minWidth = this.columns.reduce((sum, { width }) => sum + (width ?? 120) + 16, this.data.touch ? 0 : 150) + "px";
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
        if (column.editable && !readonly && !this.locked.has(key)) {
          const input = make(column.kind === "words" ? "textarea" : "input");
          input.dataset.key = key;
          if (lines(input)) input.rows = 1;
          else if (this.data.touch && column.kind === "score") input.inputMode = "decimal";
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
    const letters = {};  // of several letters with one meaning the first is told
    for (const [letter, meaning] of Object.entries(this.data.marks)) letters[meaning] ??= letter;
    const marks = Object.entries(letters).map(([meaning, letter]) => `${letter} — ${meaning}`).join(", ");
    put(this.keys, readonly || this.data.touch ? "" : texts.keys + (marks && ` · ${texts.marks}: ${marks}`));
    this.quick.replaceChildren(...this.data.quick.map((text) => {
      const button = make("button", "", text);
      button.type = "button";
      button.onpointerdown = (event) => event.preventDefault();   // the cell keeps the focus
      button.onclick = () => this.quickly(text);
      return button;
    }));
    const again = was && this.inputs.get(was.dataset.key);
    if (again) {
      again.value = was.value; again.focus(); again.setSelectionRange(...caret);
      this.editing = edit;
    } else {
      this.editing = null;
      this.active = this.inputs.values().next().value;
      if (this.active) this.choose(this.active);
    }
    this.building = false;
  }

  /** Put a cell's text into its input, unless it is the one being typed into. */
  show(key) {
    const input = this.inputs.get(key), text = this.shown(key);
    if (this.editing?.key === key || input.value === text) return;
    input.value = text;
    if (input === this.focused && !lines(input)) input.select();
  }

  paint(id) {
    const line = this.lines.get(id), remarks = [];
    for (const [cell, column, key] of line.cells) {
      const text = this.shown(key), input = this.inputs.get(key);
      if (input) this.show(key); else put(cell, text);
      if (!column.editable) continue;
      const waiting = this.out.pending.has(key), problem = waiting ? "" : this.problems.get(key);
      const others = this.others.get(key) ?? [], odd = column.kind === "score" && !this.looksRight(text);
      cell.classList.toggle("bad", Boolean(problem));
      cell.classList.toggle("doubt", Boolean(odd && !problem));       // only a hint: the server decides
      cell.classList.toggle("differs", others.length > 0);
      cell.classList.toggle("waiting", waiting);
      if (problem) remarks.push(["problem", problem]);
      else if (this.isMark(text)) remarks.push(["mark", this.data.marks[text.trim().toLowerCase()]]);
      for (const [who, when, theirs] of others) {
        remarks.push(["other", fill(this.data.texts.other, { who, when, text: theirs })]);
      }
      if (input) {
        input.setAttribute("aria-invalid", String(Boolean(problem)));
        input.setAttribute("aria-description", remarks.map(([, remark]) => remark).join("; "));
      }
    }
    remarks.sort((a, b) => RANK.indexOf(a[0]) - RANK.indexOf(b[0]));
    once(line.note, remarks, () => remarks.map(([kind, text]) => make("span", kind, text)));
    line.note.title = remarks.map(([, text]) => text).join("\n");
  }

  /** Under the table: what found no cell, what needs correcting, whose drafts differ. */
  lists() {
    const { texts } = this.data, { kept } = this.out, go = (key) => this.inputs.get(key)?.focus();
    const name = (key, text) => { const [row, column] = parts(key); return this.told({ row, column, text }); };
    const problems = [...this.problems].map(([key, text]) => [key, name(key, text)]);
    const others = [...this.others].flatMap(([key, drafts]) =>
      drafts.map(([who, when, text]) => [key, name(key, fill(texts.other, { who, when, text }))]));
    const hide = (one) => { this.out.hide(one); this.lists(); };
    once(this.leftover, kept, () => kept.map((one) => keptBox(one, texts.hide, () => hide(one))));
    once(this.foot, [problems, others, texts], () => [
      listBox("problem", fill(texts.problems, { count: problems.length }), problems, go),
      listBox("other", fill(texts.others, { count: others.length }), others, go),
    ].filter((box, i) => [problems, others][i].length));
  }

  tell() {
    const { texts, readonly } = this.data, count = this.out.pending.size;
    const kind = this.out.late ? "kept" : count ? "saving" : this.out.saved ? "saved" : "ready";
    this.state.className = "state " + kind;
    put(this.state, readonly && kind === "ready" ? "" : fill(texts[kind], { count, time: this.out.saved }));
  }
}
