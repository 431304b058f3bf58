import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addFiles, folderWith } from './folder.fixture.ts';
import { findSetups } from './find.ts';

const FROM = 'FROM scratch\n';
const compose = (...services: string[]) =>
  `services:\n${services.map((service) => `  ${service}\n`).join('')}`;

describe('findSetups', () => {
  it('finds a lone Dockerfile', async () => {
    expect(await findSetups(folderWith({ Dockerfile: FROM }))).toEqual([
      {
        dockerfile: 'Dockerfile',
        context: '',
        ignore: '.dockerignore',
        compose: null,
        service: null,
        envExample: 'env.example',
      },
    ]);
  });

  it('prefers Dockerfile to Containerfile, and takes that', async () => {
    const dir = folderWith({ Containerfile: FROM });
    expect((await findSetups(dir))[0]?.dockerfile).toBe('Containerfile');
    addFiles(dir, { Dockerfile: FROM });
    expect((await findSetups(dir))[0]?.dockerfile).toBe('Dockerfile');
  });

  it('takes compose files, ignore files and env examples in their order', async () => {
    const files = { Dockerfile: FROM, 'docker-compose.yml': compose('old: { build: . }'), '.env.sample': '' };
    const dir = folderWith(files);
    expect(await findSetups(dir)).toMatchObject([
      { compose: 'docker-compose.yml', service: 'old', ignore: '.dockerignore', envExample: '.env.sample' },
    ]);
    addFiles(dir, {
      'docker-compose.yaml': compose('a: { build: . }'),
      'compose.yml': compose('b: { build: . }'),
      'compose.yaml': compose('new: { build: . }'),
      'Dockerfile.dockerignore': '',
      '.env.example': '',
    });
    expect(await findSetups(dir)).toMatchObject([
      {
        compose: 'compose.yaml',
        service: 'new',
        ignore: 'Dockerfile.dockerignore',
        envExample: '.env.example',
      },
    ]);
  });

  it('takes the context of the service that builds the Dockerfile', async () => {
    const dir = folderWith({
      'docker/web.Dockerfile': FROM,
      'compose.yaml': compose(
        'db: { image: postgres }',
        'web: { build: { context: ., dockerfile: ./docker/web.Dockerfile } }',
      ),
    });
    expect(await findSetups(dir, { file: 'docker/web.Dockerfile' })).toMatchObject([
      { dockerfile: 'docker/web.Dockerfile', context: '', ignore: '.dockerignore', service: 'web' },
    ]);
  });

  it('prefers the service with ports when several build the same file', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      'compose.yaml': compose('worker: { build: . }', 'web: { build: ., ports: ["80:80"] }'),
    });
    expect(await findSetups(dir)).toMatchObject([{ service: 'web' }]);
    expect(await findSetups(dir, { service: 'worker' })).toMatchObject([{ service: 'worker' }]);
  });

  it('finds one setup for each Dockerfile that compose builds', async () => {
    const dir = folderWith({
      'api/Dockerfile': FROM,
      'web site/Dockerfile': FROM,
      'compose.yaml': compose(
        'api: { build: ./api }',
        'worker: { build: api }',
        'web: { build: { context: "${WEB:-web site}" } }',
      ),
    });
    expect(await findSetups(dir)).toMatchObject([
      { dockerfile: 'api/Dockerfile', context: 'api', ignore: 'api/.dockerignore', service: 'api' },
      { dockerfile: 'web site/Dockerfile', context: 'web site', service: 'web' },
    ]);
  });

  it('reads merged and aliased services', async () => {
    const dir = folderWith({
      'api/Dockerfile': FROM,
      'compose.yaml': `x-base: &base\n  build: ./api\nservices:\n  api:\n    <<: *base\n`,
    });
    expect(await findSetups(dir)).toMatchObject([{ dockerfile: 'api/Dockerfile', service: 'api' }]);
  });

  it.each(['https://example.invalid/x.git', 'git@example.invalid:x.git', '../elsewhere', '$WEB'])(
    'leaves a service alone that builds %s',
    async (context) => {
      const dir = folderWith({ Dockerfile: FROM, 'compose.yaml': compose(`web: { build: "${context}" }`) });
      expect(await findSetups(dir)).toMatchObject([{ dockerfile: 'Dockerfile', service: null }]);
    },
  );

  it('takes an absolute --file', async () => {
    const dir = folderWith({ 'x/Dockerfile': FROM });
    expect(await findSetups(dir, { file: join(dir, 'x/Dockerfile') })).toMatchObject([{ context: 'x' }]);
  });
});

