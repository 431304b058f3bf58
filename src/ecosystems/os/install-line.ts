/** A RUN instruction that installs OS packages in one layer and leaves no package lists behind. */
export function installLine(
  manager: 'apt' | 'apk',
  packages: readonly string[],
  options: { recommends?: boolean } = {},
): string {
  const names = [...packages].sort().join(' ');
  if (manager === 'apk') return `RUN apk add --no-cache ${names}`;
  const flags = options.recommends ? '-y' : '-y --no-install-recommends';
  return [
    'RUN apt-get update \\',
    `    && apt-get install ${flags} ${names} \\`,
    '    && rm -rf /var/lib/apt/lists/*',
  ].join('\n');
}

/** The package manager of a distribution, by its os-release ID; Debian's where it is not known. */
export function packageManagerOf(osId: string | undefined): 'apt' | 'apk' {
  return osId === 'alpine' || osId === 'wolfi' || osId === 'chainguard' ? 'apk' : 'apt';
}
