import type { Mapping } from '../../model/compose-values.ts';
import type { Range } from '../../syntax/text.ts';
import type { YamlPath } from '../../syntax/yaml/index.ts';
import type { ComposeFile } from './file.ts';

/** A service of a compose file. */
export class Service {
  readonly name: string;
  readonly file: ComposeFile;
  /** what stands in this file, anchors and `<<` resolved */
  readonly own: Mapping;
  /** with what it extends, as far as those files are known */
  readonly value: Mapping;
  /** it starts only when one of these profiles is asked for */
  readonly profiles: readonly string[];

  constructor(name: string, file: ComposeFile, own: Mapping, value: Mapping) {
    this.name = name;
    this.file = file;
    this.own = own;
    this.value = value;
    const { profiles } = value;
    this.profiles = Array.isArray(profiles) ? profiles.filter((each) => typeof each === 'string') : [];
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value, key);
  }

  /**
   * Where a path below the service is written: the key, or the item of a list. What comes in through an anchor or
   * `extends` is told at the nearest thing that stands in the service itself.
   */
  at(...path: YamlPath): Range {
    return this.file.at('services', this.name, ...path);
  }
}
