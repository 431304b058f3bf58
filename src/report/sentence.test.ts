import { expect, it } from 'vitest';
import { sentence } from './sentence.ts';

it.each([
  ['it runs as 1001:1001, the original ran as 0:0', 'It runs as 1001:1001, the original ran as 0:0.'],
  ['gunicorn, behind its proxy, answers', 'Gunicorn, behind its proxy, answers.'],
  ['./data of the host is mounted.', './data of the host is mounted.'],
  ['compose.yaml: `version:` has no effect.', 'compose.yaml: `version:` has no effect.'],
  ['before: two files are not committed', 'before: two files are not committed.'],
  ['No engine was asked: nothing was proved.', 'No engine was asked: nothing was proved.'],
])('%s', (note, expected) => expect(sentence(note)).toBe(expected));
