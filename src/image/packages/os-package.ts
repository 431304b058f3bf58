/** A package of the distribution as its own database tells. */
export interface OsPackage {
  manager: 'dpkg' | 'apk';
  name: string;
  version: string;
  /** the package manager's word: amd64, x86_64, all, noarch */
  architecture: string;
  /** names of installed packages that it needs: of alternatives the installed one, of virtual names a provider */
  depends: string[];
  /** installed only because another package needs it */
  auto: boolean;
  /** as the package claims, in bytes */
  installedBytes: number;
  section: string | null;
  /** the source package, where it differs from the name */
  source: string | null;
  /** virtual names that it stands for */
  provides: string[];
  /** paths that it owns, as it spells them but without the leading slash; folders included */
  files: () => string[];
}

/** A package before its dependencies are resolved among the others. */
export interface RawPackage extends Omit<OsPackage, 'depends'> {
  /** each need a list of alternatives, first choice first */
  needs: string[][];
}

/** Resolves the needs of all packages among themselves; what nothing installed meets is left out. */
export function resolveDepends(packages: readonly RawPackage[]): OsPackage[] {
  const names = new Set(packages.map(({ name }) => name));
  const providers = new Map<string, string>();
  for (const { name, provides } of packages)
    for (const provided of provides) if (!providers.has(provided)) providers.set(provided, name);
  return packages.map(({ needs, ...facts }) => {
    const met = needs.flatMap((alternatives) => {
      const real = alternatives.find((name) => names.has(name));
      const provider = alternatives.map((name) => providers.get(name)).find((name) => name !== undefined);
      return real ?? provider ?? [];
    });
    return { ...facts, depends: [...new Set(met)] };
  });
}
