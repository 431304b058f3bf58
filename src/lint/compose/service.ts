import {
  dependenciesOf,
  isMapping,
  listOf,
  pairsOf,
  textOf,
  textOrTexts,
  textsOf,
  type Mapping,
} from '../../model/compose-values.ts';
import type { Edit, Range } from '../../syntax/text.ts';
import type { YamlPath } from '../../syntax/yaml/index.ts';
import type { DockerfileFacts } from '../dockerfile/file.ts';
import { builtFrom } from './build.ts';
import type { ComposeFile } from './file.ts';
import { expanded } from './interpolated.ts';
import { portOf, type Port } from './ports.ts';
import { volumesOf, type Volume } from './volumes.ts';

/** A service of a compose file. */
export class Service {
  readonly name: string;
  readonly file: ComposeFile;
  /** what stands in this file, anchors and `<<` resolved */
  readonly own: Mapping;
  /** with what it extends and with the file that goes over this one, or below it, as far as those are known */
  readonly value: Mapping;
  #ports: readonly Port[] | undefined;
  #volumes: readonly Volume[] | undefined;
  #dockerfile: DockerfileFacts | null | undefined;

  constructor(name: string, file: ComposeFile, own: Mapping, value: Mapping) {
    this.name = name;
    this.file = file;
    this.own = own;
    this.value = value;
  }

  /** it starts only when one of these profiles is asked for */
  get profiles(): readonly string[] {
    return textsOf(this.value['profiles']);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key) && this.value[key] !== null;
  }

  /** It says what it runs, so that what it lacks is lacking: an override only adds to a service of another file. */
  get isWhole(): boolean {
    if (this.file.isOverride) return false;
    return ['image', 'build', 'extends', 'provider'].some((key) => (this.own[key] ?? null) !== null);
  }

  /** the image's name with the variables' defaults; null when it is built here, or depends on a variable */
  get image(): string | null {
    const text = this.has('build') ? null : textOf(this.value['image']);
    return text === null ? null : expanded(text);
  }

  /** what stands in this file's own list */
  get ports(): readonly Port[] {
    this.#ports ??= listOf(this.own['ports']).flatMap((entry, index) => portOf(entry, index) ?? []);
    return this.#ports;
  }

  /** what stands in this file's own list */
  get volumes(): readonly Volume[] {
    this.#volumes ??= listOf(this.own['volumes']).flatMap(volumesOf);
    return this.#volumes;
  }

  /** what stands in this file's own map or list; null stands for a value from outside */
  get environment(): { name: string; value: string | null; key: string | number }[] {
    return pairsOf(this.own['environment']);
  }

  get dependencies(): ReadonlyMap<string, Mapping> {
    return dependenciesOf(this.value);
  }

  get securityOptions(): string[] {
    return textsOf(this.value['security_opt']);
  }

  /** `healthcheck.test` as words; null when the image's own is kept */
  get healthTest(): string[] | null {
    const { healthcheck } = this.value;
    if (!isMapping(healthcheck) || (healthcheck['test'] ?? null) === null) return null;
    return textOrTexts(healthcheck['test']);
  }

  /** a check of this file, or of one that it extends, tells when it is ready */
  get tellsHealth(): boolean {
    const { healthcheck } = this.value;
    if (!isMapping(healthcheck) || String(healthcheck['disable']) === 'true') return false;
    return this.healthTest !== null && this.healthTest[0] !== 'NONE';
  }

  /** the Dockerfile that it is built from; null when it is not, or the file cannot be read */
  get dockerfile(): DockerfileFacts | null {
    if (this.#dockerfile === undefined) this.#dockerfile = builtFrom(this);
    return this.#dockerfile;
  }

  /**
   * Where a path below the service is written: the key, or the item of a list. What comes in through an anchor or
   * `extends` is told at the nearest thing that stands in the service itself.
   */
  at(...path: YamlPath): Range {
    return this.file.at('services', this.name, ...path);
  }

  /** Where the value at a path below the service is written; else like `at`. */
  valueAt(...path: YamlPath): Range {
    return this.file.valueAt('services', this.name, ...path);
  }

  /** The edits that set a value below the service; null where other places would change with it. */
  set(path: YamlPath, value: unknown): Edit[] | null {
    return this.file.yaml.setEdits(['services', this.name, ...path], value);
  }

  /** The edits that take out a key or an item below the service; null where that cannot be done by itself. */
  remove(...path: YamlPath): Edit[] | null {
    return this.file.yaml.deleteEdits(['services', this.name, ...path]);
  }
}
