import { defineRule } from '../lint/index.ts';
import { copySources } from '../syntax/dockerfile/index.ts';

const HADOLINT = { hadolint: ['DL3021'] };
const OTHERS = { trivy: ['DS-0011'], kics: ['6db6e0c2-32a3-4a2e-93b5-72c35f4119db'] };

export const copyManyNeedsSlash = defineRule({
  id: 'copy-many-needs-slash',
  title: 'A slash behind a folder that takes several files',
  why: 'Several sources need a folder to go to. Without a slash at its end the target is a file’s name: older builders refuse it, others write one file over the other.',
  remedy: 'Write the target with a slash at its end.',
  category: 'syntax',
  appliesTo: 'dockerfile',
  severity: 'error',
  since: '0.2.0',
  fix: 'safe',
  weight: 0,
  aliases: { ...HADOLINT, ...OTHERS },
  variants: {
    file: { aliases: { ...HADOLINT, ...OTHERS } },
    /** `.`, `..` or a variable: it may well be a folder */
    'perhaps-folder': { aliases: { ...HADOLINT, ...OTHERS }, recommended: false },
  },
  links: ['https://docs.docker.com/reference/dockerfile/#copy'],

  instructions: {
    COPY(copy, { report }) {
      const reading = copySources(copy.node);
      if (reading === null || reading.sources.length + copy.node.heredocs.length < 2) return;
      const { destination, sources } = reading;
      const { value, raw, range } = destination;
      // how an image's history has it: COPY file:8b8864… in /app
      if (value.endsWith('/') || sources.at(-1)?.raw === 'in') return;
      const isFolder = /(?:^|\/)\.{1,2}$/.test(value) || raw.includes('$');
      report({
        at: copy.inFirstLine(range),
        variant: isFolder ? 'perhaps-folder' : 'file',
        message: `Several files are copied to \`${value}\`, which is not marked as a folder: write \`${value}/\`.`,
        fix: () => {
          const end = /["']$/.test(raw) || copy.node.json !== null ? range.end - 1 : range.end;
          return [{ range: { start: end, end }, text: '/' }];
        },
      });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nCOPY a b /app\n',
      lines: [2],
      variants: ['file'],
      fixed: 'FROM debian:13\nCOPY a b /app/\n',
    },
    {
      text: 'FROM debian:13\nCOPY ["a", "b", "/app"]\n',
      lines: [2],
      variants: ['file'],
      fixed: 'FROM debian:13\nCOPY ["a", "b", "/app/"]\n',
    },
    {
      text: 'FROM debian:13\nCOPY a b .\n',
      lines: [2],
      variants: ['perhaps-folder'],
      fixed: 'FROM debian:13\nCOPY a b ./\n',
    },
  ],
  valid: [{ text: 'FROM debian:13\nCOPY a b /app/\nCOPY a /app\nCOPY *.txt /app\nADD a b "/app/"\n' }],
});
