/** How one option of a rule looks in `shipshape.yaml`, and what holds without it. */
export interface OptionSpec<Value = unknown> {
  type: 'number' | 'boolean' | 'text' | 'texts' | 'map';
  /** one of these, for a text */
  oneOf?: readonly string[];
  default: Value;
  description: string;
}

export type OptionsSpec = Readonly<Record<string, OptionSpec>>;

export type OptionValues<Options extends OptionsSpec> = {
  readonly [Name in keyof Options]: Options[Name]['default'];
};

export const numberOption = (value: number, description: string): OptionSpec<number> => ({
  type: 'number',
  default: value,
  description,
});

export const booleanOption = (value: boolean, description: string): OptionSpec<boolean> => ({
  type: 'boolean',
  default: value,
  description,
});

export const textOption = (
  value: string,
  description: string,
  oneOf?: readonly string[],
): OptionSpec<string> => ({ type: 'text', default: value, description, ...(oneOf ? { oneOf } : {}) });

export const textsOption = (
  value: readonly string[],
  description: string,
): OptionSpec<readonly string[]> => ({ type: 'texts', default: value, description });

export const mapOption = (
  value: Readonly<Record<string, string>>,
  description: string,
): OptionSpec<Readonly<Record<string, string>>> => ({ type: 'map', default: value, description });
