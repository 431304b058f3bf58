import { describe, expect, it } from 'vitest';
import type { Change } from '../model/change.ts';
import type { Facts, RunFacts } from '../model/facts.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { changedFiles } from './example.fixture.ts';
import { healthCheck, startPeriod } from './health-check.ts';
import { init } from './init.ts';
import { NO_IMAGE } from '../model/image.fixture.ts';
import type { ChangeExample } from '../model/change.ts';
import type { BaseResolution } from '../model/facts.ts';
import { manifestsFirst } from './manifests-first.ts';
import { packages } from './packages.ts';
import { user } from './user.ts';

const FROM = 'FROM python:3.13-slim\n';
const files = { 'requirements.txt': 'flask\n', 'app.py': '', 'data/a': '' };

/** The Dockerfile after a change; null when it is not needed. */
function after(
  change: Change,
  Dockerfile: string,
  facts?: (base: Facts) => Facts,
  more: Record<string, string> = {},
): string | null {
  return changedFiles(change, setupOf({ Dockerfile, ...files, ...more }, facts))['Dockerfile'] ?? null;
}

const run =
  (over: Partial<RunFacts>) =>
  (facts: Facts): Facts => ({
    ...facts,
    run: {
      kind: 'server',
      ports: [8000],
      startMs: 3000,
      healthPath: '/health',
      healthStatus: 200,
      writes: [],
      readOnlyWorks: null,
      peakMemory: null,
      ...over,
    },
  });

describe('user', () => {
  it.each([
    [
      'groupadd -r app && useradd -r -g app app',
      'groupadd --gid 1001 app && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false app',
      '1001:1001',
    ],
    [
      'groupadd -g 5000 app && useradd -g app app',
      'groupadd -g 5000 app && useradd --uid 1001 --gid 5000 --no-create-home --shell /bin/false app',
      '1001:5000',
    ],
    [
      'useradd -m -d /h -s /bin/sh -g www-data app',
      'groupadd --gid 1001 app && useradd --uid 1001 --gid 1001 --create-home --home-dir /h --groups www-data --shell /bin/sh app',
      '1001:1001',
    ],
    [
      'adduser --system --group app',
      'groupadd --gid 1001 app && useradd --uid 1001 --gid 1001 --no-create-home --shell /bin/false app',
      '1001:1001',
    ],
    ['groupadd -g 7 app && useradd -u 8 -g app app', 'groupadd -g 7 app && useradd -u 8 -g app app', '8:7'],
    ['useradd -u 1001 x && useradd app', /useradd --uid 1002 /, '1002:1002'],
  ])('%j', (command, expected, ids) => {
    const text = after(user, `${FROM}RUN ${command}\nUSER app\n`);
    expect(text).toMatch(expected instanceof RegExp ? expected : `RUN ${expected}\n`);
    expect(text).toContain(`\nUSER ${ids}\n`);
  });

  it("uses Alpine's commands", () => {
    expect(after(user, 'FROM python:3-alpine\nRUN adduser -D app\nUSER app\n')).toBe(
      'FROM python:3-alpine\nRUN addgroup -g 1001 app && adduser -D -u 1001 -G app -s /bin/false app\nUSER 1001:1001\n',
    );
  });

  it('keeps root for the steps that run as it', () => {
    const text = after(user, `${FROM}USER root\nRUN make\nCOPY . .\nCMD ["a"]\n`);
    expect(text).toMatch(/USER root\nRUN groupadd[^]*RUN make\nCOPY \. \.\nUSER 1001:1001\nCMD/);
  });

  it('owns a folder as root, where another user is set', () => {
    const written = { path: '/app', holdsImageContent: false, bytes: 0 };
    const text = after(
      user,
      `${FROM}RUN useradd app\nUSER app\nWORKDIR /app\nCOPY . .\n`,
      run({ writes: [written] }),
    );
    expect(text).toContain('USER root\nRUN install -d -o 1001 -g 1001 /app\nUSER 1001:1001\nCOPY . .\n');
  });

  it('owns the folders of volumes, which a fresh one takes its owner from', () => {
    const compose =
      'services:\n  web:\n    build: .\n    volumes:\n      - data:/var/lib/app\n      - ./conf:/etc/app\nvolumes:\n  data:\n';
    const setup = setupOf({ Dockerfile: `${FROM}COPY . /app\n`, 'compose.yaml': compose }, run({}));
    const text = changedFiles(user, setup)['Dockerfile'] ?? '';
    expect(text).toContain('RUN install -d -o 1001 -g 1001 /var/lib/app\nCOPY . /app\n');
    expect(text).not.toContain('/etc/app');
  });

  it.each([
    ['a number alone, which has the group 0', 'USER 1000\n'],
    ['a variable', 'USER $APP\n'],
    ['an unknown name', 'USER www-data\n'],
    ['a number of its own group', 'RUN useradd -u 1001 app\nUSER app\n'],
    ['gosu', 'RUN apt-get install gosu\n'],
    ['su-exec', 'ENTRYPOINT ["su-exec", "app", "python"]\n'],
  ])('leaves %s', (_, lines) => expect(after(user, FROM + lines)).toBeNull());

  it('leaves images without a shell', () => expect(after(user, 'FROM scratch\nCOPY a /\n')).toBeNull());
});

