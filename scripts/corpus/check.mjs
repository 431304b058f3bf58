// `docker build --check` of originals and proposals: the same edits on both sides, so that BuildKit can judge them here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SUBSTITUTE = 'debian:bookworm-slim';

/**
 * Which warnings a proposal has that its original has not.
 * @returns null without an engine
 */
export async function newWarnings(library, records, say) {
  const { engine } = await library.detectEngine();
  if (engine === undefined) return null;
  const local = localImages();
  const found = { judged: 0, unchanged: 0, notJudged: [], new: [], gone: {} };
  const queue = records.filter(({ dockerfile }) => dockerfile !== undefined);
  const lane = async () => {
    for (let record = queue.shift(); record !== undefined; record = queue.shift()) {
      say(`${found.judged + found.unchanged + found.notJudged.length} checked`);
      const { name, dockerfile, ignore } = record;
      if (dockerfile[0] === dockerfile[1] && ignore[0] === ignore[1]) {
        found.unchanged++;
        continue;
      }
      const sides = [];
      for (const side of [0, 1])
        sides.push(await check(library, engine, local, dockerfile[side], ignore[side]));
      const failed = sides.findIndex(({ unresolvable, error }) => (unresolvable ?? error) !== null);
      if (failed >= 0) {
        const why = sides[failed].unresolvable ?? sides[failed].error;
        // what BuildKit takes before and refuses after is no less than a warning
        (failed === 1 ? found.new : found.notJudged).push(
          `${name}: ${failed === 1 ? 'refused: ' : ''}${why}`,
        );
        continue;
      }
      found.judged++;
      const [before, after] = sides.map(({ warnings }) =>
        warnings.map(({ rule, message }) => `${rule}: ${message}`),
      );
      for (const one of new Set(after)) if (!before.includes(one)) found.new.push(`${name}: ${one}`);
      for (const one of new Set(before))
        if (!after.includes(one)) found.gone[one.split(':')[0]] = (found.gone[one.split(':')[0]] ?? 0) + 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return found;
}

/** The images that the engine has. */
export const localImages = () =>
  new Set(
    spawnSync('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'], {
      encoding: 'utf8',
    }).stdout.split('\n'),
  );

async function check({ checkDockerfile, parseDockerfile }, engine, local, text, ignore) {
  const context = mkdtempSync(join(tmpdir(), 'shipshape-check-'));
  try {
    const dockerfile = join(context, 'Dockerfile');
    writeFileSync(dockerfile, judgeable(parseDockerfile, local, text));
    if (ignore !== null) writeFileSync(join(context, '.dockerignore'), ignore);
    return await checkDockerfile(engine, { context, dockerfile });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** Without the `# syntax=` line, and with a base that is there in place of one that is not. */
export function judgeable(parseDockerfile, local, text) {
  const tree = parseDockerfile(text);
  const names = new Set(tree.stages.map(({ name }) => name));
  const isThere = (image, index) =>
    image === 'scratch' ||
    names.has(image.toLowerCase()) ||
    /^\d+$/.test(image) ||
    local.has(image.includes(':') ? image : `${image}:latest`) ||
    index === -1;
  let out = text.replace(/^#\s*syntax\s*=.*$/im, '# (no syntax line)');
  for (const { base } of tree.stages)
    if (base !== '' && !isThere(base))
      out = out.replaceAll(
        new RegExp(`^(\\s*FROM\\s+(?:--\\S+\\s+)*)${escaped(base)}(?=\\s|$)`, 'gim'),
        `$1${SUBSTITUTE}`,
      );
  return out.replaceAll(/(--from=)([^\s,]+)/g, (whole, flag, image) =>
    isThere(image) ? whole : `${flag}${SUBSTITUTE}`,
  );
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
