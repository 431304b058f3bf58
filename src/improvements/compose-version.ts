import { applied, notNeeded, type Change } from '../model/change.ts';
import { withFile } from '../model/setup.ts';
import { parseYaml } from '../syntax/yaml/index.ts';
import { dominantEol } from '../syntax/text.ts';

export const composeVersion: Change = {
  id: 'compose-version',
  title: 'The `version:` key, where it is asked for',
  why: 'Compose ignores the key since 2020 and warns of it; docker-compose 1 and some deployment tools still want it.',
  class: 'safe',
  rungs: ['as-asked'],
  examples: [
    {
      name: 'left alone unless `--compose-version` asks for it',
      before: { Dockerfile: 'FROM alpine\n', 'compose.yaml': 'services:\n  web:\n    build: .\n' },
      after: {},
    },
  ],

  apply(setup) {
    const path = setup.paths.compose;
    const text = path === null ? undefined : setup.files.get(path);
    if (path === null || text === undefined) return notNeeded('there is no compose file');
    const isThere = parseYaml(text).has(['version']);
    const wanted = setup.choices.composeVersion;
    if (wanted === null)
      return notNeeded(isThere ? '`version:` is there, and has no effect' : 'nobody asked for it');
    if (isThere) return notNeeded('there is one');
    const at = firstKey(text);
    const eol = dominantEol(text);
    const line = `version: ${JSON.stringify(wanted)}${eol}`;
    return applied(
      withFile(setup, path, text.slice(0, at) + line + text.slice(at)),
      '`--compose-version` asks for it',
    );
  },
};

/** Behind the comments at the top, and the mark that begins a document. */
const firstKey = (text: string): number =>
  /^(?:\uFEFF)?(?:[^\S\n]*(?:#[^\n]*|---[^\S\n]*)?\r?\n)*/.exec(text)?.[0].length ?? 0;
