// What `check --fix` and `--fix=all` make of a text: the second time nothing, and nothing that does not parse.
const CLASSES = { safe: new Set(['safe']), all: new Set(['safe', 'needs-proof']) };
let checker = null;

export function fixReport(library, path, text) {
  const { Checker, fileOf, fixText, heard, rulesOf, rules } = library;
  checker ??= new Checker(rulesOf('strict', rules));
  const findingsOf = (source) => {
    const file = fileOf(path, source);
    return heard(file, checker.check(file));
  };
  const report = { findings: 0, safe: false, all: false, safelyFixed: text, failures: [] };
  try {
    report.findings = findingsOf(text).length;
    const before = problemsOf(library, path, text);
    for (const how of ['safe', 'all']) {
      const fixed = fixText(text, findingsOf, CLASSES[how]);
      report[how] = fixed !== text;
      if (how === 'safe') report.safelyFixed = fixed;
      if (fixText(fixed, findingsOf, CLASSES[how]) !== fixed)
        report.failures.push(`${path}: --fix=${how} is not idempotent`);
      const [fresh] = problemsOf(library, path, fixed).filter((one) => !before.includes(one));
      if (fresh !== undefined) report.failures.push(`${path}: --fix=${how} breaks it: ${fresh}`);
      if (!text.includes('\r') && fixed.includes('\r'))
        report.failures.push(`${path}: --fix=${how} brings in CRLF`);
    }
  } catch (error) {
    report.failures.push(`${path}: ${error.stack}`);
  }
  return report;
}

function problemsOf({ kindByName, parseDockerfile, parseYaml }, path, text) {
  const kind = kindByName(path);
  if (kind === 'dockerfile')
    return parseDockerfile(text).problems.map(({ code, message }) => `${code}: ${message}`);
  return kind === 'compose' ? parseYaml(text).errors.map(({ message }) => message) : [];
}
