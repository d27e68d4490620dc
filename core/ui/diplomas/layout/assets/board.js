// The board of a layout: the page as it would be printed over the picture of the blank, fields that are chosen, dragged,
// nudged by keys; a table of them. What is done here goes to the server as acts, which are sent until it has them.
// Data reach the page by textContent and value only, never as HTML.
const STEP = 0.5, FAR = 5, LEAST = 0.1;          // mm of one press, with Ctrl; the smallest side of a field
const ZOOMS = [1, 1.5, 2, 3], RULER = 9;         // RULER: mm
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SVG = "http://www.w3.org/2000/svg";
const boards = new WeakMap();

const round = (mm) => Math.round(mm * 100) / 100;
const snap = (mm) => round(Math.round(mm / STEP) * STEP);
const said = (mm) => String(round(mm)).replace(".", ",");

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Streamlit calls this on every change of data, with the same parentElement while the element lives. */
export default function (component) {
  const parent = component.parentElement;
  if (!boards.has(parent)) boards.set(parent, new Board(parent));
  const board = boards.get(parent);
  board.update(component);
  return () => { board.close(); boards.delete(parent); };
}

class Board {
  constructor(parent) {
    this.mount = crypto.randomUUID();
    this.seq = 0; this.pending = []; this.zoom = 1;
    this.shows = { boxes: true, codes: false, blank: true };
    this.root = make("div", "board");
    this.root.style.visibility = "hidden";         // board.css shows it: no unstyled flash
    this.tools = make("div", "tools");
    this.view = make("div", "view");
    this.sheet = make("div", "sheet");
    this.paper = make("div", "paper");
    this.paper.tabIndex = 0;
    this.blank = make("img", "blank");
    this.words = make("img", "words");
    for (const image of [this.blank, this.words]) { image.alt = ""; image.draggable = false; }
    this.boxes = make("div", "boxes");
    this.paper.append(this.blank, this.words, this.boxes);
    this.view.append(this.sheet);
    this.list = make("div", "list");
    this.keys = make("p", "keys");
    this.root.append(this.tools, this.view, this.keys, this.list);
    parent.appendChild(this.root);
    this.paper.addEventListener("pointerdown", (event) => this.grip(event));
    this.paper.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("keydown", (event) => this.walk(event));
    this.guard = (event) => { if (this.data?.changed || this.pending.length) event.preventDefault(); };
    window.addEventListener("beforeunload", this.guard);
  }

  close() {
    clearTimeout(this.timer);
    window.removeEventListener("beforeunload", this.guard);
    this.root.remove();
  }

  // ---- what the server says ---------------------------------------------------------------------------------

  update({ data, setTriggerValue }) {
    this.data = data;
    this.tell = setTriggerValue;
    const known = data.acks[this.mount] ?? 0;
    this.pending = this.pending.filter((act) => act.seq > known);
    this.page = data.page;
    this.chosen = new Set(data.chosen);
    if (!this.held) {
      this.spots = new Map(data.spots.map(([id, code, page, x, y, w, h, draws, text, note]) =>
        [id, { id, code, page, at: [x, y, w, h], draws, text, note }]));
      for (const act of this.pending) this.replay(act);
    }
    if (this.pending.length) this.later(60);
    this.frame();
    this.load(this.blank, data.blank);
    this.load(this.words, data.words);
    this.paint();
  }

  /** What was done here and has not come back yet stays as it was done. */
  replay(act) {
    if (act.do === "choose") { this.chosen = new Set(act.ids); this.page = act.page; }
    if (act.do === "page") this.page = act.page;
    if (act.do === "place") for (const [id, at] of Object.entries(act.places)) this.spots.get(id)?.at.splice(0, 4, ...at);
  }

  /** A new picture takes the place of the old one when it is there, so that nothing blinks. */
  load(image, url) {
    if (image.wanted === url) return;
    image.wanted = url;
    if (!url) { image.removeAttribute("src"); return; }
    const next = new Image();
    next.onload = () => { if (image.wanted === url) image.src = url; };
    next.src = url;
  }

  // ---- what is done here ------------------------------------------------------------------------------------

