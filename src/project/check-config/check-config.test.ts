import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Checker, chosenRules, DockerfileFacts, RuleIds, type Preset } from '../../lint/index.ts';
import { fixtureRules } from '../../lint/rules.fixture.ts';
import { folderWith } from '../folder.fixture.ts';
import { Configurations, type Layer } from './index.ts';

const ids = new RuleIds(fixtureRules);
const all = { rules: fixtureRules, ids };

/** The layers that hold in a folder of a project with these files. */
function layersOf(files: Record<string, string>, folder = ''): Promise<readonly Layer[]> {
  const root = folderWith({ ...files, 'a/b/x': '' });
  return new Configurations(ids).of(join(root, folder), root);
}

/** What is told of a Dockerfile with these settings. */
async function told(
  files: Record<string, string>,
  text = 'FROM a\nRUN apt x && apk y && curl z\n',
  preset: Preset = 'recommended',
): Promise<string[]> {
  const layers = await layersOf(files);
  const settings = layers.flatMap(({ rules }) => rules);
  const chosen = chosenRules(layers.findLast((one) => one.preset !== null)?.preset ?? preset, settings, all);
  const facts = new DockerfileFacts({ path: 'Dockerfile', source: text });
  return new Checker(chosen)
    .check({ kind: 'dockerfile', facts })
    .map(({ rule, variant, severity }) => `${variant ?? rule} ${severity}`);
}

const USUAL = ['user-missing warning', 'apt info', 'apk info'];
const own = (text: string): Record<string, string> => ({ 'shipshape.yaml': text });

describe('shipshape.yaml', () => {
  it.each([
    ['', USUAL],
    ['skip: [health-check]', USUAL],
    ['check:', USUAL],
    ['check: { rules: { installs: off } }', ['user-missing warning']],
    ['check: { rules: { installs: error } }', ['user-missing warning', 'apt error', 'apk error']],
    ['check: { rules: { DL3008: off } }', ['user-missing warning', 'apk info']],
    ['check: { rules: { DL3008: error } }', ['user-missing warning', 'apt error', 'apk info']],
    ['check: { rules: { SC2086: on } }', [...USUAL, 'curl info']],
    ['check: { rules: { CKV_DOCKER_9: off, AVD-DS-0002: style } }', ['user-missing style']],
    ['check: { rules: { installs: { allowed: [apt] } } }', ['user-missing warning', 'apk info']],
    [
      'check: { rules: { installs: { severity: warning, allowed: [apk] } } }',
      ['user-missing warning', 'apt warning'],
    ],
    ['check: { preset: hadolint }', ['user-missing warning', 'apt info', 'apk info', 'curl info']],
    ['check: { extends: buildkit, rules: { DL3002: on } }', ['user-missing warning', 'apt info']],
    ['check: { extends: [hadolint, base.yml] }', ['apt info', 'apk info', 'curl info']],
  ])('%s', async (text, expected) => {
    const base = { 'base.yml': 'check: { rules: { user-missing: off } }' };
    expect(await told({ ...own(text), ...base })).toEqual(expected);
  });

  it.each([
    ['chek: {}', 1, 'did you mean check?'],
    ['skip: []\ncheck: { rule: {} }', 2, 'did you mean rules?'],
    ['check:\n  rules:\n    instals: off', 3, 'did you mean installs?'],
    ['check:\n  rules:\n    DL3080: off', 3, 'did you mean DL3008?'],
    ['check: { rules: { installs: warn } }', 1, 'one of off, on, style, info, warning, error'],
    ['check: { rules: { installs: { alowed: [] } } }', 1, 'did you mean allowed?'],
    ['check: { rules: { installs: { allowed: apt } } }', 1, 'must be a list'],
    ['check: { rules: { user-missing: { allowed: [] } } }', 1, 'known: severity'],
    ['check: { preset: recomended }', 1, 'did you mean recommended?'],
    ['check: { failOn: never2 }', 1, 'did you mean never?'],
    ['check: { extends: stricct }', 1, 'did you mean strict?'],
    ['check: { extends: ./shipshape.yaml }', 1, 'not extend itself'],
    ['check: { overrides: [{ rules: {} }] }', 1, 'have `files`'],
    ['check: []', 1, 'must be a mapping'],
    ['check: { ignore: [1] }', 1, 'must be a text'],
  ])('refuses %j', async (text, line, message) => {
    await expect(layersOf(own(text))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      where: { path: 'shipshape.yaml', line },
      message: expect.stringContaining(message) as string,
    });
  });

  it('the nearest one holds; its globs are relative to it', async () => {
    const files = {
      'shipshape.yaml': 'check: { preset: strict }',
      'a/shipshape.yaml':
        'check: { ignore: [b, "*.old"], failOn: error, overrides: [{ files: "c/**", rules: { installs: off } }] }',
    };
    const [layer, ...more] = await layersOf(files, 'a/b');
    expect(more).toEqual([]);
    expect(layer).toMatchObject({ preset: null, failOn: 'error' });
    const ignores = (path: string): boolean => layer?.ignores.some((matches) => matches(path)) ?? false;
    const root = folderWith({});
    expect(ignores(join(root, 'b', 'Dockerfile'))).toBe(false);
  });
});

