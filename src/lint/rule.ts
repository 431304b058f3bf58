import type { Edit, Range } from '../syntax/text.ts';
import type { ComposeFile } from './compose/file.ts';
import type { Service } from './compose/service.ts';
import type { Command } from './dockerfile/command.ts';
import type { DockerfileFacts } from './dockerfile/file.ts';
import type { InstructionFacts } from './dockerfile/instruction.ts';
import type { StageFacts } from './dockerfile/stage.ts';
import type { EnvFile } from './files/env-file.ts';
import type { IgnoreFile } from './files/ignore-file.ts';
import type { ImageExample } from './image/example.ts';
import type { ImageFacts } from './image/image.ts';
import type { OptionsSpec, OptionValues } from './options.ts';
import type { Aliases } from './tool.ts';

export type Severity = 'error' | 'warning' | 'info' | 'style';

/** From the mildest to the worst. */
export const SEVERITIES: readonly Severity[] = ['style', 'info', 'warning', 'error'];

export type Category =
  | 'base'
  | 'syntax'
  | 'packages'
  | 'build-cache'
  | 'context'
  | 'runtime'
  | 'security'
  | 'secrets'
  | 'metadata'
  | 'style'
  | 'compose';

/** `safe` cannot alter what the container does; `needs-proof` may, so that `improve` has to prove it. */
export type FixClass = 'safe' | 'needs-proof';

/** One branch of a rule that other tools tell apart: apt and apk, CMD and ENTRYPOINT. */
export interface Variant {
  aliases: Aliases;
  /** false: only on where a tool's preset, `strict` or the user's file asks for it */
  recommended?: boolean;
  severity?: Severity;
}

/** What a rule tells of a place. */
export interface Reported {
  /** where it stands, in UTF-16 offsets of the file */
  at: Range;
  /** what was found, why it matters here, and what to do: whole sentences */
  message: string;
  /** which branch it is, for rules that have variants */
  variant?: string;
  /** how it is mended; called only when somebody wants the fix; null where this one cannot be mended by itself */
  fix?: () => readonly Edit[] | null;
  /** where it differs from the rule's own */
  fixClass?: FixClass;
}

export interface RuleContext<Options extends OptionsSpec = OptionsSpec> {
  report: (found: Reported) => void;
  options: OptionValues<Options>;
  /** whether somebody wants this branch: dear ones need not be looked for in vain */
  wants: (variant: string) => boolean;
}

type Visit<Thing, Options extends OptionsSpec> = (thing: Thing, context: RuleContext<Options>) => void;

/** What a rule looks at. Each thing is visited once, in file order, by the rules that ask for it. */
export interface Checks<Options extends OptionsSpec = OptionsSpec> {
  /** a Dockerfile as a whole, before its parts */
  dockerfile?: Visit<DockerfileFacts, Options>;
  stage?: Visit<StageFacts, Options>;
  /** by keyword in upper case; `*` is every instruction; triggers of ONBUILD are visited as instructions too */
  instructions?: Readonly<Record<string, Visit<InstructionFacts, Options>>>;
  /** simple commands in RUN, by the program's name (seen through sudo, env and the like); `*` is every command */
  commands?: Readonly<Record<string, Visit<Command, Options>>>;
  compose?: Visit<ComposeFile, Options>;
  service?: Visit<Service, Options>;
  ignoreFile?: Visit<IgnoreFile, Options>;
  envFile?: Visit<EnvFile, Options>;
  /** a built image; the place of what is reported is its `at` */
  image?: Visit<ImageFacts, Options>;
}

/** A file that the rule finds fault with; it is a test of the rule and stands in its page. */
export interface InvalidExample extends ExampleFile {
  /** the lines that are reported, counted from 1, in order */
  lines: readonly number[];
  /** the branches that are reported, in the same order */
  variants?: readonly string[];
  /** the text after all its fixes; absent where it has none */
  fixed?: string;
}

export interface ExampleFile {
  /** of an image: what it is, in a few words */
  text: string;
  /** what is looked at instead of the text */
  image?: ImageExample;
  /** the file's name, where it is not the usual one for what the rule looks at */
  path?: string;
  /** other files of the same folder, which is the build context */
  files?: Readonly<Record<string, string>>;
  options?: Readonly<Record<string, unknown>>;
}

export type AppliesTo = 'dockerfile' | 'compose' | 'dockerignore' | 'env' | 'image';

/** One thing that can be wrong with a container setup. */
export interface Rule<Options extends OptionsSpec = OptionsSpec> extends Checks<Options> {
  id: string;
  /** what is asked for, in a few words */
  title: string;
  /** why it matters, in a few sentences for `explain` and the rule's page */
  why: string;
  /** what to do about it, for `explain` and the rule's page */
  remedy: string;
  category: Category;
  appliesTo: AppliesTo;
  severity: Severity;
  /** the version of Shipshape that it came with */
  since: string;
  fix: FixClass | null;
  /** points of the security score that a finding costs; 0 where it says nothing about security */
  weight: number;
  aliases: Aliases;
  /** ids of which this is only a part */
  partOf?: Aliases;
  variants?: Readonly<Record<string, Variant>>;
  /** false: only on where a tool's preset, `strict` or the user's file asks for it; style rules are so unless true */
  recommended?: boolean;
  options?: Options;
  /** where to read on */
  links: readonly string[];
  invalid: readonly InvalidExample[];
  valid: readonly ExampleFile[];
}

/** A rule, its options' types taken from their description. */
export const defineRule = <Options extends OptionsSpec = Record<string, never>>(
  rule: Rule<Options>,
): Rule<Options> => rule;