describe('packages', () => {
  it.each([
    [
      'each installation gets the update as it was written',
      'RUN apt-get update -qq\nRUN apt-get install a\nRUN apt-get install b\n',
      'RUN apt-get update -qq && apt-get install a && rm -rf /var/lib/apt/lists/*\nRUN apt-get update -qq && apt-get install b && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'the layout stays',
      'RUN apt-get update \\\n # why\n && apt-get install a\n',
      'RUN apt-get update \\\n # why\n && apt-get install a \\\n && rm -rf /var/lib/apt/lists/*\n',
    ],
  ])('%s', (_, before, expected) => expect(after(packages, FROM + before)).toBe(FROM + expected));

  it.each([
    ['the lists of another package manager', 'RUN apk update && apk add a\n'],
    ['lists that a later step reads', 'RUN apt-get update && apt-get install a\nRUN apt-get install b\n'],
    ['an upgrade by these lists', 'RUN apt-get update\nRUN apt-get upgrade\nRUN apt-get install b\n'],
    ['what a builder leaves', 'RUN apt-get update && apt-get install a\nFROM b\n'],
  ])('leaves %s', (_, lines) => expect(after(packages, FROM + lines)).toBeNull());
});

describe('manifests-first', () => {
  it('leaves blank lines and comments as they are', () => {
    const head = `${FROM}# a\n\n\n\n\nWORKDIR /app\n`;
    expect(after(manifestsFirst, `${head}\nCOPY . .\n\n# deps\nRUN pip install -r requirements.txt\n`)).toBe(
      `${head}\nCOPY requirements.txt ./\n# deps\nRUN pip install -r requirements.txt\nCOPY . .\n`,
    );
  });

  describe('keeps the comment of a copy that nothing of its stage needs', () => {
    const TWO = (first: string, last: string) =>
      `FROM python:3.13-slim AS b\nWORKDIR /app\n${first}RUN python -m venv /v\n${last}`;
    const INSTALL = 'RUN pip --python /v/bin/python install -r requirements.txt\n';
    const LAST = `${FROM}COPY --from=b /v /v\n`;

    it.each([
      ['for the copy that is left', 'COPY . /app\n', '', '# all of it\n# for the app\nCOPY . /app\n'],
      [
        'for the manifests',
        '# the app\nCOPY . /app\n',
        '# all of it\n# for the app\n',
        '# the app\nCOPY . /app\n',
      ],
      ['for the manifests where there is no other', '', '# all of it\n# for the app\n', ''],
    ])('%s', (_, before, above, behind) =>
      expect(
        after(manifestsFirst, TWO('# all of it\n# for the app\nCOPY . .\n', `${INSTALL}${LAST}${before}`)),
      ).toBe(TWO('', `${above}COPY requirements.txt ./\n${INSTALL}${LAST}${behind}`)),
    );
  });

  it.each([
    'RUN pip install -r requirements.txt && python setup.py',
    'RUN pip install --find-links data -r requirements.txt',
    'RUN make',
    'RUN chown app /app',
    'RUN pip install -r other.txt',
  ])('%s may need the source', (line) =>
    expect(after(manifestsFirst, `${FROM}WORKDIR /app\nCOPY . .\n${line}\n`)).toBeNull(),
  );
});

