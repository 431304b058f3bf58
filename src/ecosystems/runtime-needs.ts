import type { Setup } from '../model/setup.ts';
import { calledPrograms } from './called-programs.ts';
import type { SplitRung } from './ecosystem.ts';
import { isBuildOnly, toolCommands } from './os/build-only.ts';
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
 * @returns null when it cannot be told: nothing was observed and a library package is in no table
 */
export function runtimePackages(
  setup: Setup,
  named: readonly string[],
  steps: readonly number[],
  rung: SplitRung,
): RuntimePackages | null {
  const called = calledPrograms(setup);
  const left = named.filter((name) => {
    const tools = toolCommands(name);
    return isBuildOnly(name) || (tools !== null && !tools.some((tool) => called.has(tool)));
  });
  if (rung === 'all-packages')
    return { packages: [...named], left: [], evidence: ['all original packages kept'] };

  const kept = named.filter((name) => !left.includes(name));
  const image = setup.facts.image;
  if (image === null) {
    const known = runtimePackagesFor(left, null);
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
  const opened = setup.facts.source.libraries.flatMap((name) => ownerOfLibrary(setup, name));
  const dependencies = rung === 'dependencies-kept' ? dependenciesOf(setup, left) : [];
  return {
    packages: unique([...kept, ...owners, ...opened, ...dependencies]),
    left,
    evidence: unique(evidence),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** A package of the image whose name fits a library that the source opens by name (`magic` → libmagic1). */
function ownerOfLibrary(setup: Setup, library: string): string[] {
  const stem = library
    .replace(/^lib/, '')
    .replace(/\.so.*$/, '')
    .toLowerCase();
  const base = new Set(setup.facts.image?.base.packages);
  const fits = new RegExp(`^lib${stem.replaceAll(/[\W_]/g, '.')}[-.\\d]*(t64)?$`);
  return (setup.facts.image?.packages ?? [])
    .map(({ name }) => name)
    .filter((name) => fits.test(name) && !base.has(name));
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
