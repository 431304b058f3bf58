import { plainId } from '../foreign-ids.ts';
import type { ReadPragma } from './pragma.ts';

/** `checkov:skip=CKV_DOCKER_2:reason`: holds for the file, as Checkov has it for Dockerfiles. */
export const checkov: ReadPragma = ({ text }) => {
  const ids = /(?:^|\s)(?:checkov|bridgecrew|cortex):skip=[ \t]*([\w-]+(?:,[\w-]+)*)/i.exec(text)?.[1];
  return ids === undefined ? null : { reach: 'file', ids: ids.split(',').map(plainId) };
};
