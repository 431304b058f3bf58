import type { ImageIndex } from '../image-index.ts';
import { joinPath } from '../paths.ts';
import { readText } from '../resolve-path.ts';
import type { RawPackage } from './os-package.ts';

/** The second place is that of releases where /lib is /usr/lib. */
const DATABASES = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
/** What was asked for by name; all else came along. */
const WORLD = 'etc/apk/world';

/** The installed packages of an Alpine-like image; format: https://wiki.alpinelinux.org/wiki/Apk_spec */
export function apkPackages(index: ImageIndex): RawPackage[] {
  const database = DATABASES.map((path) => readText(index, path)).find((text) => text !== null) ?? '';
  const world = new Set(names(readText(index, WORLD) ?? ''));
  return database
    .split(/\n{2,}/)
    .map((block) => block.split('\n').map((line): [string, string] => [line.slice(0, 1), line.slice(2)]))
    .filter((lines) => lines.some(([key]) => key === 'P'))
    .map((lines) => packageOf(lines, world));
}

function packageOf(lines: readonly [string, string][], world: ReadonlySet<string>): RawPackage {
  const field = (wanted: string) => lines.find(([key]) => key === wanted)?.[1];
  const name = field('P') ?? '';
  const origin = field('o') ?? name;
  return {
    manager: 'apk',
    name,
    version: field('V') ?? '',
    architecture: field('A') ?? '',
    needs: names(field('D') ?? '').map((need) => [need]),
    provides: names(field('p') ?? ''),
    auto: !world.has(name),
    installedBytes: Number(field('I') ?? 0),
    section: null,
    source: origin === name ? null : origin,
    files: () => ownedFiles(lines),
  };
}

/** `so:libc.musl-x86_64.so.1 musl>=1.2 !other cmd:x=3` → the names; conflicts (`!`) are no need. */
function names(list: string): string[] {
  return list
    .split(/\s+/)
    .filter((item) => item !== '' && !item.startsWith('!'))
    .map((item) => item.replace(/[<>=~@].*$/s, ''));
}

/** `F:` names a folder, each `R:` after it a file in it. */
function ownedFiles(lines: readonly [string, string][]): string[] {
  let folder = '';
  return lines.flatMap(([key, value]) => {
    if (key === 'F') return (folder = value) === '' ? [] : folder;
    return key === 'R' ? joinPath(folder, value) : [];
  });
}
