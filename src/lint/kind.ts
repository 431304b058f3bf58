import type { CheckedFile } from './run-rules.ts';

/** What is read as a text. */
export type FileKind = Exclude<CheckedFile['kind'], 'image'>;

const IGNORE = /(?:^|\.)(?:docker|container)ignore$/;
const COMPOSE = /^(?:docker-|podman-)?compose(?:[.-][\w.-]+)?\.ya?ml$/;
const ENV =
  /^\.env(?:\.[\w.-]+)?$|^[\w.-]+\.env(?:\.(?:example|sample|template|dist))?$|^env\.(?:example|sample|dist)$/;
const DOCKERFILE = /^(?:Dockerfile|Containerfile)(?:[.-].+)?$|^.+\.(?:dockerfile|containerfile)$/i;
/** What is named like a Dockerfile and is none: templates of one, scripts, notes, editors' copies. */
const NO_DOCKERFILE =
  /\.(?:j2|jinja2?|tmpl|tpl|template|in|erb|ejs|hbs|mustache|m4|md|rst|txt|html|sh|py|rb|js|ts|go|rs|java|php|json|ya?ml|toml|lock|log|png|svg|patch|diff|orig|rej|bak|swp|snap|out|golden)$|~$/i;

/**
 * What a file is, by its name alone; null when the name says nothing.
 * @param path with `/` between the parts
 */
export function kindByName(path: string): FileKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (IGNORE.test(name)) return 'ignore';
  if (COMPOSE.test(name)) return 'compose';
  if (ENV.test(name)) return 'env';
  return DOCKERFILE.test(name) && !NO_DOCKERFILE.test(name) ? 'dockerfile' : null;
}

/** What a file is that somebody named himself: YAML is compose's, and all that says nothing else is a Dockerfile. */
export const kindOf = (path: string): FileKind =>
  kindByName(path) ?? (/\.ya?ml$/i.test(path) ? 'compose' : 'dockerfile');
