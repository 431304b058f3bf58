import { resolveCompose } from '../../model/compose-project.ts';
import { isMapping, type Mapping } from '../../model/compose-values.ts';
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
  #positions: Positions | undefined;

  constructor(given: { path: string; source: string; around?: Surroundings }) {
    this.path = given.path;
    this.source = given.source;
    this.around = given.around ?? NOTHING_AROUND;
    this.yaml = parseYaml(given.source);
    const root = this.yaml.get([]);
    this.root = isMapping(root) ? root : {};
    this.services = servicesOf(this);
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
}

function servicesOf(file: ComposeFile): Service[] {
  const declared = file.root['services'];
  if (!isMapping(declared)) return [];
  const values = new Map<string, Mapping>();
  const extending = Object.values(declared).some((one) => isMapping(one) && one['extends'] !== undefined);
  if (extending)
    for (const [name, { value }] of resolveCompose(filesAround(file), [file.path])) values.set(name, value);
  return Object.entries(declared).flatMap(([name, own]) => {
    const mapping = isMapping(own) ? own : own === null ? {} : null;
    return mapping === null ? [] : [new Service(name, file, mapping, values.get(name) ?? mapping)];
  });
}

/** The file and those that its services extend, read one after another; their paths are relative to its folder. */
function filesAround(file: ComposeFile): Map<string, string> {
  const files = new Map([[file.path, file.source]]);
  // `resolveCompose` asks for no file that is not there, so the few that are named are read beforehand
  const named = /\bfile:\s*["']?([^\s"'#]+)/g;
  for (const [, path = ''] of file.source.matchAll(named)) {
    const text = file.around.read(path);
    if (text !== null) files.set(besides(file.path, path), text);
  }
  return files;
}

/** A path relative to the folder of another. */
function besides(path: string, other: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of other.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}
