import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { cacheFolder } from '../project/cache-folder.ts';

type Wrapped = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

/**
 * Runs a CommonJS file with the code that V8 made of it the last time, which takes a fifth of the time. Node.js does that
 * itself from version 22 on (`module.enableCompileCache`), but not with the functions that a run came to need. V8 refuses
 * what another version of it made; a cache that cannot be read or written is no error.
 * @param path absolute
 * @returns what the file exports
 */
export function loadCached(path: string): object {
  const kept = keptAt(path);
  const cachedData = contentOf(kept);
  const script = new Script(Module.wrap(readFileSync(path, 'utf8')), {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as Wrapped;
  run(module.exports, createRequire(path), module, path, dirname(path));
  if (cachedData === undefined || script.cachedDataRejected === true)
    process.once('exit', () => keep(kept, script.createCachedData()));
  return module.exports;
}

/** One for each build of the file and each Node.js. */
function keptAt(path: string): string {
  const { size, mtimeMs } = statSync(path);
  const build = `${size.toString(36)}${Math.trunc(mtimeMs).toString(36)}`;
  return join(cacheFolder(), `${basename(path)}-${process.version}-${process.arch}-${build}.v8`);
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Written whole or not at all; those of earlier builds go. */
function keep(path: string, data: Buffer): void {
  const folder = dirname(path);
  const kind = basename(path).split('-v')[0] ?? '';
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, data, { mode: 0o600 });
    renameSync(part, path);
    for (const name of readdirSync(folder))
      if (name.startsWith(`${kind}-v`) && name.endsWith('.v8') && name !== basename(path))
        rmSync(join(folder, name), { force: true });
  } catch {
    // the next run does without it
  }
}