describe("other tools' files", () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['.hadolint.yaml', 'ignored: [DL3008, SC1000, DL9999]', ['user-missing warning', 'apk info']],
    [
      '.hadolint.yml',
      'override: { error: [DL3002], style: [DL3018] }',
      ['user-missing error', 'apt info', 'apk style'],
    ],
    [
      '.hadolint.yaml',
      'ignored: [DL3008]\noverride: { error: [DL3008] }',
      ['user-missing warning', 'apk info'],
    ],
    ['.hadolint.yaml', ': [', USUAL],
    ['.checkov.yaml', 'skip-check: [CKV_DOCKER_3]', ['apt info', 'apk info']],
    ['.checkov.yml', 'skip-check: "CKV_DOCKER_3,CKV_DOCKER_9"', []],
    ['.trivyignore', '# a comment\nAVD-DS-0002 exp:2026-12-01\nCVE-2024-1', ['apt info', 'apk info']],
    ['.trivyignore', 'DS002 exp:2026-11-01', USUAL],
    [
      '.trivyignore.yaml',
      'misconfigurations: [{ id: AVD-DS-0002, expired_at: 2026-12-01 }]',
      ['apt info', 'apk info'],
    ],
    ['.trivyignore.yaml', 'misconfigurations: [{ id: AVD-DS-0002, expired_at: 2026-11-01 }]', USUAL],
    [
      'kics.config',
      '{ "exclude-queries": ["fd54f200-402c-4333-a5a4-36ef6709af2f"] }',
      ['apt info', 'apk info'],
    ],
    ['kics.config.yaml', 'exclude-queries: fd54f200-402c-4333-a5a4-36ef6709af2f,x', ['apt info', 'apk info']],
    ['.dclintrc', '{ "rules": { "no-version-field": 0 } }', USUAL],
  ])('%s: %s', async (name, text, expected) => {
    vi.useFakeTimers({ now: new Date('2026-11-25T12:00:00Z'), toFake: ['Date'] });
    expect(await told({ [name]: text })).toEqual(expected);
  });

  it('what shipshape.yaml says counts before them', async () => {
    expect(
      await told({
        '.hadolint.yaml': 'ignored: [DL3002]',
        ...own('check: { rules: { user-missing: error } }'),
      }),
    ).toEqual(['user-missing error', 'apt info', 'apk info']);
  });

  it.each([
    ['failure-threshold: error', 'error'],
    ['failure-threshold: none', 'never'],
    ['no-fail: true', 'never'],
    ['{}', null],
  ])('.hadolint.yaml: %s', async (text, failOn) => {
    expect((await layersOf({ '.hadolint.yaml': text }))[0]?.failOn).toBe(failOn);
  });

  it('.hadolint.yaml: registries, labels and pragmas', async () => {
    const text =
      'trustedRegistries: [docker.io, "*.gcr.io"]\nlabel-schema: { author: text, url: url }\nstrict-labels: true\ndisable-ignore-pragma: true';
    const [layer] = await layersOf({ '.hadolint.yaml': text });
    expect(layer?.unheeded).toEqual(['hadolint']);
    expect(layer?.rules.map(({ id, level, options }) => [id, level, options])).toEqual([
      ['required-label', 'on', { labels: { author: 'text', url: 'url' } }],
      ['label-value-format', 'on', { labels: { author: 'text', url: 'url' } }],
      ['unexpected-label', 'on', { labels: { author: 'text', url: 'url' } }],
      ['allowed-registries', 'on', { registries: ['docker.io', '*.gcr.io'] }],
    ]);
  });

  it('.dclintrc: levels with options, and what is left out', async () => {
    const [layer] = await layersOf({
      '.dclintrc': 'rules: { no-version-field: [2, {}], x: 1 }\nexclude: [legacy]',
    });
    expect(layer?.rules).toEqual([
      { id: 'no-version-field', level: 'error' },
      { id: 'x', level: 'warning' },
    ]);
    expect(layer?.ignores).toHaveLength(1);
  });
});
