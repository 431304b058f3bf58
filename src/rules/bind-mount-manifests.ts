import { defineRule } from '../lint/index.ts';
import { removeParagraph } from '../syntax/dockerfile/index.ts';
import { copiedBy, isWholeContext } from './copies/copied.ts';
import { instructionsAfter } from './steps/nearby.ts';
import { dependencyInstall } from './dependencies/install.ts';

export const bindMountManifests = defineRule({
  id: 'bind-mount-manifests',
  title: 'Manifests mounted for the install step',
  why: 'Manifests that only the installation reads, and that come again with the source, need no layer of their own.',
  remedy:
    'Leave the COPY out and give the RUN `--mount=type=bind,source=FILE,target=FILE` for each manifest.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: 'needs-proof',
  recommended: false,
  weight: 0,
  aliases: { tally: ['tally/ruby/prefer-gemfile-bind-mounts'] },
  links: ['https://docs.docker.com/build/cache/optimize/#use-bind-mounts'],

  stage(stage, { report }) {
    for (const [index, copy] of stage.instructions.entries()) {
      const copied = copiedBy(copy);
      if (copied === null || copied.from !== null || copy.node.flags.length > 0) continue;
      // other manifests may be copied in between
      const run = stage.instructions.slice(index + 1, index + 6).find(({ keyword }) => keyword !== 'COPY');
      if (run?.keyword !== 'RUN') continue;
      const [command, ...others] = run.commands;
      const install = command === undefined || others.length > 0 ? null : dependencyInstall(command);
      const names = copied.sources.flatMap((source) => source?.replace(/^\.\//, '') ?? []);
      if (install === null || names.length < copied.sources.length || names.length === 0) continue;
      if (!names.every((name) => install.manifests.includes(name))) continue;
      const comesAgain = instructionsAfter(run).some((one) => {
        const later = copiedBy(one);
        return later !== null && isWholeContext(later) && later.target === copied.target;
      });
      const isHere = copied.target === (run.place.workdir ?? '/');
      if (!comesAgain || !isHere) continue;
      report({
        at: copy.at,
        message: `Only the next step reads ${names.map((name) => `\`${name}\``).join(' and ')} before the source brings ${names.length === 1 ? 'it' : 'them'} again: a bind mount on that RUN saves this layer.`,
        fix: () => {
          // installers that write their lock file cannot have it mounted
          const readsOnly = /^(?:pip|go)/.test(command?.program ?? '') || command?.args[0]?.value === 'ci';
          if (!readsOnly || !/^[\w./ -]+$/.test(names.join(' '))) return null;
          const { keywordRange } = run.node;
          const flags = names.map((name) => ` --mount=type=bind,source=${name},target=${name}`).join('');
          return [
            ...removeParagraph(copy.place.tree, copy.node),
            { range: { start: keywordRange.end, end: keywordRange.end }, text: flags },
          ];
        },
      });
    }
  },

  invalid: [
    {
      text: 'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n',
      lines: [3],
      fixed:
        'FROM python:3.13\nWORKDIR /app\nRUN --mount=type=bind,source=requirements.txt,target=requirements.txt pip install --no-cache-dir -r requirements.txt\nCOPY . .\n',
    },
    {
      text: 'FROM ruby:3.4\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . ./\n',
      lines: [3],
    },
  ],
  valid: [
    {
      text: 'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY src src\n',
    },
    { text: 'FROM node:22\nCOPY . .\nRUN npm ci\n' },
  ],
});
