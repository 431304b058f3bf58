import { visible } from '../wrap.ts';
import type { CheckFormat } from './told.ts';

/** One line a finding, as compilers tell them: `path:line:column: severity rule: message`. */
export const compact = (): CheckFormat => ({
  file: ({ path, findings }) =>
    findings
      .map(
        ({ at, name }) =>
          `${visible(path)}:${at.line}:${at.column}: ${at.severity} ${name}: ${visible(at.message)}\n`,
      )
      .join(''),
  end: () => '',
});
