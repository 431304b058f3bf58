import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../src/index.ts';
import { describeWithEngine } from './engine.ts';
import { workplace } from './example.ts';
import { expectLeftAsItIs, improveFixture, type Improved } from './improved.ts';

describeWithEngine('Python projects', () => {
  const place = workplace('python-fixtures');
  afterAll(place.dispose);

  /** The texts of the stages that build (and of one that brings an init), and of the one that ships. */
  const stagesOf = ({ files }: Improved): [builder: string, shipped: string] => {
    const { source, stages } = parseDockerfile(files['Dockerfile'] ?? '');
    expect(stages[0]?.name).toBe('builder');
    const at = stages.at(-1)?.from.range.start ?? 0;
    return [source.slice(0, at), source.slice(at)];
  };
  const answered = ({ setup }: Improved, path: string) =>
    expect(setup.contract.probes).toContainEqual(
      expect.objectContaining({ path, equal: true, after: expect.objectContaining({ status: 200 }) }),
    );

  describe('pyproject-app: pip install .', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'pyproject-app');
    });

    it('the project lies in the environment, its command starts it', () => {
      const [builder, shipped] = stagesOf(done);
      expect(builder).toContain('pip --python /opt/venv/bin/python install ".[prod]"\n');
      expect(shipped).not.toMatch(/\bgcc\b|\bgit\b|pip/);
      expect(shipped).toContain('CMD ["quotes-server"]\n');
      answered(done, '/');
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });

  describe('uvicorn-fastapi: an environment of its own on a full base', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'uvicorn-fastapi');
    });

    it('is copied as it is to the slim base', () => {
      const [builder, shipped] = stagesOf(done);
      expect(builder).toContain('RUN python3 -m venv $VIRTUAL_ENV\n');
      expect(builder).not.toContain('/opt/venv');
      expect(shipped).toMatch(/^FROM python:\S*slim/);
      expect(shipped).toContain('COPY --from=builder /srv/venv /srv/venv\n');
      answered(done, '/api/items');
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });

  describe('apt-and-pip-in-one-run: a step that does everything', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'apt-and-pip-in-one-run');
    });

    it('is taken apart: what it wrote besides is made in the stage that ships', () => {
      const [builder, shipped] = stagesOf(done);
      expect(builder).toMatch(/venv --without-pip [^]*pip --python \S+ install flask gunicorn psycopg2/);
      expect(shipped).toMatch(/RUN mkdir -p \/var\/lib\/prices [^]*list\.csv\n/);
      expect(shipped).not.toMatch(/\bgcc\b|libpq-dev|curl/);
      answered(done, '/');
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });

  describe('entry-script-sqlite: a database file on a volume', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'entry-script-sqlite');
    });

    it('is written by an unprivileged user, through the entry script', () => {
      expect(done.change('user')?.outcome).toBe('kept');
      expect(done.files['Dockerfile']).toContain('RUN install -d -o 1001 -g 1001 /app/data\n');
      expect(done.files['Dockerfile']).toMatch(/^ENTRYPOINT \["dumb-init", .*"\.\/entrypoint\.sh"\]$/m);
      answered(done, '/');
    });

    it('is never hidden by an empty tmpfs', () => {
      expect(done.files['docker-compose.yml']).toMatch(/^ +- visits:\/app\/data$/m);
      expect(done.files['docker-compose.yml']).not.toMatch(/^ +- \/app/m);
      expect(done.change('read-only')?.outcome).toBe('kept');
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });

  describe('worker-loop: a program that listens nowhere', () => {
    let done: Improved;
    beforeAll(async () => {
      done = await improveFixture(place, 'worker-loop', 'stays-up');
    });

    it('gets no port and no health check', () => {
      const [, shipped] = stagesOf(done);
      expect(shipped).not.toMatch(/EXPOSE|HEALTHCHECK/);
      expect(shipped).toMatch(/\blibpq5\b/);
      expect(done.files['compose.yaml'] ?? '').not.toMatch(/ports:|healthcheck:/);
    });

    it('a second run changes nothing', () => expectLeftAsItIs(done));
  });
});
