import type { Setup } from '../model/setup.ts';
import { librariesOpened } from './opened-by-packages.ts';
import { calledPrograms } from './called-programs.ts';
import type { SplitRung } from './ecosystem.ts';
import { isBuildOnly, toolCommands } from './os/build-only.ts';
import { alpinePackagesFor } from './os/alpine-packages.ts';
import { packageManagerOf } from './os/install-line.ts';
import { runtimePackagesFor } from './os/runtime-packages.ts';

export interface RuntimePackages {
  packages: string[];
  /** of the packages that the original names, those that the shipped stage does without */
  left: string[];
  evidence: string[];
}

/**
 * Which OS packages the shipped stage needs when these were installed by name, and `steps` (indexes of instructions)
 * wrote the files that are copied over.
 * @param keep packages that are needed whatever is known of them
 * @returns null when it cannot be told: nothing was observed and a library package is in no table
 */
export function runtimePackages(
  setup: Setup,
  named: readonly string[],
  steps: readonly number[],
  rung: SplitRung,
  keep: readonly string[] = [],
): RuntimePackages | null {
  const called = calledPrograms(setup);
  const left = named.filter((name) => {
    if (keep.includes(name)) return false;
    const tools = toolCommands(name);
    // a package is called like its program: the source may well run git or make
    if (tools === null) return isBuildOnly(name) && !called.has(name);
    return !tools.some((tool) => called.has(tool));
  });
  if (rung === 'all-packages')
    return { packages: [...named], left: [], evidence: ['all original packages kept'] };

  const kept = named.filter((name) => !left.includes(name));
  const image = setup.facts.image;
  if (image === null) {
    const known =
      packageManagerOf(setup) === 'apk' ? alpinePackagesFor(left) : runtimePackagesFor(left, null);
    return known === null
      ? null
      : {
          packages: unique([...kept, ...known]),
          left,
          evidence: known.map((name) => `${name} by table, not observed`),
        };
  }

  const libraries = image.steps
    .filter(({ instruction }) => steps.includes(instruction))
    .flatMap((step) => step.libraries)
    .filter((library) => library.package !== null && !library.inBase);
  const owners = libraries.flatMap((library) => library.package ?? []).filter((name) => !isBuildOnly(name));
  const evidence = libraries.map(
    ({ soname, neededBy, package: owner }) => `${neededBy} needs ${soname} from ${owner}`,
  );
  const base = new Set(image.base.packages);
  const opened = openedOwners(setup).filter(({ owner }) => !base.has(owner));
  const dependencies = rung === 'dependencies-kept' ? dependenciesOf(setup, left) : [];
  return {
    packages: unique([...kept, ...owners, ...opened.map(({ owner }) => owner), ...dependencies]),
    left,
    evidence: unique([
      ...evidence,
      ...opened.map(({ library, owner }) => `${library} is opened by name: from ${owner}`),
    ]),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** OS packages of the image with libraries that the source, or a package that it installs, opens by name. */
export function openedOwners(setup: Setup): { library: string; owner: string }[] {
  const names = [...new Set([...setup.facts.source.libraries, ...librariesOpened(setup)])];
  return names.flatMap((library) => ownersOf(setup, library).map((owner) => ({ library, owner })));
}

/** Packages of the image whose names fit a library's (`magic` → libmagic1, `harfbuzz` → libharfbuzz0b). */
function ownersOf(setup: Setup, library: string): string[] {
  const stem = library
    .replace(/^lib/, '')
    .replace(/\.so.*$/, '')
    .toLowerCase();
  const version = String.raw`(-\d+\.q16)?[-.\d]*(v\d|[a-z])?(t64)?`;
  const fits = new RegExp(`^lib${stem.replaceAll(/[\W_]/g, '.')}${version}$`);
  return (setup.facts.image?.packages ?? []).map(({ name }) => name).filter((name) => fits.test(name));
}

/** Everything that these packages brought in with them and that is no build tool itself. */
function dependenciesOf(setup: Setup, names: readonly string[]): string[] {
  const packages = new Map(setup.facts.image?.packages.map((one) => [one.name, one]));
  const base = new Set(setup.facts.image?.base.packages);
  const seen = new Set<string>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop())
    for (const wanted of packages.get(name)?.depends ?? [])
      if (!seen.has(wanted) && !base.has(wanted) && packages.has(wanted)) {
        seen.add(wanted);
        todo.push(wanted);
      }
  // compilers come in parts (cpp, binutils, libgcc-14-dev): none of them is of use at run time
  return [...seen].filter(
    (name) => !isBuildOnly(name) && !/^(binutils|cpp|gcc|g\+\+)|-(dev|doc)$/.test(name),
  );
}
