// docs/coming-from.md: what users of other linters keep, and their ids with ours.
import { code, table } from './text.mjs';

const GUIDES = [
  {
    tool: 'hadolint',
    name: 'hadolint',
    text: `\`hadolint Dockerfile\` becomes \`shipshape check Dockerfile\`. What you have stays as it is: \`# hadolint ignore=\`, \`# hadolint global ignore=\`, \`# hadolint stage ignore=\` and \`# hadolint shell=\` comments, and \`.hadolint.yaml\` (\`ignored\`, \`override\`, \`trustedRegistries\`, \`label-schema\`, \`strict-labels\`, \`failure-threshold\`, \`no-fail\`, \`disable-ignore-pragma\`). \`--preset hadolint\` has on exactly what hadolint has on, \`--ids hadolint\` prints its ids.`,
  },
  {
    tool: 'buildkit',
    name: 'docker build --check',
    text: `\`# check=skip=NAME;error=true\` at the top of a Dockerfile holds here as well. \`--preset buildkit\` has on BuildKit's checks alone.`,
  },
  {
    tool: 'trivy',
    name: 'Trivy (misconfiguration of Dockerfiles)',
    text: `\`#trivy:ignore:DS-0002\` comments (with \`:exp:2026-12-31\`), \`.trivyignore\`, \`.trivyignore.yaml\` and \`scan.skip-files\`, \`scan.skip-dirs\` of \`trivy.yaml\` hold here as well; \`DS-0002\`, \`DS002\` and \`AVD-DS-0002\` are the same. A missing USER can be silenced in place: the comment may stand anywhere in its stage.`,
  },
  {
    tool: 'checkov',
    name: 'Checkov (Dockerfiles)',
    text: `\`#checkov:skip=CKV_DOCKER_3:reason\` comments and \`skip-check\`, \`skip-path\`, \`soft-fail\` of \`.checkov.yaml\` hold here as well.`,
  },
  {
    tool: 'kics',
    name: 'KICS (Dockerfiles and compose)',
    text: `\`# kics-scan ignore-line\`, \`ignore-block\`, \`disable=\`, \`enable=\` and \`ignore\`, and \`exclude-queries\`, \`exclude-paths\` of \`kics.config\` hold here as well; retired query ids stand for what took their place.`,
  },
  {
    tool: 'dclint',
    name: 'dclint (compose)',
    text: `\`# dclint disable\`, \`disable-line\` and \`disable-file\` comments and \`.dclintrc\` (JSON or YAML: \`rules\`, \`exclude\`) hold here as well. A configuration that is a program is not run.`,
  },
  {
    tool: 'dockle',
    name: 'dockle (images)',
    text: `\`dockle IMAGE\` becomes \`shipshape check --image IMAGE\`, beside files or alone: it looks into an image that the engine has. \`--preset dockle\` has on what dockle has on, \`--skip CIS-DI-0005\` leaves a rule out. No registry is asked for signatures.`,
  },
];

export function comingFromPage(rules) {
  return [
    '# Coming from another linter',
    'Made from the code by `npm run docs`. Nothing has to be edited to move over: comments and configuration files of the tools below are heeded, their ids may be used wherever a rule is named, and a preset has on what the tool has on. One comment silences one finding, whichever tool it is written for. What `shipshape.yaml` says counts before all of them. Where our answers differ on purpose stands in [differences.md](differences.md).',
    ...GUIDES.flatMap(({ tool, name, text }) => [
      `## ${name}`,
      text,
      table(['theirs', 'ours', 'what is asked for'], idsOf(rules, tool)),
    ]),
  ].join('\n\n');
}

function idsOf(rules, tool) {
  const rows = new Map();
  const add = (id, rule, more) => {
    const row = rows.get(id) ?? { rules: [], title: rule.title };
    row.rules.push(`[${rule.id}](rules/${rule.id}.md)${more}`);
    rows.set(id, row);
  };
  for (const rule of rules) {
    const branches = Object.entries(rule.variants ?? {});
    for (const [name, { aliases }] of branches)
      for (const id of aliases[tool] ?? []) add(id, rule, ` (${name})`);
    for (const id of [...(rule.aliases[tool] ?? []), ...(rule.partOf?.[tool] ?? [])])
      if (!branches.some(([, { aliases }]) => aliases[tool]?.includes(id))) add(id, rule, '');
  }
  return [...rows]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([id, row]) => [code(id), row.rules.join(', '), row.title]);
}
