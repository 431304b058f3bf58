import { envPairs, expansion, type Instruction, type Pair } from '../../syntax/dockerfile/index.ts';

/** What sets a variable. */
export interface Variable {
  kind: 'arg' | 'env' | 'predefined' | 'base';
  /** with the file's defaults put in; null when it is not known: an ARG without default, a value made of such */
  value: string | null;
  /** what it comes to in a build without build arguments, where `value` is not known; null where that is not known either */
  built: string | null;
  /** where it is set; null for what the builder defines */
  pair: Pair | null;
}

/** Global ARGs that BuildKit defines, as they are on the most usual machine; a stage sees them only after an ARG of its own. */
const PLATFORM_ARGS: readonly [name: string, built: string][] = [
  ...['BUILD', 'TARGET'].flatMap((side): [string, string][] => [
    [`${side}PLATFORM`, 'linux/amd64'],
    [`${side}OS`, 'linux'],
    [`${side}ARCH`, 'amd64'],
    [`${side}VARIANT`, ''],
    [`${side}OSVERSION`, ''],
  ]),
  ['TARGETSTAGE', 'default'],
];

/** Build arguments that every stage sees unasked: dockerfile/shell `HTTP_PROXY` and the like. */
const PROXY_ARGS = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];
const PREDEFINED = new Set([...PROXY_ARGS, ...PROXY_ARGS.map((name) => name.toLowerCase())]);
const OF_BUILDER: Variable = { kind: 'predefined', value: null, built: null, pair: null };
const PROXY: Variable = { ...OF_BUILDER };
const OF_BASE: Variable = { kind: 'base', value: null, built: null, pair: null };
/** Longer values are not followed: a file may double one in each line. */
const LONGEST_VALUE = 1 << 10;

/** What a text comes to in a build that is given no build arguments. */
export interface BuiltText {
  /** with a word in place of what hangs on the base or the platform; null where BuildKit would refuse the text */
  text: string | null;
  /** null where it hangs on the base or the platform, or BuildKit would refuse the text */
  value: string | null;
  /** names that nobody defines, each once; those are empty in the value */
  undefinedNames: string[];
}

const shortEnough = (value: string | null): string | null =>
  value !== null && value.length > LONGEST_VALUE ? null : value;

/** Longer chains of stages are not followed, so that no file can make each look-up go through all of them. */
const DEEPEST = 200;

/** An ARG that has no value unless the build is given one. */
const isBare = ({ kind, pair }: Variable): boolean => kind === 'arg' && pair !== null && pair.raw === null;

interface Setting {
  /** the instruction's place in its scope */
  at: number;
  variable: Variable;
}

/**
 * The variables of the global part or of a stage, as BuildKit scopes them: from where they are set on, in the stages that
 * are built on this one too; an instruction sees what stood before it.
 */
export class Scope {
  readonly #settings = new Map<string, Setting[]>();
  readonly #outer: Scope | null;
  readonly #globals: Scope | null;
  /** what the base image's ENV defines; null where it is not known */
  readonly #base: ReadonlySet<string> | null;
  /** how many stages it is away from an image */
  readonly #depth: number;
  #length = 0;

  /**
   * @param parent the scope of the stage that this one starts from; its ENV and ARG are seen
   * @param globals the ARGs before the first FROM, which `ARG NAME` brings in
   * @param base names in the base image's ENV; null where they are not known
   */
  constructor(
    parent: Scope | null,
    globals: Scope | null,
    base: ReadonlySet<string> | null = parent === null ? null : parent.#base,
  ) {
    this.#depth = parent === null ? 0 : parent.#depth + 1;
    const isTooDeep = this.#depth > DEEPEST;
    this.#outer = isTooDeep ? null : parent;
    this.#globals = globals;
    this.#base = isTooDeep ? null : base;
  }

  static global(): Scope {
    const scope = new Scope(null, null, new Set());
    for (const [name, built] of PLATFORM_ARGS) scope.#set(name, { ...OF_BUILDER, built });
    return scope;
  }

  /** Whether all that the base image's ENV may define is known. */
  get isBaseKnown(): boolean {
    return this.#base !== null;
  }

  /** Whether an ARG before the first FROM declares a name. */
  isGlobal(name: string): boolean {
    return this.#globals?.lookup(name, Infinity)?.kind === 'arg';
  }

  /** How many instructions were added: what a later one sees is asked for with this number. */
  get length(): number {
    return this.#length;
  }

