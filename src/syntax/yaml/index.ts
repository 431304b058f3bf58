/** YAML files (compose): read as data, edited in place. The only folder that knows the parser behind it. */
export { parseYaml, YamlText, type YamlProblem } from './document.ts';
export { appendToSequence, deleteIn, setIn, type SetOptions, type YamlEdit } from './operations.ts';
export { type RawYaml, rawYaml } from './render.ts';
export { isPlainText, type ScalarText } from './scalar.ts';
export type { YamlPath } from './values.ts';
