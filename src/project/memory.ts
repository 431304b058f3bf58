import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** ms that something is remembered: what registries and package indexes hold moves on in the meantime. */
const KEPT = 86_400_000;

/** What was kept under a key; null when there is nothing, it is older than a day, or it cannot be read. */
export async function recall(key: string): Promise<unknown> {
  const path = join(cacheFolder(), `${key}.json`);
  try {
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs > KEPT ? null : (JSON.parse(await readFile(path, 'utf8')) as unknown);
  } catch {
    return null;
  }
}

/** Keeps plain data under a key, readable by the user alone, and drops what is too old. A folder that cannot be written is no error. */
export async function remember(key: string, value: unknown): Promise<void> {
  const dir = cacheFolder();
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const made = join(dir, `${key}.${process.pid}.part`);
    await writeFile(made, JSON.stringify(value), { mode: 0o600 });
    await rename(made, join(dir, `${key}.json`));
    for (const name of await readdir(dir)) {
      const path = join(dir, name);
      if (/^[\da-f]{64}\.(json|\d+\.part)$/.test(name) && Date.now() - (await stat(path)).mtimeMs > KEPT)
        await rm(path, { force: true });
    }
  } catch {
    // the next run does without it
  }
}
