// dclint's own test cases, read from a mirror of docker-compose-linter: each test names a text and how many messages it wants.
import { pathsIn, textOf } from './mirror.mjs';

export function dclintCases(mirror) {
  const cases = [];
  let unread = 0;
  for (const path of pathsIn(mirror, 'tests/rules').filter((each) => each.endsWith('.spec.ts'))) {
    const spec = textOf(mirror, path);
    const id = path.replace(/^.*\//, '').replace('-rule.spec.ts', '');
    for (const body of spec.split(/^test\(/m).slice(1)) {
      const name = /sourceCode: (\w+)/.exec(body)?.[1];
      const text =
        new RegExp(`const ${name} = \`([^\`]*)\``).exec(body)?.[1] ??
        new RegExp(`const ${name} = \`([^\`]*)\``).exec(spec)?.[1];
      const expected = /expectedMessages[^=]*= \[([^\]]*)/.exec(body)?.[1];
      // options of a rule are tried by its own tests
      const isDefault = /new \w+Rule\((?:\{ quoteType: 'single' \})?\)/.test(body);
      if (name === undefined || text === undefined || expected === undefined || !isDefault) {
        unread++;
        continue;
      }
      cases.push({
        tool: 'dclint',
        id,
        path: 'compose.yaml',
        text: text.replaceAll('\\${', '${'),
        fires: expected.trim() !== '',
      });
    }
  }
  return { cases, unread };
}
