import { composeService } from '../model/compose-service.ts';
import { runUser } from '../model/run-user.ts';
import { composePaths, inContext, type Setup } from '../model/setup.ts';
import { parseYaml } from '../syntax/yaml/index.ts';

const SOURCE = /\.(py|[cm]?[jt]sx?|rb|php|go|java)$/;

/** What a person should know of a setup and its result that no proof on this machine can show. One sentence each. */
export function setupNotes(original: Setup, result: Setup): string[] {
  return [...versionNotes(result), ...ownerNotes(original, result)];
}

function versionNotes({ paths, files, choices }: Setup): string[] {
  if (choices.composeVersion !== null) return [];
  return composePaths(paths)
    .filter((path) => parseYaml(files.get(path) ?? '').has(['version']))
    .map(
      (path) => `${path}: \`version:\` has no effect in Compose 2, which warns of it; it can be taken out.`,
    );
}

/** Volumes and folders of the host keep the owner that they have; a run only sees fresh ones. */
function ownerNotes(original: Setup, result: Setup): string[] {
  const { uid, gid, isKnown } = runUser(result);
  if (runUser(original).uid !== '0' || uid === '0' || !isKnown) return [];
  const names = [result.paths.service, ...(result.paths.siblings ?? [])].filter((name) => name !== null);
  const notes = names.flatMap((name) => {
    const service = composeService({ ...result, paths: { ...result.paths, service: name } });
    const had = composeService({ ...original, paths: { ...original.paths, service: name } });
    const isOld = (source: string) => had?.volumes.some((volume) => volume.source === source) ?? false;
    return (service?.volumes ?? []).flatMap(({ kind, source, target, readOnly }) => {
      if (source === null || readOnly) return [];
      if (kind === 'volume' && !isOld(source)) return [];
      if (kind === 'volume')
        return `The volume ${source} keeps its owner where it exists already; hand it over once with \`docker compose run --rm --user 0 --entrypoint chown ${name} -R ${uid}:${gid} ${target}\`.`;
      if (kind !== 'bind' || isSourceOrFile(result, source)) return [];
      return `${source} of the host is mounted at ${target}: it must be writable for ${uid}:${gid}, the user of ${name} now.`;
    });
  });
  return [...new Set(notes)];
}

/** Code that is edited on the host is not what the program writes; nor is a single file, most often. */
function isSourceOrFile(setup: Setup, source: string): boolean {
  // what has an extension is a file, most often, and read
  if (/[^/.][^/]*\.\w{1,8}$/.test(source)) return true;
  const path = source.replace(/^\.\/?/, '').replace(/\/$/, '');
  return setup.facts.context.some((file) => {
    const inProject = inContext(setup, file.path);
    if (file.kind === 'file' && inProject === path) return true;
    return (
      file.kind === 'file' && SOURCE.test(file.path) && (path === '' || inProject.startsWith(`${path}/`))
    );
  });
}
