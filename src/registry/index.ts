export { createRegistryClient, type RegistryClient } from './client.ts';
export { readDockerCredentials } from './credentials.ts';
export type { RegistryAnswer, RegistryFailure } from './answers.ts';
