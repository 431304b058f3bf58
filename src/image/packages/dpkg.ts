import type { ImageIndex } from '../image-index.ts';
import { mergedFiles } from '../merged-files.ts';
import { indexPath } from '../paths.ts';
import { followPath, readText } from '../resolve-path.ts';
import type { RawPackage } from './os-package.ts';

const STATUS = 'var/lib/dpkg/status';
/** Distroless images keep one file a package here, and the owned files as checksums beside it. */
const STATUS_FOLDER = 'var/lib/dpkg/status.d';
const INFO_FOLDER = 'var/lib/dpkg/info';
const EXTENDED_STATES = 'var/lib/apt/extended_states';

/** The installed packages of a Debian-like image; format: deb-control(5), dpkg-query(1). */
export function dpkgPackages(index: ImageIndex): RawPackage[] {
  const auto = autoInstalled(index);
  const status = paragraphs(readText(index, STATUS) ?? '')
    .filter((fields) => fields.get('status')?.endsWith(' installed'))
    .map((fields) => packageOf(fields, auto, () => listedFiles(index, fields)));
  const single = distrolessFiles(index).flatMap((path) =>
    paragraphs(readText(index, path) ?? '')
      .filter((fields) => fields.has('package'))
      .map((fields) => packageOf(fields, auto, () => checksummedFiles(index, `${path}.md5sums`))),
  );
  return [...status, ...single];
}

function packageOf(
  fields: ReadonlyMap<string, string>,
  auto: ReadonlySet<string>,
  files: () => string[],
): RawPackage {
  const name = fields.get('package') ?? '';
  const depends = [fields.get('pre-depends'), fields.get('depends')].filter((list) => list !== undefined);
  return {
    manager: 'dpkg',
    name,
    version: fields.get('version') ?? '',
    architecture: fields.get('architecture') ?? '',
    needs: relations(depends.join(', ')),
    provides: relations(fields.get('provides') ?? '').flat(),
    auto: auto.has(name),
    installedBytes: Number(fields.get('installed-size') ?? 0) * 1024,
    section: fields.get('section') ?? null,
    source: fields.get('source')?.split(' ')[0] ?? null,
    files,
  };
}

/** `a (>= 1) | b:any, c` → [[a, b], [c]] */
function relations(text: string): string[][] {
  return text
    .split(',')
    .map((group) => group.split('|').flatMap((relation) => /^\s*([^\s(:[<]+)/.exec(relation)?.[1] ?? []))
    .filter((group) => group.length > 0);
}

/** Blocks of `Name: value`, names in lower case; folded lines are joined with line ends kept. */
function paragraphs(text: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const block of text.split(/\n{2,}/)) {
    const fields = new Map<string, string>();
    let last = '';
    for (const line of block.split('\n')) {
      const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined) fields.set((last = name.toLowerCase()), value ?? '');
      else if (last !== '' && /^[ \t]/.test(line)) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
    }
    if (fields.size > 0) found.push(fields);
  }
  return found;
}

function autoInstalled(index: ImageIndex): Set<string> {
  const names = paragraphs(readText(index, EXTENDED_STATES) ?? '')
    .filter((fields) => fields.get('auto-installed') === '1')
    .map((fields) => fields.get('package') ?? '');
  return new Set(names);
}

function distrolessFiles(index: ImageIndex): string[] {
  const files = mergedFiles(index);
  const folder = followPath(files, STATUS_FOLDER);
  if (folder === null) return [];
  return [...files.keys()].filter(
    (path) => path.startsWith(`${folder}/`) && !path.slice(folder.length).includes('.md5sums'),
  );
}

/** A package that may be installed for several architectures has its name qualified. */
function listedFiles(index: ImageIndex, fields: ReadonlyMap<string, string>): string[] {
  const name = fields.get('package') ?? '';
  const text =
    readText(index, `${INFO_FOLDER}/${name}.list`) ??
    readText(index, `${INFO_FOLDER}/${name}:${fields.get('architecture')}.list`);
  return (text ?? '')
    .split('\n')
    .map(indexPath)
    .filter((path) => path !== '');
}

function checksummedFiles(index: ImageIndex, path: string): string[] {
  return (readText(index, path) ?? '')
    .split('\n')
    .flatMap((line) => /^[0-9a-f]{32}\s+(.+)$/.exec(line)?.[1] ?? [])
    .map(indexPath);
}
