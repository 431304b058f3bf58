/** What is secret: judged by names, values, forms of tokens and names of files. */
export { isSecretName } from '../../ecosystems/secret-name.ts';
export { passwordsInAddresses, type PasswordInAddress } from './addresses.ts';
export { mayHoldSecret } from './in-line.ts';
export { secretFile } from './files.ts';
export { shapesIn, type ShapeFound } from './shapes.ts';
export { kindOfValue, mayBeReal, type ValueKind } from './value-kind.ts';
