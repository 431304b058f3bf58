import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { improve, type Change, type SetupResult } from '../../src/index.ts';
import { applied } from '../../src/model/change.ts';
import { setInService } from '../../src/model/compose-service.ts';
import { withDockerfile } from '../../src/model/setup.ts';
import { folderWith } from '../unit/folder.ts';
import { describeWithEngine } from './engine.ts';
import { filesOf, onlySetup, workplace } from './example.ts';

const DOCKERFILE =
  'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 8000\nCMD ["python", "-u", "app.py"]\n';

/** A server that says what is given, after what is given has run. */
const server = (first = '', says = '"hello"'): string => `import os, signal, socket, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
${first}


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/plain")
        self.end_headers()
        self.wfile.write(str(${says}).encode())


HTTPServer(("0.0.0.0", 8000), Hello).serve_forever()
`;

/** Observes the original and makes only the changes that are given. */
async function observed(files: Record<string, string>, changes: Change[] = []): Promise<SetupResult> {
  const dir = folderWith({ Dockerfile: DOCKERFILE, 'app.py': server(), ...files });
  const before = filesOf(dir);
  const setup = onlySetup(await improve(dir, { changes }));
  expect(filesOf(dir)).toEqual(before);
  return setup;
}

const change = (id: string, apply: Change['apply']): Change => ({
  id,
  title: id,
  why: 'It is to be found.',
  class: 'needs-proof',
  rungs: ['on'],
  examples: [],
  apply,
});

const web = (more: string, rest = ''): string => `services:\n  web:\n    build: .\n${more}${rest}`;

