import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { checkFiles } from '../../src/check-files.ts';
import { folderWith } from '../../src/project/folder.fixture.ts';

/** A project as hadolint's users have it: a configuration, and comments in the Dockerfile. */
const CONFIG = `failure-threshold: error
ignored:
  - DL3059
  - SC1091
override:
  error: [DL3002]
  style: [DL3015]
trustedRegistries:
  - docker.io
  - ghcr.io
label-schema:
  maintainer: text
  build-date: rfc3339
strict-labels: true
`;

const DOCKERFILE = `# hadolint global ignore=DL3045
FROM quay.io/library/debian:13 AS builder
# hadolint ignore=DL3008,DL3009
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y git
# hadolint ignore=DL3003 # it is one folder only
RUN cd /tmp && make
RUN cd /tmp && make

FROM docker.io/library/alpine:latest
LABEL maintainer="me" build-date="yesterday" other=1
RUN apk add git
USER root
CMD run me
`;

/** \`LINE ID severity\` of each finding that hadolint has an id for. */
async function told(files: Record<string, string>): Promise<string[]> {
  const folder = folderWith(files);
  const { files: found } = await check(['Dockerfile'], { cwd: folder, preset: 'hadolint' });
  return found.flatMap(({ findings }) =>
    findings.flatMap(({ ids, line, severity }) =>
      (ids['hadolint'] ?? []).map((id) => `${line} ${id} ${severity}`),
    ),
  );
}

const idsIn = (lines: readonly string[]): string[] =>
  lines.map((line) => line.split(' ').slice(0, 2).join(' '));

describe('a hadolint set-up moves over without an edit', () => {
  it('its comments and its configuration are heeded', async () => {
    const lines = await told({ Dockerfile: DOCKERFILE, '.hadolint.yaml': CONFIG });
    const ids = idsIn(lines);
    // silenced in place, and told where they are not
    expect(ids).not.toContain('4 DL3008');
    expect(ids).toContain('5 DL3008');
    expect(ids).not.toContain('7 DL3003');
    expect(ids).toContain('8 DL3003');
    // trusted registries, labels
    expect(ids).toContain('2 DL3026');
    expect(ids.filter((one) => one.endsWith('DL3026'))).toEqual(['2 DL3026']);
    expect(ids).toContain('11 DL3053');
    expect(ids).toContain('11 DL3050');
    // other severities
    expect(lines.find((line) => line.includes('DL3002'))).toMatch(/ error$/);
    expect(lines.filter((line) => line.includes('DL3015')).every((line) => line.endsWith(' style'))).toBe(
      true,
    );
    // what hadolint tells, by its ids
    expect(new Set(lines.map((line) => line.split(' ')[1]))).toEqual(new Set(expectedIds));
  });

  it('without them all of it is told, and no more', async () => {
    const bare = DOCKERFILE.replaceAll(/^# hadolint .*$/gm, '#');
    const ids = idsIn(await told({ Dockerfile: bare }));
    expect(ids).toEqual(expect.arrayContaining(['4 DL3008', '5 DL3008', '7 DL3003', '8 DL3003']));
    for (const id of ['DL3026', 'DL3049', 'DL3050', 'DL3053'])
      expect(ids.filter((one) => one.endsWith(id))).toEqual([]);
  });

  it('the threshold decides over the exit status', async () => {
    const folder = folderWith({ Dockerfile: DOCKERFILE, '.hadolint.yaml': CONFIG });
    const failOn = async (): Promise<string[]> => {
      const all = [];
      for await (const report of checkFiles(['Dockerfile'], { cwd: folder })) all.push(report.failOn);
      return all;
    };
    expect(await failOn()).toEqual(['error']);
    writeFileSync(join(folder, '.hadolint.yaml'), 'no-fail: true\n');
    expect(await failOn()).toEqual(['never']);
  });
});

const expectedIds =
  'DL3002 DL3003 DL3007 DL3008 DL3015 DL3018 DL3019 DL3025 DL3026 DL3049 DL3050 DL3053 DL3066'.split(' ');
