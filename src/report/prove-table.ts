import type { ProveResult, SideResult } from '../model/prove-result.ts';
import { errorLines } from './errors.ts';
import { sentence } from './sentence.ts';
import { paintFor, type Colour, type Paint } from './style.ts';
import { subjectText } from './subject.ts';
import { contractLines, numbers, PROOF, section } from './table.ts';
import { visible, wrap } from './wrap.ts';

const VERDICT: Record<NonNullable<ProveResult['verdict']>, [words: string, colour: Colour]> = {
  met: ['met: after does what before did', 'green'],
  'not-met': ['not met: after does not do what before did', 'red'],
  failed: ['failed', 'red'],
};

/** What a comparison came to, for people: verdict, numbers, contract, what was compared, what else differs. */
export function proveTable(result: ProveResult, { stream }: { stream: NodeJS.WritableStream }): string {
  const paint = paintFor(stream);
  const { before, after, contract, verdict } = result;
  const [words, colour] = VERDICT[verdict ?? 'failed'];
  const sides = [before, after].filter((side) => side !== null);
  const measured = sides.filter(({ measurement }) => measurement.size.uncompressed !== null);
  const list = (lines: readonly string[]) => lines.flatMap((line) => wrap(visible(line), '  ', '    '));
  const lines = [
    `${paint('bold', 'verdict')}: ${paint(colour, words)}; ${PROOF[result.proof]}`,
    ...(before === null ? [] : sideLines('before', before, paint)),
    ...(after === null ? [] : sideLines('after', after, paint)),
    ...(before === null || after === null || measured.length < 2
      ? []
      : numbers(
          [
            ['before', before.measurement],
            ['after', after.measurement],
          ],
          paint,
          'measured',
        )),
    ...section('Contract', contract.met === null ? [] : contractLines(contract, paint), paint),
    ...section('Compared', list(result.compared), paint),
    ...section('Told', list(result.told), paint),
    ...section('Notes', list(result.notes.map(sentence)), paint),
  ];
  return `${lines.join('\n')}\n`;
}

function sideLines(role: string, side: SideResult, paint: Paint): string[] {
  const told = wrap(`${role}: ${subjectText(side)}`, '  ', '    ');
  return side.error === null ? told : [...told, ...errorLines(side.error, paint)];
}
