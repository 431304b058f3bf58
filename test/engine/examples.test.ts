import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDockerfile, type Engine } from '../../src/engine/index.ts';
import { improve, measure, type SetupResult } from '../../src/index.ts';
import { describeWithEngine } from './engine.ts';
import { command, composeIn, engineThatAnswers, filesOf, freePort, onlySetup, workplace } from './example.ts';

const BESIDE = ['reference', 'improved'];

interface Example {
  name: string;
  service: string;
  port: number;
  /** for `.env`, as env.example asks for them */
  settings: Record<string, string>;
  /** answered with 2xx */
  path: string;
}

const EXAMPLES: Example[] = [
  {
    name: 'express-orders',
    service: 'api',
    port: 3000,
    settings: { ADMIN_TOKEN: 'letmein' },
    path: '/orders',
  },
  {
    name: 'django-notes',
    service: 'web',
    port: 8000,
    settings: { SECRET_KEY: 'not-so-secret', POSTGRES_PASSWORD: 'shared' },
    path: '/health',
  },
];

describe.each(EXAMPLES)('examples/$name', ({ name, service, port, settings, path }) => {
  describeWithEngine('improved', () => {
    const place = workplace(name);
    let engine: Engine;
    let dir: string;
    let setup: SetupResult;

    beforeAll(async () => {
      engine = await engineThatAnswers();
      dir = place.copy(`examples/${name}`, name, BESIDE);
      setup = onlySetup(await improve(dir, { write: true }));
    });
    afterAll(place.dispose);

    it('answers as before, with every change that was tried', () => {
      expect(setup).toMatchObject({ service, status: 'improved', proof: 'answers', error: null });
      expect(setup.contract).toMatchObject({ met: true, differences: [] });
      const held = setup.changes.filter(({ outcome }) => outcome === 'dropped' || outcome === 'weakened');
      expect(held).toEqual([]);
      expect(setup.after.score.grade).toBe('Excellent');
      expect(setup.after.attackSurface.compilers).toMatchObject({ count: 0 });
    });

    it('becomes what lies in improved/, byte for byte', () => {
      const files = filesOf(dir);
      const changed = setup.files.map((file) => [file.path, files[file.path]]);
      expect(Object.fromEntries(changed)).toEqual(
        filesOf(new URL(`../../examples/${name}/improved`, import.meta.url).pathname),
      );
    });

    it('is as small as what an expert made', async () => {
      const byHand = place.copy(`examples/${name}`, 'by-hand', BESIDE);
      const reference = filesOf(place.copy(`examples/${name}/reference`, 'reference', ['README.md']));
      for (const [file, text] of Object.entries(reference)) writeFileSync(join(byHand, file), text);
      const {
        targets: [made],
      } = await measure([byHand]);
      const [own, theirs] = [setup.after.size.aboveBase, made?.measurement.size.aboveBase ?? null];
      expect(own ?? Infinity).toBeLessThanOrEqual(1.1 * (theirs ?? 0));
      expect(setup.after.size.uncompressed ?? Infinity).toBeLessThanOrEqual(
        0.3 * (setup.before.size.uncompressed ?? 0),
      );
    });

    it("passes BuildKit's own check", async () => {
      const told = await checkDockerfile(engine, { context: dir, dockerfile: join(dir, 'Dockerfile') });
      expect(told).toEqual({ warnings: [], unresolvable: null, error: null });
    });

    it('is left as it is by a second run', async () => {
      const again = onlySetup(await improve(dir, { write: true }));
      expect(again).toMatchObject({ status: 'already-good', proof: 'answers', error: null, files: [] });
    });

    describe('run by compose as env.example says', () => {
      const compose = composeIn(() => dir);
      let address: string;

      beforeAll(async () => {
        const free = await freePort();
        address = `http://127.0.0.1:${free}`;
        const file = join(dir, 'docker-compose.yml');
        // ports that others may use on this machine are left out
        const text = readFileSync(file, 'utf8')
          .replace(`"${port}:${port}"`, `"127.0.0.1:${free}:${port}"`)
          .replace(/"127\.0\.0\.1:(5432|6379):/, '"127.0.0.1::');
        writeFileSync(file, text);
        const example = readFileSync(join(dir, 'env.example'), 'utf8');
        const filled = Object.entries(settings).reduce((all, [key, value]) => {
          const line = new RegExp(`^${key}=$`, 'm');
          expect(all).toMatch(line);
          return all.replace(line, `${key}=${value}`);
        }, example);
        writeFileSync(join(dir, '.env'), filled);
        await compose('up', '--build', '--wait');
      });
      afterAll(async () => {
        await compose('down', '--volumes', '--rmi', 'local');
      });

      it('is healthy, unprivileged, read-only, and answers', async () => {
        const id = (await compose('ps', '--quiet', service)).trim();
        const format = '{{.State.Health.Status}} {{.HostConfig.ReadonlyRootfs}}';
        expect((await command(dir, 'docker', ['inspect', '--format', format, id])).trim()).toBe(
          'healthy true',
        );
        const status = await compose('exec', '-T', service, 'cat', '/proc/1/status');
        expect(status).toMatch(/^Uid:\t1001\t1001\t1001\t1001$/m);
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
        expect(status).toMatch(/^CapBnd:\t0000000000000000$/m);
        expect((await fetch(`${address}${path}`)).ok).toBe(true);
      });

      it('ends by itself within two seconds of SIGTERM', async () => {
        await compose('stop', '--timeout', '2', service);
        const id = (await compose('ps', '--all', '--quiet', service)).trim();
        const code = await command(dir, 'docker', ['inspect', '--format', '{{.State.ExitCode}}', id]);
        expect([0, 143]).toContain(Number(code));
      });
    });
  });
});
