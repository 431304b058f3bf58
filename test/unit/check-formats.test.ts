import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatNamed } from '../../src/cli/check-format.ts';
import type { Finding } from '../../src/lint/index.ts';
import { Positions } from '../../src/lint/index.ts';
import { foundAt } from '../../src/check-one.ts';
import { FORMATS, type FormatName } from '../../src/report/check/formats.ts';
import { fingerprintsOf } from '../../src/report/check/fingerprint.ts';
import type { ToldFile, Totals } from '../../src/report/check/told.ts';
import { parseXml } from './xml.ts';

const SOURCE = 'FROM a\nRUN sudo x "&<>"\nRUN sudo \t😀 y\nRUN sudo x "&<>"\n';

function finding(start: number, end: number, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'no-sudo',
    variant: null,
    ids: { hadolint: ['DL3004'] },
    severity: 'warning',
    message: 'A "message", with: 100% of <it> & more.',
    range: { start, end },
    fix: null,
    ...more,
  };
}

const FINDINGS = [
  finding(11, 15, { fix: { class: 'safe', edits: [{ range: { start: 11, end: 16 }, text: '' }] } }),
  finding(28, 32, { severity: 'error', message: 'Control \u0000 \u001B and\nbreak.' }),
  finding(0, 6, { severity: 'info', rule: 'not-ours' }),
  finding(43, 47, { severity: 'style' }),
];

function told(path: string, findings = FINDINGS, source = SOURCE): ToldFile {
  const positions = new Positions(source);
  const fingerprints = fingerprintsOf(path, source, findings);
  return {
    path,
    source,
    findings: findings.map((one, index) => ({
      at: foundAt(one, positions),
      finding: one,
      name: one.rule,
      fingerprint: fingerprints[index] ?? '',
    })),
  };
}

const TOTALS: Totals = { files: 3, error: 2, warning: 2, info: 2, style: 2, safe: 2, needsProof: 0 };
const PATHS = ['a b/ü,:%.Dockerfile', 'plain/Dockerfile'];

async function text(
  name: FormatName,
  files = [...PATHS.map((path) => told(path)), told('empty', [])],
): Promise<string> {
  const format = await formatNamed(name);
  return (format.begin ?? '') + files.map((file) => format.file(file)).join('') + format.end(TOTALS);
}

it.each(FORMATS)('%s ends with a line break and holds no control characters', async (name) => {
  const whole = await text(name);
  // oxlint-disable-next-line no-control-regex
  expect(whole.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\u0000-\u001F]/);
  expect(whole.endsWith('\n') || whole === '').toBe(true);
});

describe('sarif', () => {
  const {
    id: _id,
    $schema: _dialect,
    ...schema
  } = JSON.parse(
    readFileSync(new URL('../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
  ) as { id: string; $schema: string };
  const validate: ValidateFunction = new Ajv({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(schema);

  it('is valid, empty ones too, and the schema refuses what is not', async () => {
    for (const files of [undefined, [], [told('empty', [])]]) {
      void validate(JSON.parse(await text('sarif', files)));
      expect(validate.errors).toBeNull();
    }
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  it('has rules with help, fixes, paths that are references, and fingerprints', async () => {
    const { runs } = JSON.parse(await text('sarif')) as { runs: [Run] };
    const [{ results, tool }] = runs;
    expect(results).toHaveLength(8);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(tool.driver.rules.find(({ id }) => id === 'no-sudo')?.help?.markdown).toContain('docs.docker.com');
    expect(results[0]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/%C3%BC%2C%3A%25.Dockerfile' },
      region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 },
    });
    expect(results[0]?.fixes?.[0]?.artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 10 },
        insertedContent: { text: '' },
      },
    ]);
    expect(results.map(({ level }) => level).slice(0, 4)).toEqual(['warning', 'error', 'note', 'note']);
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints['shipshape/v1'])).size).toBe(
      8,
    );
  });
});

interface Run {
  tool: { driver: { rules: { id: string; help?: { markdown: string } }[] } };
  results: {
    ruleId: string;
    ruleIndex: number;
    level: string;
    partialFingerprints: Record<string, string>;
    locations: [{ physicalLocation: object }];
    fixes?: { artifactChanges: [{ replacements: object[] }] }[];
  }[];
}

