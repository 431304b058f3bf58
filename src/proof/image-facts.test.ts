import { describe, expect, it } from 'vitest';
import { file, makeElf, readSpec } from '../../test/unit/image/make-archive.ts';
import { parseDockerfile } from '../syntax/dockerfile/index.ts';
import { alignHistory, holdsContent, imageFacts } from './image-facts.ts';

const DOCKERFILE = `FROM base AS first
RUN make
FROM base
ARG V=1
RUN pip install -r requirements.txt
ONBUILD RUN later
COPY --from=first /a /app/a
RUN <<EOF
echo a
EOF
CMD ["python"]
`;

const HISTORY = [
  { created_by: 'RUN /bin/sh -c make # the base has a RUN of its own' },
  { created_by: 'CMD ["bash"]', empty_layer: true },
  { created_by: 'ARG V=1', empty_layer: true, comment: 'buildkit.dockerfile.v0' },
  { created_by: 'RUN |1 V=1 /bin/sh -c pip install -r requirements.txt # buildkit' },
  { created_by: 'COPY /a /app/a # buildkit' },
  { created_by: 'RUN /bin/sh -c <<EOF (echo a...) # buildkit' },
  { created_by: 'CMD ["python"]', empty_layer: true },
];

const SITE = 'usr/local/lib/python3.13/site-packages';
const image = () =>
  readSpec({
    layers: [
      [
        file('etc/os-release', 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n'),
        file('etc/passwd', 'root:x:0:0::/root:/bin/sh\n'),
      ],
      [
        file(`${SITE}/x/a.so`, makeElf({ needed: ['libpq.so.5'] })),
        file('usr/local/bin/x', '', { mode: 0o755 }),
      ],
      [file('app/a', 'abc')],
      [file('root/.cache/pip/a', 'a'), file('opt/venv/lib/python3.13/site-packages/y.py')],
    ],
    history: HISTORY,
    config: { Cmd: ['python'], Env: ['A=b=c'], ExposedPorts: { '80/tcp': {}, '53/udp': {} } },
  });

describe('alignHistory', () => {
  it("joins the last stage's instructions with BuildKit's entries, from the end", async () => {
    const tree = parseDockerfile(DOCKERFILE);
    const steps = alignHistory(await image(), tree);
    expect(
      steps.map(({ instruction, entry }) => [
        tree.instructions[instruction]?.keyword,
        entry.layer?.index ?? null,
      ]),
    ).toEqual([
      ['ARG', null],
      ['RUN', 1],
      ['COPY', 2],
      ['RUN', 3],
      ['CMD', null],
    ]);
  });

  it('passes over entries that no instruction made', async () => {
    const index = await readSpec({
      layers: [[file('a')], [file('b')]],
      history: [
        { created_by: 'RUN a' },
        { created_by: 'COPY b /' },
        { created_by: 'LABEL shipshape.run=1', empty_layer: true },
      ],
    });
    const steps = alignHistory(index, parseDockerfile('FROM x\nCOPY b /\n'));
    expect(steps.map(({ entry }) => entry.createdBy)).toEqual(['COPY b /']);
  });
});

describe('imageFacts', () => {
  it('tells what each step wrote and wants', async () => {
    const facts = imageFacts(await image(), parseDockerfile(DOCKERFILE), null);
    const trees = facts.steps.map((step) => step.trees.map(({ path, kind, files }) => [path, kind, files]));
    expect(trees).toEqual([
      [
        ['/usr/local/bin', 'python-scripts', 1],
        [`/${SITE}`, 'python-packages', 1],
      ],
      [['/app/a', 'other', 1]],
      [
        ['/opt/venv', 'python-environment', 1],
        ['/root/.cache', 'cache', 1],
      ],
    ]);
    expect(facts.steps[0]?.libraries).toMatchObject([{ soname: 'libpq.so.5', package: null, inBase: false }]);
    expect(facts.os).toEqual({ id: 'debian', versionId: '13', codename: 'trixie' });
    expect(facts.config).toMatchObject({ env: { A: 'b=c' }, cmd: ['python'], exposedPorts: [80] });
    expect(facts.base.accounts.users).toEqual([{ name: 'root', id: 0, gid: 0 }]);
  });

  it("counts the base's layers where the engine tells them", async () => {
    const base = { env: ['P=1'], user: '1000', entrypoint: ['tini'], layers: 2 };
    const facts = imageFacts(await image(), parseDockerfile(DOCKERFILE), base);
    expect(facts.steps).toHaveLength(2);
    expect(facts.base).toMatchObject({ env: { P: '1' }, user: '1000', entrypoint: ['tini'] });
  });
});

it('holdsContent sees files below a folder, not its namesakes', async () => {
  const index = await image();
  const folders = ['/app', '/ap', '/opt/venv'];
  expect(folders.map((folder) => holdsContent(index, folder))).toEqual([true, false, true]);
});