describeWithEngine('stacks', () => {
  describe('the fixture: a page and its worker, postgres, redis, includes, an override, anchors and mounts', () => {
    const place = workplace('stacks');
    afterAll(place.dispose);
    let dir: string;
    let setup: SetupResult;
    beforeAll(async () => {
      dir = place.copy('test/fixtures/stack', 'stack');
      setup = onlySetup(await improve(dir, { write: true }));
    });

    it('is improved, and answers from its database as before', () => {
      expect(setup).toMatchObject({ status: 'improved', proof: 'answers', error: null });
      expect(setup.contract).toMatchObject({ met: true, differences: [] });
      expect(setup.contract.probes).toContainEqual(
        expect.objectContaining({
          path: '/',
          equal: true,
          before: { status: 200, type: 'application/json' },
        }),
      );
    });

    it('tells what runs leave out, and what keeps its owner', () => {
      const notes = setup.notes.join('\n');
      expect(notes).toMatch(/mount of web at \/app \(web\)/);
      expect(notes).toMatch(/volume data keeps its owner/);
      expect(notes).toMatch(/`version:` has no effect/);
    });

    it('hardens both services that run the image, and edits each file where it says so', () => {
      const files = filesOf(dir);
      expect(files['compose.yaml']?.match(/no-new-privileges:true/g)).toHaveLength(2);
      expect(files['compose.yaml']).toMatch(/healthcheck:\n\s+disable: true/);
      expect(files['compose.yaml']).toMatch(/db:\s*\{?\s*condition: service_healthy/);
      expect(files['infra/stores.yaml']).toMatch(/pg_isready[^]*redis-cli ping/);
      expect(files['infra/stores.yaml']).toContain('127.0.0.1:5432:5432');
      expect(files['web/Dockerfile']).toMatch(/install -d -o 1001 -g 1001 \/data/);
    });

    it('a second run changes nothing', async () => {
      const files = filesOf(dir);
      expect(onlySetup(await improve(dir, { write: true }))).toMatchObject({
        status: 'already-good',
        files: [],
      });
      expect(filesOf(dir)).toEqual(files);
    });
  });

  describe('what a run needs', () => {
    it('waits for a service that has no health check, as its restart policy does', async () => {
      const setup = await observed({
        'app.py': server('time.sleep(1)\nsocket.create_connection(("late", 9000), 1).close()'),
        'late/Dockerfile': 'FROM python:3.13-slim\nCOPY late.py /\nCMD ["python", "/late.py"]\n',
        'late/late.py':
          'import socket, time\ntime.sleep(4)\ns = socket.create_server(("", 9000))\nwhile True: s.accept()[0].close()\n',
        'compose.yaml': web(
          '    restart: always\n    environment: { LATE_URL: "tcp://late:9000" }\n',
          '  late:\n    build: ./late\n',
        ),
      });
      expect(setup).toMatchObject({ proof: 'answers', error: null });
    });

    it('files of the project are mounted from a copy, secrets too; what is not there is made up', async () => {
      const setup = await observed({
        'app.py': server(
          '',
          'open("/etc/motto").read() + open("/run/secrets/one").read() + str(len(open("/run/secrets/two").read()) > 5)',
        ),
        motto: 'a motto',
        'one.txt': 'a secret',
        'compose.yaml': web(
          '    volumes: ["./motto:/etc/motto", ".:/app"]\n    secrets: [one, two]\n    env_file: [nowhere.env]\n',
          'secrets:\n  one: { file: ./one.txt }\n  two: { file: ./two.txt }\n',
        ),
      });
      expect(setup).toMatchObject({ proof: 'answers', error: null });
      expect(setup.contract.probes[0]).toMatchObject({ before: { status: 200 } });
      expect(setup.notes.join('\n')).toMatch(/mount of \. at \/app[^]*made-up value[^]*two/);
      expect(JSON.stringify(setup)).not.toContain('a secret');
    });

    it('a port of the host that is taken does not matter', async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
      try {
        const address = taken.address();
        const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
        const setup = await observed({ 'compose.yaml': web(`    ports: ["${port}:8000"]\n`) });
        expect(setup).toMatchObject({ proof: 'answers', error: null });
      } finally {
        taken.close();
      }
    });
  });

  describe('a worker of the same image', () => {
    const files = {
      'worker.py': 'import json, time\nprint(json.dumps("at work"), flush=True)\ntime.sleep(600)\n',
      'compose.yaml': web(
        '    ports: ["8000"]\n',
        '  worker:\n    build: .\n    command: ["python", "worker.py"]\n',
      ),
    };

    it.each([
      [
        'the image',
        (setup: Parameters<Change['apply']>[0]) =>
          withDockerfile(setup, DOCKERFILE.replace('EXPOSE', 'RUN rm worker.py\nEXPOSE')),
      ],
      [
        'its service',
        (setup: Parameters<Change['apply']>[0]) =>
          setInService(setup, [[['command'], ['python', 'nothing.py']]], 'worker').setup ?? setup,
      ],
    ])('that a change of %s breaks is found', async (_, broken) => {
      const setup = await observed(files, [change('breaks-worker', (given) => applied(broken(given)))]);
      expect(setup).toMatchObject({ status: 'not-improvable', files: [] });
      expect(setup.changes[0]?.evidence.join('\n')).toMatch(
        /service worker: before stays up, after ended with/,
      );
    });
  });

  describe('stacks that do not work', () => {
    it('an image that cannot be had is named, with its service', async () => {
      const setup = await observed({
        'compose.yaml': web('    depends_on: [store]\n', '  store:\n    image: nobody.invalid/none/such:1\n'),
      });
      expect(setup.error).toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        message: expect.stringMatching(
          /image nobody\.invalid\/none\/such:1 of the service store cannot be had/,
        ),
      });
    });

    it('a service that is needed and ends is named, with its last words', async () => {
      const setup = await observed({
        'compose.yaml': web(
          '    depends_on: { store: { condition: service_healthy } }\n',
          '  store:\n    image: python:3.13-slim\n    command: [python, -c, "import sys; sys.exit(\'no space for me\')"]\n    healthcheck: { test: "true" }\n',
        ),
      });
      expect(setup.error).toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        message: expect.stringMatching(/service store, which it needs[^]*no space for me/),
      });
    });

    it('a service that does not build is named', async () => {
      const setup = await observed({
        'compose.yaml': web(
          '    depends_on: [store]\n',
          '  store:\n    build: { context: ., dockerfile: Storefile }\n',
        ),
      });
      expect(setup.error).toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        message: expect.stringContaining('store cannot be built: there is no Storefile'),
      });
    });

    it('a program that is started again for ever', async () => {
      const setup = await observed({
        'app.py': 'import sys\nsys.exit("never")\n',
        'compose.yaml': web(
          '    restart: always\n    depends_on: [store]\n',
          '  store:\n    image: redis:8\n',
        ),
      });
      expect(setup.error).toMatchObject({ code: 'EXITS_AT_ONCE', message: expect.stringContaining('never') });
    });

    it('services that wait for each other', async () => {
      await expect(
        observed({
          'compose.yaml': web(
            '    depends_on: [store]\n',
            '  store:\n    image: redis:8\n    depends_on: [web]\n',
          ),
        }),
      ).rejects.toMatchObject({ code: 'COMPOSE_UNREADABLE', message: expect.stringMatching(/cycle/) });
    });
  });
});
