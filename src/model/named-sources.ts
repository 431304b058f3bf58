import { copySources, type Instruction } from '../syntax/dockerfile/index.ts';
import { dockerfileOf, type Setup } from './setup.ts';

/**
 * Paths and patterns of the build context that the Dockerfile names one by one, in COPY, ADD or a bind mount of RUN;
 * relative to the context, without `./` and outer slashes. The whole context (`.`, `*`) is not among them.
 */
export function namedSources(setup: Setup): string[] {
  const named = dockerfileOf(setup)
    .instructions.flatMap((instruction) => [
      ...copied(instruction.inner ?? instruction),
      ...mounted(instruction),
    ])
    .map((path) => path.replaceAll(/^(\.?\/+)+|\/+$/g, ''))
    .filter((path) => !['', '.', '*', '**'].includes(path) && !/^[a-z][a-z+]*:\/\//i.test(path));
  return [...new Set(named)];
}

/** Whether the Dockerfile takes anything from the build context: BuildKit asks for nothing else of it. */
export const readsContext = (setup: Setup): boolean =>
  dockerfileOf(setup).instructions.some((instruction) => {
    const sources = [...copied(instruction.inner ?? instruction), ...mounted(instruction)];
    return sources.some((source) => !/^[a-z][a-z+]*:\/\//i.test(source)) || bindsAll(instruction);
  });

/** A bind mount without a source is the whole context. */
const bindsAll = ({ flags }: Instruction): boolean =>
  flags.some(
    ({ name, value }) =>
      name === 'mount' &&
      !/(^|,)\s*(from|source|src)=/i.test(value ?? '') &&
      !/(^|,)\s*type=(?!bind\b)/i.test(value ?? ''),
  );

function copied(instruction: Instruction): string[] {
  const reading = copySources(instruction);
  return reading === null || reading.from !== null ? [] : reading.sources.map(({ value }) => value);
}

function mounted(instruction: Instruction): string[] {
  return instruction.flags.flatMap(({ name, value }) => {
    if (name !== 'mount' || value === null) return [];
    const options = new Map(
      value.split(',').map((option) => {
        const [key = '', ...rest] = option.split('=');
        return [key.trim().toLowerCase(), rest.join('=')] as const;
      }),
    );
    const source = options.get('source') ?? options.get('src');
    const binds = (options.get('type') ?? 'bind') === 'bind' && !options.has('from');
    return binds && source !== undefined ? [source] : [];
  });
}
