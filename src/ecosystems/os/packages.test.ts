import { describe, expect, it } from 'vitest';
import { setupOf } from '../../model/setup.fixture.ts';
import type { Setup } from '../../model/setup.ts';
import { addRuntimePackage } from './add-package.ts';
import { packageManagerOf } from './install-line.ts';
import { runtimePackagesFor } from './runtime-packages.ts';
import { withoutToolPackage } from './without-tool.ts';

const text = (setup: Setup | null) => setup?.files.get('Dockerfile');
const added = (dockerfile: string, name = 'm') =>
  text(addRuntimePackage(setupOf({ Dockerfile: dockerfile }), name));
const without = (dockerfile: string) => text(withoutToolPackage(setupOf({ Dockerfile: dockerfile }), 'curl'));

describe('packageManagerOf', () => {
  it.each([
    ['FROM python:3-alpine', 'apk'],
    ['FROM alpine AS a\nFROM a', 'apk'],
    ['FROM mine\nRUN apk add x', 'apk'],
    ['FROM mine\nRUN apt-get update', 'apt'],
    ['FROM mine', 'apt'],
  ])('%j uses %s', (dockerfile, manager) =>
    expect(packageManagerOf(setupOf({ Dockerfile: dockerfile }))).toBe(manager),
  );
});

describe('addRuntimePackage', () => {
  it.each([
    ['a z', 'a m z'],
    ['z a', 'z a m'],
    ['n', 'm n'],
    ['a=1 \\\n      z', 'a=1 \\\n      m \\\n      z'],
    ['a \\\n      b', 'a \\\n      b \\\n      m'],
    ['$X b', '$X b m'],
  ])('into the list %j', (list, expected) => {
    const run = (packages: string) => `FROM a\nRUN apt-get install -y ${packages} && true\n`;
    expect(added(run(list))).toBe(run(expected));
  });

  it.each([
    ['no installation', 'FROM debian\nCMD b\n'],
    ['a virtual package', 'FROM alpine\nRUN apk add --virtual .b c\n'],
    ['an unprivileged installation', 'FROM a\nUSER b\nRUN sudo apt-get install c\n'],
  ])('a line of its own for %s', (_, dockerfile) => {
    expect(added(dockerfile)).toMatch(/^FROM \w+\nRUN ap[^]*\bm\b[^]*\n/);
    expect(added(dockerfile)).toContain(dockerfile.split('\n')[1]);
  });

  it('copies dumb-init from a builder of the same base', () => {
    const builder = (list: string) => `FROM a AS b\nRUN apt-get install -y ${list}\nFROM a\n`;
    expect(added(`${builder('c')}COPY --from=b /x /x\n`, 'dumb-init')).toBe(
      `${builder('c dumb-init')}COPY --from=b /usr/bin/dumb-init /usr/bin/dumb-init\nCOPY --from=b /x /x\n`,
    );
  });

  it.each(['scratch', 'gcr.io/distroless/python3', 'scratch AS a\nFROM a'])('nothing in %s', (base) =>
    expect(added(`FROM ${base}\n`)).toBeUndefined(),
  );
});

describe('withoutToolPackage', () => {
  it.each([
    ['# curl is for the\n# health check\nRUN apt-get install a curl\n', 'RUN apt-get install a\n'],
    ['RUN apt-get install \\\n  a \\\n  # curl asks\n  curl\n', 'RUN apt-get install \\\n  a\n'],
    ['# a and curl\nRUN apt-get install a curl\n', '# a and curl\nRUN apt-get install a\n'],
    ['# our tools\nRUN apt-get install a curl\n', '# our tools\nRUN apt-get install a\n'],
    ['# curl\nRUN apt-get install curl\n', ''],
  ])('takes what is said of it alone along: %j', (lines, expected) =>
    expect(without(`FROM debian\n${lines}`)).toBe(`FROM debian\n${expected}`),
  );

  const lines = (...packages: string[]) =>
    `FROM a\nRUN apt-get install -y \\\n    ${packages.join(' \\\n    ')}\nUSER b\n`;
  it.each([
    ['the first line', lines('curl', 'x'), lines('x')],
    ['the last line', lines('x', 'curl'), lines('x')],
    ['a word', 'FROM a\nRUN apt-get install x curl y\n', 'FROM a\nRUN apt-get install x y\n'],
    ['a step', 'FROM a\nRUN set -e; apt-get update; apt-get install curl\nUSER b\n', 'FROM a\nUSER b\n'],
    ['beside work', 'FROM a\nRUN apt-get install curl && make\n', 'FROM a\nRUN make\n'],
    [
      'escape',
      '# escape=`\nFROM a\nRUN apt-get install `\n  x `\n  curl\nCMD b\n',
      '# escape=`\nFROM a\nRUN apt-get install `\n  x\nCMD b\n',
    ],
  ])('takes out %s', (_, before, after) => expect(without(before)).toBe(after));

  it.each([
    ['the command', 'CMD ["sh", "-c", "curl x"]'],
    ['an init', 'ENTRYPOINT ["tini", "--", "curl"]'],
    ['the health check', 'HEALTHCHECK CMD curl -f x || exit 1'],
  ])('keeps it for %s', (_, line) => {
    const dockerfile = `FROM a\nRUN apt-get install curl\n${line}\n`;
    expect(without(dockerfile)).toBe(dockerfile);
  });

  it('keeps it for an entry script and for compose', () => {
    const Dockerfile = 'FROM a\nRUN apt-get install curl\nENTRYPOINT ["/entry.sh"]\n';
    const scripted = setupOf({ Dockerfile, 'entry.sh': '#!/bin/sh\nexec timeout 5 curl x\n' });
    const composed = setupOf({
      Dockerfile,
      'compose.yaml': 'services:\n  a:\n    build: .\n    command: curl x\n',
    });
    expect(withoutToolPackage(scripted, 'curl')).toBe(scripted);
    expect(withoutToolPackage(composed, 'curl')).toBe(composed);
  });
});

it('runtimePackagesFor says nothing where the table does not', () => {
  expect(runtimePackagesFor(['gcc', 'libpq-dev', 'ffmpeg'], null)).toEqual(['libpq5']);
  expect(runtimePackagesFor(['libssl-dev'], 'trixie')).toEqual(['libssl3t64']);
  expect(runtimePackagesFor(['libssl-dev'], null)).toBeNull();
  expect(runtimePackagesFor(['libunknown-dev'], 'trixie')).toBeNull();
});
