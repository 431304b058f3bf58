/** `${NAME}`, `$NAME` or `${NAME:-argument}` in a value of a compose file. */
export interface Interpolation {
  name: string;
  operator: '' | '-' | ':-' | '?' | ':?' | '+' | ':+';
  argument: string;
}

const REFERENCE = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?[-?+])((?:[^{}]|\{[^{}]*\})*))?\}|([A-Za-z_]\w*))/g;

/** What a value takes from the shell or `.env`; `$$` is a plain dollar. */
export function interpolationsIn(value: string): Interpolation[] {
  return [...value.matchAll(REFERENCE)].flatMap(([, braced, operator = '', argument = '', bare]) => {
    const name = braced ?? bare;
    if (name === undefined) return [];
    const inner = operator.endsWith('-') ? interpolationsIn(argument) : [];
    return [{ name, operator: operator as Interpolation['operator'], argument }, ...inner];
  });
}

/** The one interpolation that a value is made of; null when there is other text too. */
export function soleInterpolation(value: string): Interpolation | null {
  const [first] = value.matchAll(REFERENCE);
  return first?.[0] === value ? (interpolationsIn(value)[0] ?? null) : null;
}

/** Fits into `${NAME:-…}` as it is. */
export const fitsAsDefault = (text: string): boolean => !/[${}\r\n]/.test(text);
