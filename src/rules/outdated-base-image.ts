import { defineRule } from '../lint/index.ts';
import { parseReference, parseTag } from '../model/image-reference/index.ts';
import { namedBase } from './bases/named.ts';

/** A build of that age has been replaced several times; official images are built anew every few weeks. */
const AS_OF = '20260501';

export const outdatedBaseImage = defineRule({
  id: 'outdated-base-image',
  title: 'The newest build of the base',
  why: 'Bases are built anew whenever a package in them gets a security fix. One that is held by its build date or its digest keeps the holes that were found since.',
  remedy: 'Move the tag or the digest to the newest build, and let an updater do so from then on.',
  category: 'base',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: null,
  weight: 3,
  aliases: { dockle: ['CIS-DI-0004'], cis: ['4.4'] },
  links: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],

  stage(stage, { report }) {
    const named = namedBase(stage);
    const reference = named === null ? null : parseReference(named.text);
    if (named === null || reference === null || stage.base === null) return;
    const at = stage.base.range;
    const newer = stage.from?.place.around.image?.(named.text)?.newer ?? null;
    if (newer !== null)
      return report({
        at,
        message: `There is a newer build of \`${named.text}\`, with the fixes made since: move to \`${newer}\`.`,
      });
    const date = parseTag(reference.tag ?? '').words.find(({ text }) => /^20\d{6}$/.test(text))?.text;
    if (date === undefined || date >= AS_OF) return;
    report({
      at,
      message: `\`${named.text}\` is the build of ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} and has none of the fixes made since: move to the newest build.`,
    });
  },

  invalid: [{ text: 'FROM debian:bookworm-20240101-slim\n', lines: [1] }],
  valid: [{ text: 'FROM debian:bookworm-slim\n' }, { text: 'FROM debian:13\n' }],
});
