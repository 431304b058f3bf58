import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  envPairs,
  expandVariables,
  healthcheckOptions,
  parseDockerfile,
  type Instruction,
} from '../../src/syntax/dockerfile/index.ts';
import { positionAt } from '../../src/syntax/text.ts';
import { BASE, everything, odd, plain, single } from './dockerfile-samples.ts';
import { describeWithEngine } from './engine.ts';

const run = promisify(execFile);
const TAG = 'shipshape-dockerfile-words';

interface Config {
  Cmd: string[] | null;
  Entrypoint: string[] | null;
  Env: string[];
  Labels: Record<string, string>;
  ExposedPorts?: Record<string, object>;
  Healthcheck?: {
    Test: string[];
    Interval?: number;
    Timeout?: number;
    StartPeriod?: number;
    Retries?: number;
  };
  OnBuild: string[] | null;
  StopSignal?: string;
  User: string;
  Volumes: Record<string, object> | null;
  WorkingDir: string;
}

/** keyword, flags and argument as one line, for sources with single blanks between flags */
function oneLine({ keyword, flags, argument }: Instruction): string {
  const written = flags.map(({ name, value }) => `--${name}${value === null ? '' : `=${value}`}`);
  return [keyword, ...written, argument].join(' ');
}

const withBodies = (instruction: Instruction, line: string): string =>
  [line, ...instruction.heredocs.map(({ body, name }) => body + name)].join('\n');

/** What the image's configuration has to be by the tree alone, on top of the base's. */
function configByTree(instructions: readonly Instruction[], base: Config): Config {
  const env = new Map(base.Env.map((each) => [each.split('=')[0] ?? '', each.slice(each.indexOf('=') + 1)]));
  const config: Config = { ...base, Labels: { ...base.Labels } };
  let shell = ['/bin/sh', '-c'];
  const put = (text: string, escape: Instruction['escape']): string => expandVariables(text, env, escape);
  for (const instruction of instructions) {
    const { keyword, words, json, argument, escape, inner } = instruction;
    const command = json ?? [...shell, argument];
    const only = put(words[0]?.raw ?? '', escape);
    const pairs = envPairs(instruction).map(({ raw, name }): [string, string] => [
      name,
      put(raw ?? '', escape),
    ]);
    if (keyword === 'ENV') for (const [name, value] of pairs) env.set(name, value);
    if (keyword === 'LABEL') Object.assign(config.Labels, Object.fromEntries(pairs));
    if (keyword === 'SHELL') shell = json ?? shell;
    if (keyword === 'CMD') config.Cmd = command.length === 0 ? null : command;
    if (keyword === 'ENTRYPOINT') config.Entrypoint = command;
    if (keyword === 'WORKDIR') config.WorkingDir = only;
    if (keyword === 'USER') config.User = only;
    if (keyword === 'STOPSIGNAL') config.StopSignal = only;
    if (keyword === 'VOLUME') config.Volumes = Object.fromEntries(words.map(({ value }) => [value, {}]));
    if (keyword === 'EXPOSE') config.ExposedPorts = portsOf(words.map(({ value }) => value));
    if (keyword === 'ONBUILD' && inner)
      config.OnBuild = [...(config.OnBuild ?? []), withBodies(inner, oneLine(inner))];
    if (keyword === 'HEALTHCHECK') config.Healthcheck = healthByTree(instruction);
  }
  return { ...config, Env: [...env].map(([name, value]) => `${name}=${value}`) };
}

function portsOf(words: readonly string[]): Record<string, object> {
  const ports = words.flatMap((word) => {
    const [from = 0, to = from] = word.split('/')[0]?.split('-').map(Number) ?? [];
    const protocol = word.split('/')[1] ?? 'tcp';
    return Array.from({ length: to - from + 1 }, (_, nth) => `${from + nth}/${protocol}`);
  });
  return Object.fromEntries(ports.map((port) => [port, {}]));
}

function healthByTree(instruction: Instruction): NonNullable<Config['Healthcheck']> {
  const options = healthcheckOptions(instruction);
  const nanoseconds = (ms: number | null | undefined): number | undefined => (ms ? ms * 1e6 : undefined);
  const read = {
    Test: options?.test ?? ['NONE'],
    Interval: nanoseconds(options?.interval),
    Timeout: nanoseconds(options?.timeout),
    StartPeriod: nanoseconds(options?.startPeriod),
    Retries: options?.retries ?? undefined,
  };
  return JSON.parse(JSON.stringify(read)) as NonNullable<Config['Healthcheck']>;
}