describe('init', () => {
  it("stands before the base's own entry point", () => {
    const facts: ChangeExample['facts'] = (all) => ({
      ...all,
      image: { ...NO_IMAGE, base: { ...NO_IMAGE.base, entrypoint: ['docker-entrypoint.sh'] } },
    });
    expect(after(init, `${FROM}CMD ["a"]\n`, facts)).toContain(
      'ENTRYPOINT ["dumb-init", "--", "docker-entrypoint.sh"]\nCMD ["a"]',
    );
  });

  it.each([
    ['an ENTRYPOINT in shell form beside CMD', 'ENTRYPOINT python a.py\nCMD ["b"]\n'],
    ['shell text', 'CMD python $A\n'],
    ['no command', ''],
    ['an init', 'ENTRYPOINT ["/usr/bin/tini", "--"]\nCMD ["a"]\n'],
  ])('leaves %s', (_, lines) => expect(after(init, FROM + lines)).toBeNull());

  it('is for servers, not for jobs', () => {
    expect(after(init, `${FROM}CMD ["a"]\n`, run({ kind: 'job' }))).toBeNull();
    expect(after(init, `${FROM}CMD ["a"]\n`, run({}))).toContain('ENTRYPOINT ["dumb-init", "--"]\nCMD ["a"]');
  });

  it.each([
    'CMD ["celery", "-A", "app", "worker"]',
    'CMD ["python3", "-m", "gunicorn", "a:b"]',
    'CMD ["sh", "-c", "exec gunicorn -b :$PORT a:b"]',
    'ENTRYPOINT ["./hands-over.sh"]\nCMD ["gunicorn", "a:b"]',
  ])('tells only the master of %j', (lines) => {
    const script = { 'hands-over.sh': '#!/bin/sh\npython manage.py migrate\nexec "$@"\n' };
    expect(after(init, `${FROM}${lines}\n`, undefined, script)).toContain(
      '["dumb-init", "--single-child", "--"',
    );
  });

  it.each([
    ['a script that stays', 'ENTRYPOINT ["./start.sh"]\nCMD ["gunicorn", "a:b"]', {}],
    ['a shell that stays', 'CMD ["sh", "-c", "migrate && gunicorn a:b"]', {}],
    ['no master', 'CMD ["python", "a.py"]', {}],
    [
      'another command in compose',
      'CMD ["gunicorn", "a:b"]',
      { 'compose.yaml': 'services:\n  web:\n    build: .\n    command: sh -c "migrate && gunicorn a:b"\n' },
    ],
  ])('tells the whole group of %s', (_, lines, more) => {
    const all = { 'start.sh': '#!/bin/sh\ngunicorn a:b\n', ...more };
    expect(after(init, `${FROM}${lines}\n`, undefined, all)).toContain('["dumb-init", "--"');
  });

  it.each([
    ['stages by their number', 'FROM b\nFROM python:3\nCOPY --from=0 /a /a\nCMD ["a"]\n'],
    ['a stage of that name', 'FROM b AS init\nFROM python:3\nCMD ["a"]\n'],
    ['a stage on another one', 'FROM python:3 AS base\nFROM base\nCMD ["a"]\n'],
  ])('is installed where there are %s', (_, text) =>
    expect(after(init, text)).toMatch(/^RUN apt-get update [^]*dumb-init [^]*^ENTRYPOINT/m),
  );

  it('is tini on Alpine', () =>
    expect(after(init, 'FROM alpine\nCMD ["a"]\n')).toBe(
      'FROM alpine\nRUN apk add --no-cache tini\nENTRYPOINT ["tini", "--"]\nCMD ["a"]\n',
    ));
});

const SLIM: BaseResolution = {
  reference: 'python:3.13',
  purpose: 'slim',
  resolved: 'python:3.13.5-slim',
  sameLayers: false,
  digestBefore: null,
  digestAfter: null,
  reason: 'it is there',
  contents: null,
};

