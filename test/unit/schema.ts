import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { CheckResult, ImproveResult, MeasureResult, ProveResult } from '../../src/index.ts';

/** What each command prints with `--json`. */
interface Results {
  improve: ImproveResult;
  prove: ProveResult;
  measure: MeasureResult;
  check: CheckResult;
}

const read = (name: keyof Results): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as object;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
for (const name of ['improve', 'prove', 'measure', 'check'] as const)
  ajv.addSchema(read(name), `${name}.schema.json`);

/** The one object that a command printed, which must be as its schema says. */
export function asSchemaSays<Name extends keyof Results>(name: Name, stdout: string): Results[Name] {
  const result: unknown = JSON.parse(stdout);
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (validate === undefined) throw new Error(`there is no schema ${name}`);
  void validate(result);
  expect(validate.errors).toBeNull();
  return result as Results[Name];
}
