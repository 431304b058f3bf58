import type { DockerfileFacts } from '../dockerfile/file.ts';
import type { Finding } from '../finding.ts';
import { checkDirective } from './buildkit.ts';
import type { CommentText, Pragma } from './pragma.ts';
import { Silence } from './silence.ts';

type Read = (comment: CommentText) => Pragma[];

/** Which findings of a Dockerfile its comments let through. */
export function heardInDockerfile(
  file: DockerfileFacts,
  findings: readonly Finding[],
  read: Read,
): Finding[] {
  const { pragma, isError } = checkDirective(file.tree);
  const silences = new Silences(file);
  if (pragma !== null) silences.file.add(pragma);
  for (const { comment, offset } of commentsOf(file))
    for (const one of read(comment)) silences.add(one, offset);
  const heard = findings.filter((finding) => !silences.cover(finding));
  if (!isError) return heard;
  return heard.map((one) => (one.ids.buildkit === undefined ? one : { ...one, severity: 'error' }));
}

/** What is silenced in the file, in each stage, and at each instruction. */
class Silences {
  readonly file = new Silence();
  readonly #facts: DockerfileFacts;
  readonly #starts: readonly number[];
  readonly #stageStarts: readonly number[];
  readonly #atInstruction = new Map<number, Silence>();
  readonly #inStage = new Map<number, Silence>();
  /** what is silenced somewhere in the stage: that holds for what the stage lacks */
  readonly #somewhere = new Map<number, Silence>();

  constructor(facts: DockerfileFacts) {
    this.#facts = facts;
    this.#starts = facts.tree.instructions.map(({ range }) => range.start);
    this.#stageStarts = facts.tree.stages.map(({ from }) => from.range.start);
  }

  add(pragma: Pragma, offset: number): void {
    if (pragma.reach === 'file') return this.file.add(pragma);
    const before = lastAtOrBefore(this.#starts, offset);
    const isInside = offset < (this.#facts.tree.instructions[before]?.range.end ?? -1);
    const index = isInside ? before : before + 1;
    const start = this.#starts[index] ?? offset;
    const stage = lastAtOrBefore(this.#stageStarts, start);
    const isWhole = pragma.reach === 'stage' && start === this.#stageStarts[stage];
    // hadolint's `stage` stands before FROM; elsewhere in the stage it means that stage just as well
    if (isWhole) silenceAt(this.#inStage, stage).add(pragma);
    else silenceAt(this.#atInstruction, index).add(pragma);
    if (pragma.ids.every((id) => !id.endsWith('*'))) silenceAt(this.#somewhere, stage).add(pragma);
  }

  cover(finding: Finding): boolean {
    if (this.file.covers(finding)) return true;
    const { start, end } = finding.range;
    const index = lastAtOrBefore(this.#starts, start);
    const isInside = start <= (this.#facts.tree.instructions[index]?.range.end ?? -1);
    if (isInside && this.#atInstruction.get(index)?.covers(finding) === true) return true;
    const stage = lastAtOrBefore(this.#stageStarts, start);
    if (this.#inStage.get(stage)?.covers(finding) === true) return true;
    const whole = this.#facts.stages[Math.max(stage, 0)]?.at;
    const isLack = whole !== undefined && whole.start === start && whole.end === end;
    return isLack && this.#somewhere.get(stage)?.covers(finding) === true;
  }
}

function silenceAt(silences: Map<number, Silence>, key: number): Silence {
  let silence = silences.get(key);
  if (silence === undefined) silences.set(key, (silence = new Silence()));
  return silence;
}

/** The index of the last of these that is at or before an offset; -1 when none is. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The whole-line comments, those between the lines of an instruction too, here-documents left out. */
function* commentsOf({ tree }: DockerfileFacts): Generator<{ comment: CommentText; offset: number }> {
  const bodies = tree.instructions.flatMap(({ heredocs }) => heredocs.map(({ bodyRange }) => bodyRange));
  const first = tree.instructions[0]?.range.start ?? Infinity;
  let body = 0;
  for (const { index, 1: text = '' } of tree.source.matchAll(/^[ \t]*#(.*)$/gm)) {
    while (body < bodies.length && (bodies[body]?.end ?? 0) <= index) body++;
    if ((bodies[body]?.start ?? Infinity) <= index) continue;
    yield { comment: { text: text.trim(), isAtTop: index < first }, offset: index };
  }
}
