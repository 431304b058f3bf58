import { defineRule, mapOption } from '../lint/index.ts';
import { labelsIn } from './labels/stage-labels.ts';

export const unexpectedLabel = defineRule({
  id: 'unexpected-label',
  title: 'No labels besides those that are agreed on',
  why: 'Where labels are agreed on, another one is mostly a misspelt name, or tells something that nobody reads.',
  remedy: 'Use the agreed name, or add the label to the list.',
  category: 'metadata',
  appliesTo: 'dockerfile',
  severity: 'info',
  since: '0.2.0',
  fix: null,
  weight: 0,
  aliases: { hadolint: ['DL3050'] },
  options: { labels: mapOption({}, 'The labels that are agreed on; with none, any label is welcome') },
  links: ['https://docs.docker.com/reference/dockerfile/#label'],

  instructions: {
    LABEL(instruction, { options: { labels }, report }) {
      const agreed = Object.keys(labels);
      if (agreed.length === 0) return;
      for (const label of labelsIn(instruction))
        if (!Object.hasOwn(labels, label.name))
          report({
            at: label.nameRange,
            message: `The label \`${label.name}\` is not among those that are agreed on (${agreed.slice(0, 5).join(', ')}${agreed.length > 5 ? ', …' : ''}).`,
          });
    },
  },

  invalid: [
    {
      text: 'FROM debian:13\nLABEL required=foo other=bar\n',
      options: { labels: { required: 'text' } },
      lines: [2],
    },
  ],
  valid: [
    { text: 'FROM debian:13\nLABEL required=foo\n', options: { labels: { required: 'text' } } },
    { text: 'FROM debian:13\nLABEL any=foo\n' },
  ],
});
