import type { SourceFacts } from '../model/facts.ts';
import { mergedSource, type Ecosystem } from './ecosystem.ts';
import { node } from './node/index.ts';
import { python } from './python/index.ts';

/** All ecosystems that are known; the first whose installations a stage has takes it apart. */
export const ecosystems: readonly Ecosystem[] = [python, node];

/** What the program's own text tells, whatever it is written in. */
export const readSource = (files: ReadonlyMap<string, string>): SourceFacts =>
  mergedSource(ecosystems.map((one) => one.readSource(files)));
