/** Parses one file's bytes: what it counts, its first problem, and what must not be. */
export function parseReport({ parseDockerfile }, name, bytes) {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isUtf8 = Buffer.from(text).equals(bytes);
  const report = { isUtf8, ms: 0, lines: text.split('\n').length, tree: null, problem: null, failure: null };
  try {
    const started = performance.now();
    const tree = parseDockerfile(text);
    report.ms = performance.now() - started;
    report.tree = tree;
    const printed = Buffer.from(String(tree));
    if (isUtf8 ? !printed.equals(bytes) : String(tree) !== text) report.failure = `${name}: other bytes`;
    else if (!tiles(tree)) report.failure = `${name}: text between nodes`;
    const [first, ...more] = tree.problems;
    if (first !== undefined) {
      const line = text.slice(0, first.range.start).split('\n').length;
      report.problem = `${name}:${line}: ${first.code}: ${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
    }
  } catch (error) {
    report.failure = `${name}: ${error.stack}`;
  }
  return report;
}

/** The nodes cover the whole text: nothing but the ends of lines lies between them. */
function tiles(tree) {
  let at = 0;
  const gaps = tree.nodes.map(({ range }) => {
    const gap = tree.source.slice(at, range.start);
    at = range.end;
    return gap;
  });
  return [...gaps, tree.source.slice(at)].every((gap) => /^(?:\r*\n)?$|^\r+$/.test(gap));
}
