const WITH_DEFAULT = /\$\{\w+:?-((?:[^{}]|\$\{[^{}]*\})*)\}/g;

/** Longer texts are no names, ports or paths; to look for variables in them would take the square of their length. */
export const LONGEST_TEXT = 4096;

/** A text with the defaults of its variables put in; those without one stay as they are. */
export function withDefaults(text: string): string {
  if (!text.includes('${') || text.length > LONGEST_TEXT) return text;
  let current = text;
  // defaults may hold variables with defaults of their own
  for (let depth = 0; depth < 3; depth++) {
    const next = current.replaceAll(WITH_DEFAULT, '$1');
    if (next === current) break;
    current = next;
  }
  return current;
}

/** What a text is when nobody sets a variable; null where that depends on one without default. */
export function expanded(text: string): string | null {
  const plain = withDefaults(text);
  return /(?<!\$)\$(?:\{|[A-Za-z_])/.test(plain.replaceAll('$$', '')) ? null : plain;
}
