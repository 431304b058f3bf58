import type { Positions, Rule } from '../../lint/index.ts';
import type { CheckFormat, ToldFile, ToldFinding } from './told.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'note', style: 'note' } as const;
/** As GitHub's code scanning reads it: above 7 high, above 4 medium. */
const SECURITY_SEVERITY = { error: '8.0', warning: '5.0', info: '3.0', style: '1.0' } as const;

/**
 * SARIF 2.1.0: each result with its place, a fingerprint and the fix; each rule that spoke with its help.
 * @param positionsOf lines and columns of a text's offsets
 */
export function sarif(
  { version, ruleNamed }: { version: string; ruleNamed: (id: string) => Rule | undefined },
  positionsOf: (source: string) => Positions,
): CheckFormat {
  const indexes = new Map<string, number>();
  const rules: object[] = [];
  const indexOf = ({ at }: ToldFinding): number => {
    let index = indexes.get(at.rule);
    if (index === undefined) {
      indexes.set(at.rule, (index = rules.length));
      rules.push(descriptor(at.rule, ruleNamed(at.rule)));
    }
    return index;
  };
  let isFirst = true;
  return {
    begin: `{\n"version": "2.1.0",\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"runs": [{\n"columnKind": "utf16CodeUnits",\n"results": [`,
    file: (file) => {
      const positions = file.findings.some(({ finding }) => finding.fix !== null)
        ? positionsOf(file.source)
        : null;
      return file.findings
        .map((told) => {
          const before = isFirst ? '\n' : ',\n';
          isFirst = false;
          return before + JSON.stringify(result(told, file, indexOf(told), positions));
        })
        .join('');
    },
    end: () =>
      `\n],\n"tool": ${JSON.stringify({ driver: { name: 'shipshape', version, semanticVersion: version, rules } })}\n}]\n}\n`,
  };
}

function result(told: ToldFinding, file: ToldFile, ruleIndex: number, positions: Positions | null): object {
  const { at, finding, fingerprint } = told;
  const artifactLocation = { uri: uriOf(file.path) };
  const { line: startLine, column: startColumn, endLine, endColumn } = at;
  return {
    ruleId: at.rule,
    ruleIndex,
    level: LEVEL[at.severity],
    message: { text: at.message },
    locations: [
      { physicalLocation: { artifactLocation, region: { startLine, startColumn, endLine, endColumn } } },
    ],
    partialFingerprints: { 'shipshape/v1': fingerprint },
    properties: { severity: at.severity, ids: at.ids, ...(at.fix === null ? {} : { fix: at.fix }) },
    ...(finding.fix === null || positions === null
      ? {}
      : {
          fixes: [
            {
              description: {
                text: finding.fix.class === 'safe' ? 'Mend it.' : 'Mend it; prove it before you ship it.',
              },
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: finding.fix.edits.map(({ range, text }) => ({
                    deletedRegion: regionOf(range, positions),
                    insertedContent: { text },
                  })),
                },
              ],
            },
          ],
        }),
  };
}

function regionOf({ start, end }: { start: number; end: number }, positions: Positions): object {
  const first = positions.at(start);
  const last = positions.at(end);
  return { startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
}

function descriptor(id: string, rule: Rule | undefined): object {
  if (rule === undefined) return { id };
  const links = rule.links.map((link) => `- ${link}`).join('\n');
  return {
    id,
    name: id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: rule.why },
    ...(rule.links[0] === undefined ? {} : { helpUri: rule.links[0] }),
    help: {
      text: `${rule.why}\n\n${rule.remedy}`,
      markdown: `${rule.why}\n\n${rule.remedy}\n\n${links}`.trimEnd(),
    },
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      tags: [...new Set([rule.category, ...(rule.weight > 0 ? ['security'] : [])])],
      ...(rule.weight > 0 ? { 'security-severity': SECURITY_SEVERITY[rule.severity] } : {}),
    },
  };
}

/** A relative reference: each part of the path percent-encoded. */
const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
