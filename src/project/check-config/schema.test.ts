import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RuleIds } from '../../lint/index.ts';
import { rules } from '../../rules/index.ts';
import { folderWith } from '../folder.fixture.ts';
import { ownLayers } from './own.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../schema/shipshape.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(schema);
const ids = new RuleIds(rules);
const read = (text: string): unknown =>
  ownLayers(join(folderWith({ 'shipshape.yaml': text }), 'shipshape.yaml'), ids);

describe('the schema takes what is taken, and refuses what is refused', () => {
  it.each([
    'check: {}',
    'check:',
    'check: { extends: strict, preset: hadolint, failOn: never, ignore: "a/**" }',
    'check: { extends: [recommended, cis], ignore: [a, b] }',
    'check: { rules: { no-sudo: off } }',
    'check: { rules: { no-sudo: true, DL3004: { severity: info } } }',
    'check: { rules: { no-sudo: { severity: error } } }',
    'check: { overrides: [{ files: [a], rules: { CKV2_DOCKER_1: style } }, { files: b }] }',
  ])('%s', (text) => {
    read(text);
    void validate(parse(text));
    expect(validate.errors).toBeNull();
  });

  it.each([
    'check: []',
    'check: { preset: x }',
    'check: { rules: { no-sodu: off } }',
    'check: { rules: { no-sudo: warn } }',
    'check: { rules: { no-sudo: { option: 1 } } }',
    'check: { overrides: [{ rules: {} }] }',
    'check: { failOn: sometimes }',
    'check: { ignore: [1] }',
    'check: { extends: "" }',
    'checks: {}',
  ])('%s', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error);
    expect(validate(parse(text))).toBe(false);
  });
});
