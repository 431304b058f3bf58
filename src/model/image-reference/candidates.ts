import { isDistribution } from './observed.ts';
import type { ImageReference } from './reference.ts';
import { isDated, parseTag } from './tag.ts';
import { isMoreOf } from './versions.ts';

/** What is known of the image that a tag stands for, from the image itself. */
export interface ObservedImage {
  /** As `observedVersion` tells it: `3.13.5`. */
  version: string;
  /** As `observedSuite` tells it: `trixie`, `alpine3.22`; null where unknown. */
  codename: string | null;
  /** Variant words that hold for the image though its tag does not say them. */
  variantWords: readonly string[];
}

/** Their tags name the release before the variant (`22.23.3-trixie-slim`); the others' after it. */
const SUITE_FIRST = /(?:^|\/)(?:node|nginx|nginx-unprivileged)$/;
/** Words of images that have no smaller sibling of the kind that `slimCandidates` looks for. */
const SMALL_ALREADY = new Set(['slim', 'alpine', 'distroless', 'chiseled']);

/**
 * Tags that say more exactly which image was observed, the most exact first; each must still be shown to
 * exist. Empty where nothing more exact can be said: the tag is exact already, a digest pins it, or the
 * observed version is not one of the tag's. Versions and releases are only ever those observed or written.
 */
export function pinnedTagCandidates(reference: ImageReference, observed: ObservedImage): string[] {
  if (reference.digest !== null) return [];
  const tag = parseTag(reference.tag ?? 'latest');
  if (isDated(tag) || !fits(tag.version, observed.version)) return [];
  if (isDistribution(reference.repository)) {
    const releaseIsWritten = tag.suite !== null && !observed.version.includes('.');
    const exact = [observed.version, ...plainWords(tag, observed)].join('-');
    return releaseIsWritten || exact === reference.tag ? [] : [exact];
  }
  const candidates = spellings(reference, observed, withVersion(tag, observed.version), []);
  const written = candidates.indexOf(reference.tag ?? '');
  return written === -1 ? candidates : candidates.slice(0, written);
}

/**
 * Tags of the slim variant of the observed image, of the same version and release, the most exact first;
 * then the same with the version as the author wrote it. Each must still be shown to exist. Empty where the
 * image is a slim one already.
 */
export function slimCandidates(reference: ImageReference, observed: ObservedImage): string[] {
  const tag = parseTag(reference.tag ?? 'latest');
  const said = [...tag.variantWords, ...observed.variantWords, tag.suite ?? '', observed.codename ?? ''];
  if (said.some(saysSmall) || isDated(tag) || !fits(tag.version, observed.version)) return [];
  if (isDistribution(reference.repository))
    return [`${[observed.version, ...plainWords(tag, observed)].join('-')}-slim`];
  const versions = new Set([observed.version, tag.version ?? observed.version]);
  const candidates = [...versions].flatMap((version) =>
    spellings(reference, observed, withVersion(tag, version), ['slim']),
  );
  return [...new Set(candidates)];
}

const saysSmall = (word: string): boolean => SMALL_ALREADY.has(word.replace(/-?[\d.]+$/, ''));

/** Whether a name says that the image is a small variant: `3.13-slim`, `22-alpine3.22`. */
export function isSmall({ tag }: ImageReference): boolean {
  const { variantWords, suite } = parseTag(tag ?? 'latest');
  return [...variantWords, suite ?? ''].some(saysSmall);
}

type Tag = ReturnType<typeof parseTag>;

function fits(written: string | null, observed: string): boolean {
  return written === null || isMoreOf(observed, written);
}

/** The version in the tag's own spelling: a leading `v` stays. */
function withVersion(tag: Tag, version: string): Tag {
  const first = tag.words[0]?.role === 'version' ? tag.words[0].text : '';
  const text = first.startsWith('v') ? `v${version}` : version;
  const others = tag.words.filter((word) => word.role !== 'version' && word.role !== 'moving');
  return { ...tag, words: [{ text, role: 'version' }, ...others] };
}

/** The orders in which official images write version, variant and release; then without the release. */
function spellings(reference: ImageReference, observed: ObservedImage, tag: Tag, more: string[]): string[] {
  const [version = '', ...others] = tag.words.map((word) => word.text);
  const added = [...observed.variantWords.filter((word) => !tag.variantWords.includes(word)), ...more];
  if (tag.suite !== null) {
    const place = others.indexOf(tag.suite);
    const before = [version, ...others.slice(0, place), ...added, ...others.slice(place)];
    return [...new Set([before, [version, ...others, ...added]].map((words) => words.join('-')))];
  }
  const words = [...others, ...added];
  const withoutSuite = [version, ...words].join('-');
  const suite = observed.codename;
  if (suite === null || words.includes('alpine') !== suite.startsWith('alpine')) return [withoutSuite];
  // `alpine3.22` says what `alpine` says, and where the word stands is where the release belongs.
  const inPlace = words.map((word) => (word === 'alpine' ? suite : word));
  const plain = words.filter((word) => word !== 'alpine');
  const suiteLast = [version, ...plain, suite].join('-');
  const suiteFirst = [version, suite, ...plain].join('-');
  const orders = SUITE_FIRST.test(reference.repository) ? [suiteFirst, suiteLast] : [suiteLast, suiteFirst];
  const known = words.includes('alpine') ? [[version, ...inPlace].join('-')] : [];
  return [...new Set([...known, ...orders, withoutSuite])];
}

/** A distribution's release is its version: no suite and no moving word beside it. */
function plainWords(tag: Tag, observed: ObservedImage): string[] {
  const kept = tag.words.filter((word) => word.role === 'variant' || word.role === 'rest');
  const words = kept.map((word) => word.text);
  return [...words, ...observed.variantWords.filter((word) => !words.includes(word))];
}
