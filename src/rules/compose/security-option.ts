import type { Service } from '../../lint/index.ts';
import { listOf } from '../../model/compose-values.ts';
import type { Edit } from '../../syntax/text.ts';

/** The edits that give a service one more security option; null where other services would get it too. */
export function withSecurityOption(service: Service, option: string): Edit[] | null {
  const own = listOf(service.own['security_opt']);
  if (own.length > 0) return service.set(['security_opt', own.length], option);
  return service.set(['security_opt'], [option]);
}
