import { ignoreList } from './ignore-list.ts';

/** Our own: `# shipshape ignore=RULE,RULE reason`, `# shipshape stage ignore=…`, `# shipshape global ignore=…`. */
export const shipshape = ignoreList('shipshape');
