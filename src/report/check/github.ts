import { visible } from '../wrap.ts';
import type { CheckFormat } from './told.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'notice', style: 'notice' } as const;

/** Workflow commands: GitHub Actions shows them beside the lines. */
export const github = (): CheckFormat => ({
  file: ({ path, findings }) =>
    findings
      .map(({ at, name }) => {
        const place = {
          file: path,
          line: at.line,
          endLine: at.endLine,
          col: at.column,
          endColumn: at.endColumn,
          title: name,
        };
        // columns are only taken where the place is within one line
        const shown = Object.entries(place).filter(
          ([key]) => at.line === at.endLine || !/^col|Column$/.test(key),
        );
        const properties = shown.map(([key, value]) => `${key}=${escapedProperty(String(value))}`).join(',');
        return `::${LEVEL[at.severity]} ${properties}::${escapedData(visible(at.message))}\n`;
      })
      .join(''),
  end: () => '',
});

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
