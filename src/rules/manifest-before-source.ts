import { defineRule, type DockerfileFacts, type InstructionFacts } from '../lint/index.ts';
import { insertBefore, removeParagraph, sourceWithComments } from '../syntax/dockerfile/index.ts';
import { copiedBy, isWholeContext } from './copies/copied.ts';
import { dependencyInstall, type DependencyInstall } from './dependencies/install.ts';

export const manifestBeforeSource = defineRule({
  id: 'manifest-before-source',
  title: 'Manifests before the source',
  why: 'A step runs again when what was copied before it has changed. Where all of the source is copied first, every edit of it installs the dependencies anew.',
  remedy: 'Copy the manifests (or mount them), install, and only then copy the source.',
  category: 'build-cache',
  appliesTo: 'dockerfile',
  severity: 'warning',
  since: '0.2.0',
  fix: 'needs-proof',
  weight: 0,
  aliases: {},
  links: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],

  dockerfile(file, { report }) {
    for (const stage of file.stages) {
      let copy: InstructionFacts | null = null;
      const installed = new Set<string>();
      for (const instruction of stage.instructions) {
        if (instruction.place.isTrigger) continue;
        const copied = copiedBy(instruction);
        if (copied !== null && isWholeContext(copied)) copy ??= instruction;
        if (instruction.keyword !== 'RUN') continue;
        for (const command of instruction.commands) {
          const install = dependencyInstall(command);
          if (install === null || installed.has(install.ecosystem)) continue;
          installed.add(install.ecosystem);
          if (copy === null || needsSource(file, install)) continue;
          const source = copy;
          report({
            at: command.word?.range ?? instruction.at,
            message: `\`${command.program ?? ''}\` installs the dependencies after \`${source.keyword} ${source.node.argument}\` has brought all of the source, so each edit of it installs them anew: copy ${namesOf(install)} first, install, then copy the rest.`,
            fix: () => movedBefore(file, source, instruction, install),
          });
        }
      }
    }
  },

  invalid: [
    {
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "app.js"]\n',
      files: { 'package.json': '{}', 'package-lock.json': '{}' },
      lines: [4],
      fixed:
        'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "app.js"]\n',
    },
    {
      text: 'FROM python:3.13\nADD . /app\nWORKDIR /app\nRUN pip install --no-cache-dir -r requirements.txt\n',
      lines: [4],
    },
  ],
  valid: [
    { text: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n' },
    { text: 'FROM python:3.13\nCOPY . .\nRUN pip install -e .\n' },
    {
      text: 'FROM node:22\nCOPY . .\nRUN npm ci\n',
      files: { 'package.json': '{ "scripts": { "postinstall": "node tools/patch.js" } }' },
    },
    { text: 'FROM node:22\nCOPY --from=build . .\nRUN npm ci\n' },
  ],
});

const namesOf = ({ manifests }: DependencyInstall): string =>
  manifests.length === 0
    ? 'the project files'
    : manifests
        .slice(0, 2)
        .map((name) => `\`${name}\``)
        .join(' and ');

/** The project's own scripts run with the installation, or it depends on folders of its own. */
function needsSource({ around }: DockerfileFacts, { ecosystem }: DependencyInstall): boolean {
  if (ecosystem !== 'node') return false;
  const text = around.read('package.json') ?? '';
  return /"(?:preinstall|install|postinstall|prepare|prepublish)"\s*:|"(?:file|link|portal|workspace):|"workspaces"\s*:/.test(
    text,
  );
}

/** Puts the installation, with the manifests that the context holds, before the copy of the source. */
function movedBefore(
  file: DockerfileFacts,
  copy: InstructionFacts,
  run: InstructionFacts,
  install: DependencyInstall,
): ReturnType<typeof insertBefore> | null {
  const { context } = file.around;
  const copied = copiedBy(copy);
  const isPlain =
    run.script?.list.length === 1 && run.commands.length === 1 && run.node.heredocs.length === 0;
  const isNext = run.place.index === copy.place.index + 1;
  if (context === null || copied === null || !isPlain || !isNext || copied.target !== copy.place.workdir)
    return null;
  const manifests = install.manifests.filter((name) => !/[\s"$]|\//.test(name) && context.has(name));
  const [first] = install.manifests;
  if (first === undefined || !manifests.includes(first) || copied.sources.length > 1) return null;
  const flags = copy.node.flags.map(({ range }) => `${file.source.slice(range.start, range.end)} `).join('');
  const step: string = sourceWithComments(file.tree, run.node).replace(/\r?\n$/, '');
  return [
    ...insertBefore(file.tree, copy.node, `COPY ${flags}${manifests.join(' ')} ./\n${step}`),
    ...removeParagraph(file.tree, run.node),
  ];
}
