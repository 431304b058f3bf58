import { describe, expect, it } from 'vitest';
import { changedFiles } from '../improvements/example.fixture.ts';
import { init } from '../improvements/init.ts';
import { twoStages } from '../improvements/two-stages.ts';
import { setupOf } from '../model/setup.fixture.ts';
import type { Change } from '../model/change.ts';

const BODY = 'RUN apt-get update && apt-get install -y gcc\nRUN pip install flask\nCMD ["python", "a.py"]\n';

const after = (change: Change, Dockerfile: string): string =>
  changedFiles(change, setupOf({ Dockerfile }))['Dockerfile'] ?? 'as it was';

/** FROM lines with the comments above them. */
const heads = (text: string): string[] =>
  [...text.matchAll(/(?:^#.*\r?\n)*^FROM .*/gm)].map(([head]) => head);

describe('comments above FROM, with a stage for an init before it', () => {
  const headsOf = (above: string) =>
    heads(after(init, `${above}FROM python:3.13-slim\nCMD ["python", "a.py"]\n`));
  const INIT = 'FROM python:3.13-slim AS init';
  const OWN = 'FROM python:3.13-slim';

  it.each([
    [
      '# Python, since the models need it\n# and slim\n',
      INIT,
      `# Python, since the models need it\n# and slim\n${OWN}`,
    ],
    [
      '# Dockerfile of the shop\n# docker build -t shop .\n',
      `# Dockerfile of the shop\n# docker build -t shop .\n${INIT}`,
      OWN,
    ],
    ['# Copyright 2026 us\n\n# the base\n', INIT, `# the base\n${OWN}`],
    [
      '# syntax=docker/dockerfile:1\n# the base\n',
      `# syntax=docker/dockerfile:1\n${INIT}`,
      `# the base\n${OWN}`,
    ],
    ['# hadolint ignore=DL3006\n', `# hadolint ignore=DL3006\n${INIT}`, `# hadolint ignore=DL3006\n${OWN}`],
    [
      '# Author: us\n# hadolint ignore=DL3006\n',
      `# Author: us\n# hadolint ignore=DL3006\n${INIT}`,
      `# hadolint ignore=DL3006\n${OWN}`,
    ],
  ])('%j', (above, first, last) => expect(headsOf(above)).toEqual([first, last]));

  it('stay where the stage is the last of several, with CRLF too', () =>
    expect(
      heads(
        after(
          init,
          '# Author: us\r\nFROM golang AS b\r\nRUN make\r\n\r\n# what ships\r\n# hadolint ignore=DL3006\r\nFROM debian:13-slim\r\nCOPY --from=b /a /a\r\nCMD ["/a"]\r\n',
        ),
      ),
    ).toEqual([
      '# Author: us\r\nFROM golang AS b',
      '# hadolint ignore=DL3006\r\nFROM debian:13-slim AS init',
      '# what ships\r\n# hadolint ignore=DL3006\r\nFROM debian:13-slim',
    ]));
});

describe('comments above FROM, where the stage is taken apart', () => {
  it.each([
    ['# Python 3.13 because of the models\n', '# Python 3.13 because of the models\n', ''],
    [
      '# Use an official Python runtime as a parent image\n',
      '# Use an official Python runtime as a parent image\n',
      '',
    ],
    ['# production image\n', '', '# production image\n'],
    ['# Dockerfile for production\n', '# Dockerfile for production\n', ''],
    ['# hadolint ignore=DL3006\n', '# hadolint ignore=DL3006\n', '# hadolint ignore=DL3006\n'],
    [
      '# the final one\n# hadolint ignore=DL3006\n',
      '# hadolint ignore=DL3006\n',
      '# the final one\n# hadolint ignore=DL3006\n',
    ],
  ])('%j', (above, builder, runtime) =>
    expect(heads(after(twoStages, `${above}FROM python:3.13-slim\n${BODY}`))).toEqual([
      `${builder}FROM python:3.13-slim AS builder`,
      `${runtime}FROM python:3.13-slim`,
    ]),
  );
});
