import { afterEach, describe, expect, it, vi } from 'vitest';
import { ComposeFile, DockerfileFacts } from '../index.ts';
import { fixtureRules } from '../rules.fixture.ts';
import { Checker } from '../run-rules.ts';
import { heard, type PragmaTool } from './index.ts';

const checker = new Checker(
  fixtureRules.map((rule) => ({ rule, variants: null, severity: null, options: { allowed: [] } })),
);

/** What is told of a text: line and rule, or its branch. */
function told(
  source: string,
  kind: 'dockerfile' | 'compose' = 'dockerfile',
  unheeded: PragmaTool[] = [],
): string[] {
  const given = { path: 'x', source };
  const file =
    kind === 'dockerfile'
      ? ({ kind, facts: new DockerfileFacts(given) } as const)
      : ({ kind, facts: new ComposeFile(given) } as const);
  return heard(file, checker.check(file), unheeded).map(
    ({ rule, variant, range, severity }) =>
      `${file.facts.positions.lineOf(range.start)} ${variant ?? rule}${severity === 'error' ? ' error' : ''}`,
  );
}

const BASE = 'FROM a\nUSER 1\n';

describe('comments before an instruction', () => {
  it.each([
    ['# hadolint ignore=DL3008', ['4 apk']],
    ['#hadolint ignore = DL3008 , DL3018', []],
    ['# hadolint ignore=DL3008,DL3018 # they are fine', []],
    ['# hadolint ignore=DL3018', ['4 apt']],
    ['# hadolint ignore=DL3009', ['4 apt', '4 apk']],
    ['# shipshape ignore=installs it has to be', []],
    ['# shipshape ignore=hadolint/DL3008,DL3018', []],
    ['# tally ignore=buildkit/AptThing;reason=x', ['4 apk']],
    ['# trivy:ignore:CKV_DOCKER_9', []],
    ['# dclint disable-line', ['4 apt', '4 apk']],
    ['# kics-scan ignore-line', ['4 apt', '4 apk']],
    ['# say: hadolint ignore=DL3008', ['4 apt', '4 apk']],
    ['# hadolint ignoreDL3008', ['4 apt', '4 apk']],
  ])('%s', (comment, expected) => {
    expect(told(`${BASE}${comment}\nRUN apt x && apk y\n`)).toEqual(expected);
  });

  it('reach the whole of that instruction and no other', () => {
    const text = `${BASE}# hadolint ignore=DL3008\n\nRUN true && \\\n  apt x\nRUN apt y\n`;
    expect(told(text)).toEqual(['7 apt']);
    expect(told(text.replaceAll('\n', '\r\n'))).toEqual(['7 apt']);
  });

  it('also stand between the lines of an instruction, not within a here-document', () => {
    expect(told(`${BASE}RUN true && \\\n# hadolint ignore=DL3008\n  apt x\n`)).toEqual([]);
    expect(told(`${BASE}RUN <<EOF\n# hadolint ignore=DL3008\napt x\nEOF\n`)).toEqual(['5 apt']);
  });

  it('reach the file or the stage when they say so', () => {
    const rest = 'FROM a\nUSER 1\nRUN apt x\nFROM b\nUSER 1\nRUN apt x\n';
    expect(told(`# hadolint global ignore=DL3008\n${rest}`)).toEqual([]);
    expect(told(`# hadolint stage ignore=DL3008\n${rest}`)).toEqual(['7 apt']);
    expect(told(`${rest}# shipshape global ignore=installs\n`)).toEqual([]);
  });

  it('of a tool that is not to be heeded count for nothing', () => {
    const text = `${BASE}# hadolint ignore=DL3008\nRUN apt x\n# shipshape ignore=DL3018\nRUN apk x\n`;
    expect(told(text, 'dockerfile', ['hadolint'])).toEqual(['4 apt']);
  });
});

describe('what a stage lacks is silenced anywhere in it', () => {
  it.each([
    ['# hadolint ignore=DL3002', []],
    ['# trivy:ignore:DS-0002', []],
    ['#trivy:ignore:AVD-DS-0002', []],
    ['# trivy:ignore:DS002', []],
    ['# trivy:ignore:DS-0003 trivy:ignore:DS-0002', []],
    ['# shipshape ignore=user-missing', []],
    ['# trivy:ignore:DS-0001', ['1 user-missing']],
    ['# kics-scan ignore-line', ['1 user-missing']],
  ])('%s', (comment, expected) => {
    expect(told(`FROM a\nRUN true\n${comment}\nCMD ["x"]\n`)).toEqual(expected);
    expect(told(`FROM a\nRUN true\n${comment}\n`)).toEqual(expected);
    expect(told(`FROM a\nUSER 1\nFROM b\n${comment}\nCMD x\nFROM c\n`).at(-1)).toBe('6 user-missing');
  });
});

