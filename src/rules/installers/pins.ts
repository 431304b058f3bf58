import { valuesOfWord, type LanguageCall } from '../../lint/index.ts';
import { hasOption, type ShellWord } from '../../syntax/shell/index.ts';

/** A package that an installer may take in any version. */
export interface Loose {
  /** as it is asked for */
  text: string;
  word: ShellWord;
  /** a tag that moves (`latest`), written where a version could stand */
  tag: string | null;
  /** it is a repository without a commit or tag */
  isBranch: boolean;
}

/** Whether a package needs no version: a path, an archive, an address that names what it means. */
const isLocal = (text: string): boolean => /^(?:\.{0,2}\/|~|\.{1,2}$|\.\[)|^[A-Z]:\\/i.test(text);

const ADDRESS = /^(?:git\+|git:|ssh:|https?:|github:|gitlab:|bitbucket:|file:)/;

/** Asks of a package's text whether its version is open. */
type Reader = (text: string) => { tag: string | null; isBranch?: boolean } | null;

const LOOSE = { tag: null };
/** whatever a repository's main branch holds */
const BRANCH = { tag: null, isBranch: true };

/** https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
const python: Reader = (text) => {
  if (/^(?:git|hg|svn|bzr)\+/.test(text))
    return /@[^/@]+$/.test(text.replace(/#.*$/, '').replace(/^\w+\+\w+:\/\/[^/]*@?/, '')) ? null : LOOSE;
  if (isLocal(text) || /\//.test(text) || /\.(?:whl|zip|tar\.\w+|tgz)$/.test(text)) return null;
  return /[=<>~!]|\s@\s|@\w+:\/\//.test(text)
    ? null
    : text.endsWith('@latest')
      ? { tag: 'latest' }
      : /@/.test(text)
        ? null
        : LOOSE;
};

/** https://docs.npmjs.com/cli/commands/npm-install */
const node: Reader = (text) => {
  if (isLocal(text) || /\.(?:tgz|tar(?:\.gz)?)$/.test(text)) return null;
  if (ADDRESS.test(text)) return /^https?:/.test(text) || /#./.test(text) ? null : BRANCH;
  const version = /^(?:@[^@]*)?[^@]+@(?:npm:(?:@[^@]*)?[^@]+@)?(.+)$/.exec(text)?.[1];
  if (version === undefined) return LOOSE;
  return /^(?:latest|next|beta|canary|nightly|\*)$/.test(version) ? { tag: version } : null;
};

const ruby: Reader = (text) => (isLocal(text) || /\.gem$|:./.test(text) ? null : LOOSE);

/** https://go.dev/ref/mod#versions */
const go: Reader = (text) => {
  // `tool` stands for the tools that go.mod names
  if (isLocal(text) || /\.go$|\.\.\.$|^tool$/.test(text)) return null;
  const version = /@(.+)$/.exec(text)?.[1];
  return version === undefined
    ? LOOSE
    : /^(?:latest|upgrade|patch|none)$/.test(version)
      ? { tag: version }
      : null;
};

const rust: Reader = (text) => (isLocal(text) || /@/.test(text) ? null : LOOSE);

const php: Reader = (text) => (/[:=]|^[^/]+$/.test(text) ? null : LOOSE);

const READERS: Readonly<Partial<Record<LanguageCall['tool'], Reader>>> = {
  pip: python,
  pipx: python,
  uv: python,
  npm: node,
  yarn: node,
  pnpm: node,
  bun: node,
  gem: ruby,
  go,
  cargo: rust,
  composer: php,
};

/** Options that settle the versions of all packages of a call. */
const SETTLES: Readonly<Partial<Record<LanguageCall['tool'], readonly string[]>>> = {
  pip: ['-c', '--constraint', '--no-index'],
  uv: ['-c', '--constraint', '--constraints', '--no-index', '--locked', '--frozen'],
  gem: ['-v', '--version'],
  cargo: ['--version', '--vers', '--path', '--tag', '--rev'],
};

/** The packages of a call that are asked for without a version; what is not known is left out. */
export function looseIn(call: LanguageCall): Loose[] {
  const read = READERS[call.tool];
  if (read === undefined || call.action !== 'add' || hasOption(call.options, ...(SETTLES[call.tool] ?? [])))
    return [];
  const operands = call.tool === 'go' && call.verb === 'run' ? call.operands.slice(0, 1) : call.operands;
  return operands
    .flatMap((word) => valuesOfWord(word, call.command))
    .flatMap(({ text, word }) => {
      const found = text === null || text === '' ? null : read(text);
      return found === null || text === null
        ? []
        : [{ text, word, tag: found.tag, isBranch: found.isBranch ?? false }];
    });
}