  act(act, wait = 40) {
    const last = this.pending.at(-1);
    const same = last && !last.sent && last.do === "place" && act.do === "place" &&
      Object.keys(last.places).join() === Object.keys(act.places).join();
    if (same) last.places = act.places;
    else this.pending.push({ ...act, seq: ++this.seq });
    this.later(wait);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const acts = this.pending.map(({ sent, ...act }) => act);
      for (const act of this.pending) act.sent = true;
      this.tell("acts", { mount: this.mount, acts });
    }, wait);
  }

  choose(ids) {
    this.chosen = new Set(ids);
    const only = ids.length === 1 ? this.spots.get(ids[0]) : null;
    if (only) this.page = only.page;
    this.act({ do: "choose", ids, page: this.page });
    this.paint();
  }

  step(by) {
    const ids = [...this.spots.keys()], first = ids.findIndex((id) => this.chosen.has(id));
    if (ids.length) this.choose([ids[(first + by + ids.length) % ids.length]]);
  }

  /** All chosen fields by dx, dy: together, as far as the page reaches. */
  move(dx, dy, from) {
    const all = from ?? new Map([...this.chosen].map((id) => [id, [...this.spots.get(id).at]]));
    const most = (k, by) => Math.min(...[...all.values()].map((at) => this.size[k] - at[k] - at[k + 2]), by);
    const least = (k, by) => Math.max(...[...all.values()].map((at) => -at[k]), by);
    dx = dx > 0 ? Math.max(most(0, dx), 0) : Math.min(least(0, dx), 0);
    dy = dy > 0 ? Math.max(most(1, dy), 0) : Math.min(least(1, dy), 0);
    for (const [id, at] of all) this.spots.get(id).at.splice(0, 2, round(at[0] + dx), round(at[1] + dy));
  }

  grow(dw, dh, from) {
    for (const id of this.chosen) {
      const now = this.spots.get(id).at, at = from?.get(id) ?? [...now];
      now[2] = round(Math.min(Math.max(at[2] + dw, LEAST), this.size[0] - at[0]));
      now[3] = round(Math.min(Math.max(at[3] + dh, LEAST), this.size[1] - at[1]));
    }
  }

  send(wait) {
    const places = Object.fromEntries([...this.chosen].map((id) => [id, [...this.spots.get(id).at]]));
    if (this.chosen.size) this.act({ do: "place", places }, wait);
  }

  key(event) {
    const wide = event.ctrlKey || event.metaKey;
    if (event.key in ARROWS && this.chosen.size && this.data.editable) {
      const [dx, dy] = ARROWS[event.key].map((n) => n * (wide ? FAR : STEP));
      if (event.shiftKey) this.grow(dx, dy); else this.move(dx, dy);
      this.paint();
      this.send(150);
    } else if (event.key === "PageDown" || event.key === "PageUp") this.step(event.key === "PageDown" ? 1 : -1);
    else if (wide && event.code === "KeyZ" && this.data.editable) this.act({ do: "undo" });
    else if (wide && event.code === "KeyA") {
      this.choose([...this.spots.values()].filter((s) => s.page === this.page).map((s) => s.id));
    } else return;
    event.preventDefault();
  }

  grip(event) {
    if (event.button) return;
    const box = event.composedPath().find((node) => node.classList?.contains("box"));
    const many = event.ctrlKey || event.metaKey || event.shiftKey, id = box?.spot;
    if (!id) { if (!many && this.chosen.size) this.choose([]); return; }
    if (many) {
      this.choose(this.chosen.has(id) ? [...this.chosen].filter((one) => one !== id) : [...this.chosen, id]);
      return;
    }
    if (!this.chosen.has(id)) this.choose([id]);
    if (!this.data.editable) return;
    event.preventDefault();
    this.paper.focus({ preventScroll: true });
    const grows = event.composedPath()[0].classList?.contains("corner");
    const from = new Map([...this.chosen].map((one) => [one, [...this.spots.get(one).at]]));
    const scale = this.size[0] / this.paper.getBoundingClientRect().width;
    this.held = true;
    let moved = false;
    const drag = (now) => {
      const dx = snap((now.clientX - event.clientX) * scale), dy = snap((now.clientY - event.clientY) * scale);
      if (!moved && !dx && !dy) return;
      moved = true;
      if (grows) this.grow(dx, dy, from); else this.move(dx, dy, from);
      this.paint();
    };
    const drop = () => {
      this.held = false;
      window.removeEventListener("pointermove", drag);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
      if (moved) this.send(40);
    };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
  }

  walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.step(event.key === "ArrowDown" ? 1 : -1);
    this.list.querySelector("tr.chosen button")?.focus();
  }

  // ---- how it looks -----------------------------------------------------------------------------------------

  frame() {
    const { width, height, pages, texts, editable } = this.data;
    const shape = JSON.stringify([width, height, pages, texts, editable, this.data.blank !== ""]);
    if (shape === this.shape) return;
    this.shape = shape;
    this.size = [width, height];
    this.sheet.style.gridTemplateColumns = `${RULER}fr ${width}fr`;
    this.paper.style.aspectRatio = `${width} / ${height}`;
    this.sheet.replaceChildren(make("div"), this.ruler(width, true), this.ruler(height, false), this.paper);
    this.paper.setAttribute("aria-label", texts.paper);
    this.keys.textContent = editable ? texts.keys : texts.looks;
    const button = (text, act, name) => {
      const made = make("button", name, text);
      made.type = "button";
      made.onclick = act;
      return made;
    };
    const turn = (name) => {
      const made = button(texts[name], () => {
        this.shows[name] = !this.shows[name];
        this.paint();
      }, `turn ${name}`);
      return made;
    };
    const sides = [...Array(pages).keys()].map((n) => button(`${texts.page} ${n + 1}`, () => {
      this.page = n + 1;
      this.act({ do: "page", page: this.page });
      this.paint();
    }, "side"));
    const nearer = (by) => {
      this.zoom = Math.min(Math.max(this.zoom + by, 0), ZOOMS.length - 1);
      this.sheet.style.width = `${100 * ZOOMS[this.zoom]}%`;
    };
    this.where = make("output", "where");
    this.tools.replaceChildren(
      ...(pages > 1 ? sides : []), turn("boxes"), turn("codes"), ...(this.data.blank ? [turn("blank")] : []),
      button("−", () => nearer(-1), "zoom"), button("+", () => nearer(1), "zoom"), this.where);
    this.tools.querySelectorAll(".zoom")[0].setAttribute("aria-label", texts.smaller);
    this.tools.querySelectorAll(".zoom")[1].setAttribute("aria-label", texts.larger);
  }

  ruler(length, level) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", level ? `0 0 ${length} ${RULER}` : `0 0 ${RULER} ${length}`);
    svg.setAttribute("class", "ruler");
    let path = "";
    for (let mm = 0; mm <= length; mm += 1) {
      const long = mm % 10 === 0 ? 3 : mm % 5 === 0 ? 2 : 1;
      path += level ? `M${mm} ${RULER}v${-long}` : `M${RULER} ${mm}h${-long}`;
      if (mm % 10 || !mm || mm > length - 3) continue;
      const text = document.createElementNS(SVG, "text");
      text.textContent = mm;
      text.setAttribute("x", level ? mm : RULER - 3.6);
      text.setAttribute("y", level ? RULER - 3.6 : mm + 1.1);
      text.setAttribute("text-anchor", level ? "middle" : "end");
      svg.append(text);
    }
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  paint() {
    for (const name of ["boxes", "codes", "blank"]) {
      this.root.classList.toggle(`no-${name}`, !this.shows[name]);
      this.tools.querySelector(`.${name}`)?.setAttribute("aria-pressed", String(this.shows[name]));
    }
    this.tools.querySelectorAll(".side").forEach((one, n) => one.setAttribute("aria-pressed", String(n + 1 === this.page)));
    const here = [...this.spots.values()].filter((spot) => spot.page === this.page);
    here.sort((a, b) => b.at[2] * b.at[3] - a.at[2] * a.at[3]);        // a small field lies over a large one
    this.boxes.replaceChildren(...here.map((spot) => this.box(spot)));
    const only = this.chosen.size === 1 ? this.spots.get([...this.chosen][0]) : null;
    this.where.textContent = only
      ? `${only.code}: ${only.at.slice(0, 2).map(said).join(" · ")} / ${only.at.slice(2).map(said).join(" × ")}`
      : this.chosen.size ? this.data.texts.several.replace("{n}", this.chosen.size) : "";
    this.table();
  }

  box(spot) {
    const [x, y, w, h] = spot.at, [wide, high] = this.size, chosen = this.chosen.has(spot.id);
    const node = make("div", `box ${spot.draws}`);
    node.spot = spot.id;
    node.dataset.code = spot.code;
    node.classList.toggle("chosen", chosen);
    node.classList.toggle("bad", spot.note !== "");
    node.title = spot.note || spot.code;
    node.style.cssText = `left:${100 * x / wide}%;top:${100 * y / high}%;width:${100 * w / wide}%;height:${100 * h / high}%`;
    node.append(make("span", "code", spot.code));
    if (chosen && this.data.editable) node.append(make("i", "corner"));
    return node;
  }

  table() {
    const shown = [...this.spots.values()], heads = this.data.texts.heads;
    const signature = JSON.stringify([heads, shown]);
    if (signature !== this.listed) {
      this.listed = signature;
      const table = make("table"), head = make("tr");
      for (const text of heads) head.append(make("th", "", text));
      const rows = shown.map((spot) => {
        const row = make("tr", spot.note ? "bad" : ""), button = make("button", "", spot.code), first = make("td");
        row.spot = spot.id;
        button.type = "button";
        row.onclick = (event) => this.choose(event.ctrlKey || event.metaKey || event.shiftKey
          ? this.chosen.has(spot.id) ? [...this.chosen].filter((id) => id !== spot.id) : [...this.chosen, spot.id]
          : [spot.id]);
        first.append(button);
        row.append(first, make("td", "said", spot.text), ...spot.at.map((mm) => make("td", "mm", said(mm))),
          make("td", "note", spot.note));
        return row;
      });
      const body = make("tbody"), top = make("thead");
      top.append(head);
      body.append(...rows);
      table.append(top, body);
      this.list.replaceChildren(table);
    }
    for (const row of this.list.querySelectorAll("tbody tr")) row.classList.toggle("chosen", this.chosen.has(row.spot));
    const first = this.list.querySelector("tr.chosen");
    if (first && first.spot !== this.near) {
      const top = first.offsetTop - 30, view = this.list;
      if (top < view.scrollTop || top > view.scrollTop + view.clientHeight - 70) view.scrollTop = Math.max(top - 40, 0);
    }
    this.near = first?.spot;
  }
}
