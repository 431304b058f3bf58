import type { Range } from '../../text.ts';
import type { ShellCommand, ShellWord } from '../types.ts';
import { type Option, type OptionTable, readArguments, valuesOf } from './options.ts';
import { programOf } from './program.ts';

export interface PipCommand {
  /** how pip is called; the range goes from the program's word to the word `pip` */
  python: { form: 'pip' | 'pip3' | 'python -m pip'; text: string; range: Range };
  /** install, uninstall, download, wheel, …; empty when there is none */
  verb: string;
  /** null when there is none */
  verbWord: ShellWord | null;
  /** what follows the verb, as words */
  operands: ShellWord[];
  requirements: string[];
  constraints: string[];
  editable: string[];
  /** requirement specifiers, paths and URLs as written, quotes off */
  packages: string[];
  /** of `--index-url` and `--extra-index-url` */
  indexUrls: string[];
  /** names of all options, as written */
  flags: string[];
  options: Option[];
  /** the interpreter that `--python` names */
  targetsPython: string | null;
  /** some word holds expansions, so that the lists may be incomplete */
  dynamic: boolean;
  /** where a global option goes (with a blank before it): right after the word `pip` */
  globalOptionOffset: number;
}

/** pip's options that take a value, from `pip install --help` and its general options. */
const TABLE: OptionTable = {
  letters: 'rcetidfCb',
  names:
    `requirement constraint editable target index-url extra-index-url find-links dest wheel-dir prefix root src python
    platform python-version implementation abi upgrade-strategy config-settings global-option no-binary only-binary
    progress-bar root-user-action report group requirements-from-script build-constraint uploaded-prior-to log
    keyring-provider proxy retries timeout exists-action trusted-host cert client-cert cache-dir use-feature
    use-deprecated resume-retries`.split(/\s+/),
};

/** Reads a pip command, called by its name or as `python -m pip`; null for other commands. */
export function pipCommand(command: ShellCommand): PipCommand | null {
  const called = pipWord(command);
  if (called === null) return null;
  const { python, args } = called;
  const { options, operands } = readArguments(args, TABLE);
  const [verb, ...packages] = operands;
  return {
    python,
    verb: verb?.value ?? '',
    verbWord: verb ?? null,
    operands: packages,
    requirements: valuesOf(options, '-r', '--requirement'),
    constraints: valuesOf(options, '-c', '--constraint'),
    editable: valuesOf(options, '-e', '--editable'),
    packages: packages.flatMap(({ value }) => value ?? []),
    indexUrls: valuesOf(options, '-i', '--index-url', '--extra-index-url'),
    flags: options.map(({ name }) => name),
    options,
    targetsPython: valuesOf(options, '--python').at(-1) ?? null,
    dynamic: args.some(({ value }) => value === null),
    globalOptionOffset: python.range.end,
  };
}

function pipWord(command: ShellCommand): { python: PipCommand['python']; args: ShellWord[] } | null {
  const program = programOf(command);
  if (program === null) return null;
  const text = program.word.raw;
  if (/^pip[\d.]*$/.test(program.name)) {
    const form = program.name === 'pip' ? 'pip' : 'pip3';
    return { python: { form, text, range: program.word.range }, args: program.args };
  }
  if (!/^python[\d.]*$/.test(program.name)) return null;
  const module = program.args.findIndex(({ value }) => value === '-m');
  const pip = program.args[module + 1];
  const onlyOptionsBefore = program.args
    .slice(0, module)
    .every(({ value }) => /^-[A-Za-z]+$/.test(value ?? ''));
  if (module < 0 || pip?.value !== 'pip' || !onlyOptionsBefore) return null;
  return {
    python: {
      form: 'python -m pip',
      text: [text, ...program.args.slice(0, module + 2).map(({ raw }) => raw)].join(' '),
      range: { start: program.word.range.start, end: pip.range.end },
    },
    args: program.args.slice(module + 2),
  };
}