describeWithEngine('the tree agrees with BuildKit', () => {
  let context = '';

  beforeAll(async () => {
    context = await mkdtemp(join(tmpdir(), 'shipshape-words-'));
    await writeFile(join(context, 'a b'), '');
    await writeFile(join(context, 'c'), '');
  });

  afterAll(async () => {
    await rm(context, { recursive: true });
    await run('docker', ['image', 'rm', '-f', TAG]);
  });

  const built: [string, string][] = [
    ['everything', everything],
    ['everything, CRLF', everything.replace(/\n/g, '\r\n')],
    ['odd', odd],
    ['plain', plain],
  ];

  it.each(built)('%s: what was built', async (_, source) => {
    const file = join(context, 'Dockerfile');
    await writeFile(file, source);
    const { stderr } = await run('docker', ['build', '--progress=rawjson', '-t', TAG, '-f', file, context], {
      maxBuffer: 1 << 26,
    });
    const tree = parseDockerfile(source);
    expect(tree.problems).toEqual([]);
    const instructions = tree.stages.at(-1)?.instructions ?? [];
    const json = async (args: string[]): Promise<unknown[]> =>
      (await run('docker', args)).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);

    const steps = stepNames(stderr).slice(1);
    const stepped = instructions.filter(({ keyword }) => ['RUN', 'COPY', 'WORKDIR'].includes(keyword));
    expect(steps.map((step) => step.split(' ')[0])).toEqual(stepped.map(({ keyword }) => keyword));
    // BuildKit puts variables into the names, and takes quotes off those of COPY
    const asWritten = stepped.map(({ keyword, argument }) => keyword !== 'COPY' && !argument.includes('$'));
    expect(steps.filter((_, index) => asWritten[index])).toEqual(
      stepped.filter((_, index) => asWritten[index]).map(oneLine),
    );

    const [base, image] = (await json([
      'image',
      'inspect',
      '--format',
      '{{json .Config}}',
      BASE,
      TAG,
    ])) as Config[];
    if (base === undefined) throw new Error('no base');
    const absent = { Cmd: null, Entrypoint: null, OnBuild: null, Volumes: null };
    expect({ ...absent, ...image }).toMatchObject({ ...absent, ...configByTree(instructions, base) });

    const history = async (image: string): Promise<string[]> =>
      (await json(['history', '--no-trunc', '--format', '{{json .CreatedBy}}', image])).map(String).reverse();
    const own = (await history(TAG)).slice((await history(BASE)).length);
    // ONBUILD leaves no line there, and `docker history` shows a tab as a blank
    const told = instructions.filter(({ keyword }) => keyword !== 'ONBUILD');
    expect(own.map((line) => line.split(' ')[0])).toEqual(told.map(({ keyword }) => keyword));
    const inShell = told.map(({ keyword, json }) => keyword === 'RUN' && json === null);
    expect(own.filter((_, index) => inShell[index])).toEqual(
      told
        .filter((_, index) => inShell[index])
        .map((it) => `${withBodies(it, `RUN /bin/sh -c ${it.argument}`)} # buildkit`.replaceAll('\t', ' ')),
    );
  });

  it('on what is refused, and on its line', async () => {
    const verdicts = await Promise.all(
      [0, 1].map(async (half) => {
        const lines = single.filter((_, index) => index % 2 === half);
        const differing: unknown[] = [];
        for (const line of lines) {
          const source = `FROM ${BASE}\n\n${line}\n`;
          const { buildError } = await checked(source, `half${half}`);
          const { problems } = parseDockerfile(source);
          const ours = problems.map(({ range }) => positionAt(source, range.start).line);
          const theirs = buildError === undefined ? [] : [buildError.location?.ranges[0]?.start.line ?? 3];
          if (ours.length > 0 !== theirs.length > 0 || ours[0] !== theirs[0])
            differing.push({ line, ours: problems, theirs: buildError });
        }
        return differing;
      }),
    );
    expect(verdicts.flat()).toEqual([]);
  });

  it('on the lines of what it warns about', async () => {
    const source = `# c
FROM ${BASE} AS Upper

ENV a b
RUN <<EOF
CMD no
EOF
MAINTAINER me
CMD a \\
  # c

  b
`;
    const { instructions } = parseDockerfile(source);
    const lines = (keyword: string): number[] => {
      const range = instructions.find((each) => each.keyword === keyword)?.range;
      return range === undefined
        ? []
        : [positionAt(source, range.start).line, positionAt(source, range.end).line];
    };
    const { warnings } = await checked(source, 'warnings');
    const told = Object.fromEntries(
      (warnings ?? []).map(({ ruleName, location }) => [
        ruleName,
        [location.ranges[0]?.start.line, location.ranges.at(-1)?.end.line],
      ]),
    );
    expect(told).toMatchObject({
      StageNameCasing: lines('FROM'),
      LegacyKeyValueFormat: lines('ENV'),
      MaintainerDeprecated: lines('MAINTAINER'),
      JSONArgsRecommended: lines('CMD'),
    });
  });

  interface Place {
    ranges: { start: { line: number }; end: { line: number } }[];
  }

  interface Checked {
    warnings: { ruleName: string; location: Place }[] | null;
    buildError?: { message: string; location?: Place };
  }

  async function checked(source: string, name: string): Promise<Checked> {
    const file = join(context, `${name}.Dockerfile`);
    await writeFile(file, source);
    const args = ['build', '--call=check,format=json', '-f', file, context];
    return JSON.parse(spawnSync('docker', args, { encoding: 'utf8' }).stdout) as Checked;
  }
});

/** Names of a build's steps in order, without `[stage 1/2]`. */
function stepNames(rawjson: string): string[] {
  const steps = new Map<number, string>();
  for (const line of rawjson.split('\n').filter((each) => each.startsWith('{'))) {
    const { vertexes = [] } = JSON.parse(line) as { vertexes?: { name: string }[] };
    for (const { name } of vertexes) {
      const [, number, text] = /^\[(?:\S+ +)?(\d+)\/\d+\] (.*)$/s.exec(name) ?? [];
      if (number !== undefined && text !== undefined) steps.set(Number(number), text);
    }
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, text]) => text);
}
