import type { CheckFormat } from './told.ts';
import { attributes, xmlText } from './xml.ts';

/** JUnit's XML: a suite for each file, a failed test for each finding, one that passed where there is none. */
export const junit = (): CheckFormat => ({
  begin: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="shipshape check">\n',
  file({ path, findings }) {
    const counts = { tests: Math.max(1, findings.length), failures: findings.length, errors: 0, skipped: 0 };
    const cases = findings.map(({ at, name }) => {
      const place = `${path}:${at.line}:${at.column}`;
      const body = xmlText(`${place}: ${at.severity} ${name}: ${at.message}`);
      const test = attributes({ classname: path, name: `${name} ${at.line}:${at.column}` });
      const failure = attributes({ message: at.message, type: at.severity });
      return `    <testcase${test}>\n      <failure${failure}>${body}</failure>\n    </testcase>\n`;
    });
    const passed = `    <testcase${attributes({ classname: path, name: 'shipshape check' })}/>\n`;
    return `  <testsuite${attributes({ name: path, ...counts })}>\n${cases.join('') || passed}  </testsuite>\n`;
  },
  end: () => '</testsuites>\n',
});