  /** Adds the next instruction; all its pairs see the values before it, but those of an ARG the ones before them. */
  add(instruction: Instruction): void {
    const at = this.#length;
    this.#length = at + 1;
    if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return;
    const isArg = instruction.keyword === 'ARG';
    for (const pair of envPairs(instruction)) {
      const before = isArg ? this.#length : at;
      const variable: Variable =
        isArg && pair.raw === null
          ? this.#broughtIn(pair)
          : this.#assigned(isArg ? 'arg' : 'env', pair, before, instruction);
      // an ARG without a value takes none away
      if (isArg && pair.raw === null && variable.value === null && this.#hasValue(pair.name, before))
        continue;
      this.#set(pair.name, variable);
    }
  }

  #set(name: string, variable: Variable): void {
    const settings = this.#settings.get(name);
    if (settings === undefined) this.#settings.set(name, [{ at: this.#length, variable }]);
    else settings.push({ at: this.#length, variable });
  }

  #assigned(kind: 'arg' | 'env', pair: Pair, before: number, instruction: Instruction): Variable {
    const raw = pair.raw ?? '';
    const value = this.valueOf(raw, before, instruction);
    return { kind, value, built: value ?? this.built(raw, before, instruction.escape).value, pair };
  }

  #hasValue(name: string, before: number): boolean {
    const found = this.lookup(name, before);
    return found !== undefined && found.kind !== 'predefined' && !isBare(found);
  }

  #broughtIn(pair: Pair): Variable {
    const outer = this.#globals?.lookup(pair.name, Infinity);
    // what the builder defines has a value, though not one that is known here
    return {
      kind: 'arg',
      value: outer?.value ?? null,
      built: outer?.built ?? null,
      pair: outer === undefined || isBare(outer) ? pair : outer.pair,
    };
  }

  /** What a name stands for behind the first `before` instructions; undefined where it is not set in the file. */
  lookup(name: string, before: number): Variable | undefined {
    let found = this.#own(name, before);
    for (let outer = this.#outer; found === undefined && outer !== null; outer = outer.#outer)
      found = outer.#own(name, Infinity);
    if (found !== undefined) return found;
    if (this.#base?.has(name) === true) return OF_BASE;
    return PREDEFINED.has(name) ? PROXY : undefined;
  }

  #own(name: string, before: number): Variable | undefined {
    const settings = this.#settings.get(name);
    if (settings === undefined) return undefined;
    let low = 0;
    let high = settings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((settings[middle]?.at ?? Infinity) <= before) low = middle + 1;
      else high = middle;
    }
    return settings[low - 1]?.variable;
  }

  /** A text with the variables put in as a build without build arguments would, `raw` as it is written. */
  built(
    raw: string,
    before: number,
    escape: Instruction['escape'],
    quotes: 'taken off' | 'kept' = 'taken off',
  ): BuiltText {
    if (!/[$'"\\`]/.test(raw)) return { text: raw, value: raw, undefinedNames: [] };
    const undefinedNames = new Set<string>();
    let isKnown = true;
    const get = (name: string): string | undefined => {
      const found = this.lookup(name, before);
      // what the builder passes on to RUN is not put into words
      if (found === PROXY || (found === undefined && (name !== 'PATH' || this.#globals === null))) {
        undefinedNames.add(name);
        return undefined;
      }
      if (found !== undefined && isBare(found)) return undefined;
      const value = found?.value ?? found?.built ?? null;
      if (value === null) isKnown = false;
      return value ?? 'unknown';
    };
    const { value: text } = expansion(
      raw,
      { get, has: (name) => get(name) !== undefined },
      quotes === 'kept' ? '\\' : escape,
      quotes,
    );
    return { text, value: isKnown ? shortEnough(text) : null, undefinedNames: [...undefinedNames] };
  }

  /** A text with the variables put in; null when one of them is not known, or BuildKit would refuse it. */
  valueOf(raw: string, before: number, { escape }: Pick<Instruction, 'escape'>): string | null {
    if (!/[$'"\\`]/.test(raw)) return raw;
    let isKnown = true;
    const find = (name: string): string | undefined => {
      const found = this.lookup(name, before);
      if (found === undefined || found.value === null) isKnown = false;
      return found?.value ?? undefined;
    };
    const { value } = expansion(raw, { get: find, has: (name) => find(name) !== undefined }, escape);
    return isKnown ? shortEnough(value) : null;
  }

  /** Names that are set here, in the stages before and in the base, no more than `most` of them. */
  names(most: number = Infinity): string[] {
    const found = new Set<string>();
    const add = (names: Iterable<string>): void => {
      for (const name of names)
        if (found.size < most) found.add(name);
        else return;
    };
    add(this.#settings.keys());
    for (let scope = this.#outer; scope !== null && found.size < most; scope = scope.#outer)
      add(scope.#settings.keys());
    add(this.#base ?? []);
    return [...found];
  }
}
