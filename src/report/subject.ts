import type { SubjectResult } from '../model/subject-result.ts';
import { visible } from './wrap.ts';

/** `HEAD~1 (revision 1a2b3c4d5e6f, Dockerfile, service web)` */
export function subjectText({ name, kind, id, dockerfile, service }: SubjectResult): string {
  const short = id === null ? '' : ` ${id.replace(/^sha256:/, '').slice(0, 12)}`;
  const told = [
    kind === 'dockerfile' ? '' : `${kind}${short}`,
    dockerfile ?? '',
    service === null ? '' : `service ${service}`,
  ].filter((part) => part !== '');
  return visible(`${name} (${told.join(', ')})`);
}
