import type { SourceFacts } from '../../model/facts.ts';
import { commandsOf, librariesOf } from './source/programs.ts';
import { readPython } from './source/python-text.ts';
import { routesOf } from './source/routes.ts';
import { developmentServersOf } from './source/servers.ts';
import { variablesOf } from './source/variables.ts';

/** Tests, tools of the developer and other people's code: they do not run in the container. */
const NOT_THE_PROGRAM =
  /(^|\/)(tests?|venv|\.venv|\.tox|\.nox|site-packages|dist-packages|node_modules|__pycache__)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest|setup|noxfile)\.py$/;

/**
 * What the Python files of a project tell about what it needs when it runs.
 * @param files texts by path relative to the project's folder; others than Python files are left out
 */
export function readPythonSource(files: ReadonlyMap<string, string>): SourceFacts {
  const texts = [...files]
    .filter(([path]) => path.endsWith('.py') && !NOT_THE_PROGRAM.test(path))
    .map(([path, source]) => readPython(path, source));
  return {
    variables: variablesOf(texts),
    routes: routesOf(texts),
    commands: [...new Set(texts.flatMap(commandsOf))],
    libraries: [...new Set(texts.flatMap(librariesOf))],
    developmentServers: texts.flatMap(developmentServersOf),
  };
}
