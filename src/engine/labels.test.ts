import { expect, test } from 'vitest';
import { labelled } from './labels.ts';

test('labels all that compose will make, the default network too', () => {
  const model = {
    services: {
      web: { image: 'a', labels: { own: 'x' } },
      db: { image: 'b', labels: ['own=y', 'shipshape.run=old'] },
    },
    volumes: { data: null, theirs: { external: true, name: 'theirs' } },
  };
  const before = structuredClone(model);
  expect(labelled(model, 'abc')).toEqual({
    services: {
      web: { image: 'a', labels: { own: 'x', 'shipshape.run': 'abc' } },
      db: { image: 'b', labels: ['own=y', 'shipshape.run=abc'] },
    },
    networks: { default: { labels: { 'shipshape.run': 'abc' } } },
    volumes: { data: { labels: { 'shipshape.run': 'abc' } }, theirs: { external: true, name: 'theirs' } },
  });
  expect(model).toEqual(before);
});

test('adds no default network that no service uses', () => {
  const model = {
    services: { a: { network_mode: 'none' }, b: { networks: { inner: null } }, c: { networks: ['inner'] } },
    networks: { inner: {}, outer: { external: true } },
  };
  expect(labelled(model, 'abc').networks).toEqual({
    inner: { labels: { 'shipshape.run': 'abc' } },
    outer: { external: true },
  });
});
