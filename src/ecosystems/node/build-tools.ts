import type { BuildCommand } from './build-commands.ts';

/** A well-known tool, and where it writes unless it is told otherwise, relative to the project's folder. */
interface BuildTool {
  program: RegExp;
  /** its commands that build; all where it is absent */
  verb?: RegExp;
  /** what it makes to be run or served; null where that depends on more than its name */
  made: string | null;
  /** all that it leaves in the folder */
  leaves: readonly string[];
}

const BUILD = /^build$/;

/** From the tools' own documentation. */
const TOOLS: readonly BuildTool[] = [
  { program: /^next$/, verb: BUILD, made: '.next', leaves: ['.next', 'out'] },
  { program: /^nux[ti]$/, verb: /^(build|generate)$/, made: '.output', leaves: ['.nuxt', '.output'] },
  { program: /^astro$/, verb: BUILD, made: 'dist', leaves: ['dist', '.astro'] },
  { program: /^(remix|react-router)$/, verb: /build$/, made: 'build', leaves: ['build', '.react-router'] },
  { program: /^react-scripts$/, verb: BUILD, made: 'build', leaves: ['build'] },
  { program: /^gatsby$/, verb: BUILD, made: 'public', leaves: ['public'] },
  { program: /^nest$/, verb: BUILD, made: 'dist', leaves: ['dist'] },
  {
    program: /^(vite|vue-cli-service|rollup|webpack|parcel|tsup|unbuild|ncc)$/,
    made: 'dist',
    leaves: ['dist'],
  },
  { program: /^ng$/, made: null, leaves: ['dist'] },
  { program: /^svelte-kit$/, made: null, leaves: ['.svelte-kit', 'build'] },
];

/** They check, tell or take away. */
const MAKES_NOTHING = /^(rm|rimraf|eslint|prettier|echo|true|cd|prisma|jest|vitest)$/;

/** Those whose output is where tsconfig.json says. */
const BY_TSCONFIG = /^(tsc|nest)$/;

/** What a command writes, relative to the project's folder. */
export interface Written {
  /** what it makes to be run or served */
  made: string[];
  /** all that it is known to leave in the folder */
  leaves: readonly string[];
}

/**
 * What a build's command writes, by its options, its tool's defaults and tsconfig's outDir.
 * @param outDir `compilerOptions.outDir` of the project's tsconfig.json
 * @returns null when that is not known
 */
export function writtenBy(command: BuildCommand, outDir: string | null): Written | null {
  if (command === null) return null;
  const [program, ...args] = command;
  if (MAKES_NOTHING.test(program) || args.includes('--noEmit')) return { made: [], leaves: [] };
  const told = outputOption(program, args);
  if (told !== undefined) return told === null ? null : { made: [told], leaves: [] };
  const tool = TOOLS.find((one) => one.program.test(program));
  const builds = tool?.verb === undefined || args.some((word) => tool.verb?.test(word));
  if (!builds) return { made: [], leaves: [] };
  if (BY_TSCONFIG.test(program) && outDir !== null) return { made: [outDir], leaves: [outDir] };
  if (tool === undefined) return null;
  return tool.made === null ? { made: [], leaves: tool.leaves } : { made: [tool.made], leaves: tool.leaves };
}

const OUTPUT_OPTION = /^--?(outDir|out-dir|outdir|dist-dir|d|o)(?:=(.*))?$/;

/** Where an option says that the output goes; null when that cannot be read, undefined when none says so. */
function outputOption(program: string, args: readonly string[]): string | null | undefined {
  // its `-d` asks for declarations
  const options = program === 'tsc' ? /^--?(outDir)(?:=(.*))?$/ : OUTPUT_OPTION;
  const at = args.findIndex((word) => options.test(word));
  if (at < 0) return undefined;
  const place = options.exec(args[at] ?? '')?.[2] ?? args[at + 1];
  return place === undefined ? null : place.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

const COMPILERS =
  /^(babel|swc|tsc|esbuild|rollup|webpack|tsup|ncc|parcel|vite|rspack|rolldown|tsdown|unbuild)$/;

/** Names in the project's folder that compilers are told to read: what they make of them is the output. */
export function compiledBy(command: BuildCommand): string[] {
  const [program = '', ...args] = command ?? [];
  if (!COMPILERS.test(program)) return [];
  return args
    .filter(
      (word, index) =>
        !word.startsWith('-') && !/^--?(outDir|out-dir|outdir|d|o|outfile)$/.test(args[index - 1] ?? ''),
    )
    .flatMap((word) => /^(?:\.\/)?([^/.][^/]*)/.exec(word)?.[1] ?? []);
}
