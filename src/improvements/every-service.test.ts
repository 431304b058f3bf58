import { expect, it } from 'vitest';
import { improvements } from './index.ts';
import { setupOf } from '../model/setup.fixture.ts';
import type { Setup } from '../model/setup.ts';

const COMPOSE =
  'services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: [work]\n    volumes: ["jobs:/jobs"]\nvolumes:\n  jobs:\n';
const setup = (facts?: Parameters<typeof setupOf>[1]): Setup => {
  const alone = setupOf({ Dockerfile: 'FROM alpine\nEXPOSE 80\n', 'compose.yaml': COMPOSE }, facts);
  return { ...alone, paths: { ...alone.paths, siblings: ['worker'] } };
};
const after = (id: string, given = setup()) => {
  const change = improvements.find((one) => one.id === id);
  const result = change?.apply(given, change.rungs[0]);
  return result?.kind === 'applied' ? result.setup : null;
};

it.each(['no-new-privileges', 'capabilities', 'read-only', 'limits', 'log-rotation'])(
  '%s is for the worker too, once and for all',
  (id) => {
    const changed = after(id);
    const [web = '', worker = ''] = (changed?.files.get('compose.yaml') ?? '').split('  worker:');
    const added = (text: string) =>
      text.split('\n').filter((line) => line !== '' && !COMPOSE.includes(line.trim()));
    expect(added(worker)).toEqual(expect.arrayContaining(added(web).filter((line) => line.includes(':'))));
    expect(added(web)).not.toEqual([]);
    expect(changed?.paths).toEqual(setup().paths);
    expect(changed && after(id, changed)).toBeNull();
  },
);

it('what only the worker was seen to write is its own', () => {
  const run = {
    kind: 'server' as const,
    ports: [80],
    startMs: 1,
    healthPath: null,
    healthStatus: null,
    writes: [],
    readOnlyWorks: true,
    peakMemory: null,
  };
  const seen = setup((facts) => ({
    ...facts,
    run: {
      ...run,
      siblings: { worker: { ...run, writes: [{ path: '/spool', holdsImageContent: false, bytes: 0 }] } },
    },
  }));
  const dockerfile = after('user', seen)?.files.get('Dockerfile');
  expect(dockerfile).toContain('install -d -o 1001 -g 1001 /spool');
  expect(dockerfile).toContain('install -d -o 1001 -g 1001 /jobs');
  const compose = after('read-only', seen)?.files.get('compose.yaml') ?? '';
  expect(compose.split('  worker:')[1]).toContain(':/spool');
  expect(compose.split('  worker:')[0]).not.toContain(':/spool');
});
