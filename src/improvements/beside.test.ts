import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Facts } from '../model/facts.ts';
import { setupOf } from '../model/setup.fixture.ts';
import { fold, planOf } from '../plan/fold.ts';
import { parseYaml } from '../syntax/yaml/index.ts';
import { improvements } from './index.ts';

const beside = improvements.slice(improvements.findIndex(({ id }) => id === 'ignore-file'));

/** Lines of a service, as people write them. */
const LINES = [
  'ports: ["80:8000"]',
  'environment: [A, "B=${B}", C=1]',
  'environment:\n      A: ${A:-1} # note\n      API_TOKEN: "hunter2"',
  'env_file: .env',
  '<<: *base',
  'volumes:\n      - data:/data',
  'security_opt:\n    - apparmor:x',
  'cap_drop: [NET_RAW]',
  'tmpfs: /run',
  'mem_limit: 1g',
  'deploy: { replicas: 2 }',
  'healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"]',
  'healthcheck: { interval: 5s }',
  'restart: always',
];

const facts = (base: Facts): Facts => ({
  ...base,
  source: {
    ...base.source,
    variables: [
      { name: 'A', default: '1', required: false, secret: false, where: 'a.py:1' },
      { name: 'B', default: null, required: true, secret: false, where: 'a.py:2' },
      { name: 'D', default: null, required: false, secret: false, where: 'a.py:3' },
    ],
  },
  run: {
    kind: 'server',
    ports: [8000],
    startMs: 100,
    healthPath: '/',
    healthStatus: 200,
    writes: [
      { path: '/data', holdsImageContent: false, bytes: 9 },
      { path: '/srv/db', holdsImageContent: true, bytes: 9 },
    ],
    readOnlyWorks: true,
    peakMemory: 1e8,
  },
});

it('the files beside the Dockerfile: once is enough, and other services stay as they are', () => {
  const keyOf = (line: string) => line.replace(/:.*/s, '');
  const service = fc
    .uniqueArray(fc.constantFrom(...LINES), { selector: keyOf })
    .map((lines) => ['build: .', ...lines].map((line) => `    ${line}\n`).join(''));
  fc.assert(
    fc.property(service, fc.boolean(), fc.boolean(), (web, crlf, last) => {
      const other =
        '  db:\n    image: mailpit # theirs\n    environment: { POSTGRES_PASSWORD: pw }\n    <<: *base\n';
      const services = last ? `${other}  web:\n${web}` : `  web:\n${web}${other}`;
      const plain = `x-base: &base\n  labels:\n    a: b\n  cap_add: [CHOWN]\nservices:\n${services}# end\n`;
      const compose = crlf ? plain.replaceAll('\n', '\r\n') : plain;
      const Dockerfile = 'FROM python:3.13-slim\nUSER 1001:1001\nHEALTHCHECK --interval=30s CMD ["true"]\n';
      const setup = setupOf({ Dockerfile, 'compose.yaml': compose }, facts);

      const once = fold(setup, planOf(beside)).setup;
      expect([...fold(once, planOf(beside)).setup.files]).toEqual([...once.files]);

      const text = once.files.get('compose.yaml') ?? '';
      const read = parseYaml(text);
      expect(read.errors).toEqual([]);
      expect(read.get(['services', 'db'])).toEqual(parseYaml(compose).get(['services', 'db']));
      expect(read.get(['services', 'web'])).toMatchObject({
        read_only: true,
        cap_drop: expect.arrayContaining(['ALL']),
        security_opt: expect.arrayContaining(['no-new-privileges:true']),
      });
      expect(/(^|[^\r])\n/.test(text)).toBe(!crlf);
      expect([...once.files].join('\n')).not.toContain('hunter2');
    }),
    { numRuns: 60 },
  );
});