describe('Trivy, KICS and Checkov', () => {
  afterEach(() => void vi.useRealTimers());

  it('a comment of Trivy ends with its day', () => {
    vi.useFakeTimers({ now: new Date('2026-11-25T12:00:00Z') });
    const text = (day: string): string => `# trivy:ignore:DS-0002:exp:${day}\nFROM a\n`;
    expect(told(text('2026-11-26'))).toEqual([]);
    expect(told(text('2026-11-24'))).toEqual(['2 user-missing']);
    expect(told(text('soon'))).toEqual(['2 user-missing']);
  });

  it('a skip of Checkov holds for the file', () => {
    expect(told('FROM a\n#checkov:skip=CKV_DOCKER_3:the base does\nFROM b\n')).toEqual([]);
    expect(told('# checkov:skip=CKV_DOCKER_9\nFROM a\nUSER 1\nRUN apt x && apk x\n')).toEqual([]);
    expect(told('FROM a\n#checkov:skip=CKV_DOCKER_2\n')).toEqual(['1 user-missing']);
  });

  it('KICS skips a line, a stage, a query or the file', () => {
    expect(told('# kics-scan ignore-line\nFROM a\nRUN apt x\n')).toEqual(['3 apt']);
    expect(told('# kics-scan ignore-block\nFROM a\nFROM b\n')).toEqual(['3 user-missing']);
    expect(told('# kics-scan disable=FD54F200-402c-4333-a5a4-36ef6709af2f\nFROM a\n')).toEqual([]);
    expect(told('# kics-scan disable=aaaaaaaa-402c-4333-a5a4-36ef6709af2f\nFROM a\n')).toHaveLength(1);
    expect(told('# kics-scan enable=aaaaaaaa-402c-4333-a5a4-36ef6709af2f\nFROM a\nRUN apt x\n')).toEqual([
      '3 apt',
    ]);
    expect(told('# c\n# kics-scan ignore\nFROM a\n')).toEqual([]);
    expect(told('FROM a\n# kics-scan ignore\n')).toEqual(['1 user-missing']);
  });
});

describe("BuildKit's directive", () => {
  it.each([
    ['skip=AptThing', ['4 apk']],
    ['skip=all', ['4 apk']],
    ['skip=Other,aptthing', ['4 apk']],
    ['error=true', ['4 apt error', '4 apk']],
    ['skip=Other;error=true', ['4 apt error', '4 apk']],
    ['error=false', ['4 apt', '4 apk']],
  ])('# check=%s', (value, expected) => {
    expect(told(`# check=${value}\n${BASE}RUN apt x && apk y\n`)).toEqual(expected);
  });

  it('is only a directive at the very top', () => {
    expect(told(`${BASE}# check=skip=all\nRUN apt x\n`)).toEqual(['4 apt']);
  });
});

describe('compose files', () => {
  const file = (top: string, web: string): string =>
    `${top}version: '3'\nservices:\n  web:\n    image: x\n${web}    privileged: true\n  db:\n    image: y\n`;

  it.each([
    ['# dclint disable-file\n', '', []],
    ['---\n# dclint disable\n', '', []],
    ['# dclint disable no-version-field\n', '', []],
    ['# dclint disable other-rule\n', '', ['2', '4', '6', '7']],
    ['# dclint disable-line\n', '', ['4', '6', '7']],
    ['', '    # dclint disable-line no-version-field\n', ['1', '7']],
    ['', '    # kics-scan ignore-line\n', ['1', '3', '7']],
    ['', '    # shipshape ignore=compose-things\n', ['1', '7']],
    ['# shipshape global ignore=compose-things\n', '', []],
  ])('%j %j', (top, web, expected) => {
    expect(told(file(top, web), 'compose').map((one) => one.split(' ')[0])).toEqual(expected);
  });

  it('a comment behind a key reaches its line, one above a block the block', () => {
    const text =
      'services:\n  # shipshape ignore=compose-things\n  a:\n    privileged: true\n  b:\n    user: x\n    privileged: true # shipshape ignore=compose-things\n';
    expect(told(text, 'compose')).toEqual([]);
    expect(
      told('services:\n  a:\n    user: x\n    privileged: "#" # dclint disable-line\n', 'compose'),
    ).toEqual([]);
  });

  it.each([['      - 80:80\n'], ['    - 80:80\n']])(
    'one behind the key of a list reaches its items: %j',
    (item) => {
      const text = `services:\n  a:\n    user: x\n    ports: # dclint disable-line\n${item}`;
      expect(told(text, 'compose')).toEqual([]);
      expect(told(text.replace(' # dclint disable-line', ''), 'compose')).toHaveLength(1);
    },
  );
});
