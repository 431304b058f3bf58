import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const NAMED_LIKE_ONE = /^(?:(?:Dockerfile|Containerfile)(?:[.-].*)?|dockerfile|.+\.[Dd]ockerfile)$/;
/** Beside a Dockerfile and called like it, but no Dockerfile. */
const BESIDE_ONE = /\.dockerignore$/;

/** Every Dockerfile below a folder, in order. */
export async function* dockerfilesBelow(dir) {
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== '.git' && entry.name !== 'node_modules') yield* dockerfilesBelow(path);
    } else if (entry.isFile() && NAMED_LIKE_ONE.test(entry.name) && !BESIDE_ONE.test(entry.name)) yield path;
  }
}
