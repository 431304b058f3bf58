import type { InstructionFacts, RuleContext, StageFacts } from '../../lint/index.ts';
import { ShellPlace, type ShellNode, type ShellTree } from '../../syntax/shell/index.ts';
import type { ShellCheck, ShellScene } from './check.ts';
import { stopsAtErrors } from './stops-at-errors.ts';
import { Variables } from './variables.ts';

type Visitor = (node: ShellNode, scene: ShellScene) => void;

/** Looks at a script with the checks of which somebody wants a branch. */
export class ShellWalk {
  readonly #visitors = new Map<string, [Visitor, string][]>();

  constructor(checks: readonly ShellCheck[], wants: (fault: string) => boolean) {
    for (const { faults, visits } of checks) {
      const names = Object.keys(faults);
      if (!names.some(wants)) continue;
      for (const [type, visit] of Object.entries(visits)) {
        const list = this.#visitors.get(type) ?? [];
        list.push([visit as Visitor, names[0] ?? '']);
        this.#visitors.set(type, list);
      }
    }
  }

  look(instruction: InstructionFacts, tree: ShellTree, report: RuleContext['report']): void {
    const place = new ShellPlace(tree);
    const shell = instruction.scriptShell;
    let usual = '';
    const scene: ShellScene = {
      place,
      instruction,
      isPosix: shell === 'sh' || shell === 'dash' || shell === 'ash',
      system: shell === 'dash' || shell === 'ash' ? shell : systemOf(instruction),
      stopsAtErrors: stopsAtErrors(instruction, tree),
      variables: new Variables(tree, instruction),
      report: ({ at, message, id, fix, isSafe }) => {
        const range = 'type' in at ? place.range(at) : at;
        report({
          at: range,
          message,
          variant: id ?? usual,
          fixClass: isSafe === true ? 'safe' : 'needs-proof',
          ...(fix !== undefined && place.isExact ? { fix: () => fix(range) } : {}),
        });
      },
    };
    place.walk(tree.root, (node) => {
      const visitors = this.#visitors.get(node.type);
      if (visitors === undefined) return;
      for (const [visit, first] of visitors) {
        usual = first;
        visit(node, scene);
      }
    });
  }
}

const relinked = new WeakMap<StageFacts, number>();

/** The image's sh: what its name says, until a step puts bash in its place. */
function systemOf({ stage, place }: InstructionFacts): ShellScene['system'] {
  if (stage === null) return null;
  let since = relinked.get(stage);
  if (since === undefined) {
    const step = stage.instructions.find(
      (one) =>
        one.keyword === 'RUN' &&
        /\/bin\/sh\b|dash\/sh/.test(one.node.argument) &&
        one.commands.some(
          ({ program, args }) =>
            (program === 'ln' || program === 'mv' || program === 'cp') &&
            /(?:^|\/)bash$/.test(args.at(-2)?.value ?? '') &&
            args.at(-1)?.value === '/bin/sh',
        ),
    );
    relinked.set(stage, (since = step?.place.index ?? Infinity));
  }
  return place.index >= since ? 'bash' : stage.systemShell;
}
