import { inContext, type Setup } from '../../model/setup.ts';
import { is } from '../../model/stages.ts';
import { copySources, type Instruction } from '../../syntax/dockerfile/index.ts';
import type { Form } from './form.ts';

/** ADD that neither unpacks nor fetches does what COPY does; COPY says that it is only that. */
export const localAdd: Form = {
  evidence: 'ADD unpacks and fetches; what it brings here is only copied',
  edits: (tree, setup) =>
    tree.instructions
      .filter((one) => is(one, 'ADD') && onlyCopies(setup, one))
      .map(({ keywordRange: range }) => ({
        range,
        text: /^[a-z]/.test(tree.source.slice(range.start)) ? 'copy' : 'COPY',
      })),
};

/** Flags that COPY knows as well. */
const SHARED_FLAGS = new Set(['chown', 'chmod', 'link', 'exclude']);

function onlyCopies(setup: Setup, add: Instruction): boolean {
  const reading = copySources(add);
  if (reading === null || !add.flags.every(({ name }) => SHARED_FLAGS.has(name))) return false;
  return reading.sources.every(({ value }) => isKnownPlain(setup, value));
}

/** BuildKit unpacks a file by its content, so only folders, texts that were read, and names that tell of text count. */
function isKnownPlain(setup: Setup, written: string): boolean {
  if (/[*?[$]|:|^git@/.test(written) || ARCHIVE.test(written)) return false;
  const path = written.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  if (path === '' || path === '.') return true;
  const entry = setup.facts.context.find((one) => one.path === path);
  if (entry?.kind === 'directory' || setup.facts.context.some((one) => one.path.startsWith(`${path}/`)))
    return true;
  return entry?.kind === 'file' && (setup.files.has(inContext(setup, path)) || TEXT.test(path));
}

const ARCHIVE = /\.(tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)$/i;
const TEXT =
  /\.(txt|md|in|toml|ya?ml|json|lock|ini|cfg|conf|properties|env|xml|html?|css|[cm]?[jt]sx?|py|rb|php|go|rs|java|sh|bash|sql|pem|crt)$/;
