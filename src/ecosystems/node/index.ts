import type { Ecosystem } from '../ecosystem.ts';
import { readNodeSource } from './source.ts';
import { filesFor } from './install-files.ts';
import { splitNode } from './split.ts';
import { stepsOf } from './steps.ts';

/** Node.js with npm, yarn or pnpm. */
export const node: Ecosystem = {
  id: 'node',
  readSource: readNodeSource,
  installsIn: (stage, source) => stepsOf(stage, source).some(({ installs }) => installs.length > 0),
  split: splitNode,
  filesFor,
};
