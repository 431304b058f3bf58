export { isDockerHub, parseReference, withTag, type ImageReference } from './reference.ts';
export { parseTag, isDated, type TagParts } from './tag.ts';
export { observedVersion, observedSuite } from './observed.ts';
export { isSmall, pinnedTagCandidates, slimCandidates, type ObservedImage } from './candidates.ts';
