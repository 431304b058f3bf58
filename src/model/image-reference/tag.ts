/** A tag's words, in the sense of the official images: `3.13.5-slim-trixie`. */
export interface TagParts {
  /** The version as written, without a leading `v`: `3.13`; null where the tag names none. */
  version: string | null;
  /** The version's parts as written: `['3', '13']`. */
  versionParts: string[];
  /** Words that tell the variant, in the tag's order: slim, alpine, fpm. */
  variantWords: string[];
  /** The distribution release that the tag names: `bookworm`, `noble`, `alpine3.20`. */
  suite: string | null;
  /** Words that move with time: latest, lts, stable. */
  movingWords: string[];
  /** Everything else, in the tag's order. */
  rest: string[];
  /** All words in the tag's order, each with its role. */
  words: { text: string; role: TagWordRole }[];
}

export type TagWordRole = 'version' | 'variant' | 'suite' | 'moving' | 'rest';

const VERSION = /^v?\d+(?:[._]\d+)*(?:(?:rc|alpha|beta|a|b|u|p)\d*)?(?:-b\d+)?$/;
const DATE = /^\d{8}(?:\.\d+)?$/;
const ALPINE_RELEASE = /^alpine-?\d+\.\d+$/;

/** Releases of Debian and Ubuntu whose names appear in tags of the official images. */
const SUITES = new Set(
  [
    'jessie stretch buster bullseye bookworm trixie forky duke sid',
    'xenial bionic focal jammy kinetic lunar mantic noble oracular plucky questing resolute',
  ].flatMap((line) => line.split(' ')),
);
const VARIANTS = new Set(
  [
    'slim alpine fpm apache cli zts windowsservercore nanoserver jdk jre headless perl otel management',
    'onbuild dev debug nonroot chiseled extra rootless dind unprivileged distroless musl minimal',
  ].flatMap((line) => line.split(' ')),
);
const MOVING = new Set(
  'latest lts current stable oldstable testing unstable mainline edge rolling devel nightly main master'.split(
    ' ',
  ),
);

/**
 * Sorts a tag's words by what they mean in the tags of the official images. A guess by the words alone:
 * what an image really holds is read from the image.
 */
export function parseTag(tag: string): TagParts {
  const words = joinPairs(tag.split('-')).map((text, index) => ({ text, role: roleOf(text, index) }));
  const of = (role: TagWordRole) => words.filter((word) => word.role === role).map((word) => word.text);
  const version = of('version')[0]?.replace(/^v/, '') ?? null;
  return {
    version,
    versionParts: version === null ? [] : version.split(/[._-]/),
    variantWords: of('variant'),
    suite: of('suite')[0] ?? null,
    movingWords: of('moving'),
    rest: of('rest'),
    words,
  };
}

/** Whether the tag carries a build date (`trixie-20250101-slim`), which is as exact as a tag can be. */
export function isDated(tag: TagParts): boolean {
  return tag.words.some((word) => DATE.test(word.text));
}

/** Only the first word is the image's own version: in `3.9-eclipse-temurin-21` the 21 is Java's. */
function roleOf(word: string, index: number): TagWordRole {
  if (SUITES.has(word) || ALPINE_RELEASE.test(word)) return 'suite';
  if (DATE.test(word)) return 'rest';
  if (index === 0 && VERSION.test(word)) return 'version';
  if (VARIANTS.has(word)) return 'variant';
  return MOVING.has(word) ? 'moving' : 'rest';
}

/** Two words that are one: the release in `21-jre-alpine-3.22`, the version in `8u462-b08-jdk`. */
const ONE_WORD = /^(?:alpine-\d+\.\d+|\d+u\d+-b\d+)$/;

function joinPairs(words: string[]): string[] {
  const at = words.findIndex((word, index) => ONE_WORD.test(`${word}-${words[index + 1]}`));
  return at === -1 ? words : words.toSpliced(at, 2, words.slice(at, at + 2).join('-'));
}
