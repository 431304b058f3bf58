import { is } from '../../model/stages.ts';
import {
  inFileStyle,
  type DockerfileTree,
  type Instruction,
  type Stage,
} from '../../syntax/dockerfile/index.ts';
import { dominantEol, type Edit } from '../../syntax/text.ts';
import { installCommands } from '../os/install-commands.ts';
import { chunkText, isSourceCopy, nextFrom, tailOf, withoutLead } from '../stage-text.ts';
import { builderName, type Parts } from './building-stage.ts';
import type { PlacedInstall } from './pip-places.ts';
import { VENV } from './venv.ts';

/**
 * The stage that ships: what pip filled, the OS packages that it needs, and everything else in the original's order.
 * @param install a RUN that installs OS packages, lines joined by `\n`; empty when there are none
 */
export function shippedStage(tree: DockerfileTree, stage: Stage, parts: Parts, install: string): string {
  const { builder, runtime, installs, rests, needPackages, besides } = parts;
  const lastSource = runtime.findLast(isSourceCopy);
  const eol = dominantEol(tree.source);
  const texts = [nextFrom(tree, stage, null)];
  const packageStep = stage.instructions.find((one) => installCommands(one, tree.source).length > 0);
  const moves = installs.some(({ folder }) => folder === null);
  let installed = install === '';
  let copied = false;
  for (const instruction of stage.instructions) {
    const rest = runtime.includes(instruction) ? rests.get(instruction) : undefined;
    if (rest?.before != null) texts.push(`${inFileStyle(tree, rest.before)}${eol}`);
    if (!installed && (instruction === packageStep || installs[0]?.instruction === instruction)) {
      texts.push(`${inFileStyle(tree, install)}${eol}`);
      installed = true;
    }
    // the environment changes less often than the source: it is copied before it
    const isLast = instruction === installs.at(-1)?.instruction;
    if (!copied && (isLast || isSourceCopy(instruction) || needPackages.has(instruction))) {
      texts.push(...copiesOf(stage, installs).map((line) => `${line}${eol}`));
      copied = true;
    }
    if (!runtime.includes(instruction)) continue;
    if (rest !== undefined) {
      if (rest.after !== null) texts.push(`${inFileStyle(tree, rest.after)}${eol}`);
    } else {
      const chunk = chunkText(tree, instruction, moves ? bareNames(tree, stage, instruction) : []);
      texts.push(builder.includes(instruction) && !isSourceCopy(instruction) ? withoutLead(chunk) : chunk);
    }
    if (instruction === lastSource)
      texts.push(...besides.map((path) => `COPY --from=${builderName(stage)} ${path} ${path}${eol}`));
  }
  return texts.join('') + tailOf(tree);
}

/** The folders that pip filled; the environment that Shipshape makes comes with its place on PATH. */
function copiesOf(stage: Stage, installs: readonly PlacedInstall[]): string[] {
  const folders = [...new Set(installs.map(({ folder }) => folder))];
  return folders.flatMap((folder) => {
    const path = folder ?? VENV;
    const copy = `COPY --from=${builderName(stage)} ${path} ${path}`;
    return folder === null ? [copy, `ENV PATH="${VENV}/bin:$PATH"`] : [copy];
  });
}

/** Programs that pip puts to /usr/local/bin are in the environment now, where PATH finds them. */
function bareNames(tree: DockerfileTree, stage: Stage, instruction: Instruction): Edit[] {
  if (!is(instruction, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) return [];
  const { start, end } = instruction.range;
  const paths = tree.source
    .slice(start, end)
    .matchAll(/(?<=["'\s])\/usr\/local\/bin\/(\w[\w-]*|python[\d.]+)(?=["'\s]|$)/g);
  return [...paths].flatMap(({ 0: path, 1: name = '', index }) => {
    const isOwn = stage.instructions.some(
      (one) => is(one, 'COPY', 'ADD', 'RUN') && one.argument.includes(is(one, 'RUN') ? path : name),
    );
    const at = start + index;
    return isOwn ? [] : [{ range: { start: at, end: at + path.length }, text: name }];
  });
}
