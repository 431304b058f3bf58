import { defineRule, type DockerfileFacts } from '../lint/index.ts';
import { copySources, type Flag } from '../syntax/dockerfile/index.ts';
import type { Edit } from '../syntax/text.ts';

export const copyFromStageNumber = defineRule({
  id: 'copy-from-stage-number',
  title: 'Stages by name in COPY --from',
  why: 'A number counts the FROM lines above: a stage that is added or taken out makes `--from=0` mean another one, in silence.',
  remedy: 'Give the stage a name with AS and use that.',
  category: 'style',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { kics: ['68a51e22-ae5a-4d48-8e87-b01a323605c9'] },
  links: ['https://docs.docker.com/build/building/multi-stage/#name-your-build-stages'],

  dockerfile(file, { report }) {
    for (const copy of file.instructions) {
      const from = copy.keyword === 'COPY' ? copySources(copy.node)?.from : undefined;
      const flag = copy.node.flags.find(({ name }) => name === 'from');
      if (from == null || flag === undefined || !/^\d+$/.test(from)) continue;
      report({
        at: copy.inFirstLine(flag.range),
        message: `\`--from=${from}\` counts stages, so another stage above changes what is copied: give that stage a name and use it.`,
        fix: () => byName(file, from, flag, copy.stage?.index),
      });
    }
  },

  invalid: [
    {
      text: 'FROM debian:13\nFROM debian:13\nCOPY --from=0 /a /b\n',
      lines: [3],
      fixed: 'FROM debian:13 AS stage-0\nFROM debian:13\nCOPY --from=stage-0 /a /b\n',
    },
    {
      text: 'FROM debian:13 as build\nFROM debian:13\nCOPY --from=0 /a /b\n',
      lines: [3],
      fixed: 'FROM debian:13 as build\nFROM debian:13\nCOPY --from=build /a /b\n',
    },
  ],
  valid: [{ text: 'FROM debian:13 AS build\nFROM debian:13\nCOPY --from=build /a /b\n' }],
});

function byName(file: DockerfileFacts, from: string, flag: Flag, before = 0): Edit[] | null {
  const stage = file.stageNamed(from, before);
  const base = stage?.from?.node.words[0];
  if (stage?.from == null || base === undefined) return null;
  const name = stage.name ?? `stage-${stage.index}`;
  // a name that another stage has too would mean that one
  if (file.stageNamed(name) !== (stage.name === null ? null : stage)) return null;
  const isLower = file.source[stage.from.at.start] === 'f';
  const named: Edit[] =
    stage.name === null
      ? [{ range: { start: base.range.end, end: base.range.end }, text: ` ${isLower ? 'as' : 'AS'} ${name}` }]
      : [];
  return [...named, { range: flag.range, text: `--from=${name}` }];
}
