import type { DockerfileTree } from '../../syntax/dockerfile/index.ts';
import { plainId } from '../foreign-ids.ts';
import type { Pragma } from './pragma.ts';

/** `# check=skip=NAME,NAME;error=true`, a directive at the very top. */
export function checkDirective({ directives }: DockerfileTree): { pragma: Pragma | null; isError: boolean } {
  const value = directives.find(({ name }) => name === 'check')?.value ?? '';
  const parts = new Map(
    value.split(';').map((part): [string, string] => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()];
    }),
  );
  const skip = parts.get('skip')?.split(',').map(plainId) ?? [];
  const ids = skip.includes('all') ? ['buildkit:*'] : skip;
  return {
    pragma: ids.length === 0 ? null : { reach: 'file', ids },
    isError: /^(?:1|t|true)$/i.test(parts.get('error') ?? ''),
  };
}
