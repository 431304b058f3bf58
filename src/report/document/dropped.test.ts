import { expect, it } from 'vitest';
import type { ChangeResult } from '../../model/result.ts';
import { facts, improved, setups } from './document.fixture.ts';
import { leftAlone } from './dropped.ts';

const left = (...all: [title: string, reason: string][]) => {
  const changes = all.map(([title, reason]): ChangeResult => ({
    id: title,
    title,
    why: '',
    outcome: 'not-needed',
    rung: null,
    evidence: [reason],
  }));
  return leftAlone({ ...setups, document: facts, result: { ...improved, changes } });
};

it('gives the reason where something stays as it is, and only counts what is not there', () => {
  expect(
    left(
      ['Slim', 'it calls ps, which the slim base lacks'],
      ['Health', 'no address is known that could be asked, or no program in the image that could ask it'],
      ['Init', 'it starts with an init already'],
      ['Restart', 'it is set'],
      ['Databases', 'no database or queue is published to all networks'],
      ['Version', 'nobody asked for it'],
    ),
  ).toMatchInlineSnapshot(`
    "- **Slim**: it calls ps, which the slim base lacks.
    - **Health**: no address is known that could be asked, or no program in the image that could ask it.
    - Done already: Init; Restart.
    - 2 more changes found nothing of the kind here; \`shipshape improve\` names them with their reasons."
  `);
});

it('says nothing where every change was made', () => expect(left()).toBeNull());