describe('health-check', () => {
  it.each([
    ['a full image of Node, which has a Python for its builds', 'node:22', [], 'CMD ["node", "-e",'],
    [
      'the slim variant that the full image gave way to',
      'python:3.13.5-slim',
      [{ ...SLIM, contents: { packages: [], commands: ['python'] } }],
      'CMD ["python", "-c",',
    ],
    [
      'a slim variant that has nothing to ask with',
      'debian:13-slim',
      [{ ...SLIM, resolved: 'debian:13-slim', contents: { packages: [], commands: ['perl'] } }],
      null,
    ],
  ])('asks with what ships: %s', (_, base, bases, told) => {
    const facts: ChangeExample['facts'] = (all) => ({
      ...all,
      ...run({})(all),
      bases,
      image: {
        ...NO_IMAGE,
        commands: ['node', 'python3'],
        base: { ...NO_IMAGE.base, commands: ['node', 'python3'] },
      },
    });
    const text = after(healthCheck, `FROM ${base}\nEXPOSE 80\nCMD ["a"]\n`, facts);
    expect(/^ +(CMD \["\w+", "-.",)/m.exec(text ?? '')?.[1] ?? null).toBe(told);
  });

  const PROBE = (url: string) =>
    `["python", "-c", "import urllib.request; urllib.request.urlopen('${url}', timeout=8)"]`;

  it('asks what was seen to answer, before the start command', () => {
    expect(after(healthCheck, `${FROM}EXPOSE 80\n# start\nCMD ["a"]\n`, run({}))).toBe(
      `${FROM}EXPOSE 80\nHEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \\\n    CMD ${PROBE('http://127.0.0.1:8000/health')}\n# start\nCMD ["a"]\n`,
    );
    expect(after(healthCheck, FROM, run({}))).toContain(`${FROM}HEALTHCHECK `);
  });

  it('takes over the address and times of a check by curl, and its package away', () => {
    const old = 'HEALTHCHECK --interval=5s --timeout=2s CMD curl -f http://localhost:9/x || exit 1\n';
    expect(after(healthCheck, `${FROM}RUN apt-get install -y a curl\n${old}CMD ["a"]\n`)).toBe(
      `${FROM}RUN apt-get install -y a\nHEALTHCHECK --interval=5s --timeout=10s --start-period=5s --retries=3 \\\n    CMD ${PROBE('http://127.0.0.1:9/x')}\nCMD ["a"]\n`,
    );
  });

  it('leaves the package of curl to the steps that call it', () => {
    const lines = 'RUN apt-get install -y a curl\nRUN curl x\nHEALTHCHECK CMD curl -f http://localhost:9/x\n';
    expect(after(healthCheck, `${FROM}${lines}CMD ["a"]\n`)).toContain('RUN apt-get install -y a curl\n');
  });

  it('asks a known server that was never run', () =>
    expect(after(healthCheck, `${FROM}EXPOSE 80\nCMD gunicorn -b :80 app:app\n`)).toContain(
      "HTTPConnection('127.0.0.1:80', timeout=8)",
    ));

  it('asks in a way that old releases of Node know as well', () =>
    expect(
      after(
        healthCheck,
        'FROM node:14-slim\nEXPOSE 80\nCMD ["a"]\n',
        run({ healthPath: null, healthStatus: 404 }),
      ),
    ).toContain(
      "require('http').get('http://127.0.0.1:8000/', (r) => process.exit(r.statusCode < 500 ? 0 : 1)).on('error', ",
    ));

  it('only gives time to a command of its own', () => {
    expect(after(healthCheck, `${FROM}HEALTHCHECK --timeout=3s CMD python hc.py\n`)).toBe(
      `${FROM}HEALTHCHECK --timeout=10s --start-period=5s CMD python hc.py\n`,
    );
  });

  it.each([
    ['NONE', 'HEALTHCHECK NONE\n'],
    ['https', 'HEALTHCHECK CMD curl -k https://localhost/x\n'],
    ['no port', 'CMD ["a"]\n'],
    ['a UDP port', 'EXPOSE 53/udp\n'],
    ['times that serve', 'HEALTHCHECK --start-period=1s CMD python hc.py\n'],
    [
      'a port of which nothing says that it speaks HTTP',
      'EXPOSE 1337\nCMD ["socat", "tcp-listen:1337", "-"]\n',
    ],
  ])('leaves %s', (_, lines) => expect(after(healthCheck, FROM + lines)).toBeNull());

  it.each([
    [null, 5],
    [2500, 5],
    [2600, 10],
    [15_000, 30],
    [16_000, 60],
  ])('waits, for a start of %s ms, %s s', (ms, period) => expect(startPeriod(ms)).toBe(period));
});
