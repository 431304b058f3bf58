import { readdirSync, readFileSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitAll, folderWith } from '../../src/project/folder.fixture.ts';
import { builtCli, shipshape, type CliOptions } from './cli.ts';
import { asSchemaSays } from './schema.ts';

beforeAll(builtCli, 120_000);

const SUDO = 'FROM debian:13\nRUN sudo make x\n';
const FIXED = 'FROM debian:13\nRUN make x\n';
const ONLY = ['--rule', 'no-sudo'];

const run = (cwd: string, args: readonly string[], options: CliOptions = {}) =>
  shipshape(['check', ...args], { cwd, ...options });

describe('exit status', () => {
  const folder = (): string => folderWith({ Dockerfile: SUDO, ok: 'FROM a\nUSER 1\n' });

  it.each([
    [[...ONLY, 'ok'], 0],
    [[...ONLY], 1],
    [[...ONLY, '--fail-on', 'error'], 0],
    [[...ONLY, '--fail-on=never'], 0],
    [[...ONLY, '--fail-on', 'info'], 1],
    [['--skip', 'DL3004', '--fail-on', 'never'], 0],
  ])('%j: %i', async (args, status) => {
    expect(await run(folder(), args)).toMatchObject({ status, stderr: '' });
  });

  it.each([
    [['--fail-onn', 'x'], 'Did you mean --fail-on?'],
    [['--format', 'jsn'], 'Did you mean json?'],
    [['--preset', 'hadolnt'], 'Did you mean hadolint?'],
    [['--ids', 'hadolnt'], 'Did you mean hadolint?'],
    [['--rule', 'DL3004x'], 'Did you mean DL3004?'],
    [['--preset'], 'argument missing'],
    [['--write-baseline'], '--baseline FILE'],
    [['--config', 'x', '--no-config'], 'exclude each other'],
    [['--config', 'gone.yaml'], 'gone.yaml cannot be read'],
    [['--baseline', 'ok'], 'is no baseline'],
    [['gone'], 'There is no gone.'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, stdout, stderr } = await run(folder(), args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  it('2 only when nothing was readable', async () => {
    const binary = Buffer.from([0, 159, 146, 150]);
    const bad = folderWith({ Dockerfile: binary, 'big.Dockerfile': '\0'.repeat(9000) });
    expect(await run(bad, [])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Dockerfile was not checked: it is binary.') as string,
    });
    const some = folderWith({ Dockerfile: binary, 'ok.Dockerfile': SUDO });
    expect(await run(some, ONLY)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('it is binary') as string,
    });
    const latin = folderWith({ Dockerfile: Buffer.from('# caf\xe9\nFROM a\nRUN sudo x \0\n', 'latin1') });
    expect(await run(latin, ONLY)).toMatchObject({ status: 1, stderr: '' });
    expect((await run(folderWith({}), [])).stderr).toContain('There is nothing to check');
  });

  it('a broken configuration is told with its line, and what was begun is ended', async () => {
    const files = {
      Dockerfile: SUDO,
      'b/Dockerfile': SUDO,
      'b/shipshape.yaml': 'check:\n  rules: { no-sodu: off }\n',
    };
    const { status, stdout, stderr } = await run(folderWith(files), [...ONLY, '--json']);
    expect([status, asSchemaSays('check', stdout).files.length]).toEqual([2, 1]);
    expect(stderr).toContain('did you mean no-sudo?');
    expect(stderr).toContain('shipshape.yaml:2');
  });
});

describe('json', () => {
  it('is as its schema says, files without findings and errors too', async () => {
    const folder = folderWith({ Dockerfile: SUDO, 'a/compose.yaml': 'services: {}\n', '.env': 'A=b\n' });
    const { stdout } = await run(folder, ['--format', 'json', '--fail-on', 'never', '--preset', 'strict']);
    const { files } = asSchemaSays('check', stdout);
    expect(files.map(({ path }) => path).toSorted()).toEqual(['.env', 'Dockerfile', 'a/compose.yaml']);
    const found = files.flatMap(({ findings }) => findings).find(({ rule }) => rule === 'no-sudo');
    expect(found).toEqual({
      rule: 'no-sudo',
      ids: expect.objectContaining({ hadolint: ['DL3004'], trivy: ['DS-0010'] }) as object,
      severity: 'warning',
      message: expect.stringContaining('sudo') as string,
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 9,
      fix: 'needs-proof',
    });
    expect(asSchemaSays('check', (await run(folder, ['--json', 'gone'])).stdout)).toEqual({
      version: 1,
      files: [],
    });
  });
});

describe('standard input', () => {
  it('is a Dockerfile, or what its name says', async () => {
    const { status, stdout } = await run(folderWith({}), [...ONLY, '--format', 'compact', '-'], {
      input: SUDO,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Dockerfile:2:5: warning no-sudo: .*\n$/);
    const named = await run(
      folderWith({}),
      ['-', '--stdin-name', 'a/compose.yaml', '--json', '--fail-on=never'],
      { input: 'services: {}\n' },
    );
    expect(asSchemaSays('check', named.stdout).files[0]?.path).toBe('a/compose.yaml');
  });

  it('comes out mended with --fix', async () => {
    const fixed = await run(folderWith({}), [...ONLY, '--fix=all', '-'], { input: SUDO });
    expect(fixed).toMatchObject({ status: 0, stdout: FIXED });
    expect((await run(folderWith({}), [...ONLY, '--fix', '-'], { input: SUDO })).stdout).toBe(SUDO);
  });
});

describe('--fix', () => {
  it('writes only what is safe, and with =all the rest; the mode stays', async () => {
    const folder = folderWith({ Dockerfile: SUDO.replaceAll('\n', '\r\n') });
    chmodSync(join(folder, 'Dockerfile'), 0o750);
    expect((await run(folder, [...ONLY, '--fix'])).status).toBe(1);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(SUDO.replaceAll('\n', '\r\n'));
    const { status, stderr } = await run(folder, [...ONLY, '--fix=all']);
    expect(status).toBe(0);
    expect(stderr).toContain('1 file was mended.');
    expect(stderr).toContain('shipshape prove');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(FIXED.replaceAll('\n', '\r\n'));
    expect(statSync(join(folder, 'Dockerfile')).mode & 0o777).toBe(0o750);
  });

  it('not over uncommitted work unless --force says so', async () => {
    const folder = folderWith({ Dockerfile: SUDO, 'b/Dockerfile': SUDO });
    commitAll(folder);
    writeFileSync(join(folder, 'b/Dockerfile'), `${SUDO}#\n`);
    const { status, stderr } = await run(folder, [...ONLY, '--fix=all']);
    expect(status).toBe(1);
    expect(stderr).toContain('git has no commit of what is in b/Dockerfile');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(SUDO);
    expect((await run(folder, [...ONLY, '--fix=all', '--force'])).status).toBe(0);
    expect(readFileSync(join(folder, 'b/Dockerfile'), 'utf8')).toBe(`${FIXED}#\n`);
  });

  it('leaves what a comment silences, and bytes that are no text', async () => {
    const silenced = `FROM a\n# hadolint ignore=DL3004\nRUN sudo x\n`;
    const latin = Buffer.from('# \xe9\nFROM a\nRUN sudo x\n', 'latin1');
    const folder = folderWith({ Dockerfile: silenced, 'b/Dockerfile': latin });
    const { stderr } = await run(folder, [...ONLY, '--fix=all']);
    expect(stderr).toContain('b/Dockerfile was not mended: it is not valid UTF-8.');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(silenced);
    expect(readFileSync(join(folder, 'b/Dockerfile'))).toEqual(latin);
  });
});

describe('--baseline', () => {
  it('tells only what is new, also when lines move', async () => {
    const folder = folderWith({ Dockerfile: SUDO });
    const baseline = [...ONLY, '--baseline', 'known.json'];
    expect((await run(folder, [...baseline, '--write-baseline'])).status).toBe(0);
    expect((await run(folder, baseline)).status).toBe(0);
    writeFileSync(join(folder, 'Dockerfile'), `# moved\n\n${SUDO}`);
    expect((await run(folder, baseline)).status).toBe(0);
    writeFileSync(join(folder, 'Dockerfile'), `${SUDO}RUN sudo make x\n`);
    const { status, stdout } = await run(folder, [...baseline, '--format', 'compact']);
    expect([status, stdout.split(':').slice(0, 3)]).toEqual([1, ['Dockerfile', '3', '5']]);
  });
});

describe('what people see', () => {
  it('the line with the place marked, and a summary; no colour where there is no terminal', async () => {
    const { stdout } = await run(folderWith({ Dockerfile: SUDO }), [...ONLY, '--ids', 'hadolint'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(stdout).toMatchInlineSnapshot(`
      "Dockerfile
        2:5     warning  DL3004  [--fix=all]
                \`sudo\` runs make as root in a step that runs as root: leave it out.
                2 | RUN sudo make x
                  |     ^^^^

      1 finding in 1 file: 1 warning.
      1 finding with \`--fix=all\` (\`shipshape improve\` proves such changes).
      "
    `);
  });

  it('help', async () => {
    const { status, stdout } = await run(folderWith({}), ['--help']);
    expect(status).toBe(0);
    for (const flag of ['--format', '--preset', '--fix=all', '--baseline', '--diff', '--stdin-name'])
      expect(stdout).toContain(flag);
  });

  it('nothing of a line that may hold a secret', async () => {
    const text =
      'FROM a\nENV API_TOKEN=ghp_0123456789abcdefghij0123456789abcdef\nRUN echo ghp_0123456789abcdefghij0123456789abcdef && sudo x\n';
    for (const format of ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'compact']) {
      const { stdout } = await run(folderWith({ Dockerfile: text }), [
        '--preset',
        'strict',
        '--skip',
        'no-sudo',
        '--format',
        format,
      ]);
      expect(stdout).not.toContain('ghp_0123456789');
    }
  });
});

describe('what V8 keeps of the command', () => {
  const run = (cache: string) =>
    shipshape(['check', '--json', '-'], { input: 'FROM a\nRUN sudo x\n', env: { XDG_CACHE_HOME: cache } });
  const keptIn = (cache: string): string[] => {
    const folder = join(cache, 'shipshape');
    return readdirSync(folder).map((name) => join(folder, name));
  };

  it('is kept once, and a second run says the same', async () => {
    const cache = folderWith({});
    const first = await run(cache);
    const [kept = '', ...others] = keptIn(cache);
    expect(others).toEqual([]);
    const { mtimeMs } = statSync(kept);
    expect(await run(cache)).toEqual(first);
    expect(statSync(kept).mtimeMs).toBe(mtimeMs);
  });

  it('is made anew where it is spoilt, and nobody minds where it cannot be kept', async () => {
    const cache = folderWith({});
    const first = await run(cache);
    const [kept = ''] = keptIn(cache);
    writeFileSync(kept, 'spoilt');
    expect(await run(cache)).toEqual(first);
    expect(statSync(kept).size).toBeGreaterThan(1000);
    expect(await run(join(kept, 'no folder'))).toEqual(first);
  });
});

it('--shellcheck where that program is not', async () => {
  const { status, stderr } = await shipshape(['check', '--shellcheck', '-'], {
    input: 'FROM a\nRUN cd /x\n',
    env: { PATH: '' },
  });
  expect(status).toBe(2);
  expect(stderr).toContain('error NO_SHELLCHECK: ');
});

describe('explain', () => {
  it.each([['no-sudo'], ['DL3004'], ['ds010'], ['CKV2_DOCKER_1'], ['hadolint/DL3004']])('%s', async (id) => {
    const { status, stdout } = await shipshape(['explain', id]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^no-sudo /);
    expect(stdout).toContain('CKV2_DOCKER_1');
  });

  it('changes, in order; the nearest name of what is not there', async () => {
    expect((await shipshape(['explain', 'changes'])).stdout).toContain('two-stages');
    expect(await shipshape(['explain', 'no-sudoo'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no-sudo?') as string,
    });
    expect((await shipshape(['explain'])).status).toBe(2);
  });
});
