// Small pieces of Markdown.

/** A code block whose fence is longer than any in the text. */
export function fence(text, language = '') {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${ticks}${language}\n${text.replace(/\n+$/, '')}\n${ticks}`;
}

export const code = (text) => `\`${text}\``;

/** A table; `|` in cells is escaped. */
export function table(head, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
