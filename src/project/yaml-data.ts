import { ShipshapeError, type ErrorCode } from '../errors.ts';
import { positionAt } from '../syntax/text.ts';
import { parseYaml, type YamlText } from '../syntax/yaml/index.ts';

/** One place in a YAML file, reached by keys: its plain value (aliases and `<<` resolved) and its line. */
export class YamlValue {
  readonly #file: YamlText;
  readonly #value: unknown;
  readonly #path: readonly (string | number)[];

  constructor(file: YamlText, value: unknown, path: readonly (string | number)[]) {
    this.#file = file;
    this.#value = value;
    this.#path = path;
  }

  /** `services.web.build`; for messages */
  get name(): string {
    return this.#path.join('.') || 'the file';
  }

  get line(): number {
    // what comes in through `<<` stands elsewhere: then the line of what holds it
    for (let length = this.#path.length; length > 0; length--) {
      const found = this.#file.rangeOf(this.#path.slice(0, length));
      const range = found?.key ?? found?.value;
      if (range) return positionAt(this.#file.source, range.start).line;
    }
    return 1;
  }

  /** not there, or nothing behind the colon */
  get isEmpty(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  get isText(): boolean {
    return typeof this.#value === 'string';
  }

  get isNumber(): boolean {
    return typeof this.#value === 'number';
  }

  /** text, number and truth value, the latter two as they are written (`1.10`); null for everything else */
  get scalar(): string | null {
    if (typeof this.#value === 'string') return this.#value;
    if (typeof this.#value !== 'number' && typeof this.#value !== 'boolean') return null;
    const range = this.#file.rangeOf(this.#path)?.value;
    const written = range ? this.#file.source.slice(range.start, range.end) : '';
    return /^[\w.+-]+$/.test(written) ? written : String(this.#value);
  }

  /** the entries of a mapping; null when it is none */
  get entries(): Map<string, YamlValue> | null {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([key, item]) => [key, this.#child(key, item)]));
  }

  /** the items of a list; null when it is none */
  get items(): YamlValue[] | null {
    return Array.isArray(this.#value) ? this.#value.map((item, index) => this.#child(index, item)) : null;
  }

  get(key: string): YamlValue {
    return this.entries?.get(key) ?? this.#child(key, undefined);
  }

  #child(key: string | number, value: unknown): YamlValue {
    return new YamlValue(this.#file, value, [...this.#path, key]);
  }
}

/**
 * The data of a YAML file with the line of each value.
 * @throws ShipshapeError with `code` at the place of the first error
 */
export function readYaml(path: string, text: string, code: ErrorCode): YamlValue {
  const file = parseYaml(text);
  const error = file.errors[0];
  if (error)
    throw new ShipshapeError(code, {
      what: `${path} is not valid YAML: ${error.message}`,
      where: { path, line: error.line },
    });
  return new YamlValue(file, file.get([]), []);
}
