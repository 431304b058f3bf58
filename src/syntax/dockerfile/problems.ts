import { readArray } from './array.ts';
import { expansionProblems } from './expandable.ts';
import { readMarker } from './heredoc.ts';
import { KEYWORDS, type Keyword } from './keywords.ts';
import type { LogicalText } from './logical.ts';
import type { Instruction, Range, SyntaxProblem } from './tree.ts';

/** What BuildKit would refuse in an instruction, each at its place. */
export function instructionProblems(instruction: Instruction): SyntaxProblem[] {
  const { keyword, keywordRange, range } = instruction;
  const known = KEYWORDS.get(keyword.toLowerCase());
  if (known === undefined) {
    const place = keyword === '' ? range : keywordRange;
    return [{ code: 'unknown-instruction', message: `unknown instruction: ${keyword}`, range: place }];
  }
  const inner = keyword === 'ONBUILD' && instruction.inner !== null ? triggerProblems(instruction.inner) : [];
  const form = [...flagProblems(instruction, known), ...argumentProblems(instruction, known), ...inner];
  return form.length > 0 ? form : expansionProblems(instruction);
}

/** Of a trigger BuildKit looks only at the form: flags and words are checked when it is triggered. */
function triggerProblems(inner: Instruction): SyntaxProblem[] {
  const { keyword, keywordRange, argumentRange } = inner;
  if (['ONBUILD', 'FROM', 'MAINTAINER'].includes(keyword))
    return [
      { code: 'bad-argument', message: `${keyword} is not allowed after ONBUILD`, range: keywordRange },
    ];
  if (isArrayOfOthers(inner.inner ?? inner)) return [arrayOfOthers(argumentRange)];
  return keyword === 'ENV' || keyword === 'LABEL' ? pairProblems(inner, 'form') : [];
}

function flagProblems({ keyword, flags, words }: Instruction, known: Keyword): SyntaxProblem[] {
  const ignored =
    known.flags === null || (keyword === 'HEALTHCHECK' && words[0]?.raw.toUpperCase() === 'NONE');
  if (ignored) return [];
  const problems: SyntaxProblem[] = [];
  for (const [index, { name, value, range }] of flags.entries()) {
    const use = known.flags !== null && Object.hasOwn(known.flags, name) ? known.flags[name] : undefined;
    const message =
      use === undefined
        ? `${keyword} has no flag --${name}`
        : use !== 'many' && flags.findIndex((other) => other.name === name) < index
          ? `--${name} stands here twice`
          : use === 'bare'
            ? badBoolean(name, value)
            : value === null
              ? `--${name} needs a value`
              : null;
    if (message !== null) problems.push({ code: 'bad-flag', message, range });
  }
  return problems;
}

function badBoolean(name: string, value: string | null): string | null {
  return value === null || ['true', 'false'].includes(value.toLowerCase())
    ? null
    : `--${name} is true or false`;
}

function argumentProblems(instruction: Instruction, known: Keyword): SyntaxProblem[] {
  const { keyword, keywordRange, argument, argumentRange, json, words } = instruction;
  const missing = (message: string): SyntaxProblem[] => [
    { code: 'missing-argument', message, range: keywordRange },
  ];
  const bad = (message: string, range = argumentRange): SyntaxProblem[] => [
    { code: 'bad-argument', message, range },
  ];
  if (keyword !== 'ONBUILD' && isArrayOfOthers(instruction.inner ?? instruction))
    return [
      { code: 'bad-json', message: 'the array holds something other than strings', range: argumentRange },
    ];
  const count =
    known.form === 'array-or-shell' || known.form === 'trigger' ? Number(argument !== '') : words.length;
  if (count < known.least)
    return missing(`${keyword} needs ${known.least === 1 ? 'an argument' : 'two arguments'}`);
  switch (keyword) {
    case 'SHELL':
      if (json === null) return [{ code: 'bad-json', message: 'SHELL needs an array', range: argumentRange }];
      return json.length === 0 ? missing('SHELL needs an argument') : [];
    case 'ENV':
    case 'LABEL':
      return pairProblems(instruction, 'form and names');
    case 'ARG':
      return words.some(({ raw }) => raw.startsWith('=')) ? bad('ARG needs a name') : [];
    case 'FROM':
      return fromIsSound(words.map(({ raw }) => raw)) ? [] : bad('FROM takes an image, and a name after AS');
    case 'COPY':
    case 'ADD':
      return readMarker(words.at(-1)?.raw ?? '') === null ? [] : bad(`${keyword} needs a destination`);
    case 'VOLUME':
      return words.some(({ value }) => value.trim() === '') ? bad('a volume has no name') : [];
    case 'HEALTHCHECK':
      return healthProblem(instruction) === null ? [] : bad(healthProblem(instruction) ?? '');
    default:
      return [];
  }
}

function arrayOfOthers(range: Range): SyntaxProblem {
  return { code: 'bad-json', message: 'the array holds something other than strings', range };
}

/** `instruction` or the command within it is written as an array that holds something other than strings. */
function isArrayOfOthers({ keyword, argument, segments, argumentRange }: Instruction): boolean {
  const form = KEYWORDS.get(keyword.toLowerCase())?.form;
  if (form !== 'array-or-shell' && form !== 'array-or-words') return false;
  const text: LogicalText = { text: argument, segments, endsAt: argumentRange.end };
  return readArray(text) === 'not-strings';
}

function pairProblems(
  { keyword, keywordRange, words }: Instruction,
  what: 'form' | 'form and names',
): SyntaxProblem[] {
  const [first, second] = words;
  if (first === undefined) return [];
  if (!first.raw.includes('='))
    return second === undefined
      ? [{ code: 'missing-argument', message: `${keyword} needs a name and a value`, range: keywordRange }]
      : [];
  return words
    .filter(({ raw }) => !raw.includes('=') || (what !== 'form' && raw.startsWith('=')))
    .map(({ raw, range }) => ({ code: 'bad-argument', message: `${raw} is not name=value`, range }));
}

function fromIsSound(words: readonly string[]): boolean {
  if (words.length === 1) return true;
  const [, as = '', name = ''] = words;
  return words.length === 3 && as.toLowerCase() === 'as' && /^[a-z][a-z0-9_.-]*$/.test(name.toLowerCase());
}

function healthProblem({ words, argument, inner }: Instruction): string | null {
  const type = words[0]?.raw.toUpperCase();
  if (type === 'NONE')
    return argument.toUpperCase() === 'NONE' ? null : 'HEALTHCHECK NONE takes no arguments';
  if (type !== 'CMD') return 'HEALTHCHECK takes CMD or NONE';
  const empty = inner === null || inner.argument === '' || inner.json?.length === 0;
  return empty ? 'HEALTHCHECK CMD needs a command' : null;
}
