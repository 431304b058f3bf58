import { ignoreList } from './ignore-list.ts';

/** `# tally ignore=hadolint/DL3008;reason=…`, `# tally global ignore=…`. */
export const tally = ignoreList('tally');
