import { ignoreList } from './ignore-list.ts';

/** `# hadolint ignore=DL3008,SC2086`, `# hadolint global ignore=…`, `# hadolint stage ignore=…`. */
export const hadolint = ignoreList('hadolint');
