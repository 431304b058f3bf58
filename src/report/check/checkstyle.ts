import type { CheckFormat } from './told.ts';
import { attributes } from './xml.ts';

const SEVERITY = { error: 'error', warning: 'warning', info: 'info', style: 'info' } as const;

/** Checkstyle's XML, which many build servers read. */
export const checkstyle = (): CheckFormat => ({
  begin: '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n',
  file: ({ path, findings }) => {
    const errors = findings.map(({ at, name }) => {
      const { line, column, message } = at;
      return `    <error${attributes({ line, column, severity: SEVERITY[at.severity], message, source: `shipshape.${name}` })}/>\n`;
    });
    return `  <file${attributes({ name: path })}>\n${errors.join('')}  </file>\n`;
  },
  end: () => '</checkstyle>\n',
});