it('fingerprints stay when lines move, and tell equal lines apart', () => {
  const moved = FINDINGS.map((one) => ({
    ...one,
    range: { start: one.range.start + 2, end: one.range.end + 2 },
  }));
  expect(fingerprintsOf('x', `#\n${SOURCE}`, moved)).toEqual(fingerprintsOf('x', SOURCE, FINDINGS));
  expect(new Set(fingerprintsOf('x', SOURCE, FINDINGS)).size).toBe(4);
  expect(fingerprintsOf('y', SOURCE, FINDINGS)).not.toEqual(fingerprintsOf('x', SOURCE, FINDINGS));
  const secret = (value: string): string[] =>
    fingerprintsOf('x', `ENV A=${value}`, [finding(4, 5, { rule: 'secret-in-env' })]);
  expect(secret('one')).toEqual(secret('two'));
});

it('gitlab has all that GitLab asks for', async () => {
  const issues = JSON.parse(await text('gitlab')) as Record<string, unknown>[];
  expect(issues).toHaveLength(8);
  for (const issue of issues)
    expect(issue).toMatchObject({
      description: expect.any(String) as string,
      check_name: expect.stringMatching(/./) as string,
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/) as string,
      location: { path: expect.any(String) as string, lines: { begin: expect.any(Number) as number } },
    });
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(8);
  expect(JSON.parse(await text('gitlab', []))).toEqual([]);
});

it('github escapes what would end a command, and leaves columns out where lines differ', async () => {
  const lines = (await text('github')).trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe(
    '::warning file=a b/ü%2C%3A%25.Dockerfile,line=2,endLine=2,col=5,endColumn=9,title=no-sudo::A "message", with: 100%25 of <it> & more.',
  );
  const multi = await text('github', [told('x', [finding(0, 10)])]);
  expect(multi).toMatch(/^::warning file=x,line=1,endLine=2,title=no-sudo::/);
});

it('junit: a suite a file, a failed test a finding', async () => {
  const { name, children } = parseXml(await text('junit'));
  expect(name).toBe('testsuites');
  expect(
    children.map(({ attributes }) => [attributes['name'], attributes['tests'], attributes['failures']]),
  ).toEqual([
    [PATHS[0], '4', '4'],
    [PATHS[1], '4', '4'],
    ['empty', '1', '0'],
  ]);
  const [first] = children[0]?.children ?? [];
  expect(first?.children[0]).toMatchObject({
    name: 'failure',
    attributes: { message: FINDINGS[0]?.message, type: 'warning' },
  });
});

it('checkstyle: a file with its errors', async () => {
  const { name, attributes, children } = parseXml(await text('checkstyle'));
  expect([name, attributes]).toEqual(['checkstyle', { version: '4.3' }]);
  expect(children.map((file) => [file.attributes['name'], file.children.length])).toEqual([
    [PATHS[0], 4],
    [PATHS[1], 4],
    ['empty', 0],
  ]);
  expect(children[0]?.children[0]?.attributes).toEqual({
    line: '2',
    column: '5',
    severity: 'warning',
    message: FINDINGS[0]?.message,
    source: 'shipshape.no-sudo',
  });
});

it('compact: one line a finding', async () => {
  const lines = (await text('compact')).trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  expect(lines[5]).toBe(String.raw`plain/Dockerfile:3:5: error no-sudo: Control \u0000 \u001b and break.`);
});

it('pretty: long lines are cut around the place, wide characters are counted', async () => {
  const source = `RUN ${'x'.repeat(300)} sudo ${'y'.repeat(300)}\nRUN 😀😀 sudo\n`;
  const first = source.indexOf('sudo');
  const second = source.lastIndexOf('sudo');
  const file = told('x', [finding(first, first + 4), finding(second, second + 4)], source);
  const lines = (await text('pretty', [file])).split('\n');
  const marks = lines.flatMap((line, index) => (/\^{4}$/.test(line) ? [index] : []));
  expect(marks).toHaveLength(2);
  const [one = 0, two = 0] = marks;
  expect(lines[one - 1]?.slice(lines[one]?.indexOf('^')).startsWith('sudo')).toBe(true);
  expect((lines[one - 1] ?? '').length).toBeLessThan(120);
  expect(lines[two]?.indexOf('^')).toBe(lines[two - 1]?.indexOf('sudo') ?? 0);
});

it('pretty shows nothing of a line that a secret was found in', async () => {
  const source = 'ENV TOKEN=abcdef\n';
  const file = told('x', [finding(0, 3), finding(4, 9, { rule: 'hardcoded-secret' })], source);
  expect(await text('pretty', [file])).not.toContain('abcdef');
});
