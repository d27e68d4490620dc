/** Rows of a copied block of cells. Excel quotes a cell that holds a tab or a line break. */
export function parseBlock(text) {
  const rows = [[""]];
  for (const [, quoted, plain, end] of
    text.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g)) {
    const cells = rows.at(-1), cell = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    cells[cells.length - 1] = cell.replace(/[\t\r\n]+/g, " ").trim();
    if (end === "\t") cells.push("");
    else if (end) rows.push([""]);
    else break;
  }
  if (rows.length > 1 && rows.at(-1).join("") === "") rows.pop();   // a copied column ends with a line break
  return rows;
}
