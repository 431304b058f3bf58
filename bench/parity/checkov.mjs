// Checkov's own example Dockerfiles, read from a mirror of its repository.
import { pathsIn, textOf } from './mirror.mjs';

export function checkovCases(mirror) {
  const cases = [];
  const ids = new Map();
  for (const path of pathsIn(mirror, 'checkov/dockerfile/checks')) {
    const name = path
      .split('/')
      .at(-1)
      .replace(/\.\w+$/, '');
    const id = /\bCKV2?_DOCKER_\d+\b/.exec(textOf(mirror, path))?.[0];
    if (id !== undefined) ids.set(name, id);
  }
  for (const path of pathsIn(mirror, 'tests/dockerfile')) {
    const found =
      /\/(?:example_)?(\w+)\/(failure|success|fail|pass)\w*\/(Dockerfile[^/]*|[^/]*\.dockerfile)$/i.exec(
        path,
      );
    const id = found && ids.get(found[1]);
    if (id)
      cases.push({ tool: 'checkov', id, text: textOf(mirror, path), fires: found[2].startsWith('fail') });
  }
  return { cases };
}
