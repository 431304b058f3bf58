import { defineRule, mapOption, readsFrom, type DockerfileFacts, type StageFacts } from '../lint/index.ts';
import { labelsOf } from './labels/stage-labels.ts';

export const requiredLabel = defineRule({
  id: 'required-label',
  title: 'Images carry the labels that are asked for',
  why: 'Who owns an image, and where its source is, is found by its labels; a missing one is noticed when it is needed.',
  remedy: 'Set the label in the stage that becomes the image.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { hadolint: ['DL3049'] },
  options: {
    labels: mapOption({}, 'Labels that every image must have, with what they hold: `maintainer: email`'),
  },
  links: ['https://docs.docker.com/reference/dockerfile/#label'],

  dockerfile(file, { options: { labels }, report }) {
    const wanted = Object.keys(labels);
    if (wanted.length === 0) return;
    const needed = usedByOthers(file);
    for (const stage of file.stages) {
      if (needed.has(stage) || stage.from === null) continue;
      const there = new Set<string>();
      for (let one: StageFacts | null = stage; one !== null; one = one.parent)
        for (const { name } of labelsOf(one)) there.add(name);
      for (const name of wanted)
        if (!there.has(name))
          report({
            at: stage.at,
            message: `This image has no label \`${name}\`, which every image must have.`,
          });
    }
  },

  invalid: [
    { text: 'FROM debian:13\nLABEL bar=baz\n', options: { labels: { foo: 'text' } }, lines: [1] },
    {
      text: 'FROM debian:13 AS base\nFROM node:22\nLABEL foo=bar\n',
      options: { labels: { foo: 'text' } },
      lines: [1],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nLABEL foo=bar\n', options: { labels: { foo: 'text' } } },
    { text: 'FROM debian:13 AS base\nLABEL foo=bar\nFROM base\n', options: { labels: { foo: 'text' } } },
    {
      text: 'FROM debian:13 AS build\nFROM node:22\nLABEL foo=bar\nCOPY --from=build /a /b\n',
      options: { labels: { foo: 'text' } },
    },
    { text: 'FROM debian:13\n' },
  ],
});

/** Stages that others start from or copy from: parts of an image, not images. */
function usedByOthers(file: DockerfileFacts): ReadonlySet<StageFacts> {
  const used = new Set<StageFacts>();
  for (const stage of file.stages) {
    if (stage.parent !== null) used.add(stage.parent);
    for (const instruction of stage.instructions)
      for (const name of readsFrom(instruction)) {
        const from = file.stageNamed(instruction.valueOf(name) ?? name, stage.index);
        if (from !== null) used.add(from);
      }
  }
  return used;
}
