// Which key does what on every page; the page of help tells this same table (core/ui/finding/keys.py reads it).
export const KEYS = {
  find: ["Ctrl+K", "/"],
  help: ["?"],
  menu: ["Ctrl+B"],
};
export const INSIDE = {
  next: ["ArrowDown"],
  previous: ["ArrowUp"],
  open: ["Enter"],
  tab: ["Ctrl+Enter"],
  pin: ["Shift+Enter"],
  close: ["Escape"],
};

/** What was pressed, as the table writes it. A key that gives a sign (/, ?) says its sign, whatever made it. */
export function pressed(event) {
  const held = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  if (held && /^Key[A-Z]$/.test(event.code)) return held + (event.shiftKey ? "Shift+" : "") + event.code.slice(3);   // any layout: К is the key of K
  if (event.shiftKey && event.key.length > 1) return held + "Shift+" + event.key;
  return held + event.key;
}

/** The name of what a key does in a table, if anything. */
export function meaning(table, event) {
  if (event.altKey || event.isComposing) return undefined;
  const key = pressed(event);
  return Object.keys(table).find((name) => table[name].includes(key));
}

/** Is somebody typing there? A sign he types is his; a key with Ctrl is ours everywhere. */
export function typing(target) {
  const at = target instanceof Element ? target : null;
  return Boolean(at && (at.isContentEditable || at.closest("input, textarea, select, [role=textbox], [data-testid=stDataFrame]")));
}
