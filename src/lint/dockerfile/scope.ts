import { envPairs, expansion, type Instruction, type Pair } from '../../syntax/dockerfile/index.ts';

/** What sets a variable. */
export interface Variable {
  kind: 'arg' | 'env' | 'predefined';
  /** with the file's defaults put in; null when it is not known: an ARG without default, a value made of such */
  value: string | null;
  /** where it is set; null for what the builder defines */
  pair: Pair | null;
}

/** Global ARGs that BuildKit defines; a stage sees them only after an ARG of its own. */
const PLATFORM_ARGS = [
  ...['BUILD', 'TARGET'].flatMap((side) =>
    ['PLATFORM', 'OS', 'ARCH', 'VARIANT', 'OSVERSION'].map((what) => side + what),
  ),
  'TARGETSTAGE',
];

/** Build arguments that every stage sees unasked: dockerfile/shell `HTTP_PROXY` and the like. */
const PROXY_ARGS = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];
const PREDEFINED = new Set([...PROXY_ARGS, ...PROXY_ARGS.map((name) => name.toLowerCase())]);
const OF_BUILDER: Variable = { kind: 'predefined', value: null, pair: null };

interface Setting {
  /** the instruction's place in its scope */
  at: number;
  variable: Variable;
}

/**
 * The variables of the global part or of a stage, as BuildKit scopes them: ARG from where it stands, ENV on to the stages
 * that are built on this one; an instruction sees what stood before it.
 */
export class Scope {
  readonly #settings = new Map<string, Setting[]>();
  readonly #outer: Scope | null;
  readonly #globals: Scope | null;
  #length = 0;

  /**
   * @param parent the scope of the stage that this one starts from; its ENV is seen, its ARG is not
   * @param globals the ARGs before the first FROM, which `ARG NAME` brings in
   */
  constructor(parent: Scope | null, globals: Scope | null) {
    this.#outer = parent;
    this.#globals = globals;
  }

  static global(): Scope {
    const scope = new Scope(null, null);
    for (const name of PLATFORM_ARGS) scope.#set(name, OF_BUILDER);
    return scope;
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
          : { kind: isArg ? 'arg' : 'env', value: this.valueOf(pair.raw ?? '', before, instruction), pair };
      // an ARG never hides an ENV of the same name
      if (isArg && this.lookup(pair.name, before)?.kind === 'env') continue;
      this.#set(pair.name, variable);
    }
  }

  #set(name: string, variable: Variable): void {
    const settings = this.#settings.get(name);
    if (settings === undefined) this.#settings.set(name, [{ at: this.#length, variable }]);
    else settings.push({ at: this.#length, variable });
  }

  #broughtIn(pair: Pair): Variable {
    const outer = this.#globals?.lookup(pair.name, Infinity);
    return { kind: 'arg', value: outer?.value ?? null, pair };
  }

  /** What a name stands for behind the first `before` instructions; undefined where it is not set in the file. */
  lookup(name: string, before: number): Variable | undefined {
    const settings = this.#settings.get(name) ?? [];
    let low = 0;
    let high = settings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((settings[middle]?.at ?? Infinity) <= before) low = middle + 1;
      else high = middle;
    }
    const own = settings[low - 1]?.variable;
    if (own !== undefined) return own;
    const inherited = this.#outer?.lookup(name, Infinity);
    if (inherited?.kind === 'env') return inherited;
    return PREDEFINED.has(name) ? OF_BUILDER : undefined;
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
    return isKnown ? value : null;
  }

  /** The names whose last setting this scope has itself, in the order in which they first appear. */
  names(): string[] {
    return [...this.#settings.keys()];
  }
}
