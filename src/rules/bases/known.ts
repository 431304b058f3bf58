import type { StageFacts } from '../../lint/index.ts';
import { officialName } from '../../ecosystems/plain-base.ts';

/** The name of the official image that a stage stands on in the end; null for others and what is not known. */
export function officialBase(stage: StageFacts): string | null {
  const text = stage.rootBase?.text ?? null;
  return text === null ? null : officialName(text);
}

/** Official images whose configuration names a folder to work in, from their Dockerfiles. */
const WORKDIRS: Readonly<Record<string, string>> = {
  composer: '/app',
  drupal: '/opt/drupal',
  golang: '/go',
  httpd: '/usr/local/apache2',
  jetty: '/var/lib/jetty',
  joomla: '/var/www/html',
  php: '/var/www/html',
  redis: '/data',
  redmine: '/usr/src/redmine',
  tomcat: '/usr/local/tomcat',
  valkey: '/data',
  wordpress: '/var/www/html',
};
export function workdirOfBase(stage: StageFacts): string | null {
  const { rootBase } = stage;
  if (rootBase?.isScratch === true || /(?:^|\/)distroless\//.test(rootBase?.text ?? '')) return '/';
  if (/(?:^|\/)lambda\/[\w-]+(?::|@|$)/.test(rootBase?.text ?? '')) return '/var/task';
  return WORKDIRS[officialBase(stage) ?? ''] ?? null;
}

/** Images that run as another user than root by their own configuration: by name, or by a word of the tag. */
const NON_ROOT_NAMES =
  /(?:^|\/)(?:nginx-unprivileged|chainguard\/[\w-]+|cgr\.dev\/.*|bitnami(?:legacy)?\/[\w-]+|jupyter\/[\w-]+|jenkins\/(?:jenkins|agent|inbound-agent)|grafana\/[\w-]+|prom\/[\w-]+|ubi\d+\/(?:nodejs|python|php|ruby|httpd|nginx|openjdk)[\w-]*|sonarqube|elasticsearch|kibana|logstash|solr|jetty|couchbase|selenium\/[\w-]+|playwright-non-root|apache\/(?:airflow|spark|superset|kafka|zeppelin)|astronomer\/[\w-]+|astrocrpublic\.azurecr\.io\/.*|quay\.io\/keycloak\/keycloak|quay\.io\/jupyter\/.*|linkerd\/.*|dhi\.io\/.*)$/;

/** Whether the image at the bottom is known not to run as root. */
export function isNonRootBase(stage: StageFacts): boolean {
  const reference = stage.rootBase?.reference ?? null;
  if (reference === null) return false;
  const { familiarName, tag } = reference;
  return (
    NON_ROOT_NAMES.test(familiarName) ||
    /(?:^|-)(?:nonroot|unprivileged|rootless|non-root)(?:-|$)/.test(tag ?? '') ||
    /(?:^|[/-])(?:nonroot|unprivileged|rootless)(?:-|$)/.test(familiarName)
  );
}

/** Images that platforms start in their own way: they test the health of a function themselves. */
export const isFunctionBase = (stage: StageFacts): boolean =>
  /(?:^|\/)(?:lambda\/[\w-]+|aws-lambda[\w-]*|azure-functions\/[\w-]+|functions?-framework[\w-]*|of-watchdog|classic-watchdog)(?::|@|$)/.test(
    stage.rootBase?.text ?? '',
  );

/** Families of images by what they bring to ask an address with. */
const FULL =
  /^(?:python|node|ruby|golang|rust|buildpack-deps|gcc|perl|php|pypy|erlang|elixir|haskell|julia|dart)$/;
const BARE = /^(?:debian|ubuntu|fedora|rockylinux|almalinux)$/;

/**
 * Whether the image at the bottom has `curl` or `wget`; null when that is not known. Debian's and Ubuntu's own and all
 * slim images have neither, Alpine and BusyBox bring `wget`, images on buildpack-deps both.
 */
export function baseHas(stage: StageFacts, program: 'curl' | 'wget'): boolean | null {
  const base = stage.rootBase;
  if (base?.isScratch === true) return false;
  const text = base?.text ?? null;
  if (text === null) return null;
  if (/(?:^|\/)distroless\//.test(text)) return /:(?:.*-)?debug(?:-|$)/.test(text) && program === 'wget';
  const name = officialName(text);
  const tag = base?.reference?.tag ?? '';
  if (name === null) return null;
  const onAlpine = name === 'alpine' || /(?:^|-)alpine/.test(tag);
  if (name === 'busybox') return program === 'wget';
  if (onAlpine)
    return name === 'alpine' || FULL.test(name)
      ? program === 'wget' && name !== 'php'
        ? true
        : name === 'php'
      : null;
  if (/(?:^|-)slim(?:-|$)/.test(tag) && (FULL.test(name) || BARE.test(name))) return false;
  if (name === 'debian' || name === 'ubuntu') return false;
  if (/^(?:python|node|ruby|golang|rust|buildpack-deps|gcc|perl|pypy)$/.test(name)) return true;
  return null;
}

/** Windows images, which know no root and no numbers of users. */
export const isWindowsBase = (stage: StageFacts): boolean =>
  /(?:^|[/:-])(?:windows(?:servercore)?|nanoserver|servercore|iis|aspnet:4|dotnet-framework|framework)(?:[/:-]|$)/.test(
    stage.rootBase?.text ?? '',
  );
