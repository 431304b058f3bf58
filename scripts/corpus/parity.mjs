// `docker build --check` and `shipshape check --preset buildkit` on the same text: both must tell the same at the same lines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { judgeable, localImages } from './check.mjs';

/**
 * Compares over files. Each is changed first so that BuildKit can judge it here: no `# syntax=` line, and an image that is
 * there in place of one that is not.
 * @returns counts, and what one side tells and the other does not; null without an engine
 */
export async function parityOver(library, root, files, say) {
  const { engine } = await library.detectEngine();
  if (engine === undefined) return null;
  const local = localImages();
  const found = {
    agree: 0,
    disagree: [],
    refused: 0,
    'refused, and told more before': [],
    unresolvable: 0,
    checks: {},
  };
  const seen = new Set();
  const queue = [...files];
  const lane = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      say(`${files.length - queue.length} of ${files.length} compared`);
      const text = judgeable(library.parseDockerfile, local, await readFile(file, 'utf8'));
      if (seen.has(text)) continue;
      seen.add(text);
      note(found, relative(root, file), await buildKit(library, engine, text), shipshape(library, text));
    }
  };
  await Promise.all([lane(), lane()]);
  return found;
}

function note(found, name, theirs, ours) {
  const missing = without(theirs.warnings, ours);
  if (theirs.unresolvable !== null) {
    found.unresolvable++;
    return;
  }
  if (theirs.error !== null) {
    // BuildKit looks no further than what it refuses; what it told before, we must tell too
    found.refused++;
    if (missing.length > 0)
      found['refused, and told more before'].push(`${name}: ${missing.join(', ')} (${theirs.error})`);
    return;
  }
  for (const each of theirs.warnings) {
    const rule = each.split(' ')[1];
    found.checks[rule] = (found.checks[rule] ?? 0) + 1;
  }
  const extra = without(ours, theirs.warnings);
  if (missing.length + extra.length === 0) found.agree++;
  else
    found.disagree.push(
      `${name}: ${[...missing.map((each) => `only BuildKit: ${each}`), ...extra.map((each) => `only we: ${each}`)].join(', ')}`,
    );
}

/** What is in the first list more often than in the second. */
function without(all, others) {
  const left = [...others];
  return all.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function buildKit({ checkDockerfile }, engine, text) {
  const context = mkdtempSync(join(tmpdir(), 'shipshape-parity-'));
  try {
    const dockerfile = join(context, 'Dockerfile');
    writeFileSync(dockerfile, text);
    const told = await checkDockerfile(engine, { context, dockerfile });
    return { ...told, warnings: told.warnings.map(({ line, rule }) => `${line} ${rule}`) };
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

const shipshape = ({ checkText }, text) =>
  checkText('Dockerfile', text, { preset: 'buildkit' }).findings.flatMap(({ ids, line }) =>
    (ids.buildkit ?? []).map((id) => `${line} ${id}`),
  );
