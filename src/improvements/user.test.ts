import { expect, it } from 'vitest';
import { setupOf } from '../model/setup.fixture.ts';
import { user } from './user.ts';

it.each([
  ['RUN apk add git\n', 'USER root\nRUN apk add git\n'],
  ['USER node\nRUN npm test\n', 'USER node\nRUN npm test\n'],
  ['CMD ["npm", "test"]\n', 'CMD ["npm", "test"]\n'],
])('a stage that stands on it keeps its rights: %j', (behind, expected) => {
  const Dockerfile = `FROM node:22 AS app\nCMD ["node", "a.js"]\nFROM app AS tools\n${behind}`;
  const setup = setupOf({ Dockerfile });
  const result = user.apply({ ...setup, paths: { ...setup.paths, target: 'app' } }, 'owns-what-it-writes');
  const text = result.kind === 'applied' ? (result.setup.files.get('Dockerfile') ?? '') : '';
  expect(text).toContain('USER 1001:1001\nCMD ["node", "a.js"]\n');
  expect(text.endsWith(`FROM app AS tools\n${expected}`)).toBe(true);
});