describe('findSetups refuses', () => {
  it.each([
    ['no folder', {}, 'gone', {}, 'NO_FOLDER', null],
    ['a file for a folder', { f: '' }, 'f', {}, 'NO_FOLDER', null],
    ['no Dockerfile', {}, '.', {}, 'NO_DOCKERFILE', null],
    ['a --file that is not there', { Dockerfile: FROM }, '.', { file: 'x' }, 'NO_DOCKERFILE', null],
    ['a --file that is a folder', { 'd/x': '' }, '.', { file: 'd' }, 'NO_DOCKERFILE', null],
    ['a --file elsewhere', { Dockerfile: FROM }, '.', { file: '../Dockerfile' }, 'USAGE', null],
    ['a --service without compose', { Dockerfile: FROM }, '.', { service: 'web' }, 'SERVICE_UNKNOWN', null],
    [
      'an unknown --service',
      { 'compose.yaml': compose('a: { build: . }') },
      '.',
      { service: 'web' },
      'SERVICE_UNKNOWN',
      { path: 'compose.yaml', line: null },
    ],
    [
      'a --service that builds nothing',
      { 'compose.yaml': compose('a: { build: . }', 'db: { image: x }') },
      '.',
      { service: 'db' },
      'SERVICE_UNKNOWN',
      { path: 'compose.yaml', line: 3 },
    ],
    [
      '--file and --service that do not fit',
      { 'x/Dockerfile': FROM, 'compose.yaml': compose('a: { build: . }') },
      '.',
      { service: 'a', file: 'x/Dockerfile' },
      'USAGE',
      null,
    ],
    [
      'a build without its Dockerfile',
      { 'compose.yaml': compose('a: { build: ./gone }') },
      '.',
      {},
      'NO_DOCKERFILE',
      { path: 'compose.yaml', line: 2 },
    ],
    [
      'broken YAML',
      { Dockerfile: FROM, 'compose.yaml': 'services:\n  a: {\n' },
      '.',
      {},
      'COMPOSE_UNREADABLE',
      { path: 'compose.yaml', line: 3 },
    ],
    [
      'services that are a list',
      { Dockerfile: FROM, 'compose.yaml': 'name: x\nservices:\n  - a\n' },
      '.',
      {},
      'COMPOSE_UNREADABLE',
      { path: 'compose.yaml', line: 2 },
    ],
    [
      'a service that is a text',
      { Dockerfile: FROM, 'compose.yaml': 'services:\n  a: b\n' },
      '.',
      {},
      'COMPOSE_UNREADABLE',
      { path: 'compose.yaml', line: 2 },
    ],
  ])('%s', async (_, files, folder, options, code, where) => {
    const found = findSetups(join(folderWith(files), folder), options);
    await expect(found).rejects.toMatchObject({ code, where });
  });
});

describe('several compose files', () => {
  const base = 'services:\n  app: { build: . }\n';

  it('reads the override, what is included and what is extended', async () => {
    const dir = folderWith({
      'web/Dockerfile': FROM,
      'compose.yaml':
        'include: [infra/c.yaml]\nservices:\n  web: { extends: { file: base.yaml, service: app } }\n',
      'docker-compose.override.yml': compose('web: { init: true }'),
      'base.yaml': compose('app: { build: ./web }'),
      'infra/c.yaml': compose('db: { image: postgres }'),
    });
    expect(await findSetups(dir)).toMatchObject([
      {
        dockerfile: 'web/Dockerfile',
        compose: 'compose.yaml',
        service: 'web',
        composeFiles: ['compose.yaml', 'docker-compose.override.yml'],
        composeOthers: ['infra/c.yaml', 'base.yaml'],
      },
    ]);
  });

  it('names the file that declares the service, and its siblings', async () => {
    const dir = folderWith({
      'app/Dockerfile': FROM,
      'compose.yaml': 'include: [app/c.yaml]\n',
      'app/c.yaml': compose(
        'web: { build: ., ports: [80] }',
        'worker: { build: ., command: work }',
        'other: { build: { context: ., target: dev } }',
        'tests: { build: ., profiles: [test] }',
      ),
    });
    expect(await findSetups(dir)).toMatchObject([
      { compose: 'app/c.yaml', service: 'web', siblings: ['worker'] },
    ]);
  });

  it.each([
    ['include: [gone.yaml]\n', /includes gone\.yaml, which is not there/],
    ['include: [../up.yaml]\n', /includes \.\.\/up\.yaml, which does not lie in the project/],
    ['include: ["https://x.example/c.yaml"]\n', /which does not lie in the project/],
    [`services:\n  w: { extends: { file: gone.yaml, service: x } }\n`, /extends a service of gone\.yaml/],
    ['include: [bad.yaml]\n', /bad\.yaml is not valid YAML/],
  ])('says where %j cannot be read', async (text, message) => {
    const dir = folderWith({ Dockerfile: FROM, 'compose.yaml': text, 'bad.yaml': 'a: [\n' });
    await expect(findSetups(dir)).rejects.toMatchObject({
      code: 'COMPOSE_UNREADABLE',
      message: expect.stringMatching(message),
      where: { line: expect.any(Number) },
    });
  });

  it('files that include each other come to an end', async () => {
    const dir = folderWith({
      Dockerfile: FROM,
      'compose.yaml': `include: [b.yaml]\n${base}`,
      'b.yaml': 'include: [compose.yaml]\n',
    });
    expect(await findSetups(dir)).toMatchObject([{ service: 'app', composeOthers: ['b.yaml'] }]);
  });
});
