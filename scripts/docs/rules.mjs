// docs/rules: one page a rule, and their index with every tool's ids.
import { code, fence, table } from './text.mjs';

const FIX = {
  safe: '`--fix` mends it: that cannot change what the container does.',
  'needs-proof': '`--fix=all` mends it; `shipshape improve` proves that the program still works.',
};
const FILES = {
  dockerfile: 'Dockerfiles',
  compose: 'compose files',
  dockerignore: 'ignore files',
  env: 'env files',
  image: 'images',
};

const idsOf = (aliases) =>
  Object.entries(aliases).flatMap(([tool, ids]) => ids.map((id) => `${tool} ${code(id)}`));

export function rulePage(rule) {
  const { id, title, why, remedy, category, severity, appliesTo, since, fix, weight, links } = rule;
  return [
    `<!-- Made from src/rules/${id}.ts by \`npm run docs\`. -->`,
    `# ${id}`,
    `**${title}.** ${why}`,
    remedy,
    [
      `Category ${category}, severity ${severity}, for ${FILES[appliesTo]}${alsoImages(rule)}, since ${since}.`,
      onlyWhenAsked(rule) ? 'It is off unless `strict`, a tool’s preset or your file asks for it.' : '',
      weight > 0 ? `It costs ${weight} ${weight === 1 ? 'point' : 'points'} of the security score.` : '',
      fix === null ? '' : FIX[fix],
    ]
      .filter(Boolean)
      .join(' '),
    ...optionsOf(rule),
    ...examplesOf(rule),
    ...elsewhere(rule),
    ...(links.length === 0 ? [] : ['## Read on', links.map((link) => `- <${link}>`).join('\n')]),
    `## Leave it out`,
    appliesTo === 'image'
      ? 'In `shipshape.yaml`:'
      : `In place, with the reason: \`# shipshape ignore=${id} REASON\` before the instruction (or any id of another tool, in that tool's own comment). For all files, in \`shipshape.yaml\`:`,
    fence(`check:\n  rules:\n    ${id}: off`, 'yaml'),
  ].join('\n\n');
}

/** Rules for Dockerfiles that look into images as well. */
const alsoImages = ({ appliesTo, image }) =>
  appliesTo !== 'image' && image !== undefined ? ' and images' : '';

const onlyWhenAsked = ({ recommended, severity }) => !(recommended ?? severity !== 'style');

function optionsOf({ id, options = {} }) {
  const entries = Object.entries(options);
  if (entries.length === 0) return [];
  return [
    '## Options',
    table(
      ['option', 'default', 'what it is'],
      entries.map(([name, { default: value, description, oneOf }]) => [
        code(name),
        code(JSON.stringify(value)),
        description + (oneOf === undefined ? '' : ` One of ${oneOf.map(code).join(', ')}.`),
      ]),
    ),
    fence(
      `check:\n  rules:\n    ${id}:\n${entries.map(([name, { default: value }]) => `      ${name}: ${JSON.stringify(value)}`).join('\n')}`,
      'yaml',
    ),
  ];
}

const isImage = ({ image }) => image !== undefined;
const isText = ({ image }) => image === undefined;
const imagesOf = (examples) => {
  const images = examples.filter(isImage);
  const told = ({ text, lines = [] }) => `- ${text}${lines.length > 1 ? ` (${lines.length} findings)` : ''}`;
  return images.length === 0 ? [] : [`Images:`, images.map(told).join('\n')];
};

function examplesOf({ invalid, valid, appliesTo }) {
  const language = { dockerfile: 'dockerfile', compose: 'yaml' }[appliesTo] ?? '';
  const beside = ({ files = {}, options }) => [
    ...Object.entries(files).flatMap(([path, text]) => [`Beside it, ${code(path)}:`, fence(text)]),
    ...(options === undefined ? [] : [`With the options ${code(JSON.stringify(options))}.`]),
  ];
  return [
    ...(invalid.length === 0 ? [] : ['## Bad']),
    ...invalid
      .filter(isText)
      .flatMap((example) => [
        fence(example.text, language),
        ...beside(example),
        `Found in line ${example.lines.join(', ')}.${example.fixed === undefined ? '' : ' Mended:'}`,
        ...(example.fixed === undefined ? [] : [fence(example.fixed, language)]),
      ]),
    ...imagesOf(invalid),
    ...(valid.length === 0 ? [] : ['## Good']),
    ...valid.filter(isText).flatMap((example) => [fence(example.text, language), ...beside(example)]),
    ...imagesOf(valid),
  ];
}

function elsewhere({ aliases, partOf = {}, variants = {} }) {
  const own = idsOf(aliases);
  const parts = idsOf(partOf);
  const branches = Object.entries(variants);
  return [
    '## Elsewhere',
    own.length === 0 && branches.length === 0 ? 'No other tool has it.' : '',
    own.length === 0 ? '' : `${own.join(', ')}.`,
    parts.length === 0 ? '' : `A part of ${parts.join(', ')}.`,
    branches.length === 0
      ? ''
      : table(
          ['branch', 'called elsewhere', 'on by default'],
          branches.map(([name, { aliases: ids, recommended }]) => [
            code(name),
            idsOf(ids).join(', ') || 'ours alone',
            recommended === false ? 'no' : 'yes',
          ]),
        ),
  ].filter(Boolean);
}

/** @param tools in the order of the columns */
export function indexPage(rules, tools) {
  const categories = [...new Set(rules.map(({ category }) => category))];
  const idsFor = (rule, tool) => {
    const all = [
      rule.aliases,
      rule.partOf ?? {},
      ...Object.values(rule.variants ?? {}).map((one) => one.aliases),
    ];
    return [...new Set(all.flatMap((aliases) => aliases[tool] ?? []))].map(code).join(' ');
  };
  return [
    '# The rules',
    'Made from the code by `npm run docs`: each page is one file in `src/rules/`, its examples are that file’s tests. Every id below may be used in place of ours: in comments, in `shipshape.yaml`, with `--rule`, `--skip` and `shipshape explain`. How to come from another linter stands in [coming-from.md](../coming-from.md), where our answers differ on purpose in [differences.md](../differences.md).',
    ...categories.flatMap((category) => [
      `## ${category}`,
      table(
        ['rule', 'what is asked for', 'severity', 'fix', ...tools],
        rules
          .filter((rule) => rule.category === category)
          .map((rule) => [
            `[${rule.id}](${rule.id}.md)`,
            rule.title,
            rule.severity + (onlyWhenAsked(rule) ? ' (off)' : ''),
            rule.fix ?? '',
            ...tools.map((tool) => idsFor(rule, tool)),
          ]),
      ),
    ]),
  ].join('\n\n');
}
