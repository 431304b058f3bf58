import type { CheckFormat } from './told.ts';

const SEVERITY = { error: 'critical', warning: 'major', info: 'minor', style: 'info' } as const;

/** GitLab's code quality report, a part of Code Climate's issues. */
export function gitlab(): CheckFormat {
  let isFirst = true;
  return {
    begin: '[',
    file: ({ path, findings }) =>
      findings
        .map(({ at, name, fingerprint }) => {
          const issue = {
            type: 'issue',
            check_name: name,
            description: at.message,
            categories: [/secret|security|root|password/.test(at.rule) ? 'Security' : 'Style'],
            severity: SEVERITY[at.severity],
            fingerprint,
            location: { path, lines: { begin: at.line, end: Math.max(at.line, at.endLine) } },
          };
          const before = isFirst ? '\n' : ',\n';
          isFirst = false;
          return before + JSON.stringify(issue);
        })
        .join(''),
    end: () => '\n]\n',
  };
}
