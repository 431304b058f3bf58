export { parseReference, withTag, formatReference, isDockerHub, type ImageReference } from './reference.ts';
export { parseTag, isDated, type TagParts } from './tag.ts';
export { isMoreOf } from './versions.ts';
export { observedVersion, observedSuite, isDistribution } from './observed.ts';
export { pinnedTagCandidates, slimCandidates, type ObservedImage } from './candidates.ts';
