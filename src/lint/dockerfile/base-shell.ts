import type { Base } from './stage.ts';

/** A program that stands behind `/bin/sh`. */
export type SystemShell = 'dash' | 'ash' | 'bash';

const ASH = /(?:^|[-_/.])(?:alpine|busybox|wolfi|chainguard|openwrt)/;
/** Red Hat's, SUSE's, Arch's and Amazon's families have bash as `/bin/sh`. */
const BASH =
  /(?:^|[-_/.\d])(?:fedora|centos|rockylinux|almalinux|rhel\d*|ubi\d*(?:-\w+)*|amazonlinux|al20\d\d|oraclelinux|opensuse|leap|tumbleweed|sles?|archlinux|manylinux\w*|azurelinux|cbl-mariner|mariner)(?:$|[-_/.:\d])/;
const DASH =
  /(?:^|[-_/.])(?:debian|ubuntu|buildpack-deps|kali-rolling|trixie|bookworm|bullseye|buster|stretch|jessie|noble|jammy|focal|bionic|xenial)/;
/** Docker's official images that are built on Debian or Ubuntu unless their tag says another. */
const OFFICIAL_ON_DEBIAN =
  /^library\/(?:python|node|ruby|golang|rust|php|perl|pypy|openjdk|eclipse-temurin|maven|gradle|tomcat|nginx|httpd|postgres|mariadb|mongo|redis|elixir|erlang|haskell|gcc|julia|r-base|wordpress|drupal|ghost|rabbitmq|memcached|jenkins|sonarqube)$|^dotnet\/(?:sdk|aspnet|runtime|runtime-deps|monitor)$/;

/** Which shell an image has as `/bin/sh`, judged by its name; null where the name does not tell. */
export function systemShell(base: Base | null): SystemShell | null {
  const reference = base?.reference ?? null;
  if (reference === null) return null;
  const { repository } = reference;
  const name = `${repository}:${reference.tag ?? ''}`.toLowerCase();
  if (ASH.test(name)) return 'ash';
  if (BASH.test(name)) return 'bash';
  return DASH.test(name) || OFFICIAL_ON_DEBIAN.test(repository) ? 'dash' : null;
}

/** Images that have cmd where others have sh. */
export const isWindows = (base: Base | null): boolean =>
  /(?:^|[-_/.:])(?:windows(?:servercore|amd64)?|nanoserver|servercore)/.test(
    base?.reference?.text.toLowerCase() ?? '',
  );
