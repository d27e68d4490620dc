// Small pieces of the page. Texts go in as text, never as HTML.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Fill a box anew only when what it shows has changed: a rerun must not rebuild what somebody is reading. */
export function once(box, shown, children) {
  const signature = JSON.stringify(shown);
  if (box.shown === signature) return;
  box.shown = signature;
  box.replaceChildren(...children());
}

/** What found no cell, as text to copy, until the person hides it. */
export function keptBox({ why, text }, label, hide) {
  const box = make("div", "kept"), area = make("textarea"), button = make("button", "", label);
  box.setAttribute("role", "alert");
  area.readOnly = true;
  area.value = text;
  area.rows = Math.min(6, text.split("\n").length);
  area.setAttribute("aria-label", why);
  button.type = "button";
  button.onclick = hide;
  box.append(make("p", "", why), area, button);
  return box;
}

/** A list of cells worth a look; each line leads to its cell. */
export function listBox(kind, title, items, go) {
  const box = make("section", kind), list = make("ul");
  for (const [key, text] of items) {
    const item = make("li"), button = make("button", "", text);
    button.type = "button";
    button.onclick = () => go(key);
    item.append(button);
    list.append(item);
  }
  box.append(make("h4", "", title), list);
  return box;
}
