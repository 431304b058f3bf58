import type { CheckFormat } from './told.ts';

/** `schema/check.schema.json`, written file by file. */
export function json(): CheckFormat {
  let isFirst = true;
  return {
    begin: '{\n  "version": 1,\n  "files": [',
    file({ path, findings }) {
      const text = JSON.stringify({ path, findings: findings.map(({ at }) => at) }, null, 2);
      const before = isFirst ? '\n    ' : ',\n    ';
      isFirst = false;
      return before + text.replaceAll('\n', '\n    ');
    },
    end: () => `${isFirst ? '' : '\n  '}]\n}\n`,
  };
}
