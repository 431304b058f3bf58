import { resolveCompose } from '../../model/compose-project.ts';
import { isMapping, textOf, type Mapping } from '../../model/compose-values.ts';
import type { Range } from '../../syntax/text.ts';
import { parseYaml, type YamlPath, type YamlText } from '../../syntax/yaml/index.ts';
import { Positions } from '../positions.ts';
import { NOTHING_AROUND, type Surroundings } from '../surroundings.ts';
import { Service } from './service.ts';

/** A compose file as rules see it. */
export class ComposeFile {
  readonly path: string;
  readonly source: string;
  readonly yaml: YamlText;
  readonly around: Surroundings;
  /** the whole file as plain values; empty when it is no mapping */
  readonly root: Mapping;
  readonly services: readonly Service[];
  readonly #byName = new Map<string, Service>();
  #positions: Positions | undefined;

  constructor(given: { path: string; source: string; around?: Surroundings }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.yaml = parseYaml(given.source);
    const root = this.yaml.get([]);
    this.root = isMapping(root) ? root : {};
    this.services = servicesOf(this);
    for (const service of this.services) this.#byName.set(service.name, service);
  }

  /** Compose lays it over another file, so that what it does not say may stand there. */
  get isOverride(): boolean {
    return OVERRIDE.test(this.path.slice(this.path.lastIndexOf('/') + 1));
  }

  service(name: string): Service | null {
    return this.#byName.get(name) ?? null;
  }

  get positions(): Positions {
    this.#positions ??= new Positions(this.source);
    return this.#positions;
  }

  /** Where a path is written: its key, or the item of a list; else the nearest place around it. */
  at(...path: YamlPath): Range {
    for (let length = path.length; length > 0; length--) {
      const found = this.yaml.rangeOf(path.slice(0, length));
      const range = found?.key ?? found?.value;
      if (range) return range;
    }
    return { start: 0, end: 0 };
  }

  /** Where the value at a path is written; else like `at`. */
  valueAt(...path: YamlPath): Range {
    return this.yaml.rangeOf(path)?.value ?? this.at(...path);
  }
}

function servicesOf(file: ComposeFile): Service[] {
  const declared = file.root['services'];
  if (!isMapping(declared)) return [];
  const values = resolved(file, declared);
  return Object.entries(declared).flatMap(([name, own]) => {
    const mapping = isMapping(own) ? own : own === null ? {} : null;
    return mapping === null ? [] : [new Service(name, file, mapping, values.get(name) ?? mapping)];
  });
}

/** The services with what they extend, and with the file that compose lays over this one by itself. */
function resolved(file: ComposeFile, declared: Mapping): ReadonlyMap<string, Mapping> {
  const named = Object.values(declared).flatMap((one) => {
    const from = isMapping(one) ? one['extends'] : undefined;
    return from === undefined ? [] : [isMapping(from) ? textOf(from['file']) : null];
  });
  const beside = besidesOf(file);
  if (named.length === 0 && beside === null) return new Map();
  const files = new Map([[file.path, file.source]]);
  for (const path of new Set(named)) {
    const text = path === null ? null : file.around.read(path);
    if (path !== null && text !== null) files.set(besides(file.path, path), text);
  }
  if (beside !== null) files.set(beside.path, beside.text);
  const roots = beside === null ? [file.path] : [beside.path, file.path];
  if (!file.isOverride) roots.reverse();
  return new Map([...resolveCompose(files, roots)].map(([name, { value }]) => [name, value]));
}

const OVERRIDE = /^(.*compose)\.override\.(ya?ml)$/;

/** The override of a file that compose takes by itself, or the file below an override; null without one. */
function besidesOf(file: ComposeFile): { path: string; text: string } | null {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const names = ['yaml', 'yml'].map((end) => name.replace(OVERRIDE, `$1.${end}`));
  const wanted = file.isOverride
    ? names
    : /^(?:docker-)?compose\.ya?ml$/.test(name)
      ? ['yaml', 'yml'].map((end) => name.replace(/\.ya?ml$/, `.override.${end}`))
      : [];
  for (const each of wanted) {
    const text = each === name ? null : file.around.read(each);
    if (text !== null) return { path: besides(file.path, each), text };
  }
  return null;
}

/** A path relative to the folder of another. */
function besides(path: string, other: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of other.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}
